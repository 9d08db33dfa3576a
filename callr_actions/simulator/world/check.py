"""What is wrong with a world: what its schema refuses, in words of our own and at the right place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.closest import closest
from callr_actions.language.finding import Confidence, Finding, Severity
from callr_actions.language.tree import Mapping, Scalar, descend, kind_of, plain_data, target
from callr_actions.simulator.world.schema import schema_at, validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema_rs import ValidationError

    from callr_actions.language.source import Source
    from callr_actions.language.tree import Data, Node, Path

_LONGEST_QUOTE = 60
NAMES = {"CA951": "world-value", "CA952": "world-unknown-key"}


def check_world(root: Mapping, source: Source) -> tuple[Finding, ...]:
    """Return everything about a world that cannot be meant, in the order of the file."""
    data = plain_data(root)
    check = _Check(root, source)
    found = [
        finding
        for error in validator().iter_errors(data)
        for finding in check.findings(error, _true_path(error.instance_path, data))
    ]
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


class _Check:
    def __init__(self, root: Mapping, source: Source) -> None:
        self._root = root
        self._source = source

    def findings(self, error: ValidationError, path: Path) -> Iterator[Finding]:
        node = descend(self._root, path)
        assert node is not None, "the data was made from this tree"
        schema = schema_at(path)
        kind = error.kind.as_dict()
        match error.kind.name:
            case "additionalProperties":
                for name in kind["unexpected"]:
                    yield self._unknown(name, path, node, list(schema["properties"]))
            case "required":
                name = str(kind["property"])
                yield self._finding("CA951", _beginning(node), f"{_where((*path, name))} is missing")
            case "propertyNames":
                name = str(kind["error"].instance)
                expected = schema["propertyNames"]["x-expected"]
                message = f"{_quoted(name)} cannot be a key of {_where(path)}; it must be {expected}"
                yield self._finding("CA951", _key(node, name), message)
            case _:
                yield self._finding("CA951", node, self._value(path, node, schema))

    def _value(self, path: Path, node: Node, schema: dict[str, Any]) -> str:
        expected: str = schema["x-expected"]
        near = ""
        found = target(node)
        if isinstance(found, Scalar) and found.is_string:
            words = [word for word in expected.split("`")[1::2] if word.replace("-", "").isalpha()]
            close = closest(found.value, words)
            near = f"; did you mean {_quoted(close)}?" if close else ""
        return f"{_where(path)} is {_described(node)}; it must be {expected}{near}"

    def _unknown(self, name: str, path: Path, node: Node, known: list[str]) -> Finding:
        owner = _where(path) if path else "a world"
        near = closest(name, known)
        message = f"{_quoted(name)} is not a key of {owner}"
        message += f"; did you mean {_quoted(near)}?" if near else ""
        advice = f"allowed here: {', '.join(map(_quoted, known))}"
        return self._finding("CA952", _key(node, name), message, advice)

    def _finding(self, code: str, node: Node, message: str, advice: str | None = None) -> Finding:
        return Finding(
            code=code,
            name=NAMES[code],
            severity=Severity.ERROR,
            confidence=Confidence.CERTAIN,
            file=self._source.path,
            span=self._source.span(node.start, node.end),
            message=message,
            help=advice,
            docs=f"docs/rules/{code}.md",
        )


def act_finding(node: Node, source: Source, keys: list[str]) -> Finding:
    """Return the finding that a person is told to do several things at once."""
    check = _Check(Mapping(0, 0, flow=False), source)
    listed = " and ".join(map(_quoted, keys))
    message = f"one entry does one thing; this one does {listed}, and nobody can tell which comes first"
    return check._finding("CA951", node, message, "write an entry of its own for each")  # noqa: SLF001 - its other half


def _true_path(path: Sequence[str | int], data: Data) -> Path:
    """Return the path of an error with its keys as they are: the validator takes a number for an index."""
    parts: list[str | int] = []
    for part in path:
        if isinstance(data, dict):
            name = str(part) if str(part) in data else f"+{part}"
            parts.append(name)
            data = data[name]
        else:
            assert isinstance(data, list), "only lists and mappings have something in them"
            assert isinstance(part, int), "of a list the index"
            parts.append(part)
            data = data[part]
    return tuple(parts)


def _described(node: Node) -> str:
    found = target(node)
    if not isinstance(found, Scalar) or found.is_null or not found.value:
        return kind_of(node)
    return _quoted(found.value) if found.is_string else kind_of(node)


def _where(path: Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return _quoted(text.removeprefix("."))


def _quoted(text: str) -> str:
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return f"`{shown}`" if len(shown) <= _LONGEST_QUOTE else f"`{shown[: _LONGEST_QUOTE - 1]}…`"


def _key(node: Node, name: str) -> Node:
    found = target(node)
    entry = found.get(name) if isinstance(found, Mapping) else None
    return entry.key if entry is not None else node


def _beginning(node: Node) -> Node:
    found = target(node)
    return found.entries[0].key if isinstance(found, Mapping) and found.entries else node
