"""The positioned YAML tree: nodes that know where they stand in the file.

Offsets are code points into `Source.text`, the end exclusive. A node's span is its own text: without
the anchor or tag in front of it, and without the blank lines behind a block scalar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from callr_actions.language.core_schema import Resolved, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Scalar:
    """A single value.

    Attributes:
        value: the text as YAML reads it: unfolded, unescaped, without quotes.
        style: `""` (plain), `"'"`, `'"'`, `"|"` or `">"`.
        tag: the full tag when one is written (`tag:yaml.org,2002:str`), else None.
        raw_end: the offset at which the parser stopped reading; for a block scalar the line after it.
    """

    __slots__ = ("anchor", "end", "raw_end", "start", "style", "tag", "value")

    def __init__(
        self,
        start: int,
        end: int,
        value: str,
        style: str,
        *,
        tag: str | None = None,
        anchor: str | None = None,
        raw_end: int | None = None,
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.style = style
        self.tag = tag
        self.anchor = anchor
        self.raw_end = end if raw_end is None else raw_end

    @property
    def data(self) -> Resolved:
        """The value by YAML 1.2's core schema: str, int, float, bool or None."""
        return resolve(self.value, plain=not self.style, tag=self.tag)

    @property
    def is_string(self) -> bool:
        """Whether the core schema reads this scalar as text."""
        return (self.tag is None and self.style != "") or isinstance(self.data, str)

    @property
    def is_null(self) -> bool:
        """Whether this is a null: nothing at all, `~` or `null`."""
        return self.data is None

    def __repr__(self) -> str:
        return f"Scalar({self.value!r}, {self.start}..{self.end})"


class Sequence:
    """A list of nodes."""

    __slots__ = ("anchor", "end", "flow", "items", "start", "tag")

    def __init__(
        self, start: int, end: int, *, flow: bool, tag: str | None = None, anchor: str | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.flow = flow
        self.tag = tag
        self.anchor = anchor
        self.items: list[Node] = []

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items, {self.start}..{self.end})"


class Entry:
    """One `key: value` of a mapping."""

    __slots__ = ("key", "value")

    def __init__(self, key: Node, value: Node) -> None:
        self.key = key
        self.value = value

    @property
    def name(self) -> str | None:
        """The key's text; None where the key is not a scalar."""
        key = self.key
        if isinstance(key, Scalar):
            return key.value
        named = target(key)
        return named.value if isinstance(named, Scalar) else None

    def __repr__(self) -> str:
        return f"Entry({self.key!r}, {self.value!r})"


class Mapping:
    """Keys and values, in the order written, duplicates included."""

    __slots__ = ("_merged", "anchor", "end", "entries", "flow", "start", "tag")

    def __init__(
        self, start: int, end: int, *, flow: bool, tag: str | None = None, anchor: str | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.flow = flow
        self.tag = tag
        self.anchor = anchor
        self.entries: list[Entry] = []
        self._merged: dict[str, Entry] | None = None

    def get(self, name: str) -> Entry | None:
        """Return the entry with this key; of duplicates the last, as JavaScript objects have it."""
        for entry in reversed(self.entries):
            if entry.name == name:
                return entry
        return None

    @property
    def merged(self) -> dict[str, Entry]:
        """What `merged_entries` returns, worked out once: a parsed tree does not change."""
        if self._merged is None:
            self._merged = self._merge()
        return self._merged

    def _merge(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        merged: list[Node] = []
        for entry in self.entries:
            name = entry.name
            if name is None:
                continue
            if name == "<<" and isinstance(value := target(entry.value), (Mapping, Sequence)):
                merged.extend(value.items if isinstance(value, Sequence) else [value])
            else:
                entries[name] = entry
        for node in merged:
            found = target(node)
            if isinstance(found, Mapping):
                entries = found.merged | entries
        return entries

    def __repr__(self) -> str:
        return f"Mapping({len(self.entries)} entries, {self.start}..{self.end})"


class Alias:
    """`*name`. `target` is None for a name without an anchor and inside its own anchor's node."""

    __slots__ = ("end", "name", "start", "target")

    def __init__(self, start: int, end: int, name: str, target: Scalar | Sequence | Mapping | None) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.target = target

    def __repr__(self) -> str:
        return f"Alias({self.name!r}, {self.start}..{self.end})"


Node: TypeAlias = Scalar | Sequence | Mapping | Alias
Path: TypeAlias = tuple[str | int, ...]


def target(node: Node) -> Scalar | Sequence | Mapping | None:
    """Return the node itself, or what an alias stands for (None when that is nothing)."""
    return node.target if isinstance(node, Alias) else node


def walk(root: Node) -> Iterator[Node]:
    """Yield every node as written, keys before values, in the order of the file; aliases not followed."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Scalar):
            continue
        if isinstance(node, Mapping):
            for entry in reversed(node.entries):
                stack.append(entry.value)
                stack.append(entry.key)
        elif isinstance(node, Sequence):
            stack.extend(reversed(node.items))


def merged_entries(mapping: Mapping) -> dict[str, Entry]:
    """Return a mapping's entries by key, those of YAML merge keys (`<<`) behind its own; not to be changed.

    Of duplicate keys the last counts. Recursion is bounded by the parser's limit on expanded depth.
    """
    return mapping.merged


Data: TypeAlias = "Resolved | list[Data] | dict[str, Data]"


def plain_data(node: Node, *, merge: bool = False) -> Data:
    """Return the node as dicts, lists and core-schema scalars, aliases followed.

    Keys are text, as in JSON; of duplicate keys the last wins; keys that are lists or mappings are
    left out. An alias without a target is None. Recursion is bounded by the parser's depth limit,
    size by its limit on nodes after expansion.

    Args:
        node: what to convert.
        merge: whether `<<` merges, as in YAML 1.1; else it is a key like others, as in YAML 1.2.
    """
    found = target(node)
    if isinstance(found, Scalar):
        return found.data
    if isinstance(found, Sequence):
        return [plain_data(item, merge=merge) for item in found.items]
    if isinstance(found, Mapping):
        named = ((entry.name, entry) for entry in found.entries)
        entries = merged_entries(found).items() if merge else named
        return {name: plain_data(entry.value, merge=merge) for name, entry in entries if name is not None}
    return None


def descend(node: Node, path: Iterable[str | int]) -> Node | None:
    """Return the node at a path of keys and list indexes below `node`, aliases followed; None without one."""
    current: Node = node
    for part in path:
        found = target(current)
        if isinstance(found, Sequence) and isinstance(part, int) and part < len(found.items):
            current = found.items[part]
            continue
        entry = merged_entries(found).get(str(part)) if isinstance(found, Mapping) else None
        if entry is None:
            return None
        current = entry.value
    return current


def scalars(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Yield every scalar value below a node with its path, aliases followed, in order."""
    stack: list[tuple[Path, Node]] = [(path, node)]
    while stack:
        at, current = stack.pop()
        found = current if isinstance(current, Scalar) else target(current)
        if isinstance(found, Scalar):
            yield at, found
        elif isinstance(found, Sequence):
            stack += [((*at, index), item) for index, item in reversed(list(enumerate(found.items)))]
        elif isinstance(found, Mapping):
            stack += [((*at, name), entry.value) for name, entry in reversed(found.merged.items())]


_ARRAY, _OBJECT, _NULL = frozenset(("array",)), frozenset(("object",)), frozenset(("null",))
_BOOLEAN, _STRING, _NUMBER = frozenset(("boolean",)), frozenset(("string",)), frozenset(("number",))
_INTEGER = frozenset(("number", "integer"))


def types_of(node: Node) -> frozenset[str]:
    """Return the JSON types that a node has."""
    found = target(node)
    if isinstance(found, Sequence):
        return _ARRAY
    if isinstance(found, Mapping):
        return _OBJECT
    data = found.data if found is not None else None
    if data is None:
        return _NULL
    if isinstance(data, bool):
        return _BOOLEAN
    if isinstance(data, str):
        return _STRING
    return _INTEGER if isinstance(data, int) or data.is_integer() else _NUMBER


def kind_of(node: Node) -> str:
    """Return what a node is, in the words of an error message: `a list`, `the number 3`, `text`."""
    found = target(node)
    if isinstance(found, Sequence):
        return "a list"
    if isinstance(found, Mapping):
        return "a mapping"
    data = found.data if found is not None else None
    if data is None:
        return "nothing"
    if isinstance(data, bool):
        return f"the boolean `{str(data).lower()}`"
    if isinstance(data, int | float):
        return f"the number `{data}`"
    return "empty text" if not data else "text"
