"""The rules of a SARIF log: those that have results, with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.finding import Severity
from callr_actions.linter.pages import markdown_page, terminal_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from callr_actions.language.explanation import Explanation
    from callr_actions.language.finding import Finding
    from callr_actions.linter.outputs.style import Style

_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


class Rules:
    """Descriptors in the order of their codes, and where each one stands among them."""

    def __init__(self, findings: Sequence[Finding], style: Style) -> None:
        self._names = {finding.code: finding.name for finding in sorted(findings, key=lambda each: each.code)}
        self._worst: dict[str, Severity] = {}
        for finding in findings:
            worst = self._worst.get(finding.code, finding.severity)
            self._worst[finding.code] = min(worst, finding.severity, key=lambda severity: severity.rank)
        self._pages = {page.code: page for page in style.pages()} if findings else {}
        self._indices = {code: index for index, code in enumerate(self._names)}

    def index(self, code: str) -> int:
        """Return where the code's descriptor stands."""
        return self._indices[code]

    def level(self, severity: Severity) -> str:
        """Return what SARIF calls a severity."""
        return _LEVELS[severity]

    def described(self) -> list[dict[str, Any]]:
        """Return the descriptors.

        A rule's severity depends on what each finding rests on, so its default is the worst one it has here.
        `helpUri` is left out: the documentation has no fixed address, and the page itself is in `help`.
        """
        return [
            {
                "id": code,
                "name": name,
                **_explained(code, name, self._pages.get(code)),
                "defaultConfiguration": {"level": _LEVELS[self._worst[code]]},
            }
            for code, name in self._names.items()
        ]


def _explained(code: str, name: str, page: Explanation | None) -> dict[str, Any]:
    """Return the texts that GitHub demands of every rule; without a page they are only its name."""
    if page is None:
        words = {"text": f"{code} {name}"}
        return {"shortDescription": words, "fullDescription": words, "help": words}
    return {
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.why},
        "help": {"text": terminal_page(page), "markdown": markdown_page(page)},
    }
