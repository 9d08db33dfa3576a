"""A plan in a file: written by `plan --out`, done by `deploy --plan`. It holds templates and hashes.

What stands in its templates stands in the repository; values of the environment are not among it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.atomic import write_atomic
from callr_actions.errors import CallrActionsError
from callr_actions.file_errors import unreadable, unwritable
from callr_actions.sync.holes import Hole, HoledText
from callr_actions.sync.obstacle import Obstacle
from callr_actions.sync.outputs.json_v1 import plan_to_json, row_to_json
from callr_actions.sync.plan import (
    VERSION,
    After,
    Before,
    Holder,
    Note,
    NumberRow,
    Op,
    Plan,
    Row,
    ScenarioRow,
)

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.masking import Masker


def save_plan(plan: Plan, path: Path, masker: Masker) -> None:
    """Write a plan, readable by its owner only: it has whole scripts and numbers.

    Raises:
        CallrActionsError: the file cannot be written.
    """
    said = plan_to_json(plan, masker)
    for row, written in zip(plan.rows, said["rows"], strict=True):
        # What is done has to be exact; where a value happens to be a word of a script, it is no secret there.
        written["after"] = row_to_json(row)["after"]
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    try:
        write_atomic(path, text, mode=0o600)
    except OSError as error:
        raise unwritable(path, error) from error


def load_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        CallrActionsError: it cannot be read, or is none.
    """
    try:
        said = json.loads(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
        raise _no_plan(path, "it is not JSON") from error
    if not isinstance(said, dict) or not isinstance(said.get("rows"), list):
        raise _no_plan(path, "it has no `rows`")
    if said.get("version") != VERSION:
        raise _no_plan(path, f"it is of version {said.get('version')}, and this program reads {VERSION}")
    try:
        return _plan(said)
    except (KeyError, TypeError, ValueError) as error:
        raise _no_plan(path, f"a part of it is missing or wrong: {error}") from error


def _no_plan(path: Path, why: str) -> CallrActionsError:
    return CallrActionsError(
        f"this is not a plan of `callr-actions plan --out`: {why}", file=str(path), hint="make it again"
    )


def _plan(said: dict[str, Any]) -> Plan:
    return Plan(
        said["account"],
        tuple(_row(row) for row in said["rows"]),
        said["summary"]["unchanged"],
        said["summary"]["ours"],
        tuple(Note(**note) for note in said["notes"]),
        tuple(Obstacle(**each) for each in said["obstacles"]),
        said["created"],
        said["commit"],
        said.get("protected"),  # plans of earlier versions do not say it
    )


def _row(said: dict[str, Any]) -> Row:
    op, key, reason, refused = Op(said["op"]), said["key"], said["reason"], said["refused"]
    if said["number"] is not None:
        before, after = (Holder(**said[side]) if said[side] else None for side in ("before", "after"))
        return NumberRow(op, key, said["number"], before, after, reason, refused)
    return ScenarioRow(
        op,
        key,
        None if said["before"] is None else _before(said["before"]),
        None if said["after"] is None else _after(said["after"]),
        reason,
        said["flow"],
        said["diff"],
        refused,
        said["hint"],
        said.get("instead"),  # nor this
    )


def _before(said: dict[str, Any]) -> Before:
    return Before(said["sid"], said["name"], said["fingerprint"], said["key"], None, tuple(said["numbers"]))


def _after(said: dict[str, Any]) -> After:
    template = said["template"]
    text = None
    if template is not None:
        holes = tuple(Hole(hole["at"], hole["name"]) for hole in template["holes"])
        if any(not template["text"].startswith(hole.written, hole.at) for hole in holes):
            raise ValueError("a hole is not where it should be")
        text = HoledText(template["text"], holes)
    return After(said["name"], text, said["hash"], said["commit"])
