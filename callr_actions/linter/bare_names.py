"""Variables that stand in a text without `${{ }}`, so that nothing puts their values there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.tree import Mapping, Scalar
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.linter.context import Subject

_MEMBERS = r"(?:\??\.[A-Za-z_]\w*|\[\d{1,9}\])*"
_PATH = r"\$?[A-Za-z_]\w*" + _MEMBERS
# What other languages write around a name: shells, Jinja, Ruby. In a text any of them is a name alone.
_NAMES = lazy_pattern(
    rf"\$\{{\s*({_PATH})\s*\}}"
    rf"|\#\{{\s*({_PATH})\s*\}}"
    rf"|(?<![{{$])\{{\{{\s*({_PATH})\s*\}}\}}(?!\}})"
    rf"|(?<![{{$])\{{\s*(\$[A-Za-z_]\w*{_MEMBERS})\s*\}}(?!\}})"
    rf"|(?<![\w$\\])(\$[A-Za-z_]\w*{_MEMBERS})"
)
_FIRST = frozenset("$#{")
_WHOLE = lazy_pattern(_PATH)
_ROOT = lazy_pattern(r"\$?\w+")
_MEMBER = lazy_pattern(r"\.(\w+)|\[\d+\]")


class BareName(NamedTuple):
    """A name in a text, as far as the text alone tells.

    Attributes:
        start: index of the first character, braces of other languages included.
        end: the index after the last.
        path: the name with its members: `$key.digits`, `call.fromNumber`.
        braced: whether it stands in braces of another language.
    """

    start: int
    end: int
    path: str
    braced: bool

    @property
    def root(self) -> str:
        """The variable: `$key`."""
        found = _ROOT.match(self.path)
        assert found is not None, "a path begins with a name"
        return found[0]

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the fields read from it; `*` for items of lists."""
        rest = self.path[len(self.root) :]
        return tuple(found[1] or "*" for found in _MEMBER.finditer(rest))


def bare_names(text: str, start: int, end: int) -> Iterator[BareName]:
    """Yield the names in a piece of a text in which no expression stands."""
    for found in _NAMES.finditer(text, start, end):
        group = found.lastindex
        assert group is not None, "each form holds a name"
        yield BareName(found.start(), found.end(), found[group], braced=group < _NAMES.groups)


def bare_path(text: str) -> BareName | None:
    """Return the path that a whole text is, `call.fromNumber`; None where it is more, or one plain word."""
    found = _WHOLE.fullmatch(text)
    if found is None or not (text.startswith("$") or "." in text):
        return None
    return BareName(0, len(text), text, braced=False)


def braced_mapping(node: Mapping) -> str | None:
    """Return the path in `{{ $name }}` or `{$name}` without quotes, which YAML takes for a mapping."""
    found: Mapping | Scalar = node
    for _ in range(2):
        if not isinstance(found, Mapping) or not found.flow or len(found.entries) != 1:
            break
        entry = found.entries[0]
        value, key = entry.value, entry.key
        if not isinstance(value, Scalar) or value.value or not isinstance(key, Mapping | Scalar):
            return None
        found = key
    if not isinstance(found, Scalar) or found.style or not _WHOLE.fullmatch(found.value):
        return None
    double = isinstance(node.entries[0].key, Mapping)
    return found.value if double or found.value.startswith("$") else None


def is_known_name(scalar: Scalar, subject: Subject) -> bool:
    """Return whether a value is, as a whole, a name that the scenario gives a value, without its braces.

    Rules about what a text says leave such a text to the rule about the braces.
    """
    text = scalar.value
    if text[:1] not in _FIRST or not scalar.is_string:
        return False  # most values
    name = next(bare_names(text, 0, len(text)), None)
    if name is None or (name.start, name.end) != (0, len(text)):
        return False
    root = name.root
    return any(subject.names.set_somewhere(each) for each in (root, f"${root}"))
