"""CA905 and CA911: settings for scenarios that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.finding import Severity
from callr_actions.project.discovery import is_scenario_name, sorted_findings
from callr_actions.project.report import did_you_mean, finding_at, quoted

if TYPE_CHECKING:
    from collections.abc import Collection

    from callr_actions.language.finding import Finding
    from callr_actions.project.places import Placed
    from callr_actions.project.project import Project


def idle_pattern(glob: Placed) -> Finding:
    """Return the finding for a pattern below `per-file` that matches no scenario."""
    return finding_at(
        "CA911",
        *glob.place,
        f"no scenario matches {quoted(glob.text)}, so nothing below it counts",
        help="correct the pattern, or delete it with what is below it",
        severity=Severity.INFO,
    )


def unknown_rule(written: Placed, message: str, advice: str | None) -> Finding:
    """Return the finding for a code, name or profile below `lint` that does not exist.

    Args:
        written: what stands there.
        message: what is wrong with it, the closest one that exists included.
        advice: what to do now.
    """
    return finding_at("CA912", *written.place, message, help=advice)


def check_scenarios(project: Project, keys: Collection[str]) -> tuple[Finding, ...]:
    """Return a finding for each entry of `scenario-settings` whose scenario is not among the keys found."""
    known = set(keys)
    folder = project.scenarios.relative_to(project.root).as_posix()
    found = [
        _unknown(project, key, known, folder)
        for key in project.settings
        if key not in known and () in project.settings[key].positions
    ]
    return sorted_findings(found)


def _unknown(project: Project, key: str, known: set[str], folder: str) -> Finding:
    place = project.settings[key].positions[()]
    bare = key.removeprefix(f"{folder}/")
    bare = bare.rpartition(".")[0] if is_scenario_name(bare) else bare
    near = bare if bare in known else closest(key, known)
    advice = f"write `{folder}/{key}.yaml`, or delete these settings"
    if bare != key:
        advice = f"a key is the path below `{folder}/`, without the extension"
    return finding_at(
        "CA905", *place, f"no scenario has the key {quoted(key)}{did_you_mean(near)}", help=advice
    )
