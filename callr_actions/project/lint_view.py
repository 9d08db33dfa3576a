"""The part of a project that the linter looks at, as JSON: a cache reads it faster than callr.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.finding import Severity, span_from_json, span_to_json
from callr_actions.project.inside import path_problem
from callr_actions.project.places import Place, Placed
from callr_actions.project.project import Project
from callr_actions.project.settings import LintSettings, PerFile, ScenarioSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def view_to_json(project: Project) -> dict[str, Any]:
    """Return the scenarios folder, the schema, `lint`, and the names and numbers of scenarios."""
    lint = project.lint
    worlds = {settings.world for settings in project.settings.values() if settings.world is not None}
    return {
        "shown": project.shown,
        "scenarios": project.scenarios.relative_to(project.root).as_posix(),
        "schema": None if project.schema is None else project.schema.relative_to(project.root).as_posix(),
        "schema-span": None if project.schema_place is None else span_to_json(project.schema_place.span),
        "worlds": sorted(world.relative_to(project.root).as_posix() for world in worlds),
        "select": None if lint.select is None else _placed_list(lint.select),
        "ignore": _placed_list(lint.ignore),
        "per-file": [
            [_placed(choice.glob), _placed_list(choice.select), _placed_list(choice.ignore)]
            for choice in lint.per_file
        ],
        "fail-on": None if lint.fail_on is None else lint.fail_on.value,
        "profile": None if lint.profile is None else _placed(lint.profile),
        "baseline": None if lint.baseline is None else _placed(lint.baseline),
        "settings": [
            [settings.key, span_to_json(settings.positions[()].span), dict(settings.numbers)]
            for settings in project.settings.values()
        ],
    }


def project_from_view(it: dict[str, Any], file: Path) -> Project | None:
    """Return a project with what `view_to_json` has written; None where a path leads out of the project now.

    Args:
        it: the view.
        file: callr.yaml, absolute.

    Raises:
        KeyError, TypeError, ValueError: something else has written it.
    """
    root, shown = file.parent, it["shown"]
    paths = [it["scenarios"], *it["worlds"]] + ([it["schema"]] if it["schema"] is not None else [])
    if any(path_problem(path, root) is not None for path in paths):
        return None
    lint = LintSettings(
        select=None if it["select"] is None else _read_list(it["select"], shown),
        ignore=_read_list(it["ignore"], shown),
        per_file=tuple(
            PerFile(_read(glob, shown), _read_list(select, shown), _read_list(ignore, shown))
            for glob, select, ignore in it["per-file"]
        ),
        fail_on=None if it["fail-on"] is None else Severity(it["fail-on"]),
        profile=None if it["profile"] is None else _read(it["profile"], shown),
        baseline=None if it["baseline"] is None else _read(it["baseline"], shown),
    )
    settings = {
        key: ScenarioSettings(
            key,
            numbers={account: tuple(numbers) for account, numbers in by_account.items()},
            positions={(): Place(shown, span_from_json(span))},
        )
        for key, span, by_account in it["settings"]
    }
    return Project(
        root=root,
        scenarios=root / it["scenarios"],
        file=file,
        shown=shown,
        settings=settings,
        lint=lint,
        schema=None if it["schema"] is None else root / it["schema"],
        schema_place=None if it["schema"] is None else Place(shown, span_from_json(it["schema-span"])),
    )


def _placed(placed: Placed) -> list[Any]:
    return [placed.text, span_to_json(placed.place.span)]


def _placed_list(placed: Iterable[Placed]) -> list[list[Any]]:
    return [_placed(each) for each in placed]


def _read(it: list[Any], shown: str) -> Placed:
    text, span = it
    return Placed(text, Place(shown, span_from_json(span)))


def _read_list(it: list[Any], shown: str) -> tuple[Placed, ...]:
    return tuple(_read(each, shown) for each in it)
