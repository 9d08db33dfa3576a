"""A script of an account with the file's own values in it again: the way back of a deploy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Mapping, plain_data, target
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.tree import Data, Entry


class Restored(NamedTuple):
    """What came back.

    Attributes:
        text: the script with the file's values; None where they cannot be put back without touching more.
        changed: variables that have another value on the account than callr.yaml gives them there.
    """

    text: str | None
    changed: dict[str, Data]


def restored(remote: str, file: str, deployed: str, names: Iterable[str]) -> Restored:
    """Put a file's own values back into a script of the account.

    Args:
        remote: the script of the account, perhaps edited there.
        file: the file's text, which has the values that it keeps.
        deployed: the same text with the account's values, as a deploy sends it.
        names: the variables that callr.yaml gives a value on this account.
    """
    theirs, own, sent = (_variables(text) for text in (remote, file, deployed))
    text = remote
    changed: dict[str, Data] = {}
    kept: dict[str, Data] = {}
    # From the end on, so that what was found before stays where it is.
    for name in sorted(
        names, key=lambda each: theirs[each].value.start if each in theirs else 0, reverse=True
    ):
        if name not in theirs or name not in own or name not in sent:
            continue  # deleted on one side: the merge of the texts shows it
        value = plain_data(theirs[name].value)
        if repr(value) != repr(plain_data(sent[name].value)):
            changed[name] = value
        start, end = _extent(remote, theirs[name])
        first, last = _extent(file, own[name])
        text = text[:start] + file[first:last] + text[end:]
        kept[name] = plain_data(own[name].value)
    return Restored(text if _only_these(remote, text, kept) else None, changed)


def values_of(text: str, names: Iterable[str]) -> dict[str, Data]:
    """Return the initial values that a script gives some variables, those that it declares."""
    declared = _variables(text)
    return {name: plain_data(declared[name].value) for name in names if name in declared}


def _variables(text: str) -> dict[str, Entry]:
    """Return the variables that a script declares itself, by name."""
    root = parse_document(Source("", text)).mapping
    entry = root.get("variables") if root is not None else None
    found = entry.value if entry is not None else None
    if not isinstance(found, Mapping):
        return {}
    return {each.name: each for each in found.entries if each.name is not None}


def _extent(text: str, entry: Entry) -> tuple[int, int]:
    """Return where a value stands, with the blanks between it and its key."""
    start, end = entry.value.start, entry.value.end
    if text[start : start + 1] in ("|", ">"):
        end = start + len(text[start:end].rstrip("\n"))
    key = entry.key.end
    if text[key : key + 1] == ":" and not text[key + 1 : start].strip(" "):
        start = key + 1
    return start, end


def _only_these(before: str, after: str, kept: dict[str, Data]) -> bool:
    """Whether the text says what it said, but for these variables, which have these values."""
    if not kept:
        return True
    old, new = (parse_document(Source("", text)) for text in (before, after))
    if new.problems or old.mapping is None or new.mapping is None:
        return False
    said, says = plain_data(old.mapping, merge=True), plain_data(new.mapping, merge=True)
    if not isinstance(said, dict) or not isinstance(said["variables"], dict):
        return False
    entry = new.mapping.get("variables")
    if entry is None or target(entry.value) is not entry.value:
        return False
    return repr(said | {"variables": said["variables"] | kept}) == repr(says)
