"""Version 1 of the plan for programs. Fields are only ever added; no value of the environment is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from callr_actions.sync.plan import VERSION, NumberRow

if TYPE_CHECKING:
    from callr_actions.linter.outputs.style import Style
    from callr_actions.masking import Masker
    from callr_actions.sync.plan import After, Before, Holder, Plan, Row


def render(plan: Plan, style: Style) -> str:
    """Return the plan as one JSON object."""
    return json.dumps(plan_to_json(plan, style.masker), ensure_ascii=False, indent=2) + "\n"


def plan_to_json(plan: Plan, masker: Masker) -> dict[str, Any]:
    """Return the plan as a JSON object, with secrets that the masker knows hidden."""
    said = {
        "version": VERSION,
        "account": plan.account,
        "protected": plan.protected,
        "created": plan.created,
        "commit": plan.commit,
        "fingerprints": dict(plan.fingerprints),
        "summary": {
            **{op.value: count for op, count in plan.counts.items()},
            "unchanged": plan.unchanged,
            "ours": plan.ours,
        },
        "rows": [row_to_json(row) for row in plan.rows],
        "notes": [note._asdict() for note in plan.notes],
        "obstacles": [each._asdict() for each in plan.obstacles],
    }
    masked: dict[str, Any] = _masked(said, masker)
    return masked


def row_to_json(row: Row) -> dict[str, Any]:
    """Return a row as a JSON object; every row has the same keys."""
    if isinstance(row, NumberRow):
        holder = row.after or row.before
        return _row(row, holder and holder.sid, row.number, _holder(row.before), _holder(row.after))
    return _row(row, row.sid, None, _before(row.before), _after(row.after)) | {
        "flow": row.flow,
        "diff": row.diff,
        "hint": row.hint,
        "instead": row.instead,
    }


def _row(row: Row, sid: str | None, number: str | None, before: object, after: object) -> dict[str, Any]:
    return {
        "op": row.op.value,
        "key": row.key,
        "sid": sid,
        "number": number,
        "reason": row.reason,
        "refused": row.refused,
        "before": before,
        "after": after,
        "flow": "",
        "diff": "",
        "hint": None,
        "instead": None,
    }


def _before(before: Before | None) -> dict[str, Any] | None:
    if before is None:
        return None
    said = before._asdict() | {"numbers": list(before.numbers)}
    del said["script"]
    return said


def _after(after: After | None) -> dict[str, Any] | None:
    if after is None:
        return None
    template = None
    if after.template is not None:
        holes = [hole._asdict() for hole in after.template.holes]
        template = {"text": after.template.text, "holes": holes}
    return {"name": after.name, "template": template, "hash": after.hash, "commit": after.commit}


def _holder(holder: Holder | None) -> dict[str, Any] | None:
    return None if holder is None else holder._asdict()


def _masked(value: Any, masker: Masker) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return masker.mask(value)
    if isinstance(value, list):
        return [_masked(item, masker) for item in value]
    if isinstance(value, dict):
        return {key: _masked(item, masker) for key, item in value.items()}
    return value
