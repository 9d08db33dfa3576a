"""`callr-actions init`: begins a project, in an empty folder or around scenarios that are there already."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callr_actions.cli.helping import ProgramCommand
from callr_actions.cli.manners import say
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from callr_actions.starter.examples import Example
    from callr_actions.starter.files import Wishes
    from callr_actions.starter.survey import Survey

_NONE = "none"
_FIRST = "front-desk"
_FORGES = ("github", "gitlab", _NONE)


@click.command("init", cls=ProgramCommand)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", "named", metavar="KEY", help="The first scenario; `none` for none.")
@click.option("--ci", type=click.Choice(_FORGES), help="Whose CI checks each change.")
@click.option("--account", metavar="NAME", help="An account at Callr; CI deploys to it what has been merged.")
@click.option("--from", "source", metavar="ACCOUNT", help="Import this account; CI deploys to it, too.")
@click.option("--scenarios", metavar="FOLDER", help="The folder of the scenarios.  [default: scenarios]")
@click.option(
    "--install-from", "install", metavar="WHAT", help="What pip installs in CI.  [default: as it is here]"
)
@click.option("--no-git", is_flag=True, help="Don't make the folder a git repository.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, take what is usual.")
def command(
    folder: Path,
    named: str | None,
    ci: str | None,
    account: str | None,
    source: str | None,
    scenarios: str | None,
    install: str | None,
    no_git: bool,
    yes: bool,
) -> int:
    """Begin a project: a first scenario, callr.yaml, CI, a hook before commits, completion in editors.

    DIR is the project's folder; it may be new, empty, or a git repository that has scenarios already. A file
    that exists is never changed: what was kept is said.

    \b
    Examples:
      callr-actions init --yes my-phone          a new project
      callr-actions init --ci gitlab             here, asking for the rest
      callr-actions init --from production       with the scenarios of an account

    The key of an account NAME is read from CALLR_NAME_KEY.
    """  # noqa: D301 - the escape is click's: what follows keeps its lines
    from callr_actions.starter.files import Wishes
    from callr_actions.starter.survey import git_init, survey

    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - links are not followed
    if source is not None and account is not None:
        raise click.UsageError("--from and --account: the account that is imported is deployed to as well")
    account = _at_callr(source, "--from", always=True) if source else _at_callr(account, "--account")
    install = _installed_from(install)
    found = survey(folder, _checked_folder(scenarios))
    example = None if source and named is None else _example(named, found, yes=yes)
    forge = _forge(ci, found, yes=yes)
    repository = found.repository
    below = "." if repository is None else folder.relative_to(repository).as_posix()
    base = "" if below == "." else f"{below}/"
    wishes = Wishes(found.scenarios, example, forge, account, base, found.branch, install)
    if source is not None and account is not None and not (folder / "callr.yaml").exists():
        _check_key(account, folder)
    _make(folder)
    if repository is None and not no_git:
        made = git_init(folder)
        say("made a git repository" if made else "made no git repository: git did not do it")
    ours = _write(wishes, folder, repository or folder)
    code = ExitCode.DONE if source is None else _pull(source, folder)
    begun = survey(folder, wishes.scenarios).has_scenarios
    if begun:
        _check(folder, ours=ours)
    _say_what_next(wishes, folder, begun=begun, source=source)
    return code


def _at_callr(name: str | None, option: str, *, always: bool = False) -> str | None:
    """Return the name of an account that callr.yaml has to mention; `local` and `env` are always there."""
    from callr_actions.project.project import ENVIRONMENT, LOCAL

    if name in {LOCAL, ENVIRONMENT}:
        if always:
            return None
        raise click.UsageError(f"{option} {name}: it is always there; name one at Callr, such as production")
    if name is not None and not all(each.isascii() and (each.isalnum() or each in "-_") for each in name):
        raise click.UsageError(f"{option} {name}: a name has letters, digits, - and _")
    return name


def _installed_from(asked: str | None) -> str:
    """Return what pip is to install in CI; it stands between quotes there.

    Raises:
        click.UsageError: it would not stay between them.
    """
    from callr_actions.starter.installing import install_from

    if asked is None:
        return install_from()
    wrong = next((each for each in asked if each in "'\"\\`$" or not each.isprintable()), None)
    if wrong is not None or not asked.strip():
        what = "it is empty" if wrong is None else f"it has a `{wrong}`"
        raise click.UsageError(
            f"--install-from: {what}; give what pip installs: a release, git+https://…@COMMIT, or a wheel"
        )
    return asked


def _check_key(name: str, folder: Path) -> None:
    """Find out, before anything is written, whether an account's key is there.

    Raises:
        CallrActionsError: it is not.
    """
    from callr_actions.cli.session import MASKER
    from callr_actions.project.project import DEFAULT_URL, Account, bare_project
    from callr_actions.project.template import Template
    from callr_actions.starter.files import key_variable
    from callr_actions.targets import connect, surroundings

    key = Template(f"${{{key_variable(name)}}}", f"the account {name}")
    account = Account(name, Template(DEFAULT_URL, f"the account {name}"), api_key=key)
    connect(bare_project(folder), account, surroundings(MASKER))


def _pull(source: str, folder: Path) -> int:
    """Import an account, and return what `pull` ends with."""
    from callr_actions.cli.pull import command as pull

    project = str(folder / "callr.yaml")
    return int(pull.main(["--account", source, "--project", project], standalone_mode=False) or 0)


def _checked_folder(scenarios: str | None) -> str | None:
    """Return the folder of the scenarios as callr.yaml has it; it has to lie in the project."""
    if scenarios is None:
        return None
    shown = os.path.normpath(scenarios).replace(os.sep, "/")
    if shown in {".", ".."} or shown.startswith(("/", "../")) or ":" in shown:
        raise click.UsageError(f"--scenarios {scenarios}: name a folder below DIR, such as scenarios")
    return shown


def _example(named: str | None, found: Survey, *, yes: bool) -> Example | None:
    from callr_actions.starter.examples import example, example_keys

    if named is None and found.has_scenarios:
        return None
    if named is None:
        keys = ", ".join((*example_keys(), _NONE))
        named = _ask(f"The first scenario ({keys})", _FIRST, yes=yes)
    return None if named == _NONE else example(named)


def _forge(ci: str | None, found: Survey, *, yes: bool) -> str | None:
    if ci is None:
        ci = _ask(f"CI ({', '.join(_FORGES)})", found.forge or "github", yes=yes)
    if ci not in _FORGES:
        raise CallrActionsError(f"CI: `{ci}` is none of those", allowed=_FORGES, found=ci)
    return None if ci == _NONE else ci


def _ask(question: str, usual: str, *, yes: bool) -> str:
    """Ask, and return the answer or what is usual.

    Raises:
        CallrActionsError: nobody is there to answer.
    """
    from callr_actions.cli.sessions.question import ask

    if yes:
        return usual
    if not somebody_is_here():
        raise CallrActionsError(
            "this asks two questions, and nobody is here to answer",
            hint="add --yes for what is usual, or --example and --ci",
            exit_code=ExitCode.REFUSED,
        )
    return ask(f"{question} [{usual}]:") or usual


def somebody_is_here() -> bool:
    """Whether questions can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallrActionsError(
            f"this folder cannot be made: {reason(error)}", file=folder.as_posix()
        ) from error


def _write(wishes: Wishes, folder: Path, repository: Path) -> bool:
    """Write the files and say which; return whether callr.yaml is ours."""
    from callr_actions.starter.files import new_files
    from callr_actions.starter.writing import write_files

    ours = False
    for each in write_files(new_files(wishes), folder, repository):
        shown = _shown(each.path)
        say(f"kept  {shown}, which was there" if each.kept else f"wrote {shown}")
        ours = ours or (each.path == folder / "callr.yaml" and not each.kept)
    return ours


def _check(folder: Path, *, ours: bool) -> None:
    """Check the new project; what is wrong with scenarios that were there is taken as known."""
    from callr_actions.atomic import write_atomic
    from callr_actions.starter.files import BASELINE, with_baseline

    code, printed = _lint(folder)
    if code == ExitCode.FINDINGS and ours and not (folder / BASELINE).exists():
        file = folder / "callr.yaml"
        write_atomic(file, with_baseline(file.read_text(encoding="utf-8")))
        code, printed = _lint(folder, "--write-baseline")
        say(f"wrote {_shown(folder / BASELINE)}: what is wrong with what was there")
    for line in printed.splitlines()[-1:]:
        say(f"lint: {line}")


def _lint(folder: Path, *options: str) -> tuple[int, str]:
    import io
    from contextlib import redirect_stderr, redirect_stdout

    from callr_actions.cli.lint import command as lint

    written = io.BytesIO()
    printed = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(printed):
        code = lint.main(["--project", str(folder / "callr.yaml"), *options], standalone_mode=False)
    return code or 0, written.getvalue().decode("utf-8")


def _say_what_next(wishes: Wishes, folder: Path, *, begun: bool, source: str | None) -> None:
    from callr_actions.starter.files import key_variable, try_command
    from callr_actions.starter.survey import git_knows_you

    lines = []
    if folder != Path.cwd():
        lines.append(f"cd {_shown(folder)}")
    if not git_knows_you(folder):
        lines.append('git config --global user.name "YOUR NAME"     git wants to know that, and user.email')
        lines.append("git config --global user.email YOU@EXAMPLE.COM")
    lines.append("git add . && git commit -m Begin")
    simulated = None if wishes.example is None else try_command(wishes.example)
    if simulated is not None:
        lines.append(simulated)
    if not begun:
        lines.append(f"callr-actions init --example {_FIRST}     writes a first scenario; there is none yet")
    account = source or wishes.account
    verb, account = ("deploy", "local") if account is None else ("plan", account)
    lines.append(f"callr-actions {verb} --account {account}")
    say("\nnext:")
    for line in lines:
        say(f"  {line}")
    if wishes.forge is not None:
        say(f"\nCI installs {wishes.install}; {_otherwise(wishes.install)}")
    if wishes.account is not None:
        variable = key_variable(wishes.account)
        say(f"the key of {wishes.account} is read from {variable}; CI needs a secret of that name")


def _otherwise(install: str) -> str:
    from callr_actions.starter.installing import RELEASE

    if install == RELEASE:
        return "where pip cannot reach that, set CALLR_INSTALL_FROM there to a commit or a wheel"
    return "CALLR_INSTALL_FROM there changes that"


def _shown(path: Path) -> str:
    from callr_actions.terminal import printable

    here = Path.cwd()
    return printable((path.relative_to(here) if path.is_relative_to(here) else path).as_posix())
