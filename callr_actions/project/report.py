"""The codes of a project file's findings, and the one place that makes such findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.finding import Confidence, Finding, Related, Severity

if TYPE_CHECKING:
    from callr_actions.language.finding import Fix
    from callr_actions.language.source import Source, Span
    from callr_actions.language.tree import Node
    from callr_actions.masking import Masker

NAMES = {
    "CA901": "project-schema",
    "CA902": "project-unknown-key",
    "CA903": "literal-key",
    "CA904": "unknown-account",
    "CA905": "unknown-scenario",
    "CA906": "duplicate-number",
    "CA907": "untrusted-url",
    "CA908": "bad-interpolation",
    "CA909": "link-outside",
    "CA910": "contradicting-settings",
    "CA911": "idle-pattern",
    "CA912": "unknown-rule",
}
_LONGEST_QUOTE = 60


def project_finding(
    code: str,
    source: Source,
    start: int,
    end: int,
    message: str,
    *,
    help: str | None = None,  # noqa: A002 - the field's name
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """Return a finding of one of the codes above; `start` and `end` are offsets into the source."""
    found = finding_at(code, source.path, source.span(start, end), message, help=help, severity=severity)
    return found._replace(related=related, fix=fix)


def finding_at(
    code: str,
    file: str,
    span: Span,
    message: str,
    *,
    help: str | None,  # noqa: A002 - the field's name
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return a finding of one of the codes above, where its place was kept and not the source."""
    return Finding(
        code=code,
        name=NAMES[code],
        severity=severity,
        confidence=Confidence.CERTAIN,
        file=file,
        span=span,
        message=message,
        help=help,
        docs=f"docs/rules/{code}.md",
    )


class Report:
    """Collects the findings of one project file; secrets that it has met appear in none of them."""

    def __init__(self, source: Source, masker: Masker) -> None:
        self.source = source
        self.masker = masker
        self._findings: list[Finding] = []

    def add(
        self,
        code: str,
        node: Node,
        message: str,
        *,
        help: str | None = None,  # noqa: A002 - the field's name
        severity: Severity = Severity.ERROR,
        related: tuple[tuple[Node, str], ...] = (),
        fix: Fix | None = None,
    ) -> None:
        """Report something at a node."""
        others = tuple(self._related(other, words) for other, words in related)
        found = project_finding(
            code,
            self.source,
            node.start,
            node.end,
            self.masker.mask(message),
            help=None if help is None else self.masker.mask(help),
            severity=severity,
            related=others,
            fix=fix,
        )
        self._findings.append(found)

    def take(self, finding: Finding) -> None:
        """Take over a finding that another reader of the file has made."""
        masked = None if finding.help is None else self.masker.mask(finding.help)
        self._findings.append(finding._replace(message=self.masker.mask(finding.message), help=masked))

    def findings(self) -> tuple[Finding, ...]:
        """Return what was reported, each thing once, in the order of the file."""
        unique = {(found.sort_key, found.severity): found for found in self._findings}
        return tuple(sorted(unique.values(), key=lambda found: found.sort_key))

    def _related(self, node: Node, message: str) -> Related:
        span = self.source.span(node.start, node.end)
        return Related(self.source.path, span, self.masker.mask(message))


def quoted(text: str) -> str:
    """Return a value of the file as a message shows it: in backticks, on one line, not too long."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    if len(shown) > _LONGEST_QUOTE:
        shown = shown[: _LONGEST_QUOTE - 1] + "…"
    return f"`{shown}`"


def did_you_mean(near: str | None) -> str:
    """Return the end of a message that names the closest known word, if there is one."""
    return "" if near is None else f"; did you mean {quoted(near)}?"


def listed(names: list[str]) -> str:
    """Return names as a message lists them."""
    return ", ".join(quoted(name) for name in names)
