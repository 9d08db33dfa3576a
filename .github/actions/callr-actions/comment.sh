#!/usr/bin/env bash
# Puts the report into one comment of the pull request: the same one each time.
set -euo pipefail

account="$(printf '%s' "$CALLR_ACTION_ACCOUNT" | tr -cd 'A-Za-z0-9_.-')"
mark="<!-- callr-actions $CALLR_COMMAND $account -->"
comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"

body="$RUNNER_TEMP/callr-actions-comment-$$.md"
{
  printf '%s\n' "$mark"
  # A comment has 65,536 characters at most; a character that is cut in half is left out.
  head -c 65000 "$CALLR_REPORT" | iconv -c -f UTF-8 -t UTF-8
} > "$body"

# Only comments of bots: nobody else's is ever written over.
# shellcheck disable=SC2016 # $mark is jq's
found="$(MARK="$mark" gh api --paginate "$comments" \
  --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARK))) | .id' | sed -n 1p)"
if [ -n "$found" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" --field "body=@$body"
else
  gh api --silent --method POST "$comments" --field "body=@$body"
fi
