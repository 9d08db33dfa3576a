"""A scenario as people name it: by its key in the folder, its name in the account, or its SID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.cli.sessions.session import Session
    from callr_actions.project.project import Project

_SID = lazy_pattern("[a-z0-9]{8}")


class Named(NamedTuple):
    """A scenario of the account.

    Attributes:
        sid: its SID.
        name: its name; None where only the SID was given and nobody asked.
    """

    sid: str
    name: str | None = None

    def __str__(self) -> str:
        return self.sid if self.name is None else f"`{self.name}` ({self.sid})"


async def find_scenario(session: Session, text: str) -> Named:
    """Return the scenario that is meant.

    The key of a file of the project comes first, then what has the form of a SID, then a name.

    Raises:
        CallrActionsError: the account has none or several of that name.
    """
    from callr_actions.api.requests.scenarios import NAME, SearchScenarios
    from callr_actions.api.resources import scenarios

    key = is_key(session.project, text)
    if not key and _SID.fullmatch(text):
        return Named(text)
    name = session.project.settings_of(text).shown_name if key else text
    if not NAME.accepts(name):
        raise CallrActionsError(
            f"`{text}` is neither the key of a scenario here nor a SID nor a name",
            hint="`callr-actions scenarios list` shows those of the account",
        )
    search = scenarios.search(SearchScenarios(name=name, limit=100))
    found = [each for each in await session.client.all(search) if each.name == name]
    if len(found) == 1:
        return Named(found[0].sid, name)
    where = f"the account `{session.account.name}`"
    if found:
        sids = ", ".join(each.sid for each in found)
        raise CallrActionsError(
            f"{where} has {len(found)} scenarios named `{name}`", hint=f"name one: {sids}"
        )
    raise CallrActionsError(
        f"{where} has no scenario named `{name}`",
        hint=f"`callr-actions deploy {text} --account {session.account.name}` puts it there"
        if key
        else _did_you_mean(session.project, text) + "`callr-actions scenarios list` shows what it has",
        exit_code=ExitCode.ACCOUNT,
    )


def _did_you_mean(project: Project, text: str) -> str:
    from callr_actions.closest import closest
    from callr_actions.project.discovery import discover

    near = closest(text, [each.key for each in discover(project.root, project.scenarios).scenarios])
    return "" if near is None else f"did you mean `{near}`? "


def is_key(project: Project, text: str) -> bool:
    """Return whether a text is the key of a scenario: it has settings, or a file."""
    if text in project.settings:
        return True
    parts = text.split("/")
    if not all(part not in ("", ".", "..") for part in parts) or "\0" in text:
        return False
    return any((project.scenarios / f"{text}{ending}").is_file() for ending in (".yaml", ".yml"))
