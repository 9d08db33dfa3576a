"""What the reader of a YAML file can say about it: problems, before anything is known of scenarios."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.language.finding import Confidence, Edit, Finding, Fix, Related, Severity
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.language.source import Source


class ProblemKind(Enum):
    """Each kind with the code and name under which it is reported, whatever file it is in."""

    UNREADABLE = ("CA100", "unreadable-file")
    SYNTAX = ("CA101", "yaml-syntax")
    DUPLICATE_KEY = ("CA102", "duplicate-key")
    ENCODING = ("CA103", "encoding")
    EMPTY = ("CA104", "empty-file")
    TOO_COMPLEX = ("CA105", "too-complex")
    TOO_LONG = ("CA106", "script-too-long")
    NOT_A_MAPPING = ("CA107", "not-a-mapping")

    @property
    def code(self) -> str:
        """The finding code, `CA101`."""
        return self.value[0]

    @property
    def rule(self) -> str:
        """The finding name, `yaml-syntax`."""
        return self.value[1]


class Correction(NamedTuple):
    """Replacements as `(start, end, text)` after which the text says what was surely meant."""

    title: str
    edits: tuple[tuple[int, int, str], ...]


class Problem(NamedTuple):
    """One problem at one piece of the text.

    Attributes:
        start, end: offsets into the text.
        related: other places as `(start, end, message)`.
        correction: how to mend it, where only one way is meant.
    """

    kind: ProblemKind
    message: str
    start: int
    end: int
    help: str | None = None
    related: tuple[tuple[int, int, str], ...] = ()
    correction: Correction | None = None

    def finding(self, source: Source) -> Finding:
        """Return the problem as a finding: what cannot be read cannot be deployed, so an error."""
        return Finding(
            code=self.kind.code,
            name=self.kind.rule,
            severity=Severity.ERROR,
            confidence=Confidence.CERTAIN,
            file=source.path,
            span=source.span(self.start, self.end),
            message=self.message,
            help=self.help,
            docs=f"docs/rules/{self.kind.code}.md",
            related=tuple(
                Related(source.path, source.span(start, end), message) for start, end, message in self.related
            ),
            fix=self._fix(source),
        )

    def _fix(self, source: Source) -> Fix | None:
        if self.correction is None:
            return None
        edits = tuple(Edit(source.span(start, end), text) for start, end, text in self.correction.edits)
        return Fix(self.correction.title, safe=True, edits=edits)
