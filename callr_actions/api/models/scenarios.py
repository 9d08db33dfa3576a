"""Scenarios and their runs."""

from __future__ import annotations

from typing import Any

from msgspec import field

from callr_actions.api.models.model import Model
from callr_actions.api.models.number_kinds import NumberClass, NumberType
from callr_actions.api.models.timestamp import Timestamp


class AttachedNumber(Model, frozen=True, kw_only=True):
    """A phone number as a scenario lists it."""

    e164: str
    class_: NumberClass = field(name="class")
    type: NumberType
    assigned: Timestamp
    country: str


class Scenario(Model, frozen=True, kw_only=True):
    """A scenario with its script.

    Attributes:
        sid: eight characters.
        script: the YAML text.
        format: `yaml`.
        version: of the scenario language, `1.0`.
        numbers: the phone numbers that are attached to it.
    """

    sid: str
    name: str
    script: str
    format: str
    version: str
    numbers: tuple[AttachedNumber, ...]
    created: Timestamp
    updated: Timestamp


class RunStarted(Model, frozen=True, kw_only=True):
    """What starting a scenario answers."""

    run_id: str = field(name="runid")


class Run(Model, frozen=True, kw_only=True):
    """A run; the API tells its variables and nothing else, not even whether it ended."""

    variables: dict[str, Any]
