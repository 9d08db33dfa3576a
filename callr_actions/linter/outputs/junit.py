"""JUnit's XML, as Jenkins and GitLab read it: a suite for each file, a case for each finding.

Errors are failures. Warnings and infos are cases that pass and say it on their output: a report that is red
while the command ends with 0 would be ignored soon. A clean file is one case that passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from callr_actions.language.finding import Severity
from callr_actions.linter.outputs.advice import in_words
from callr_actions.linter.outputs.by_file import by_file
from callr_actions.linter.outputs.masked import masked_result
from callr_actions.linter.outputs.one_line import one_line
from callr_actions.linter.outputs.xml_text import xml_safe, xml_text

if TYPE_CHECKING:
    from callr_actions.language.finding import Finding
    from callr_actions.linter.outputs.style import Style
    from callr_actions.linter.result import LintResult


def render(result: LintResult, style: Style) -> str:
    """Return one document; times are zero, so that the same findings give the same bytes."""
    suites = Element("testsuites", name="callr-actions")
    files = by_file(masked_result(result, style.masker))
    for file, findings in files.items():
        suite = SubElement(suites, "testsuite", name=xml_safe(file))
        _count(suite, max(len(findings), 1), findings)
        for finding in findings:
            _case(suite, finding)
        if not findings:
            _passed(suite, file, "nothing found")
    everything = [finding for findings in files.values() for finding in findings]
    _count(suites, sum(max(len(findings), 1) for findings in files.values()), everything)
    return xml_text(suites)


def _count(element: Element, tests: int, findings: list[Finding]) -> None:
    failures = sum(finding.severity is Severity.ERROR for finding in findings)
    for key, value in {"tests": tests, "failures": failures, "errors": 0, "time": 0}.items():
        element.set(key, str(value))


def _case(suite: Element, finding: Finding) -> None:
    start = finding.span.start
    place = f"{start.line}:{start.column}"
    case = _passed(suite, finding.file, f"{finding.code} {finding.name} {place}")
    text = f"{one_line(finding.file)}:{place}: {finding.severity.value}[{finding.code}] {in_words(finding)}"
    if finding.severity is Severity.ERROR:
        failure = SubElement(case, "failure", type=finding.code, message=xml_safe(one_line(finding.message)))
        failure.text = xml_safe(text)
    else:
        SubElement(case, "system-out").text = xml_safe(text)


def _passed(suite: Element, file: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=xml_safe(file), name=xml_safe(name), time="0")
