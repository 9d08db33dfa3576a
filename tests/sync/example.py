"""Projects and texts for the tests of this room, as short as they can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.masking import Masker
from callr_actions.project.file import load_project
from callr_actions.sync.desired import ScenarioText, desired_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from callr_actions.project.project import Project
    from callr_actions.sync.desired import Desired


def a_project(folder: Path, text: str = "version: 1\n") -> Project:
    """Return the project of a callr.yaml."""
    file = folder / "callr.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load_project(file, shown="callr.yaml")
    assert loaded.project is not None, [finding.message for finding in loaded.findings]
    return loaded.project


def texts(files: Mapping[str, str | bytes]) -> tuple[ScenarioText, ...]:
    """Return files by their keys as they would be read."""
    return tuple(
        ScenarioText(key, f"scenarios/{key}.yaml", text.encode() if isinstance(text, str) else text)
        for key, text in files.items()
    )


def desired(
    project: Project,
    files: Mapping[str, str | bytes],
    account: str = "local",
    *,
    environ: Mapping[str, str] | None = None,
    masker: Masker | None = None,
    audio: Mapping[str, Sequence[str]] | None = None,
    commits: Mapping[str, str | None] | None = None,
) -> Desired:
    """Return what an account should be."""
    return desired_state(
        project,
        account,
        texts(files),
        environ=environ or {},
        masker=masker or Masker(),
        audio=audio,
        commits=commits,
    )
