"""Checkstyle's XML, which many review tools and CI servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from callr_actions.linter.outputs.advice import in_words
from callr_actions.linter.outputs.by_file import by_file
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.linter.outputs.xml_text import xml_safe, xml_text

if TYPE_CHECKING:
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult

# Readers want Checkstyle's version here, not ours; this one's report has all that is written below.
_VERSION = "8.0"


def render(result: LintResult, style: Style) -> str:
    """Return one document; clean files stand in it without findings, as Checkstyle has it."""
    root = Element("checkstyle", version=_VERSION)
    for file, findings in by_file(masked_result(result, style.masker)).items():
        element = SubElement(root, "file", name=xml_safe(file))
        for finding in findings:
            SubElement(
                element,
                "error",
                line=str(finding.span.start.line),
                column=str(finding.span.start.column),
                severity=finding.severity.value,
                message=xml_safe(in_words(finding, "; ")),
                source=f"callr-actions.{finding.code}.{finding.name}",
            )
    return xml_text(root)
