"""The floor rule: a room imports only from floors below its own."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import callr_actions

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.no_cover  # nothing of the package runs

PACKAGE = Path(callr_actions.__file__).parent
FLOORS = {
    "cli": 8,
    "lsp": 8,
    "studio": 8,
    "watch": 7,
    "sync": 6,
    "programs": 6,
    "runs": 6,
    "testing": 6,
    "targets": 5,
    "account": 4,
    "api_keys": 4,
    "graph": 4,
    "starter": 4,
    "simulator": 3,
    "project": 3,
    "linter": 3,
    "api": 2,
    "language": 2,
    "javascript": 1,
    "telephony": 1,
    "atomic": 0,
    "closest": 0,
    "errors": 0,
    "exit_codes": 0,
    "git": 0,
    "lazy_pattern": 0,
    "masking": 0,
    "named_tuple": 0,
    "terminal": 0,
    "file_errors": 0,
    "version": 0,
}
# The doors to the house: they stand outside it and may open any room.
DOORS = ("__init__", "__main__")


def room_of(module: str) -> str:
    """`callr_actions.linter.rules` -> `linter`; the package itself -> ``."""
    return module.removeprefix("callr_actions").removeprefix(".").partition(".")[0]


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple(imported(path))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            yield node.lineno, node.module or ""


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room not in DOORS:
            yield room, path


def test_every_room_has_a_floor() -> None:
    assert {room for room, _ in modules()} <= FLOORS.keys()


def test_rooms_import_only_from_floors_below() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line}: {room} (floor {FLOORS[room]}) imports {module}"
        for room, path in modules()
        for line, module in imports(path)
        if module.startswith("callr_actions.")
        and room_of(module) != room
        and FLOORS[room_of(module)] >= FLOORS[room]
        # One plain file of the ground floor may use another; the import system refuses circles.
        and not (FLOORS[room] == FLOORS[room_of(module)] == 0)
    ]
    assert wrong == []


def test_no_room_goes_through_the_front_door() -> None:
    asked = [
        f"{path}:{line}"
        for _, path in modules()
        for line, module in imports(path)
        if module == "callr_actions"
    ]
    assert asked == []
