"""When people may be called: days and hours, in a named time zone or in that of the number.

Where a number may lie in several zones it is called only while the window is open in all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

FROM_NUMBER: Final = "from-number"
NEWER_ZONES: Final = "update its package `tzdata` (or, beside this program: pip install -U tzdata)"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = lazy_pattern(r"(?:([a-z,\-]+)\s+)?([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_DAY_MINUTES: Final = 24 * 60
# A week and a day: whatever opens at all opens within it, also across a change of the clocks.
_LOOKED_AHEAD: Final = 8


class Window(NamedTuple):
    """Hours of some days.

    Attributes:
        days: 0 for Monday.
        start, end: minutes since midnight; an end that is not later lies on the next day.
    """

    days: frozenset[int]
    start: int
    end: int

    def holds(self, local: datetime) -> bool:
        """Return whether a local time lies in it."""
        minute = local.hour * 60 + local.minute
        today = local.weekday()
        if self.start < self.end:
            return today in self.days and self.start <= minute < self.end
        begun_today = today in self.days and minute >= self.start
        return begun_today or ((today - 1) % 7 in self.days and minute < self.end)


class Windows(NamedTuple):
    """All that `--window` and `--time-zone` say.

    Attributes:
        windows: none for at any time.
        zone: the zone that they are meant in; `from-number` for that of each number.
    """

    windows: tuple[Window, ...] = ()
    zone: str = FROM_NUMBER

    def is_open(self, zones: Sequence[str], now: float) -> bool:
        """Return whether a number of these zones may be called.

        Args:
            zones: names of time zones; those of the number.
            now: seconds since 1970.
        """
        if not self.windows:
            return True
        moment = datetime.fromtimestamp(now, UTC)
        return all(
            any(window.holds(local) for window in self.windows)
            for local in (moment.astimezone(zone_of(name)) for name in zones)
        )

    def next_opening(self, zones: Sequence[str], now: float) -> float | None:
        """Return when it is open next, from now on; None where it never is in all zones at once."""
        if self.is_open(zones, now):
            return now
        opens = sorted(each for each in self._starts(zones, now) if each > now)
        return next((each for each in opens if self.is_open(zones, each)), None)

    def _starts(self, zones: Sequence[str], now: float) -> Iterator[float]:
        """Yield when a window opens in one of the zones; only then can it open in all."""
        for name in zones:
            zone = zone_of(name)
            today = datetime.fromtimestamp(now, zone).date()
            for window in self.windows:
                hour, minute = divmod(window.start, 60)
                for ahead in range(-1, _LOOKED_AHEAD):
                    day = today + timedelta(days=ahead)
                    if day.weekday() in window.days:
                        # An hour that a change of the clocks leaves out begins when it would have.
                        yield datetime.combine(day, time(hour, minute), zone).timestamp()


def read_windows(texts: Sequence[str], zone: str | None) -> Windows:
    """Return windows as they are written: `09:00-18:00`, `mon-fri 09:00-18:00`, `sat,sun 10:00-12:00`.

    Raises:
        CallrActionsError: one is none, there is no such zone, only one of both is given, or this system knows
            no zones.
    """
    if not texts:
        if zone is not None:
            raise CallrActionsError("--time-zone says where a window holds, and there is no --window")
        return Windows()
    if zone is None:
        raise CallrActionsError(
            "--window needs --time-zone: nine o'clock is another moment elsewhere",
            hint="--time-zone Europe/Paris, or --time-zone from-number for that of each number",
        )
    _check_zone("UTC" if zone == FROM_NUMBER else zone)
    return Windows(tuple(map(_read, texts)), zone)


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a number, which was known when the number was checked.

    Raises:
        CallrActionsError: this system does not know it any more.
    """
    zone = known_zone(name)
    if zone is None:
        raise CallrActionsError(
            f"numbers of this batch lie in the time zone `{name}`, which this system does not know",
            hint=NEWER_ZONES,
            exit_code=ExitCode.REFUSED,
        )
    return zone


@cache
def known_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its name; None where this system knows none of that name."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - only windows need the zones

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no path, a folder, no such zone
        return None


def _check_zone(name: str) -> None:
    """Check a zone that the user names.

    Raises:
        CallrActionsError: there is none, or this system knows no zones.
    """
    if known_zone(name) is not None:
        return
    from zoneinfo import available_timezones  # noqa: PLC0415

    names = sorted(available_timezones())
    if not names:
        raise CallrActionsError(
            "this system knows no time zones, which --window needs",
            hint="install its package `tzdata`; or, beside this program: pip install tzdata",
        )
    raise CallrActionsError(
        f"--time-zone: there is no time zone `{name}`",
        allowed=names,
        found=name,
        hint="names are such as Europe/Paris; from-number takes that of each number",
    )


def _read(text: str) -> Window:
    found = _WINDOW.fullmatch(text.strip().lower())
    if found is None:
        raise _wrong(text, "write 09:00-18:00, or with days: mon-fri 09:00-18:00")
    start, end = (int(found[at]) * 60 + int(found[at + 1]) for at in (2, 4))
    if int(found[3]) > 59 or int(found[5]) > 59 or start >= _DAY_MINUTES or end > _DAY_MINUTES:
        raise _wrong(text, "hours go from 00:00 to 24:00")
    if start == end:
        raise _wrong(text, "it begins when it ends; the whole day is 00:00-24:00")
    return Window(_days(found[1], text), start, end)


def _days(text: str | None, whole: str) -> frozenset[int]:
    if text is None:
        return frozenset(range(7))
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if first not in _DAYS or (dash and last not in _DAYS):
            raise _wrong(whole, f"days are {', '.join(_DAYS)}, as mon-fri or sat,sun")
        begin = _DAYS.index(first)
        length = (_DAYS.index(last) - begin) % 7 if dash else 0
        found |= {(begin + each) % 7 for each in range(length + 1)}
    return frozenset(found)


def _wrong(text: str, why: str) -> CallrActionsError:
    return CallrActionsError(f"--window: `{text}` is no window: {why}")
