"""Which world file is around a run: of the command line, of the scenario's key, of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.account.problem import Problem
from callr_actions.account.runs.worlds import Worlds

if TYPE_CHECKING:
    from pathlib import Path

MARK = "branches: {}\n# callr-actions support/front%20desk 0123456789ab 0123456789abcdef\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / f"{name}.world.yaml" for name in ("key", "name", "asked")}
    for name, path in found.items():
        path.write_text(f"# {name}\n", encoding="utf-8")
    return found


def chosen(worlds: Worlds, name: str, script: str) -> str | None:
    row: Any = {"name": name, "script": script}
    found = worlds.text(row)
    return None if found is None else found[0].strip("# \n")


@pytest.mark.parametrize(
    ("name", "script", "expected"),
    [
        ("Front desk", MARK, "key"),
        ("Front desk", MARK.replace(" 0123456789ab ", " - "), "key"),
        ("Front desk", f"{MARK.rstrip()} fedcba9876543210", "key"),
        # Not the last line: somebody has written below it.
        ("Front desk", f"{MARK}# more\n", "name"),
        ("Front desk", MARK.replace("support/", "sales/"), "name"),
        ("Front desk", "branches: {}", "name"),
        ("Back office", "branches: {}", None),
    ],
)
def test_a_world_is_found(files: dict[str, Path], name: str, script: str, expected: str | None) -> None:
    worlds = Worlds(of_keys={"support/front desk": files["key"], "Front desk": files["name"]})
    assert chosen(worlds, name, script) == expected
    assert chosen(worlds._replace(file=files["asked"]), name, script) == "asked"


def test_an_edit_counts_for_the_next_run(files: dict[str, Path]) -> None:
    worlds = Worlds(files["asked"])
    assert chosen(worlds, "A", "") == "asked"
    files["asked"].write_text("# edited\n", encoding="utf-8")
    assert chosen(worlds, "A", "") == "edited"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: no such file or directory"),
        (b"\xff\xfe", "cannot be read: it is not UTF-8"),
        (b"#" * 2_000_000, "has over 1,048,576 characters"),
    ],
)
def test_a_world_that_cannot_be_read(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "a.world.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        chosen(Worlds(path), "A", "")
    assert (caught.value.status, caught.value.message) == (400, f"the world a.world.yaml {reason}")
