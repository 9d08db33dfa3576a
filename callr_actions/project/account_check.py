"""CA904 and CA906: accounts that are named but not defined, and numbers that two scenarios would answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.project.project import LOCAL
from callr_actions.project.report import did_you_mean, listed, quoted
from callr_actions.project.tree_access import child, entries, items, text

if TYPE_CHECKING:
    from callr_actions.language.tree import Mapping, Node
    from callr_actions.project.report import Report


def check_accounts(root: Mapping, report: Report) -> None:
    """Report every account that is named somewhere and stands nowhere under `accounts`."""
    known = list(dict.fromkeys([LOCAL, *(name for name, _ in entries(child(root, "accounts")))]))
    for name, node in _named_accounts(root):
        if name not in known and "${" not in name:
            report.add(
                "CA904",
                node,
                f"{quoted(name)} is not one of the `accounts`{did_you_mean(closest(name, known))}",
                help=f"defined: {listed(known)}",
            )


def _named_accounts(root: Mapping) -> list[tuple[str, Node]]:
    named: list[tuple[str, Node]] = []
    default = child(root, "default-account")
    name = text(default)
    if default is not None and name:
        named.append((name, default))
    for _, settings in entries(child(root, "scenario-settings")):
        for part in ("numbers", "variables"):
            named.extend((name, entry.key) for name, entry in entries(child(settings.value, part)))
        for ignored in items(child(settings.value, "drift-ignore")):
            account = child(ignored, "account")
            name = text(account)
            if account is not None and name:
                named.append((name, account))
    return named


def check_numbers(root: Mapping, report: Report) -> None:
    """Report a number that stands twice in one account: only one scenario can answer it."""
    first: dict[tuple[str, str], tuple[Node, str]] = {}
    for key, settings in entries(child(root, "scenario-settings")):
        for account, numbers in entries(child(settings.value, "numbers")):
            for node in items(numbers.value):
                number = text(node)
                if number is None:
                    continue
                other, owner = first.setdefault((account, number), (node, key))
                if other is not node:
                    message = f"{quoted(number)} already answers for {quoted(owner)} in {quoted(account)}"
                    if owner == key:
                        message = f"{quoted(number)} stands twice in this list"
                    report.add(
                        "CA906",
                        node,
                        message,
                        help="leave it with one scenario",
                        related=((other, "first used here"),),
                    )
