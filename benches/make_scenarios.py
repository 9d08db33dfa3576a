"""Scenarios for measuring: eight branches of gather, if, javascript, log and goto, about 5.7 KB each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BRANCHES = 8

_HEAD = """\
# Scenario {number}: a menu of {branches} levels.
description: Measured scenario {number}
compat:
  version: "2025-09-01"
defaults:
  language: en-GB
variables:
  $tries: 0
  $caller: ""
branches:
  inbound-call:
    actions:
      - action: javascript@v1
        params:
          code: $caller = call.fromNumber
      - goto:
          branch: level-0
"""

_BRANCH = """\
  level-{level}:
    actions:
      # Asked at most three times on this level.
      - action: gather@v2
        params:
          maxDigits: 1
          prompt:
            what: >-
              Level {level}. You have tried ${{{{ $tries }}}} times. Press 1 to go on,
              press 2 to hear your number, or stay on the line.
        result: $key{level}
      - if: $key{level}.digits === "1"
        then:
          - action: log@v1
            params:
              message: "went on from {level} with ${{{{ $key{level}.digits }}}}"
          - goto:
              branch: {following}
      - if: $key{level}.digits === "2" && $tries < 3
        action: say@v2
        params:
          what: Your number is ${{{{ $caller.split('').join(' ') }}}}.
      - action: javascript@v1
        params:
          code: |
            $tries = $tries + 1
      - if: $tries > 3
        action: hangup@v1
"""


def scenario(number: int) -> str:
    """Return one scenario; each differs a little from the others."""
    parts = [_HEAD.format(number=number, branches=BRANCHES)]
    for level in range(BRANCHES):
        following = f"level-{level + 1}" if level + 1 < BRANCHES else "done"
        parts.append(_BRANCH.format(level=level, following=following))
    parts.append("  done:\n    actions:\n      - action: say@v2\n        params:\n          what: Goodbye.\n")
    return "".join(parts)


def write(folder: Path, count: int) -> int:
    """Write scenarios into a folder; return how many bytes they have together."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(count):
        text = scenario(number)
        size += len(text.encode())
        (folder / f"scenario-{number:04}.yaml").write_text(text, encoding="utf-8")
    return size
