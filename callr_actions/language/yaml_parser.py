"""Text to positioned tree, from the C parser's events, without recursion.

The C library's own tree builder recurses and crashes the process on deep nesting; its events do not,
and only they tell where an alias stands.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser

from callr_actions.language import yaml_problems as problems
from callr_actions.language.core_schema import KNOWN_TAGS
from callr_actions.language.tree import Alias, Entry, Mapping, Node, Scalar, Sequence, target
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.language.problem import Problem, ProblemKind
    from callr_actions.language.source import Source

DEEPEST = 200
MOST_NODES = 100_000
MOST_PROBLEMS_OF_A_KIND = 100

# What YAML 1.2 does not allow in a text: all but section 5.1's "c-printable", and byte order marks inside
# it. Named one by one, because Python takes ten times as long to compile the class of all others.
_UNPRINTABLE = lazy_pattern("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLOCK = ("|", ">")
_BLANKS = r"(?:\s++|#[^\r\n\x85\u2028\u2029]*+)*+"
_BLANK = lazy_pattern(_BLANKS)
_PROPERTY = lazy_pattern(_BLANKS + r"(?P<property>&[0-9A-Za-z_-]+|!\S*)")


class ParsedYaml(NamedTuple):
    """What came out: the first document's root (None without one, or after a fatal problem)."""

    root: Node | None
    problems: tuple[Problem, ...]


def parse_yaml(source: Source) -> ParsedYaml:
    """Parse a text. Never raises: whatever is wrong with it is among the problems."""
    plain = source.text.replace("\n", "").isprintable()  # most texts; the pattern takes a while to compile
    unprintable = None if plain else _UNPRINTABLE.search(source.text)
    if unprintable:
        return ParsedYaml(None, (problems.unprintable(unprintable.group(), unprintable.start()),))
    builder = _Builder(source.text)
    try:
        builder.run()
    except _Stop as stop:
        return ParsedYaml(None, (*builder.problems, stop.problem))
    except yaml.MarkedYAMLError as error:
        from callr_actions.language.yaml_errors import explain_yaml_error  # noqa: PLC0415 - rarely needed

        return ParsedYaml(None, (*builder.problems, explain_yaml_error(source, error, builder.last)))
    return ParsedYaml(builder.root, builder.problems)


class _Stop(Exception):  # noqa: N818 - control flow that never leaves this file
    """Nothing more can be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Anchor:
    """What an alias of this name stands for; `open` while its collection is not finished."""

    __slots__ = ("height", "node", "open", "weight")

    def __init__(
        self,
        node: Scalar | Sequence | Mapping,
        weight: int = 1,
        height: int = 0,
        open: bool = False,  # noqa: A002 - the attribute has this name
    ) -> None:
        self.node = node
        self.weight = weight
        self.height = height
        self.open = open


class _Frame:
    """A collection that is still open."""

    __slots__ = ("anchor", "entries", "height", "items", "key", "keys", "node", "weight")

    def __init__(self, node: Sequence | Mapping, anchor: _Anchor | None) -> None:
        self.node = node
        self.items = node.items if isinstance(node, Sequence) else None
        self.entries = node.entries if isinstance(node, Mapping) else []
        self.anchor = anchor
        self.weight = 1  # how many nodes it stands for, aliases expanded
        self.height = 1  # how many levels of collections, itself included, aliases expanded
        self.key: Node | None = None  # the key that waits for its value
        self.keys: dict[str, Node] = {}  # the keys so far, by their text


class _Builder:
    """Consumes events; `root` and `problems` are ready when `run` returns."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.last: yaml.Event | None = None  # the last event before the end or an error
        self._anchors: dict[str, _Anchor] = {}
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._reported: dict[ProblemKind, list[Problem]] = {}
        self._unlisted: Counter[ProblemKind] = Counter()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found so far; of each kind the first ones, and how many more there are."""
        found: list[Problem] = []
        for kind, listed in self._reported.items():
            *first, last = listed
            count = self._unlisted[kind]
            found += first
            found.append(problems.unlisted(kind, count, last.start, last.end) if count else last)
        return tuple(found)

    def _report(self, problem: Problem) -> None:
        listed = self._reported.setdefault(problem.kind, [])
        if len(listed) <= MOST_PROBLEMS_OF_A_KIND:
            listed.append(problem)
        if len(listed) > MOST_PROBLEMS_OF_A_KIND:
            self._unlisted[problem.kind] += 1

    def run(self) -> None:
        parser = CParser(self.text)
        try:
            # By type: a chain of `isinstance` would take a quarter of the time that parsing does.
            actions: dict[type[yaml.Event], Callable[[Any], None]] = {
                yaml.ScalarEvent: self._scalar,
                yaml.MappingStartEvent: self._open,
                yaml.MappingEndEvent: self._close,
                yaml.SequenceStartEvent: self._open,
                yaml.SequenceEndEvent: self._close,
                yaml.AliasEvent: self._alias,
            }
            while (event := parser.get_event()) is not None:
                action = actions.get(type(event))
                if action is not None:
                    action(event)
                elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                    self._report(problems.second_document(*_marks(event)))
                    return
                self.last = event
        finally:
            parser.dispose()

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, raw_end = _marks(event)
        tag, anchor, style = event.tag, event.anchor, event.style or ""
        if tag is None and anchor is None and style not in _BLOCK:  # most of a file
            self._place(Scalar(start, raw_end, event.value, style), 1, 0)
            return
        if anchor is not None or tag is not None:
            start = self._behind_properties(event, raw_end)
        end = raw_end
        if style in _BLOCK:
            end = start + len(self.text[start:raw_end].rstrip())
        node = Scalar(start, end, event.value, style, tag=tag, anchor=anchor, raw_end=raw_end)
        if anchor is not None:
            self._anchors[anchor] = _Anchor(node)
        self._place(node, 1, 0)

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        start, _ = _marks(event)
        if event.anchor is not None or event.tag is not None:
            start = self._behind_properties(event, len(self.text))
        if len(self._stack) >= DEEPEST:
            raise _Stop(problems.too_deep(DEEPEST, start))
        made = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = made(start, start, flow=bool(event.flow_style), tag=event.tag, anchor=event.anchor)
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor(node, open=True)
        self._stack.append(_Frame(node, anchor))

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        frame = self._stack.pop()
        node = frame.node
        if node.flow:
            _, node.end = _marks(event)
        else:
            last = node.entries[-1].value if isinstance(node, Mapping) else node.items[-1]
            node.end = max(last.end, node.start)
        if frame.anchor is not None:
            frame.anchor.weight = frame.weight
            frame.anchor.height = frame.height
            frame.anchor.open = False
        self._place(node, frame.weight, frame.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = _marks(event)
        name = event.anchor or ""
        anchor = self._anchors.get(name)
        if anchor is None:
            self._report(problems.unknown_anchor(name, start, end))
        elif anchor.open:
            self._report(problems.endless_alias(name, start, end))
            anchor = None
        if anchor is None:
            self._place(Alias(start, end, name, None), 1, 0)
        elif len(self._stack) + anchor.height > DEEPEST:
            raise _Stop(problems.too_deep(DEEPEST, start))
        else:
            self._place(Alias(start, end, name, anchor.node), anchor.weight, anchor.height)

    def _behind_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, limit: int) -> int:
        """Return where the node's own text starts, behind its anchor and tag; report an unknown tag."""
        offset, _ = _marks(event)
        for _ in range((event.anchor is not None) + (event.tag is not None)):
            found = _PROPERTY.match(self.text, offset, limit)
            assert found is not None, "the parser saw an anchor or a tag here"
            offset = found.end()
            if found["property"].startswith("!") and event.tag not in KNOWN_TAGS:
                self._report(problems.unknown_tag(self.text, found.start("property"), found.end("property")))
        blank = _BLANK.match(self.text, offset, limit)
        assert blank is not None, "the pattern matches nothing, too"
        return blank.end()

    def _place(self, node: Node, weight: int, height: int) -> None:
        """Put a finished node into the collection that is open, or make it the root."""
        self._nodes += 1
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.weight += weight
        if height >= frame.height:
            frame.height = height + 1
        if frame.weight > MOST_NODES or self._nodes > MOST_NODES:
            raise _Stop(problems.too_many_nodes(MOST_NODES, node.start, node.end))
        key = frame.key
        if key is not None:
            frame.entries.append(Entry(key, node))
            frame.key = None
        elif frame.items is not None:
            frame.items.append(node)
        else:
            frame.key = node
            named = node if isinstance(node, Scalar) else target(node)
            if isinstance(named, Scalar):
                first = frame.keys.setdefault(named.value, node)
                if first is not node:
                    self._report(problems.duplicate_key(named.value, node, first))


def _marks(event: yaml.Event) -> tuple[int, int]:
    """Return the offsets of an event's start and end, which the parser gives each one."""
    return event.start_mark.index, event.end_mark.index  # type: ignore[union-attr]
