"""The files of a new project. Pure: what is there already is for whoever writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.language.bundled import schema_text
from callr_actions.named_tuple import NamedTuple
from callr_actions.starter.installing import RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.starter.examples import Example

_TEMPLATES = Path(__file__).parent / "templates"
_SCHEMAS = ("project.schema.json", "scenario.schema.json", "world.schema.json")
BASELINE = "callr-baseline.yaml"


class Wishes(NamedTuple):
    """What a project is to be like.

    Attributes:
        scenarios: the folder of the scenarios, POSIX.
        example: the first scenario, where there is to be one.
        forge: `github`, `gitlab` or None.
        account: the account at Callr that is deployed to.
        base: the project's folder, POSIX, from the repository's root on: `` or `telephony/`.
        branch: what is deployed from.
        install: what pip installs to have this program.
    """

    scenarios: str = "scenarios"
    example: Example | None = None
    forge: str | None = None
    account: str | None = None
    base: str = ""
    branch: str = "main"
    install: str = RELEASE


class NewFile(NamedTuple):
    """A file to be written: its path from the repository's root on, or from the project's folder on."""

    path: str
    text: str
    in_repository: bool = False


def new_files(wishes: Wishes) -> Iterator[NewFile]:
    """Yield the files of a project, callr.yaml first."""
    yield NewFile("callr.yaml", _filled("callr.yaml", wishes))
    if wishes.example is not None:
        key = wishes.example.key
        yield NewFile(f"{wishes.scenarios}/{key}.yaml", _with_schema(wishes.example.script, wishes.scenarios))
        world = _with_schema(wishes.example.world, f"{wishes.scenarios}/worlds")
        yield NewFile(f"{wishes.scenarios}/worlds/{key}.world.yaml", world)
    for name in _SCHEMAS:
        yield NewFile(f"schemas/{name}", schema_text(name))
    yield NewFile(".gitignore", _filled("gitignore", wishes))
    yield NewFile(".gitattributes", _filled("gitattributes", wishes))
    yield NewFile(".vscode/settings.json", _filled("vscode-settings.json", wishes))
    yield NewFile(".vscode/extensions.json", _filled("vscode-extensions.json", wishes))
    yield NewFile(".pre-commit-config.yaml", _filled("pre-commit.yaml", wishes), in_repository=True)
    if wishes.forge == "github":
        path = ".github/workflows/callr.yml"
        yield NewFile(path, _with_deploy("github", wishes), in_repository=True)
    elif wishes.forge == "gitlab":
        yield NewFile(".gitlab-ci.yml", _with_deploy("gitlab", wishes), in_repository=True)


def with_baseline(project: str) -> str:
    """Return the text of a callr.yaml of ours in which what has been found is known."""
    lint = f"lint:\n  baseline: {BASELINE} # what was found when this began; only new findings count\n"
    head, settings, rest = project.partition("scenario-settings:\n")
    return head + lint + settings + rest


def key_variable(account: str) -> str:
    """Return the environment variable that has an account's key: `production` -> CALLR_PRODUCTION_KEY."""
    return f"CALLR_{re.sub(r'[^A-Z0-9]', '_', account.upper())}_KEY"


def try_command(example: Example) -> str | None:
    """Return the command that simulates an example; None where an API request starts it."""
    for entry, name in (("inbound-call", "call"), ("inbound-sms", "text")):
        if f"\n  {entry}:\n" in example.script:
            return f"callr-actions {name} {example.key}"
    return None


def _with_deploy(forge: str, wishes: Wishes) -> str:
    text = _filled(f"{forge}.yml" if forge == "github" else "gitlab-ci.yml", wishes)
    if wishes.account is not None:
        text += _filled(f"{forge}-deploy.yml", wishes)
    return text


def _filled(template: str, wishes: Wishes) -> str:
    """Return a template with its holes filled; a line that only holds an empty hole goes."""
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in _values(wishes).items():
        if value == "":
            text = re.sub(rf"^@{name}@\n", "", text, flags=re.MULTILINE)
        text = text.replace(f"@{name}@", value)
    return text


def _values(wishes: Wishes) -> dict[str, str]:
    account, example = wishes.account, wishes.example
    command = None if example is None else try_command(example)
    github = wishes.forge == "github"
    return {
        "INSTALL": wishes.install,
        "SCENARIOS": wishes.scenarios,
        "BRANCH": wishes.branch,
        "BASE": wishes.base,
        "NAME": account or "",
        "KEY": key_variable(account or ""),
        "DEPLOYS": "" if account is None else f", and deploys what has been merged to {account}",
        "ACCOUNT": "" if account is None else _account(account).rstrip("\n"),
        "SETTINGS": "" if example is None else f"scenario-settings:\n{example.settings.rstrip()}",
        "DEFAULTS": f"\ndefaults:\n  run:\n    working-directory: {wishes.base.rstrip('/')}"
        if wishes.base
        else "",
        "CD": f"    - cd {wishes.base.rstrip('/')}\n" if wishes.base else "",
        "SIMULATE": ""
        if command is None
        else f"      - name: Simulate\n        run: {command}"
        if github
        else f"    - {command}",
        "PROJECT": f" --project {wishes.base}callr.yaml" if wishes.base else "",
        "PATTERN": re.escape(wishes.base),
    }


def _account(name: str) -> str:
    return (
        f"  {name}:\n"
        f"    api-key: ${{{key_variable(name)}}} # read from the environment, never written here\n"
        "    protected: true # every change asks for the account's name\n"
    )


def _with_schema(text: str, folder: str) -> str:
    """Return a file of an example, its first line changed to find the schema from its folder on."""
    head, schemas, rest = text.partition("schemas/")
    up = "../" * (folder.count("/") + 1)
    return f"{head.rstrip('./')}{up}{schemas}{rest}"
