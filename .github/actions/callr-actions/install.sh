#!/usr/bin/env bash
# Installs callr-actions into an environment of its own, and puts it on the PATH of the steps that follow.
set -euo pipefail

if [ -z "$INSTALL_FROM" ]; then
  if ! command -v callr-actions > /dev/null; then
    echo "::error title=callr-actions::it is not on the PATH, and install-from does not say what to install"
    exit 64
  fi
  exit 0
fi

case "$INSTALL_FROM" in
  -*)
    echo "::error title=callr-actions::install-from is what to install, and no option of pip"
    exit 64
    ;;
  *.txt) wanted=(-r "$INSTALL_FROM") ;;
  *) wanted=("$INSTALL_FROM") ;;
esac

folder="$RUNNER_TEMP/callr-actions"
"$PYTHON" -m venv "$folder"
bin="$folder/bin"
[ -d "$bin" ] || bin="$folder/Scripts"

# Keys of accounts are in the environment of whoever runs a build; what is being installed never sees them.
settings=()
while IFS= read -r setting; do
  settings+=("$setting")
done < <(env | grep -E '^(PIP_[A-Z_]+|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy|SSL_CERT_FILE|SYSTEMROOT|TEMP|TMP|TMPDIR)=' || true)
env -i PATH="$PATH" HOME="${HOME:-$RUNNER_TEMP}" ${settings[@]+"${settings[@]}"} \
  "$bin/python" -m pip install --quiet --disable-pip-version-check --no-input "${wanted[@]}"

echo "$bin" >> "$GITHUB_PATH"
