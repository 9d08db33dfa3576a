"""An account's values written into the `variables` of a script, every other character kept."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, TypeAlias

from callr_actions.closest import closest
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Alias, Mapping, plain_data, target
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.template import HOLE, Template
from callr_actions.project.variables import Audio
from callr_actions.sync.holes import Hole, HoledText, quoted
from callr_actions.sync.obstacle import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Data, Entry
    from callr_actions.project.settings import ScenarioSettings
    from callr_actions.project.variables import VariableValue

# What a hole is filled with to see whether the text around it stays what it is.
_SAMPLE = "x"
Values: TypeAlias = "dict[str, VariableValue]"


class _Piece(NamedTuple):
    """A value as it is written, and where in the script."""

    start: int
    end: int
    value: HoledText


def write_variables(
    body: str, values: Values, settings: ScenarioSettings, account: str, shown: str
) -> tuple[HoledText, tuple[Obstacle, ...]]:
    """Return the script with these initial values, and what could not be written.

    Args:
        body: the script in canonical form.
        values: by the variable's name; names of audio files are replaced by their SIDs before.
        settings: the scenario's, for the places of the values.
        account: whose values these are.
        shown: the script's file.
    """
    document = parse_document(Source(shown, body))
    root = document.mapping
    if root is None:
        return HoledText(body), ()  # whoever lints it says why
    declared = _declared(root)
    obstacles: list[Obstacle] = []
    pieces: list[_Piece] = []
    for name, value in values.items():
        place = settings.positions.get(("variables", account, name))
        where = str(place) if place is not None else None
        if name not in declared:
            obstacles.append(_undeclared(name, declared, settings.key, shown, where))
            continue
        piece = _piece(body, declared[name], value)
        if _has_tag(declared[name]) or not _only_changes(root, _applied(body, [piece]), name, piece.value):
            obstacles.append(
                Obstacle(
                    f"`{name}` cannot be given a value of the account `{account}` without changing something "
                    "else in the script",
                    settings.key,
                    where or shown,
                    f"write the variable in {shown} on its own line, without anchor, tag or merge key",
                )
            )
            continue
        pieces.append(piece)
    return _applied(body, pieces), tuple(obstacles)


def _declared(root: Mapping) -> dict[str, Entry]:
    """Return the variables that stand in the script itself, not those that a merge key brings."""
    entry = root.get("variables")
    found = target(entry.value) if entry is not None else None
    if entry is None or not isinstance(found, Mapping) or found is not entry.value:
        return {}
    return {each.name: each for each in found.entries if each.name is not None}


def _has_tag(entry: Entry) -> bool:
    """Whether a tag stands before the value, which would say what the new one is."""
    return not isinstance(entry.value, Alias) and entry.value.tag is not None


def _undeclared(name: str, declared: dict[str, Entry], key: str, shown: str, where: str | None) -> Obstacle:
    near = closest(name, declared)
    also = f"; did you mean `{near}`?" if near is not None else ""
    return Obstacle(
        f"`{name}` gets a value, and {shown} does not declare it{also}",
        key,
        where,
        "declare it there under `variables`, or delete its value here" if near is None else None,
    )


def _piece(body: str, entry: Entry, value: VariableValue) -> _Piece:
    node = entry.value
    written = _Writer()
    if node.start == node.end and body[node.start - 1 : node.start] == ":":
        written.text(" ")
    written.value(value)
    end = node.end
    if body[node.start : node.start + 1] in "|>":
        # The end of a block is the end of its last line; that line's break stays.
        end = node.start + len(body[node.start : end].rstrip("\n"))
    return _Piece(node.start, end, written.holed())


def _applied(body: str, pieces: list[_Piece]) -> HoledText:
    """Return the script with its pieces replaced, and where its holes are then."""
    parts: list[str] = []
    holes: list[Hole] = []
    at = length = 0
    for piece in sorted(pieces, key=lambda each: each.start):
        before = body[at : piece.start]
        length += len(before)
        holes += [Hole(length + hole.at, hole.name) for hole in piece.value.holes]
        length += len(piece.value.text)
        parts += [before, piece.value.text]
        at = piece.end
    return HoledText("".join((*parts, body[at:])), tuple(holes))


def _only_changes(before: Mapping, after: HoledText, name: str, value: HoledText) -> bool:
    """Whether the new text says what the old one said, but for one variable, which has its new value."""
    environ = {hole.name: _SAMPLE for hole in after.holes}
    document = parse_document(Source("", after.filled(environ)))
    if document.problems or document.mapping is None:
        return False
    old, new = plain_data(before, merge=True), plain_data(document.mapping, merge=True)
    assert isinstance(old, dict), "the root is a mapping"
    if not isinstance(new, dict) or old.keys() != new.keys():
        return False
    old_variables, new_variables = old.pop("variables"), new.pop("variables")
    if not isinstance(old_variables, dict) or not isinstance(new_variables, dict):
        return False
    got = new_variables.get(name)
    wanted = _read(value.filled(environ))
    others = [(each, data) for each, data in old_variables.items() if each != name]
    kept = [(each, data) for each, data in new_variables.items() if each != name]
    return repr((old, others, wanted)) == repr((new, kept, got))


def _read(written: str) -> Data:
    document = parse_document(Source("", f"value: {written.strip()}\n"))
    return None if document.mapping is None else plain_data(document.mapping.entries[0].value)


class _Writer:
    """Writes a value as JSON, which is YAML on one line, with the holes of its templates."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._holes: list[Hole] = []
        self._length = 0

    def text(self, text: str) -> None:
        """Write as it is."""
        self._parts.append(text)
        self._length += len(text)

    def value(self, value: VariableValue) -> None:
        """Write a value."""
        match value:
            case Template():
                self._template(value.text)
            case Audio():
                raise AssertionError("audio files are looked up before")
            case list():
                self._list(value)
            case dict():
                self._dict(value)
            case str():
                self.text(quoted(value))
            case float():
                self.text(_number(value))
            case _:
                self.text(json.dumps(value))

    def holed(self) -> HoledText:
        """Return what was written."""
        return HoledText("".join(self._parts), tuple(self._holes))

    def _template(self, text: str) -> None:
        self.text('"')
        at = 0
        for found in HOLE.finditer(text):
            self.text(quoted(text[at : found.start()])[1:-1])
            hole = Hole(self._length, found["name"])
            self._holes.append(hole)
            self.text(hole.written)
            at = found.end()
        self.text(quoted(text[at:])[1:-1])
        self.text('"')

    def _list(self, items: list[VariableValue]) -> None:
        self.text("[")
        for index, item in enumerate(items):
            self.text(", " if index else "")
            self.value(item)
        self.text("]")

    def _dict(self, items: dict[str, VariableValue]) -> None:
        self.text("{")
        for index, (name, item) in enumerate(items.items()):
            self.text(f"{', ' if index else ''}{quoted(name)}: ")
            self.value(item)
        self.text("}")


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def audio_names(value: VariableValue) -> Iterator[Template]:
    """Yield the names of the audio files in a value."""
    if isinstance(value, Audio):
        yield value.name
    elif isinstance(value, list):
        for item in value:
            yield from audio_names(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from audio_names(item)


def with_sids(value: VariableValue, sids: dict[str, str]) -> VariableValue:
    """Return a value with audio files replaced by their SIDs.

    Args:
        value: any value.
        sids: by the name as written, with its holes.
    """
    if isinstance(value, Audio):
        return sids[value.name.text]
    if isinstance(value, list):
        return [with_sids(item, sids) for item in value]
    if isinstance(value, dict):
        return {name: with_sids(item, sids) for name, item in value.items()}
    return value
