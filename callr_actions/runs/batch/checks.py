"""Every row is looked at before the first one starts: its variables, its number, its hours."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import msgspec

from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple
from callr_actions.runs.batch.kept_rows import NewRow
from callr_actions.runs.batch.rows import BadRow
from callr_actions.runs.batch.windows import FROM_NUMBER, NEWER_ZONES, Windows, known_zone
from callr_actions.runs.variables import fault_in
from callr_actions.telephony import e164
from callr_actions.telephony.time_zones import time_zones_of

if TYPE_CHECKING:
    from callr_actions.runs.batch.columns import Columns
    from callr_actions.runs.batch.rows import Row

_LARGEST_TEXT: Final = 60
_FAULTS: Final = {
    e164.Standing.TOO_SHORT: "is too short for a phone number",
    e164.Standing.TOO_LONG: "is too long for a phone number",
    e164.Standing.WRONG_LENGTH: "no phone number has that many digits",
    e164.Standing.TRUNK_ZERO: "has the zero of national numbers behind the country code",
    e164.Standing.NO_COUNTRY: "begins with a code that no country has",
}


class Demands(NamedTuple):
    """What rows have to meet.

    Attributes:
        number: the variable with the phone number that a run calls; None where there is none.
        region: the country whose national numbers are read, such as `FR`.
        windows: when people may be called.
        unique: the variables that make rows duplicates of each other; none for all of them.
        duplicates: whether duplicates are started too.
    """

    number: str | None = None
    region: str | None = None
    windows: Windows = Windows()
    unique: tuple[str, ...] = ()
    duplicates: bool = False


class RowCheck:
    """Turns rows into what is kept of them, or says what is wrong.

    Args:
        columns: the way to variables.
        demands: what rows have to meet.
        now: seconds since 1970, from which on a window has to open.
    """

    def __init__(self, columns: Columns, demands: Demands, now: float) -> None:
        self._columns = columns
        self._demands = demands
        self._encode = msgspec.json.Encoder(order="deterministic").encode

        @lru_cache(maxsize=4096)
        def opens(zones: tuple[str, ...]) -> bool:
            return demands.windows.next_opening(zones, now) is not None

        self._opens = opens

    def __call__(self, row: Row) -> NewRow | BadRow:
        """Check one row."""
        variables: dict[str, object] = dict(self._columns.constants)
        fault = self._fill(variables, row) or _unfit(variables)
        digits, zone = None, ""
        if fault is None and self._demands.number is not None:
            fault, digits, zone = self._number(variables, self._demands.number)
        if fault is None and self._demands.windows.zone != FROM_NUMBER:
            zone = self._demands.windows.zone
        if fault is not None:
            return BadRow(row.line, fault)
        encoded = self._encode(variables)
        return NewRow(row.line, zone, digits, self._same(variables, encoded), encoded)

    def _fill(self, variables: dict[str, object], row: Row) -> str | None:
        for column in self._columns.explicit:
            if column not in row.cells:
                return f"the column `{column}` is missing"
        for column, value in row.cells.items():
            goal = self._columns.goal(column)
            if goal.variable is None:
                continue
            if goal.variable in variables:
                return f"`{goal.variable}` comes twice"
            if goal.json and isinstance(value, str):
                try:
                    variables[goal.variable] = json.loads(value)
                except (ValueError, RecursionError):
                    return f"`{column}` is not JSON: {_shown(value)}"
            else:
                variables[goal.variable] = value
        return None

    def _number(self, variables: dict[str, object], name: str) -> tuple[str | None, int | None, str]:
        """Return what is wrong, the digits, the zones; put the number into its one form."""
        value = variables.get(name)
        if not isinstance(value, str) or not value:
            what = "is empty" if value == "" else "is missing" if value is None else "is not a text"
            return f"`{name}` {what}; it is the number to call", None, ""
        number, fault = _read(value, self._demands.region)
        if fault is not None:
            return f"`{name}`: {fault}", None, ""
        variables[name] = number
        windows = self._demands.windows
        if not windows.windows or windows.zone != FROM_NUMBER:
            return None, int(number[1:]), ""
        zones = time_zones_of(number)
        if not zones:
            return f"`{name}`: no time zone is known for {number}; name one with --time-zone", None, ""
        strange = next((zone for zone in zones if known_zone(zone) is None), None)
        if strange is not None:
            fault = f"{number} lies in the time zone `{strange}`, which this system does not know"
            return f"`{name}`: {fault}: {NEWER_ZONES}, or name a zone with --time-zone", None, ""
        if not self._opens(zones):
            fault = (
                f"{number} may lie in {len(zones)} time zones, and the window is never open in all of them"
            )
            return f"`{name}`: {fault}; call it in another batch, with --time-zone NAME", None, ""
        return None, int(number[1:]), " ".join(zones)

    def _same(self, variables: dict[str, object], encoded: bytes) -> bytes | None:
        if self._demands.duplicates:
            return None
        if self._demands.unique:
            encoded = self._encode([variables.get(name) for name in self._demands.unique])
        return blake2b(encoded, digest_size=12).digest()


def looks_like_number(value: object) -> bool:
    """Return whether a value is a phone number as it has to be: `+` and digits, in a range that can exist."""
    return isinstance(value, str) and value.startswith("+") and _read(value, None)[1] is None


def _read(text: str, region: str | None) -> tuple[str, str | None]:
    """Return a number in E.164 form and what is wrong with it."""
    if text[0] == "+" and text[1:].isdigit() and text.isascii():
        reading = e164.read(text)
        fault = _FAULTS.get(reading.standing)
        if fault is None:
            return text, None
        instead = f"; did you mean {reading.instead}?" if reading.instead else ""
        return text, f"{_shown(text)} {fault}{instead}"
    meant = e164.meant(text, region)
    if meant is not None and (meant.same or region is not None):
        return meant.number, None
    if meant is not None:
        return text, f"{_shown(text)} is not in international form; did you mean {meant.number}?"
    hint = "" if region else ", or say whose national numbers these are: --region FR"
    return text, f"{_shown(text)} is no phone number; write +33123456789{hint}"


def _unfit(variables: dict[str, object]) -> str | None:
    fault = fault_in(variables)
    return None if fault is None else f"its variables are {fault.found}; allowed: {fault.allowed}"


def _shown(value: str) -> str:
    cut = value if len(value) <= _LARGEST_TEXT else f"{value[:_LARGEST_TEXT]}…"
    return f"`{cut}`"


def check_region(region: str | None) -> None:
    """Raise CallrActionsError where a region is none."""
    if region is None:
        return
    import phonenumbers  # noqa: PLC0415 - 50 ms, only for who names a region

    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise CallrActionsError(
            f"--region: there is no country `{region}`; write FR, BE, US …",
            allowed=sorted(phonenumbers.SUPPORTED_REGIONS),
            found=region,
        )
