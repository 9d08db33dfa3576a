"""Which scenario is run: one of the account, or a file, which is put onto the local account on the fly."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.session import MASKER
from callr_actions.cli.sessions.references import find_scenario, is_key
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.cli.sessions.session import Session
    from callr_actions.project.settings import RunSettings
    from callr_actions.runs.script import Script

_ENDINGS = (".yaml", ".yml")


class Runnable(NamedTuple):
    """A scenario that is to be run.

    Attributes:
        name: its name on the account.
        script: its text.
        settings: what callr.yaml says about its runs.
        sid: its SID; None for a file that is not on the account yet, or with another text.
        outdated: the SID of the scenario that has another text than the file.
        file: where the text comes from; None for the account's own.
        key: the file's key in the project, or what it would be.
    """

    name: str
    script: str
    settings: RunSettings
    sid: str | None = None
    outdated: str | None = None
    file: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        return self.file or f"`{self.name}` ({self.sid})"

    @property
    def there(self) -> str | None:
        """The SID that it has, also with an older text; None where it is not there at all."""
        return self.sid or self.outdated

    def read(self, session: Session) -> Script | None:
        """Return what its script says about runs; None, and a warning, where it cannot be read.

        Raises:
            CallrActionsError: it has no branch that the API starts.
        """
        from callr_actions.runs.script import read_script

        script = read_script(self.script, str(self))
        if script is None:
            session.say(f"warning: {self} cannot be read, so its variables and numbers are not checked")
        return script


async def find_runnable(session: Session, named: str) -> Runnable:
    """Return the scenario that is meant: a key of the project, a file, a name, or a SID.

    Raises:
        CallrActionsError: there is none; or a file is meant, and the account is not the local one.
    """
    file = _file_of(session, named)
    if file is not None and session.account.is_local:
        return await _of_file(session, *file)
    if file is not None and not is_key(session.project, named):
        raise foreign_file(session, named, "--account local")
    from callr_actions.api.resources import scenarios

    sid = (await find_scenario(session, named)).sid
    found = await session.send(scenarios.get(sid))
    return Runnable(found.name, found.script, _settings(session, named, found.name), sid)


def foreign_file(session: Session, named: str, locally: str) -> CallrActionsError:
    """Return the error of a file that is to be run on another account than the local one.

    Args:
        session: the account.
        named: the file.
        locally: the option that takes the local account.
    """
    return CallrActionsError(
        f"`{named}` is a file, and files are run on the local account only",
        hint=f"deploy it and run its key, or add {locally} (now it is `{session.account.name}`)",
    )


async def put(session: Session, scenario: Runnable) -> Runnable:
    """Bring a file onto the local account, where it is not there with this text; return it with its SID."""
    if scenario.sid is not None:
        return scenario
    from callr_actions.api.requests.scenarios import CreateScenario, UpdateScenario
    from callr_actions.api.resources import scenarios

    if scenario.outdated is not None:
        await session.send(scenarios.update(scenario.outdated, UpdateScenario(script=scenario.script)))
        session.say(f"brought `{scenario.name}` ({scenario.outdated}) on the local account up to date")
        return scenario._replace(sid=scenario.outdated)
    made = await session.send(scenarios.create(CreateScenario(name=scenario.name, script=scenario.script)))
    session.say(f"put {scenario.file} onto the local account as `{scenario.name}` ({made.sid})")
    return scenario._replace(sid=made.sid)


def _file_of(session: Session, named: str) -> tuple[str, Path] | None:
    """Return the key and the path of the file that is meant, None where no file is."""
    project = session.project
    if "\0" in named:
        return None
    if is_key(project, named):
        paths = (project.scenarios / f"{named}{ending}" for ending in _ENDINGS)
        return next(((named, path) for path in paths if path.is_file()), None)
    path = Path(named)
    if not path.is_file():
        return None
    inside = Path(os.path.relpath(path, project.scenarios))
    if ".." not in inside.parts and not inside.is_absolute() and path.suffix in _ENDINGS:
        return inside.with_suffix("").as_posix(), path
    return path.stem, path


async def as_deployed(session: Session, key: str, path: Path) -> Runnable:
    """Return a file as it would be deployed to the account, which is not asked whether it is there.

    Raises:
        CallrActionsError: it could not be deployed.
    """
    from callr_actions.api.resources import audio_files
    from callr_actions.language.document import read_content
    from callr_actions.sync.desired import ScenarioText, desired_state, wanted_audio

    account = session.account.name
    shown = Path(os.path.relpath(path)).as_posix()
    content = read_content(path)
    audio: dict[str, tuple[str, ...]] = {}
    if wanted_audio(session.project, account, [key]):
        for each in await session.client.all(audio_files.search()):
            audio[each.name] = (*audio.get(each.name, ()), each.sid)
    made = desired_state(
        session.project,
        account,
        [ScenarioText(key, shown, content if isinstance(content, str) else content.data)],
        environ=os.environ,
        masker=MASKER,
        audio=audio,
    )
    if made.obstacles:
        first = made.obstacles[0]
        raise CallrActionsError(first.message, file=first.file, hint=first.hint)
    desired = made.scenarios[0]
    return Runnable(desired.name, desired.script, session.project.settings_of(key).run, file=shown, key=key)


async def _of_file(session: Session, key: str, path: Path) -> Runnable:
    """Return a file as it would be deployed to the local account, and whether it is there."""
    from callr_actions.api.requests.scenarios import SearchScenarios
    from callr_actions.api.resources import scenarios
    from callr_actions.sync.marker import without_marker

    found = await as_deployed(session, key, path)
    search = scenarios.search(SearchScenarios(name=found.name, limit=100))
    there = [each for each in await session.client.all(search) if each.name == found.name]
    if len(there) > 1:
        sids = ", ".join(each.sid for each in there)
        raise CallrActionsError(
            f"the local account has {len(there)} scenarios named `{found.name}`",
            hint=f"run one by its SID, or delete the others: {sids}",
        )
    if not there:
        return found
    # Which commit the marker line names is no difference: after a deploy it may be another.
    same = without_marker(there[0].script) == without_marker(found.script)
    return found._replace(sid=there[0].sid) if same else found._replace(outdated=there[0].sid)


def _settings(session: Session, named: str, name: str) -> RunSettings:
    """Return what callr.yaml says about the runs of a scenario that is named by key, by name or by SID."""
    project = session.project
    if named in project.settings or is_key(project, named):
        return project.settings_of(named).run
    keys = [key for key, each in project.settings.items() if each.shown_name == name]
    return project.settings_of(keys[0] if len(keys) == 1 else named).run
