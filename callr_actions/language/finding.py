"""The Finding: what the linter, the project file and worlds report with. A value, ready for any output."""

from __future__ import annotations

from enum import Enum
from typing import Any

from callr_actions.language.source import Position, Span
from callr_actions.named_tuple import NamedTuple


class Severity(Enum):
    """How bad a finding is. Ordered: `Severity.ERROR.rank` is the lowest number."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """Whether this is as bad as `other` or worse."""
        return self.rank <= other.rank


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Confidence(Enum):
    """How sure we are that the platform sees it the same way."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


class Provenance(Enum):
    """Where a platform fact comes from; decides severity and confidence of what breaks it.

    A violation of a documented fact is a certain error, of an inferred one a likely warning, of an
    assumed one a guess and an info. `schema` is Callr's own published schema, adopted by the user.
    """

    DOCUMENTED = "documented"
    INFERRED = "inferred"
    ASSUMED = "assumed"
    SCHEMA = "schema"

    @property
    def severity(self) -> Severity:
        """The severity of a violation of such a fact."""
        return _KNOWLEDGE[self][0]

    @property
    def confidence(self) -> Confidence:
        """How certain a violation of such a fact is."""
        return _KNOWLEDGE[self][1]


_KNOWLEDGE = {
    Provenance.DOCUMENTED: (Severity.ERROR, Confidence.CERTAIN),
    Provenance.INFERRED: (Severity.WARNING, Confidence.LIKELY),
    Provenance.ASSUMED: (Severity.INFO, Confidence.GUESS),
    Provenance.SCHEMA: (Severity.ERROR, Confidence.CERTAIN),
}


class Related(NamedTuple):
    """Another place that explains a finding."""

    file: str
    span: Span
    message: str

    def to_json(self) -> dict[str, Any]:
        """Return the machine form."""
        return {"file": self.file, "span": span_to_json(self.span), "message": self.message}

    @classmethod
    def from_json(cls, it: dict[str, Any]) -> Related:
        """Return what `to_json` has written."""
        return cls(it["file"], span_from_json(it["span"]), it["message"])


class Edit(NamedTuple):
    """One replacement of a piece of the file."""

    span: Span
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the machine form."""
        return {"span": span_to_json(self.span), "text": self.text}

    @classmethod
    def from_json(cls, it: dict[str, Any]) -> Edit:
        """Return what `to_json` has written."""
        return cls(span_from_json(it["span"]), it["text"])


class Fix(NamedTuple):
    """Edits that mend a finding. Safe means: what the scenario does is only what was meant."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the machine form."""
        return {"safe": self.safe, "title": self.title, "edits": [edit.to_json() for edit in self.edits]}

    @classmethod
    def from_json(cls, it: dict[str, Any]) -> Fix:
        """Return what `to_json` has written."""
        return cls(it["title"], it["safe"], tuple(Edit.from_json(edit) for edit in it["edits"]))


class Finding(NamedTuple):
    """One thing that is wrong, at exactly one primary span.

    Attributes:
        code: stable identifier, `CA101`.
        name: the rule's name, `yaml-syntax`.
        file: POSIX path as shown to the user.
        message: one line: what was found and why it is wrong.
        help: what to do, or None where the message says it all.
        docs: where the rule is described, relative to the documentation's root.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    file: str
    span: Span
    message: str
    help: str | None = None
    docs: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """By file, start, code; the rest only so that equal starts never change places."""
        return (self.file, self.span.start.offset, self.code, self.span.end.offset, self.message)

    def to_json(self) -> dict[str, Any]:
        """Return the machine form: version 1 of the format, to which fields are only ever added."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": self.severity.value,
            "confidence": self.confidence.value,
            "file": self.file,
            "span": span_to_json(self.span),
            "message": self.message,
            "help": self.help,
            "docs": self.docs,
            "related": [related.to_json() for related in self.related],
            "fix": self.fix.to_json() if self.fix else None,
        }

    @classmethod
    def from_json(cls, it: dict[str, Any]) -> Finding:
        """Return what `to_json` has written.

        Raises:
            KeyError, TypeError, ValueError: something else has written it.
        """
        return cls(
            code=it["code"],
            name=it["name"],
            severity=Severity(it["severity"]),
            confidence=Confidence(it["confidence"]),
            file=it["file"],
            span=span_from_json(it["span"]),
            message=it["message"],
            help=it["help"],
            docs=it["docs"],
            related=tuple(Related.from_json(related) for related in it["related"]),
            fix=Fix.from_json(it["fix"]) if it["fix"] is not None else None,
        )


def span_to_json(span: Span) -> dict[str, dict[str, int]]:
    """Return `{start: {line, column, offset}, end: {…}}`."""
    return {"start": _position_to_json(span.start), "end": _position_to_json(span.end)}


def _position_to_json(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}


def span_from_json(it: dict[str, Any]) -> Span:
    """Return what `span_to_json` has written."""
    return Span(Position(**it["start"]), Position(**it["end"]))
