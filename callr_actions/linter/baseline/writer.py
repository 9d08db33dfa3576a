"""Writing a baseline anew: what people wrote into it stays, beside the entry that it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.core_schema import resolve
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Sequence
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.baseline.entries import VERSION, Terms
from callr_actions.linter.baseline.layout import indentation, line_break, line_end, pieces
from callr_actions.linter.baseline.reader import WHAT, read_baseline
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.linter.baseline.entries import Baseline, Entry

_SAFE_PLAIN = lazy_pattern(r"[A-Za-z0-9_/.][A-Za-z0-9_/.@-]*(?: [A-Za-z0-9_/.@-]+)*")
_INDENTATION = "  "
_HEAD = f"""\
# What the linter found when this was written. It does not count until it is mended; new findings do.
# `callr-actions lint --write-baseline` brings this file up to date and keeps what people write into it:
# comments, and `owner`, `reason` and `expires: YYYY-MM-DD`, in an entry or below `defaults` for all.
version: {VERSION}
entries:"""


class Wanted(NamedTuple):
    """What an entry is to say: how many findings, and which."""

    allowed: int
    fingerprints: tuple[str, ...]


Key = tuple[str, str]


def new_baseline(wanted: Mapping[Key, Wanted], names: Mapping[str, str]) -> str:
    """Return the text of a baseline file.

    Args:
        wanted: by file and code.
        names: the names of codes, `unknown-action` for CA301; they stand beside the codes as comments.
    """
    return _whole(wanted, names, {}, Terms())


def rewritten(baseline: Baseline, wanted: Mapping[Key, Wanted], names: Mapping[str, str]) -> str:
    """Return the text of a baseline file brought up to date, its entries sorted by file and code.

    Entries that say what they are to say stay as they are, byte for byte. A file that is laid out so that
    this cannot be done is written as a new one, with its owners, reasons and days.
    """
    entries = {entry.key: entry for entry in baseline.entries}
    text = _edited(baseline, wanted, names)
    terms = {key: entry.terms for key, entry in entries.items()}
    if _says(text, baseline, wanted):
        return text
    return _whole(wanted, names, terms, baseline.defaults)


def shrunk(baseline: Baseline, entry: Entry, present: tuple[str, ...]) -> tuple[int, int, str] | None:
    """Return the edit (start, end, text) after which an entry allows only what is there.

    None where the entry does not stand on lines of its own.
    """
    items = baseline.place.value
    if not isinstance(items, Sequence) or items.flow:
        return None
    start, end = pieces(baseline.source, items)[baseline.entries.index(entry)]
    if not present:
        return start, end, ""
    wanted = Wanted(len(present), present)
    return start, end, _updated(baseline, entry, (start, end), wanted, {})


def _edited(baseline: Baseline, wanted: Mapping[Key, Wanted], names: Mapping[str, str]) -> str:
    source, items = baseline.source, baseline.place.value
    text, newline = source.text, line_break(source.text)
    colon = text.index(":", baseline.place.key.end) + 1
    chunks: dict[Key, str] = {}
    indent = _INDENTATION
    if isinstance(items, Sequence) and not items.flow:
        places = pieces(source, items)
        behind_key, tail = text[colon : places[0][0]], text[places[-1][1] :]
        indent = indentation(source, items.start)
        for entry, place in zip(baseline.entries, places, strict=True):
            if entry.key in wanted:
                chunks[entry.key] = _updated(baseline, entry, place, wanted[entry.key], names)
    else:
        end = line_end(source, items.end)
        behind_key, tail = text[items.end : end], text[end:]
        terms = {entry.key: entry.terms for entry in baseline.entries}
        chunks = {
            key: _entry(key, wanted[key], names, terms[key], indent=indent, newline=newline)
            for key in terms
            if key in wanted
        }
    for key, each in wanted.items():
        if key not in chunks:
            chunks[key] = _entry(key, each, names, Terms(), indent=indent, newline=newline)
    body = [_ended(chunks[key], newline) for key in sorted(chunks)]
    empty = "" if body else " []"
    return "".join((_ended(text[:colon] + empty + behind_key, newline), *body, tail))


def _updated(
    baseline: Baseline, entry: Entry, place: tuple[int, int], wanted: Wanted, names: Mapping[str, str]
) -> str:
    """Return an entry's lines with another count and other fingerprints."""
    source = baseline.source
    text, newline = source.text, line_break(source.text)
    start, end = place
    if entry.allowed == wanted.allowed and set(entry.fingerprints) == set(wanted.fingerprints):
        return text[start:end]
    count, prints = entry.node.get("count"), entry.node.get("fingerprints")
    assert count is not None
    if entry.node.flow:
        line = source.line_starts[source.position(entry.node.start).line - 1]
        indent = indentation(source, entry.node.start)
        return text[start:line] + _entry(
            entry.key, wanted, names, entry.terms, indent=indent, newline=newline
        )
    edits = [(count.value.start, count.value.end, str(wanted.allowed))]
    if prints is None:
        at = line_end(source, count.value.end)
        indent = " " * (source.position(count.key.start).column - 1)
        first = "" if text[at - 1] in "\r\n" else newline
        edits.append((at, at, first + "".join(_fingerprints(wanted.fingerprints, indent, newline))))
    elif isinstance(prints.value, Sequence) and prints.value.items and not prints.value.flow:
        edits.append(_fingerprint_lines(source, prints.value, entry, wanted.fingerprints))
    else:
        listed = f"[{', '.join(wanted.fingerprints)}]"
        edits.append((prints.value.start, prints.value.end, listed))
    chunk = text[:end]
    for first_offset, last_offset, new in sorted(edits, reverse=True):
        chunk = chunk[:first_offset] + new + chunk[last_offset:]
    return chunk[start:]


def _fingerprint_lines(
    source: Source, items: Sequence, entry: Entry, wanted: tuple[str, ...]
) -> tuple[int, int, str]:
    """Return the edit that brings a list of fingerprints up to date and keeps comments beside those left."""
    newline, indent = line_break(source.text), indentation(source, items.start)
    places = pieces(source, items)
    present = {
        fingerprint: source.text[start:end]
        for fingerprint, (start, end) in zip(entry.fingerprints, places, strict=True)
    }
    lines = [
        _ended(present.get(fingerprint, f"{indent}- {fingerprint}"), newline)
        for fingerprint in sorted(wanted)
    ]
    return places[0][0], places[-1][1], "".join(lines)


def _says(text: str, baseline: Baseline, wanted: Mapping[Key, Wanted]) -> bool:
    """Return whether a text says what is wanted, and of owners, reasons and days what the file said."""
    try:
        said = read_baseline(parse_document(Source(baseline.source.path, text), what=WHAT))
    except CallrActionsError:
        return False
    terms = {entry.key: entry.terms[:3] for entry in baseline.entries}
    return (
        {each.key: (each.allowed, set(each.fingerprints)) for each in said.entries}
        == {key: (each.allowed, set(each.fingerprints)) for key, each in wanted.items()}
        and all(each.terms[:3] == terms.get(each.key, Terms()[:3]) for each in said.entries)
        and said.defaults[:3] == baseline.defaults[:3]
    )


def _whole(
    wanted: Mapping[Key, Wanted], names: Mapping[str, str], terms: Mapping[Key, Terms], defaults: Terms
) -> str:
    head = _HEAD
    if lines := "".join(_terms(defaults, _INDENTATION, "\n")):
        head = head.replace("\nentries:", f"\ndefaults:\n{lines}entries:")
    chunks = [
        _entry(key, wanted[key], names, terms.get(key, Terms()), indent=_INDENTATION, newline="\n")
        for key in sorted(wanted)
    ]
    return "".join((head, "\n" if chunks else " []\n", *chunks))


def _entry(
    key: Key, wanted: Wanted, names: Mapping[str, str], terms: Terms, *, indent: str, newline: str
) -> str:
    file, code = key
    name = f" # {names[code]}" if code in names else ""
    below = indent + _INDENTATION
    return "".join(
        (
            f"{indent}- file: {_scalar(file)}{newline}",
            f"{below}code: {code}{name}{newline}",
            f"{below}count: {wanted.allowed}{newline}",
            *_fingerprints(wanted.fingerprints, below, newline),
            *_terms(terms, below, newline),
        )
    )


def _fingerprints(fingerprints: tuple[str, ...], indent: str, newline: str) -> Iterator[str]:
    if fingerprints:
        yield f"{indent}fingerprints:{newline}"
    for fingerprint in sorted(fingerprints):
        yield f"{indent}{_INDENTATION}- {fingerprint}{newline}"


def _terms(terms: Terms, indent: str, newline: str) -> Iterator[str]:
    if terms.owner is not None:
        yield f"{indent}owner: {_scalar(terms.owner)}{newline}"
    if terms.reason is not None:
        yield f"{indent}reason: {_scalar(terms.reason)}{newline}"
    if terms.expires is not None:
        yield f"{indent}expires: {terms.expires.isoformat()}{newline}"


def _scalar(value: str) -> str:
    if _SAFE_PLAIN.fullmatch(value) and isinstance(resolve(value, plain=True, tag=None), str):
        return value
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _ended(lines: str, newline: str) -> str:
    return lines if lines.endswith(("\n", "\r")) else lines + newline
