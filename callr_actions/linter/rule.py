"""What a rule is: a page of explanation and a function from a scenario to reports."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Provenance, Related, Severity
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from callr_actions.language.explanation import Explanation
    from callr_actions.language.source import Source
    from callr_actions.linter.context import Subject

# Names have no limit, and messages are for people.
_LONG = 300
_LONG_NAME = lazy_pattern(r"`([^`\n]{100})[^`\n]+`")


class Effect(Enum):
    """The weight of a finding that rests on logic and not on a fact about the platform."""

    BREAKS = "breaks"
    """What the author meant cannot happen on any path."""
    CAN_BREAK = "can-break"
    """Some runs go wrong."""
    STYLE = "style"
    """Every run works; the file could be better."""

    @property
    def severity(self) -> Severity:
        """An error, a warning, an info."""
        return _EFFECTS[self][0]

    @property
    def confidence(self) -> Confidence:
        """How sure the rule is."""
        return _EFFECTS[self][1]


_EFFECTS = {
    Effect.BREAKS: (Severity.ERROR, Confidence.CERTAIN),
    Effect.CAN_BREAK: (Severity.WARNING, Confidence.LIKELY),
    Effect.STYLE: (Severity.INFO, Confidence.CERTAIN),
}

Weight: TypeAlias = Provenance | Effect


class Placed(Protocol):
    """Anything with a place in the file: a node, a problem."""

    @property
    def start(self) -> int:
        """Offset of its first character."""
        ...

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        ...


class Mend(NamedTuple):
    """A fix in offsets: replacements as `(start, end, text)`."""

    title: str
    safe: bool
    edits: tuple[tuple[int, int, str], ...]


class Report(NamedTuple):
    """What a rule says about one place; the engine makes it a Finding.

    Attributes:
        start, end: offsets of the primary span.
        weight: what the verdict rests on; gives severity and confidence.
        related: other places as `(start, end, message)`.
        secret: what stands at the span and must not be shown by any output, as YAML reads it.
    """

    start: int
    end: int
    message: str
    weight: Weight
    help: str | None = None
    related: tuple[tuple[int, int, str], ...] = ()
    mend: Mend | None = None
    secret: str | None = None

    @classmethod
    def at(
        cls,
        place: Placed,
        message: str,
        weight: Weight,
        *,
        help: str | None = None,  # noqa: A002 - the finding's field has this name
        related: tuple[tuple[int, int, str], ...] = (),
        mend: Mend | None = None,
    ) -> Report:
        """Report at a node."""
        return cls(place.start, place.end, message, weight, help, related, mend)


class Rule(NamedTuple):
    """One rule: its page, and what it checks.

    Attributes:
        finds_secrets: whether its reports name secrets, so that it runs also where it is ignored.
        any_size: whether it looks at files far beyond the platform's limit, too.
    """

    page: Explanation
    check: Callable[[Subject], Iterator[Report]]
    finds_secrets: bool = False
    any_size: bool = False

    @property
    def code(self) -> str:
        """`CA301`."""
        return self.page.code

    @property
    def name(self) -> str:
        """`unknown-action`."""
        return self.page.name

    def finding(self, report: Report, source: Source) -> Finding:
        """Return a report as the finding that users and programs see."""
        fix = None
        if report.mend is not None:
            edits = tuple(Edit(source.span(start, end), text) for start, end, text in report.mend.edits)
            fix = Fix(_one_line(report.mend.title), report.mend.safe, edits)
        return Finding(
            code=self.code,
            name=self.name,
            severity=report.weight.severity,
            confidence=report.weight.confidence,
            file=source.path,
            span=source.span(report.start, report.end),
            message=_one_line(report.message),
            help=None if report.help is None else _one_line(report.help),
            docs=f"docs/rules/{self.code}.md",
            related=tuple(
                Related(source.path, source.span(start, end), _one_line(message))
                for start, end, message in report.related
            ),
            fix=fix,
        )


def _one_line(text: str) -> str:
    """Return a text in which values of the file keep their line breaks as escapes, and long names are cut."""
    if len(text) > _LONG:
        text = _LONG_NAME.sub(r"`\1…`", text)
    return text.replace("\n", "\\n") if "\n" in text else text
