"""`watch --run`: after each clean save the scenario is tried.

Where `--push` has brought it onto an account, and the API starts it, it is really run there; else simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.project import find_project
from callr_actions.cli.scenario_file import find_scenario_file
from callr_actions.cli.sessions.options import Target
from callr_actions.cli.sessions.session import run_session
from callr_actions.cli.watching.agreeing import Agreement
from callr_actions.cli.watching.rerunning import Rerunner
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from callr_actions.cli.running.scenario import Runnable
    from callr_actions.cli.sessions.session import Session
    from callr_actions.cli.watching.real_runs import RealRuns, Wish
    from callr_actions.cli.watching.views import Deed
    from callr_actions.project.project import Project
    from callr_actions.runs.reach import Reached
    from callr_actions.watch.loop import Looked


class Rerun(NamedTuple):
    """What is asked for on the command line.

    Attributes:
        scenario: its key or its file.
        variables: those that it is given when the API starts it.
        yes: whether it may reach whomever it reaches.
        confirm: the account's name, which is a yes, too.
    """

    scenario: str
    variables: Mapping[str, object]
    yes: bool = False
    confirm: str | None = None


def check_rerun(rerun: Rerun, project: Project) -> Path:
    """Return the file that is meant.

    Raises:
        CallrActionsError: there is none, or a variable cannot be sent.
    """
    from callr_actions.runs.variables import check_variables

    path, _ = find_scenario_file(rerun.scenario, project)
    check_variables(rerun.variables, None)
    return path


class Trial:
    """Tries one scenario.

    Args:
        rerun: what is asked for.
        account: the one that is pushed to; None where nothing is pushed.
        project_file: the file behind `--project`.
        tell: takes what is done; called in the thread that calls this.
        rouse: lets that thread call `look`.
    """

    def __init__(
        self,
        rerun: Rerun,
        account: str | None,
        project_file: str | None,
        tell: Callable[[Deed], None],
        rouse: Callable[[], None],
    ) -> None:
        self._rerun = rerun
        self._project_file = project_file
        self._account = account
        self._tell = tell
        self._rouse = rouse
        self._agreement = Agreement(everybody=rerun.yes or rerun.confirm is not None)
        self._rerunner = Rerunner(rerun.scenario, project_file, rerun.variables)
        self._runs: RealRuns | None = None

    def begin(self) -> None:
        """Look for the scenario; ask, where it would really call people.

        Raises:
            CallrActionsError: there is none, a variable cannot be sent, or nobody says yes.
        """
        path = check_rerun(self._rerun, find_project(self._project_file).project)
        if self._account is not None and _starts_by_request(path):
            run_session(self._target(quiet=False), self._ask)

    def companions(self, project: Project) -> frozenset[str]:
        """Return the files beside those that are checked that decide how it goes: its world, or itself."""
        try:
            path, key = find_scenario_file(self._rerun.scenario, project)
        except CallrActionsError:
            return frozenset()  # it has gone, and the next pass says so
        if key is None:
            return frozenset((str(path.absolute()),))
        world = project.settings_of(key).world
        return frozenset() if world is None else frozenset((str(world),))

    def __call__(self, _: Looked) -> bool:
        """Try it; what comes of it is told, at once or later."""
        if self._account is not None and self._is_run():
            self._runs_here().begin(self._wish())
            return True
        deed = self._rerunner()
        self._tell(deed)
        return deed.good

    def look(self) -> None:
        """Tell what has happened meanwhile."""
        if self._runs is not None:
            self._runs.look()

    def close(self) -> None:
        """Leave the run that goes on, if any, alone; tell how to find it again."""
        if self._runs is not None:
            self._runs.close()

    def _is_run(self) -> bool:
        try:
            return _starts_by_request(self._file()[0])
        except CallrActionsError:
            return False  # who tries to simulate it says what is the matter

    def _runs_here(self) -> RealRuns:
        from callr_actions.cli.watching.real_runs import RealRuns

        if self._runs is None:
            self._runs = RealRuns(self._tell, self._rouse)
        return self._runs

    def _wish(self) -> Wish:
        from callr_actions.cli.watching.real_runs import Wish

        rerun, (_, key) = self._rerun, self._file()
        return Wish(key or rerun.scenario, self._target(quiet=True), rerun.variables, self._agreement)

    def _target(self, *, quiet: bool) -> Target:
        yes, confirm = self._rerun.yes, self._rerun.confirm
        return Target(self._account, self._project_file, 0, quiet, yes, confirm, writes=True)

    async def _ask(self, session: Session) -> None:
        from callr_actions.cli.running.scenario import as_deployed, foreign_file

        if session.account.is_local:
            return
        named, (path, key) = self._rerun.scenario, self._file()
        if key is None:
            raise foreign_file(session, named, "--push local")
        try:
            people = self._people(session, await as_deployed(session, key, path))
        except CallrActionsError as error:
            # The next save may mend it. Whom nobody has said yes to is not called then.
            session.say(f"warning: whom `{named}` reaches cannot be told yet: {error}")
            return
        self._agreement.ask(session, f"run `{named}` after each clean save", people)

    def _people(self, session: Session, found: Runnable) -> tuple[Reached, ...]:
        """Return whom a run would reach as things are.

        Raises:
            CallrActionsError: it cannot be told.
        """
        from callr_actions.cli.running.starting import Start, judge_for
        from callr_actions.runs.wanted import Wanted

        script = found.read(session)
        with judge_for(Wanted()) as judge:
            start = Start(found, script, Wanted(), judge)
            variables, _ = start.checked(self._rerun.variables)
            people = start.people(variables)
        if people is None:
            raise CallrActionsError("it cannot be read", file=found.file)
        return people

    def _file(self) -> tuple[Path, str | None]:
        return find_scenario_file(self._rerun.scenario, find_project(self._project_file).project)


def _starts_by_request(path: Path) -> bool:
    """Whether a request starts the scenario, as far as the file can be read."""
    from callr_actions.language.document import read_document
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.runs.script import ENTRY

    document = read_document(path, path.name)
    return document.mapping is not None and ENTRY in read_scenario(document).branches
