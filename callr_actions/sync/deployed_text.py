"""A file as it was deployed: the marker line has its hash only, and git has the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import document_from_bytes
from callr_actions.project.file import WHAT, check_project
from callr_actions.project.project import PROJECT_FILE
from callr_actions.sync.desired import ScenarioText, desired_state
from callr_actions.sync.merge import holds
from callr_actions.sync.pull_rows import text_of
from callr_actions.sync.pulling import Deployed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from callr_actions.masking import Masker
    from callr_actions.project.project import Project
    from callr_actions.project.settings import ScenarioSettings
    from callr_actions.sync.desired import DesiredScenario
    from callr_actions.sync.git_tree import GitTree
    from callr_actions.sync.marker import Mark
    from callr_actions.sync.remote import RemoteScenario

_MOST_VERSIONS = 50


class DeployedTexts:
    """Finds what was deployed from a file.

    Args:
        project: what callr.yaml says today.
        account: whose values the deployed text has.
        git: where old texts are; None without a repository.
        environ: fills the holes of values.
        masker: learns what fills them.
        audio: SIDs by name of the account's audio files.
    """

    def __init__(
        self,
        project: Project,
        account: str,
        git: GitTree | None,
        *,
        environ: Mapping[str, str],
        masker: Masker,
        audio: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._project = project
        self._account = account
        self._git = git
        self._environ = environ
        self._masker = masker
        self._audio = audio
        self._projects: dict[str, Project | None] = {}
        self._behind: dict[str, bool] = {}

    def find(self, key: str, path: str, mark: Mark | None) -> Deployed | None:
        """Return the file whose text has the hash of the marker line once it has the account's values.

        Args:
            key: the scenario's.
            path: its file, POSIX, relative to the project's folder.
            mark: what the script of the account says.

        Returns:
            None where git does not have it.
        """
        if mark is None or self._git is None:
            return None
        for project, content in self._candidates(path, mark, self._git):
            made = desired_state(
                project,
                self._account,
                [ScenarioText(key, path, content)],
                environ=self._environ,
                masker=self._masker,
                audio=self._audio,
            )
            if made.scenarios and made.scenarios[0].hash == mark.base:
                names = project.settings_of(key).variables.get(self._account, {})
                return Deployed(text_of(content), made.scenarios[0].body, frozenset(names))
        return None

    def text_then(self, here: DesiredScenario, there: RemoteScenario) -> str | None:
        """Return what was deployed from a file, with the account's values; None where git lacks it."""
        found = None if there.mark is None else self.find(there.mark.key, here.file, there.mark)
        return None if found is None else found.body

    def holds(self, here: DesiredScenario, there: RemoteScenario) -> bool:
        """Whether a file has everything that was edited on the account since it was deployed from it."""
        found = None if there.mark is None else self.find(there.mark.key, here.file, there.mark)
        return found is not None and holds(found.body, here.body, there.body)

    def is_elsewhere(self, mark: Mark) -> bool:
        """Whether a marker line names a commit from which the folder's own does not come."""
        if self._git is None or mark.commit is None:
            return False
        if mark.commit not in self._behind:
            self._behind[mark.commit] = self._git.has_behind(mark.commit)
        return not self._behind[mark.commit]

    def settings_then(self, key: str, mark: Mark) -> ScenarioSettings | None:
        """Return a scenario's settings in the commit that a marker line names; None where git has none."""
        commit = None if self._git is None or mark.commit is None else self._git.commit(mark.commit)
        if commit is None or self._git is None:
            return None
        if commit not in self._projects:
            self._projects[commit] = self._project_at(commit, self._git)
        then = self._projects[commit]
        return None if then is None else then.settings_of(key)

    def _candidates(self, path: str, mark: Mark, git: GitTree) -> Iterator[tuple[Project, bytes]]:
        """Yield texts that it may be, the likeliest first, each with the settings of its time."""
        commit = git.commit(mark.commit) if mark.commit is not None else None
        if commit is not None:
            content = git.file(commit, path)
            if content is not None:
                then = self._project_at(commit, git)
                if then is not None:
                    yield then, content
                yield self._project, content
        for version in git.versions(path, _MOST_VERSIONS):
            yield self._project, version

    def _project_at(self, commit: str, git: GitTree) -> Project | None:
        """Return the project with the scenarios' settings of a commit; None where it says nothing good."""
        file = self._project.file
        content = git.file(commit, PROJECT_FILE if file is None else file.name)
        if content is None or file is None:
            return None
        loaded = check_project(document_from_bytes(content, file.name, what=WHAT), file, masker=self._masker)
        return None if loaded.project is None else self._project._replace(settings=loaded.project.settings)
