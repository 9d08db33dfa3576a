"""Measured by test_limits: what it costs to parse each hostile text."""

from __future__ import annotations

import time
from typing import Any

from callr_actions.language.document import Document, document_from_bytes
from callr_actions.language.offset_map import offset_map
from callr_actions.language.tree import Scalar, walk
from tests.costs import MIB, peak_bytes


def bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


CASES: dict[str, bytes] = {
    "lists in lists": b"- " * 30_000,
    "flow lists": b"[" * 10_000,
    "flow mappings": b"{a: " * 10_000,
    "keys that are keys": b"? " * 10_000,
    "alias bomb": bomb(12),
    "recursive alias": b"&a [*a, &b {c: *b}]",
    "anchors": b"".join(b"- &%x\n" % n for n in range(100_000)),
    "items": b"- a\n" * (MIB // 4),
    "duplicate keys": b"a: 1\n" * (MIB // 5),
    "tags": b"- !b x\n" * (MIB // 7),
    "unknown aliases": b"- *a\n" * (MIB // 5),
    "properties far from their nodes": b"a: &x" + b"\n" * 1_000_000 + b" !!str b",
    "escapes": b'a: "' + b"\\n" * 524_000 + b'"',
    "doubled quotes": b"a: '" + b"''" * 524_000 + b"'",
    "one quote too many": b"a: '" + b"''" * 524_000,
    "a quote never closed": b'a: "' + b"x\n " * 349_000,
    "backslashes": b'a: "' + b"\\" * 1_000_000,
    "one word": b"a: " + b"x" * 1_048_000,
    "words": b"a: " + b"x " * 524_000,
    "folded words": b"a: " + b"x\n " * 349_000,
    "literal block": b"a: |\n" + b"  xy\n" * 209_000,
    "a block far to the right": b" " * 400_000 + b"a: |1\n" + b" " * 400_001 + b"x\n",
    "block of blanks": b"a: |+\n" + b" \n" * 524_000,
    "comments": b"# c\n" * (MIB // 4),
    "comments after strange breaks": b"#\xc2\x85" * (MIB // 3),
    "comments after blanks": b"a: b" + b" " * 500_000 + b"#" + b" #" * 250_000,
    "tabs": b"\t" * MIB,
    "a late syntax error": b"- a\n" * 49_000 + b" b: @\n",
    "a syntax error behind deep lines": b"".join(b" " * n + b"a:\n" for n in range(150)) + b" b: 'c' d\n",
    "colons": b"a: " * 349_000,
    "a long key": b"x" * 1_000_000 + b": b: c",
    "long name twice": (b"x" * 900 + b": 1\n") * 1_100,
    "random bytes": bytes((n * n + 7 * n) % 256 for n in range(MIB)),
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100_000),
    "ten megabytes": b"a" * 10_000_000,
}


def read(content: bytes) -> tuple[Document, list[str]]:
    document = document_from_bytes(content, "a.yaml")
    findings = [problem.finding(document.source) for problem in document.problems]
    assert len(document.comments) <= len(content)
    return document, [finding.message for finding in findings]


def map_offsets(document: Document) -> None:
    for node in walk(document.root) if document.root is not None else ():
        if isinstance(node, Scalar):
            assert offset_map(document.source, node).length == len(node.value)


def measured(name: str) -> dict[str, Any]:
    """Return what one case costs; in a process that has done nothing else."""
    started = time.process_time()
    document, messages = read(CASES[name])
    read_at = time.process_time()
    map_offsets(document)
    mapped_at = time.process_time()
    return {
        "reading": read_at - started,
        "mapping": mapped_at - read_at,
        "peak": peak_bytes(),
        "problems": len(messages),
        "last": messages[-1:],
    }
