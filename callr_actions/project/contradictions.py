"""CA910: settings that are fine one by one and cannot hold together."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.project.project import ENVIRONMENT, LOCAL
from callr_actions.project.report import quoted
from callr_actions.project.tree_access import child, entries, items, text

if TYPE_CHECKING:
    from callr_actions.language.tree import Mapping, Node
    from callr_actions.project.report import Report


def check_contradictions(root: Mapping, report: Report) -> None:
    """Report settings of which one makes another meaningless."""
    _check_special_accounts(root, report)
    _check_keys(root, report)
    _check_runs(root, report)
    lint = child(root, "lint")
    _check_rules(lint, report)
    for _, entry in entries(child(lint, "per-file")):
        _check_rules(entry.value, report)


def _check_special_accounts(root: Mapping, report: Report) -> None:
    for name, account in entries(child(root, "accounts")):
        if name == ENVIRONMENT:
            report.add(
                "CA910",
                account.key,
                f"the account `{ENVIRONMENT}` is what CALLR_API_KEY and CALLR_API_URL define, "
                "and nothing else",
                help="give this account another name",
            )
        for key, part in entries(account.value) if name == LOCAL else ():
            if key in ("url", "account", "api-key"):
                report.add(
                    "CA910",
                    part.key,
                    f"`{LOCAL}` is the embedded account, which has no `{key}`",
                    help="give an account at Callr another name",
                )


def _check_keys(root: Mapping, report: Report) -> None:
    first: dict[str, tuple[str, Node]] = {}
    for key, entry in entries(child(root, "scenario-settings")):
        written, other = first.setdefault(unicodedata.normalize("NFC", key), (key, entry.key))
        if written != key:
            report.add(
                "CA910",
                entry.key,
                f"{quoted(key)} is the same key as one above, with its accents written in another way",
                help="put the settings of both together",
                related=((other, "first used here"),),
            )


def _check_runs(root: Mapping, report: Report) -> None:
    for _, settings in entries(child(root, "scenario-settings")):
        run = child(settings.value, "run")
        until, fail_if = child(run, "until"), child(run, "fail-if")
        condition = text(until)
        if until is not None and fail_if is not None and condition and condition == text(fail_if):
            report.add(
                "CA910",
                until,
                "`fail-if` is the same condition and looked at first: the run could never be done",
                help="write another condition into one of them",
                related=((fail_if, "the same condition"),),
            )


def _check_rules(node: Node | None, report: Report) -> None:
    selected = {text(item): item for item in items(child(node, "select"))}
    for item in items(child(node, "ignore")):
        rule = text(item)
        if rule and rule in selected:
            report.add(
                "CA910",
                item,
                f"{quoted(rule)} is selected and ignored in the same place; ignored is what counts",
                help="delete one of them",
                severity=Severity.WARNING,
                related=((selected[rule], "selected here"),),
            )
