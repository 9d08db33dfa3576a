#!/usr/bin/env bash
# Runs one command; its report goes into the step summary, and how it ended into the outputs.
set -euo pipefail

# A value with any text in it: it cannot end the value, because nobody can guess the delimiter.
output() {
  local delimiter
  delimiter="end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >> "$GITHUB_OUTPUT"
}

report="$RUNNER_TEMP/callr-actions-${CALLR_COMMAND}-$$.md"
arguments=()
while IFS= read -r argument; do
  [ -z "$argument" ] || arguments+=("$argument")
done <<< "$CALLR_ARGUMENTS"
if [ "$CALLR_COMMAND" != lint ]; then
  if [ -z "$CALLR_ACTION_ACCOUNT" ]; then
    echo "::error title=callr-actions::${CALLR_COMMAND} needs the input account"
    exit 64
  fi
  arguments=(--account "$CALLR_ACTION_ACCOUNT" ${arguments[@]+"${arguments[@]}"})
fi

case "$CALLR_COMMAND" in
  lint) arguments=(--output github --output "markdown=$report" ${arguments[@]+"${arguments[@]}"}) ;;
  plan | drift) arguments=(--exit-code --output text --output "markdown=$report" "${arguments[@]}") ;;
  deploy) arguments=(--yes "${arguments[@]}") ;;
  *)
    echo "::error title=callr-actions::there is no command of this name here; there are lint, plan, deploy and drift"
    exit 64
    ;;
esac

# What the program prints are lines of text of the account, among them perhaps commands of this server.
if [ "$CALLR_COMMAND" != lint ]; then
  token="stop-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  echo "::stop-commands::$token"
fi
printed="$RUNNER_TEMP/callr-actions-$$.txt"
set +e
CI=true callr-actions "$CALLR_COMMAND" "${arguments[@]}" < /dev/null 2>&1 | tee "$printed"
code="${PIPESTATUS[0]}"
set -e
[ "$CALLR_COMMAND" = lint ] || echo "::$token::"

if [ ! -s "$report" ]; then
  # Without a report of its own, what it printed: in a fence that is longer than any in it.
  fence='```'
  while grep -qF "$fence" "$printed"; do fence="$fence\`"; done
  {
    printf '## callr-actions %s: ended with %s\n\n%stext\n' "$CALLR_COMMAND" "$code" "$fence"
    tail -c 60000 "$printed"
    printf '\n%s\n' "$fence"
  } > "$report"
fi
cat "$report" >> "$GITHUB_STEP_SUMMARY"

changed=false
[ "$code" != 2 ] || changed=true
output exit-code "$code"
output changed "$changed"
output report "$report"

# A plan with changes is what a plan is for; drift is what nobody wants.
if [ "$CALLR_COMMAND" = plan ] && [ "$code" = 2 ]; then
  exit 0
fi
if [ "$code" != 0 ]; then
  echo "::error title=callr-actions ${CALLR_COMMAND}::it ended with ${code}; the step summary says why"
fi
exit "$code"
