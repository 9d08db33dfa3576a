"""Scripts as they may be shown and saved: without what the environment fills in and what looks secret."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Mapping, target, walk
from callr_actions.masking import MASK, Masker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.sync.holes import HoledText

_CONTEXT = 3


def without_values(text: str, template: HoledText, filled: str) -> str:
    """Return a text of the account without the values that the environment fills into its template.

    A line that is as it was sent gets its holes back; of variables that have a hole in the template, every
    other value is hidden, because an old secret is one, too. The values are hidden wherever else they stand.

    Args:
        text: the account's, canonical.
        template: what is to be sent, with holes.
        filled: the same without.
    """
    if not template.holes:
        return text
    holed = dict(zip(filled.split("\n"), template.text.split("\n"), strict=True))
    lines = [holed.get(line, line) for line in text.split("\n")]
    return _hidden("\n".join(lines), template, filled)


def difference(before: str, after: str) -> str:
    """Return what changes as a unified diff without its head; what looks like a secret is hidden."""
    lines = unified_diff(_lines(before), _lines(after), lineterm="", n=_CONTEXT)
    return "\n".join(_covered(line) for line in list(lines)[2:])


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _covered(line: str) -> str:
    from callr_actions.linter.secrets import find_secrets, may_hold_secret  # noqa: PLC0415

    if not may_hold_secret(line):
        return line
    for hit in sorted(find_secrets(line), key=lambda each: each.start, reverse=True):
        line = line[: hit.start] + MASK + line[hit.end :]
    return line


def _hidden(text: str, template: HoledText, filled: str) -> str:
    """Hide what fills the holes, and the values of variables whose values in the template have some."""
    masker = Masker()
    for value in _values(template, filled):
        masker.add(value)
    root = parse_document(Source("", text)).mapping
    if root is None:
        return masker.mask(text)
    spans: list[tuple[int, int]] = []
    for name in _with_holes(template):
        for entry in _variables(root):
            if entry[0] == name and "${" not in text[entry[1] : entry[2]]:
                spans.append(entry[1:3])
                for value in entry[3]:
                    masker.add(value)
    for start, end in sorted(spans, reverse=True):
        text = f'{text[:start]}"{MASK}"{text[end:]}'
    return masker.mask(text)


def _values(template: HoledText, filled: str) -> Iterator[str]:
    """Yield what fills the holes; none of it has an end of a line."""
    for holed, line in zip(template.text.split("\n"), filled.split("\n"), strict=True):
        if holed != line:
            names = "|".join({re.escape(re.escape(hole.written)) for hole in template.holes})
            found = re.fullmatch(re.sub(names, "(.+?)", re.escape(holed)), line)
            yield from () if found is None else found.groups()


def _with_holes(template: HoledText) -> set[str]:
    root = parse_document(Source("", template.text)).mapping
    if root is None:
        return set()
    return {
        name
        for name, start, end, _ in _variables(root)
        if any(start <= hole.at < end for hole in template.holes)
    }


def _variables(root: Mapping) -> list[tuple[str, int, int, list[str]]]:
    """Return the variables of a script: name, where the value stands, and the texts in it."""
    entry = root.get("variables")
    found = None if entry is None else target(entry.value)
    if not isinstance(found, Mapping):
        return []
    return [
        (
            each.name,
            each.value.start,
            each.value.end,
            [node.value for node in walk(each.value) if hasattr(node, "value")],
        )
        for each in found.entries
        if each.name is not None
    ]
