"""Measured by test_limits: what it costs to lint each hostile file."""

from __future__ import annotations

import time
from typing import Any

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.engine import lint_documents
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.style import Style
from tests.costs import MIB, peak_bytes

HEAD = b"branches:\n  inbound-call:\n    actions:\n"


def steps(line: bytes, times: int = MIB) -> bytes:
    """Return a branch of one step again and again, up to 1 MiB; `%d` counts them."""
    size = len(line % 10_000 if b"%d" in line else line) + 9
    times = min(times, (MIB - len(HEAD)) // size)
    return HEAD + b"".join(b"      - %s\n" % (line % n if b"%d" in line else line) for n in range(times))


def text(value: bytes) -> bytes:
    """Return a scenario with one long text."""
    return HEAD + b"      - {action: say@v2, params: {what: '%s'}}\n" % value


def lines(line: bytes, times: int) -> bytes:
    return b"".join(line % n for n in range(times))


# Most are just below what is analysed (131,072 characters); beyond that only the file as such is looked at.
CASES: dict[str, bytes] = {
    "steps": steps(b"action: hangup@v1", 33_000),
    "bad steps": steps(b"action: hangpu@v1", 4_125),
    "gotos to nowhere": steps(b"goto: {branch: nowhere%d}", 2_000),
    "conditions": steps(b"if: $x%d > 1", 3_000),
    "broken conditions": steps(b"if: $x%d >", 3_000),
    "conditions in braces": steps(b"if: ${{ $x%d }} > 1", 3_000),
    "holes": text(b"${{a}}" * 12_500),
    "broken holes": text(b"${{(}}" * 12_500),
    "holes with objects": text(b"${{ {a:{b:1}} }}" * 7_500),
    "openings": text(b"${{" * 37_500),
    "one opening and many closings": text(b"${{ (" + b"}}" * 37_500),
    "one template": text(b"${{ `" + b"${a}" * 25_000 + b"` }}"),
    "holes where nothing is evaluated": b"description: '" + b"${{ ( }}" * 15_000 + b"'\n",
    "deep expression": text(b"${{" + b"(" * 10_000 + b"1" + b")" * 10_000 + b"}}"),
    "deep code": HEAD
    + b"      - {action: javascript@v1, params: {code: '%s'}}\n" % (b"[" * 10_000 + b"]" * 10_000),
    "chained branches": HEAD.replace(b"    actions:\n", b"    actions: [{goto: {branch: b0}}]\n")
    + b"".join(b"  b%d: {actions: [{goto: {branch: b%d}}]}\n" % (n, n + 1) for n in range(1_375)),
    "far names of branches": b"branches:\n  inbound-call: {actions: [%s]}\n"
    % b",".join(b"{goto: {branch: qwertyuiop%dx}}" % (n * 7919) for n in range(1_125))
    + lines(b"  asdfghjklz%d: {actions: []}\n", 1_125),
    "variables": b"variables:\n"
    + lines(b"  $v%d: 1\n", 3_750)
    + HEAD
    + lines(b"      - {if: $w%d}\n", 1_500),
    "unknown keys": lines(b"key%d: 1\n", 5_625),
    "unknown parameters": HEAD
    + b"      - action: say@v2\n        params:\n"
    + lines(b"          key%d: 1\n", 5_000),
    "bad items of a list": HEAD
    + b"      - {action: dial@v1, params: {targets: [%s]}}\n" % (b"{number: 5, timout: -1}," * 1_500),
    "aliased steps": HEAD
    + b"      - &s {action: say@v2, params: {what: '${{ $x }}'}}\n"
    + b"      - *s\n" * 1_125,
    "merged mappings": HEAD
    + b"      - &s {%s}\n" % b",".join(b"k%d: 1" % n for n in range(300))
    + b"      - {<<: *s}\n" * 150,
    "random bytes": bytes((n * n + 7 * n) % 256 for n in range(MIB)),
    "ten megabytes": b"a" * 10_000_000,
}


def measured(name: str) -> dict[str, Any]:
    """Return what one case costs, from bytes to the last output; in a process that has done nothing else."""
    started = time.process_time()
    document = document_from_bytes(CASES[name], "a.yaml")
    read_at = time.process_time()
    result = lint_documents([document])
    linted_at = time.process_time()
    for output in OUTPUTS:
        renderer(output)(result, Style())
    written_at = time.process_time()
    return {
        "reading": read_at - started,
        "linting": linted_at - read_at,
        "writing": written_at - linted_at,
        "seconds": written_at - started,
        "peak": peak_bytes(),
        "findings": sorted({finding.code for finding in result.findings}),
    }
