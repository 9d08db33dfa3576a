"""`callr-actions schema`: prints the JSON Schemas; `schema use` adopts Callr's own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from callr_actions.cli.lazy import CommandGroup
from callr_actions.cli.manners import say
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode


@click.group("schema", cls=CommandGroup)
def command() -> None:
    """Print the JSON Schemas that editors use, or adopt the one that Callr publishes.

    \b
    Examples:
      callr-actions schema scenario > scenario.schema.json
      callr-actions schema use callr.schema.json
    """  # noqa: D301 - click reads it


@command.command("scenario")
def scenario() -> None:
    """Print the JSON Schema of scenarios, made from what is publicly known.

    \b
    Examples:
      callr-actions schema scenario > scenario.schema.json
    """  # noqa: D301 - click reads it
    _print("scenario.schema.json")


@command.command("project")
def project() -> None:
    """Print the JSON Schema of callr.yaml.

    \b
    Examples:
      callr-actions schema project > project.schema.json
    """  # noqa: D301 - click reads it
    _print("project.schema.json")


@command.command("world")
def world() -> None:
    """Print the JSON Schema of worlds, which `call` and `text` run scenarios in.

    \b
    Examples:
      callr-actions schema world > world.schema.json
    """  # noqa: D301 - click reads it
    _print("world.schema.json")


@command.command("catalog")
def catalog() -> None:
    """Print every fact about the platform that this program goes by, with where it is from.

    \b
    Examples:
      callr-actions schema catalog > facts.json
    """  # noqa: D301 - click reads it
    _print("catalog.json")


@command.command("use")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--project", "project_file", type=click.Path(path_type=Path), help="The callr.yaml to write it into."
)
@click.option("--dry-run", is_flag=True, help="Show what is found, write nothing.")
def use(file: Path, project_file: Path | None, *, dry_run: bool) -> None:
    """Adopt Callr's own JSON Schema: from now on its verdicts are errors.

    FILE is the schema that Callr publishes, as JSON or YAML. It has to lie in the project's folder: it
    is remembered in callr.yaml by its path there and belongs in git.

    \b
    Examples:
      callr-actions schema use callr.schema.json --dry-run
      callr-actions schema use callr.schema.json
    """  # noqa: D301 - click reads it
    from callr_actions.language.adopted.adoption import adoption_of
    from callr_actions.language.adopted.derive import derive_catalog
    from callr_actions.language.adopted.load import load_schema
    from callr_actions.language.bundled import bundled
    from callr_actions.project.edit import set_schema
    from callr_actions.project.find import find_project_file
    from callr_actions.project.project import PROJECT_FILE

    schema = load_schema(file, file.as_posix())
    ours = bundled()
    for line in adoption_of(schema, derive_catalog(schema, ours), ours).lines():
        say(line)
    target = project_file or find_project_file(Path.cwd()) or Path.cwd() / PROJECT_FILE
    value = _path_in_project(file, target.parent)
    if dry_run:
        say(f"nothing was written; {_shown(target)} would get `schema: {value}`")
        return
    set_schema(target, value)
    say(f"adopted: {_shown(target)} now has `schema: {value}`")


def _print(name: str) -> None:
    """Write a compiled schema to standard output, byte for byte."""
    from callr_actions.language.bundled import schema_text

    sys.stdout.buffer.write(schema_text(name).encode())
    sys.stdout.buffer.flush()


def _path_in_project(file: Path, folder: Path) -> str:
    """Return a file's path below the project's folder.

    Raises:
        CallrActionsError: it lies elsewhere, or is a link to somewhere else.
    """
    real, root = Path(os.path.realpath(file)), Path(os.path.realpath(folder))
    if not real.is_relative_to(root):
        raise CallrActionsError(
            f"it is outside the project's folder {_shown(folder)}",
            file=file.as_posix(),
            hint="copy it into the repository, so that everybody checks with it, and adopt the copy",
            exit_code=ExitCode.REFUSED,
        )
    written = Path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are written
    top = Path(os.path.abspath(folder))  # noqa: PTH100
    inside = written.relative_to(top) if written.is_relative_to(top) else real.relative_to(root)
    return inside.as_posix()


def _shown(path: Path) -> str:
    """Return a path relative to the working folder where it lies below it."""
    full = path.absolute()
    return (full.relative_to(Path.cwd()) if full.is_relative_to(Path.cwd()) else full).as_posix()
