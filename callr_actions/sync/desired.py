"""What an account should be: callr.yaml and the files of the folder, put together. Reads nothing itself.

Files come in as bytes, so that the folder, a commit's tree and a test are the same to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.api.requests.scenarios import NAME
from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.language.document import read_content, source_from_bytes
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.holes import HoledText
from callr_actions.sync.marker import text_hash, without_marker, write_marker
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.variables import audio_names, with_sids, write_variables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from callr_actions.masking import Masker
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.project.project import Project
    from callr_actions.project.settings import ScenarioSettings
    from callr_actions.project.variables import VariableValue

LONGEST_SCRIPT = 32_768


class ScenarioText(NamedTuple):
    """A scenario's file as it is read.

    Attributes:
        key: of the scenario.
        shown: the file as people know it.
        content: its bytes; text where it could not be read, which says why.
    """

    key: str
    shown: str
    content: bytes | str


class DesiredScenario(NamedTuple):
    """A scenario as it should be on an account.

    Attributes:
        key: its path below the scenarios folder.
        file: its file as people know it.
        name: its name on the account.
        template: its script with the account's values, holes left open; canonical, without a marker line.
        body: the same with every hole filled. It may hold secrets: never saved.
        numbers: those it should answer; None where the account's numbers are not managed.
        commit: what the marker line names; None where the file is not as in a commit.
    """

    key: str
    file: str
    name: str
    template: HoledText
    body: str
    numbers: tuple[str, ...] | None = None
    commit: str | None = None

    @property
    def hash(self) -> str:
        """The hash of its text."""
        return text_hash(self.body)

    @property
    def script(self) -> str:
        """The text that is sent."""
        return write_marker(self.body, self.key, self.commit)


class Desired(NamedTuple):
    """What an account should be.

    Attributes:
        account: its name.
        scenarios: sorted by key.
        obstacles: what is wrong with it; those of one scenario name its key.
    """

    account: str
    scenarios: tuple[DesiredScenario, ...]
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def by_key(self) -> Mapping[str, DesiredScenario]:
        """The scenarios by their keys."""
        return {each.key: each for each in self.scenarios}


def read_texts(scenarios: Iterable[ScenarioFile]) -> tuple[ScenarioText, ...]:
    """Read the files of scenarios. Never raises: what cannot be read says so in its content."""
    return tuple(ScenarioText(each.key, each.shown, _content(each)) for each in scenarios)


def _content(scenario: ScenarioFile) -> bytes | str:
    found = read_content(scenario.path)
    if isinstance(found, str):
        return found
    return found.data if len(found.data) == found.size else "it is far too large for a script"


def wanted_audio(project: Project, account: str, keys: Iterable[str]) -> bool:
    """Whether a scenario needs the SID of an audio file, so that the account's have to be listed."""
    values = (project.settings_of(key).variables.get(account, {}).values() for key in keys)
    return any(any(True for _ in audio_names(value)) for each in values for value in each)


def desired_state(
    project: Project,
    account: str,
    texts: Sequence[ScenarioText],
    *,
    environ: Mapping[str, str],
    masker: Masker,
    audio: Mapping[str, Sequence[str]] | None = None,
    commits: Mapping[str, str | None] | None = None,
) -> Desired:
    """Return what the account should be.

    Args:
        project: what callr.yaml says.
        account: the account's name, whose numbers and values count.
        texts: every scenario of the folder, also those that are not to be deployed now.
        environ: fills the holes of values.
        masker: learns what fills them.
        audio: SIDs by name of the account's audio files; None where `wanted_audio` says no.
        commits: by key, the commit that the file is as in.
    """
    scenarios: list[DesiredScenario] = []
    obstacles: list[Obstacle] = []
    for each in sorted(texts, key=lambda text: text.key):
        settings = project.settings_of(each.key)
        made = _Maker(account, settings, each, obstacles)
        values = made.values(environ, masker, audio or {})
        scenario = made.scenario(values, environ, (commits or {}).get(each.key))
        if scenario is not None:
            scenarios.append(scenario)
    obstacles += (*_same_numbers(scenarios), *_same_but_for_case(texts))
    return Desired(account, tuple(scenarios), tuple(obstacles))


class _Maker:
    """Makes one scenario, and notes what is wrong with it."""

    def __init__(
        self, account: str, settings: ScenarioSettings, text: ScenarioText, obstacles: list[Obstacle]
    ) -> None:
        self._account = account
        self._settings = settings
        self._text = text
        self._obstacles = obstacles

    def values(
        self, environ: Mapping[str, str], masker: Masker, audio: Mapping[str, Sequence[str]]
    ) -> dict[str, VariableValue]:
        """Return the account's values, audio files as SIDs; leave out what cannot be had."""
        from callr_actions.project.variables import resolve_variable  # noqa: PLC0415 - few scenarios have any

        given: dict[str, VariableValue] = {}
        for name, value in self._settings.variables.get(self._account, {}).items():
            place = self._settings.positions.get(("variables", self._account, name))
            where = None if place is None else str(place)
            try:
                resolve_variable(value, environ, masker)
                names = {each.text: each.resolve(environ, masker) for each in audio_names(value)}
                sids = {written: self._sid(sought, audio) for written, sought in names.items()}
            except CallrActionsError as error:
                self._note(_bare(error), where or error.file, error.hint)
                continue
            given[name] = with_sids(value, sids)
        return given

    def scenario(
        self, values: dict[str, VariableValue], environ: Mapping[str, str], commit: str | None
    ) -> DesiredScenario | None:
        """Return the scenario; None where its file cannot be read."""
        key, shown, content = self._text
        if isinstance(content, str):
            self._note(f"cannot be read: {content}", shown, None)
            return None
        try:
            body = without_marker(source_from_bytes(content, shown).text)
        except UnicodeDecodeError as error:
            self._note(f"the byte 0x{content[error.start]:02X} is not UTF-8", shown, "save the file as UTF-8")
            return None
        template = HoledText(body)
        if values:
            template, obstacles = write_variables(body, values, self._settings, self._account, shown)
            self._obstacles += obstacles
        name = self._settings.shown_name
        numbers = self._settings.numbers.get(self._account)
        made = DesiredScenario(key, shown, name, template, template.filled(environ), numbers, commit)
        self._check(made)
        return made

    def _check(self, made: DesiredScenario) -> None:
        if not NAME.accepts(made.name):
            place = self._settings.positions.get(("name",))
            self._note(
                f"`{made.name}` cannot be the name of a scenario, which has {NAME.allowed}",
                made.file if place is None else str(place),
                "write another `name` into its settings in callr.yaml",
            )
        script = made.script
        if len(script) > LONGEST_SCRIPT:
            marker = len(script) - len(made.body)
            self._note(
                f"the script has {len(script):,} characters with the account's values and the marker line "
                f"({marker}); Callr takes {LONGEST_SCRIPT:,}",
                made.file,
                "split it into two scenarios, or shorten its texts",
            )
        elif not made.body.strip():
            self._note("the file is empty", made.file, "write a scenario, or delete the file")

    def _sid(self, name: str, audio: Mapping[str, Sequence[str]]) -> str:
        found = audio.get(name, ())
        if len(found) == 1:
            return found[0]
        if found:
            raise CallrActionsError(
                f"the account `{self._account}` has {len(found)} audio files named `{name}` "
                f"({', '.join(found)})",
                hint="give one of them another name: `callr-actions audio rename`",
            )
        near = closest(name, audio)
        raise CallrActionsError(
            f"the account `{self._account}` has no audio file named `{name}`",
            hint=f"did you mean `{near}`?"
            if near is not None
            else f"upload it: `callr-actions audio upload FILE --name '{name}' --account {self._account}`",
        )

    def _note(self, message: str, file: str | None, hint: str | None) -> None:
        self._obstacles.append(Obstacle(message, self._text.key, file, hint))


def _bare(error: CallrActionsError) -> str:
    """Return what an error says without its file, which an obstacle has, too."""
    text = str(error)
    return text.removeprefix(f"{error.file}: ") if error.file else text


def _same_numbers(scenarios: Sequence[DesiredScenario]) -> Iterator[Obstacle]:
    first: dict[str, str] = {}
    for each in scenarios:
        for number in each.numbers or ():
            other = first.setdefault(number, each.key)
            if other != each.key:
                yield Obstacle(
                    f"{number} is given to `{each.key}` and to `{other}`",
                    each.key,
                    hint="only one scenario can answer a number: leave it with one of them",
                )


def _same_but_for_case(texts: Sequence[ScenarioText]) -> Iterator[Obstacle]:
    first: dict[str, ScenarioText] = {}
    for each in sorted(texts, key=lambda text: text.key):
        other = first.setdefault(each.key.casefold(), each)
        if other is each:
            continue
        if other.key == each.key:
            message = f"{other.shown} and {each.shown} have the same key `{each.key}`"
        else:
            message = f"`{other.key}` and `{each.key}` differ in upper and lower case only"
        yield Obstacle(
            message,
            each.key,
            each.shown,
            "rename one: on Windows and macOS they are one file, so a checkout there has only one of them",
        )
