"""What a run begins with and the world around it, as JSON that is kept and as the simulator's values."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from callr_actions.account.problem import Problem
from callr_actions.account.runs.rates import DESTINATIONS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from callr_actions.simulator.start import Start
    from callr_actions.simulator.world.model import World

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_TOLD = 5


def start_of(kept: Mapping[str, Any]) -> Start:
    """Return what a run begins with.

    Args:
        kept: `type`, and for an API run `variables`, for an SMS `from`, `to` and `text`, for a call `from`,
            `to`, `name`, `restricted` and `does`, a list as in a world's `caller`.
    """
    from callr_actions.simulator.start import ApiRun, InboundCall, InboundSms  # noqa: PLC0415 - only runs pay
    from callr_actions.simulator.world.build import script_of  # noqa: PLC0415

    match kept["type"]:
        case "inbound-call":
            does = script_of(kept["does"])
            return InboundCall(kept["from"], kept["to"], does, kept["name"], kept["restricted"])
        case "inbound-sms":
            return InboundSms(kept["from"], kept["to"], kept["text"])
    return ApiRun(kept["variables"])


def world_of_data(data: object, shown: str) -> World:
    """Return the world that JSON says.

    Raises:
        Problem: 400 with what is wrong with it.
    """
    return world_of_text(json.dumps(data), shown, places=False)


def world_of_text(text: str, shown: str, *, places: bool = True) -> World:
    """Return the world that a text says: YAML, which JSON is too.

    Args:
        text: the text.
        shown: what it is called.
        places: whether lines and columns tell anybody anything.

    Raises:
        Problem: 400 with what is wrong with it.
    """
    from callr_actions.language.document import parse_document  # noqa: PLC0415 - only runs pay for it
    from callr_actions.language.source import Source  # noqa: PLC0415
    from callr_actions.simulator.world.read import world_of  # noqa: PLC0415

    read = world_of(parse_document(Source(shown, text), what="a world"))
    if read.world is None:
        wrong = [
            f"line {each.span.start.line}, column {each.span.start.column}: {each.message}"
            if places
            else each.message
            for each in read.findings
        ]
        more = f"; and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
        raise Problem(400, f"{shown} is no world: {'; '.join(wrong[:_MOST_TOLD])}{more}")
    return read.world


def world_around(row: sqlite3.Row, kept: Mapping[str, Any]) -> World:
    """Return the world around a run: what is kept of it, at the account's time, with its prices.

    Args:
        row: the run.
        kept: `text`, the world as YAML; `numbers`, how numbers behave whatever the text says; `shown`, the
            number that those see whom the run calls.
    """
    from callr_actions.simulator.world.model import Rate  # noqa: PLC0415

    world = world_of_text(kept["text"], "the world")
    behaviours = world_of_data({"numbers": kept["numbers"]}, "the numbers' behaviour")
    rates = [
        Rate(prefix, each.id, each.label, each.cents) for each in DESTINATIONS for prefix in each.prefixes
    ]
    return world._replace(
        start=_EPOCH + timedelta(milliseconds=row["began"]),
        caller=world.caller._replace(to=kept["shown"] or world.caller.to),
        numbers={**world.numbers, **behaviours.numbers},
        scenario_sid=row["scenario_sid"],
        scenario_name=row["scenario_name"],
        rates=tuple(sorted(rates, key=lambda rate: -len(rate.prefix))),
    )
