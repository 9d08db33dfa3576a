"""A project as a value: what callr.yaml says, with nothing read from the environment or the network."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple
from callr_actions.project.settings import LintSettings, ScenarioSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source
    from callr_actions.project.places import Place
    from callr_actions.project.template import Template

PROJECT_FILE = "callr.yaml"
LOCAL = "local"
# Defined by CALLR_API_KEY and CALLR_API_URL and by nothing else.
ENVIRONMENT = "env"
DEFAULT_URL = "https://api.callr.com/v2.0"
DEFAULT_FOLDER = "scenarios"


class Account(NamedTuple):
    """Where scenarios are deployed to.

    Attributes:
        url: the API's base address; None for `local`, which is embedded.
        account: the SID of the account or sub-account, for Basic authentication.
        api_key: None where callr.yaml has none: then only the user's own configuration can have one.
        protected: whether every write asks for the account's name.
        rate_limit: the most requests a second; None for the program's default.
        place: where its name stands; None for `local` where the file does not mention it.
    """

    name: str
    url: Template | None
    account: Template | None = None
    api_key: Template | None = None
    protected: bool = False
    rate_limit: float | None = None
    place: Place | None = None

    @property
    def is_local(self) -> bool:
        """Whether this is the embedded account."""
        return self.name == LOCAL


_ONLY_LOCAL: Mapping[str, Account] = MappingProxyType({LOCAL: Account(LOCAL, None)})


class Project(NamedTuple):
    """A project.

    Attributes:
        root: the folder of callr.yaml, absolute.
        file: callr.yaml itself, absolute; None for a project without one.
        shown: callr.yaml as findings name it.
        scenarios: the folder of the scenarios, absolute.
        accounts: by name; `local` is always among them.
        default_account: None where the file does not say.
        settings: by scenario key; only those that the file has.
        schema: the adopted schema's file, absolute.
        schema_place: where callr.yaml names it.
        operations: paths of API operations by operation id.
    """

    root: Path
    scenarios: Path
    file: Path | None = None
    shown: str = PROJECT_FILE
    version: int = 1
    accounts: Mapping[str, Account] = _ONLY_LOCAL
    default_account: str | None = None
    settings: Mapping[str, ScenarioSettings] = MappingProxyType({})
    lint: LintSettings = LintSettings()
    schema: Path | None = None
    schema_place: Place | None = None
    operations: Mapping[str, str] = MappingProxyType({})

    def settings_of(self, key: str) -> ScenarioSettings:
        """Return a scenario's settings; of one that the file does not mention the defaults."""
        return self.settings.get(key) or ScenarioSettings(key)


def bare_project(root: Path) -> Project:
    """Return what holds in a folder without a callr.yaml."""
    return Project(root=root, scenarios=root / DEFAULT_FOLDER)


class LoadedProject(NamedTuple):
    """What came out of a callr.yaml.

    Attributes:
        project: None where the findings have an error.
        findings: everything wrong with the file, in their order.
        source: the file's text, for showing findings.
    """

    project: Project | None
    findings: tuple[Finding, ...]
    source: Source
