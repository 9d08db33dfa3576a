"""When people may be called, in their own time zone, also on the days on which clocks change."""

from __future__ import annotations

import sys
import zoneinfo
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.runs.batch.rate import rate_text, read_rate
from callr_actions.runs.batch.windows import Window, Windows, known_zone, read_windows
from callr_actions.telephony.time_zones import time_zones_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARIS = "Europe/Paris"


def at(text: str, zone: str = PARIS) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def opening(windows: Windows, zones: tuple[str, ...], now: str) -> str | None:
    found = windows.next_opening(zones, at(now))
    return None if found is None else datetime.fromtimestamp(found, UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "moment", "is_open"),
    [
        ("09:00-18:00", "2025-03-03T09:00", True),
        ("09:00-18:00", "2025-03-03T08:59", False),
        ("09:00-18:00", "2025-03-03T18:00", False),
        ("mon-fri 9:00-18:00", "2025-03-08T12:00", False),
        ("sat,sun 09:00-24:00", "2025-03-08T23:59", True),
        ("fri-mon 00:00-24:00", "2025-03-09T12:00", True),
        ("fri-mon 00:00-24:00", "2025-03-11T12:00", False),
        ("fri 22:00-02:00", "2025-03-07T23:00", True),
        ("fri 22:00-02:00", "2025-03-08T01:59", True),
        ("fri 22:00-02:00", "2025-03-07T01:00", False),
    ],
)
def test_a_window_holds_its_hours_on_its_days(text: str, moment: str, is_open: bool) -> None:
    assert read_windows([text], PARIS).is_open([PARIS], at(moment)) is is_open


def test_a_number_of_several_zones_waits_until_it_is_open_in_all_of_them() -> None:
    windows = read_windows(["09:00-18:00"], "from-number")
    zones = ("America/New_York", "America/Los_Angeles")
    assert not windows.is_open(zones, at("2025-03-03T09:30", "America/New_York"))
    assert windows.is_open(zones, at("2025-03-03T12:00", "America/New_York"))
    assert opening(windows, zones, "2025-03-03T07:00") == "2025-03-03T17:00:00+00:00"
    assert opening(windows, ("Asia/Kamchatka", "Europe/Lisbon"), "2025-03-03T07:00") is None


def test_it_opens_at_the_same_hour_when_the_clocks_change() -> None:
    windows = read_windows(["09:00-18:00"], PARIS)
    assert opening(windows, (PARIS,), "2025-03-29T20:00") == "2025-03-30T07:00:00+00:00"
    assert opening(windows, (PARIS,), "2025-10-25T20:00") == "2025-10-26T08:00:00+00:00"
    night = read_windows(["sun 02:30-03:30"], PARIS)  # 02:30 does not exist on that day
    found = opening(night, (PARIS,), "2025-03-30T00:00")
    assert found is not None
    assert night.is_open([PARIS], datetime.fromisoformat(found).timestamp())


def test_without_a_window_it_is_always_open() -> None:
    assert read_windows([], None).is_open(["Europe/Paris"], 0.0)


@pytest.mark.parametrize(
    ("texts", "zone", "says"),
    [
        ([], "Europe/Paris", "--time-zone says where a window holds, and there is no --window"),
        (
            ["9-18"],
            PARIS,
            "--window: `9-18` is no window: write 09:00-18:00, or with days: mon-fri 09:00-18:00",
        ),
        (["09:00-09:00"], PARIS, "it begins when it ends; the whole day is 00:00-24:00"),
        (["09:00-24:01"], PARIS, "hours go from 00:00 to 24:00"),
        (["09:61-10:00"], PARIS, "hours go from 00:00 to 24:00"),
        (["mo 09:00-10:00"], PARIS, "days are mon, tue, wed, thu, fri, sat, sun, as mon-fri or sat,sun"),
        (["09:00-18:00"], None, "--window needs --time-zone"),
        (
            ["09:00-18:00"],
            "Europe/Pariss",
            "there is no time zone `Europe/Pariss`; did you mean `Europe/Paris`?",
        ),
        (["09:00-18:00"], "../etc/passwd", "there is no time zone `../etc/passwd`"),
        (["09:00-18:00"], "Europe", "there is no time zone `Europe`"),
    ],
)
def test_a_bad_window_says_what_is_allowed(texts: list[str], zone: str | None, says: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        read_windows(texts, zone)
    assert says in str(caught.value)


@pytest.fixture
def no_zones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on Windows without the package, and in a bare container."""

    def forget() -> None:
        known_zone.cache_clear()
        ZoneInfo.clear_cache()

    before = zoneinfo.TZPATH
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath([tmp_path])
    forget()
    yield
    zoneinfo.reset_tzpath(before)
    forget()


@pytest.mark.usefixtures("no_zones")
@pytest.mark.parametrize("zone", [PARIS, "from-number"])
def test_a_system_without_time_zones_says_so_before_anything_is_read(zone: str) -> None:
    with pytest.raises(CallrActionsError, match="this system knows no time zones") as caught:
        read_windows(["09:00-18:00"], zone)
    assert caught.value.hint == "install its package `tzdata`; or, beside this program: pip install tzdata"


@pytest.mark.usefixtures("no_zones")
def test_a_zone_of_numbers_that_is_not_known_any_more_is_no_mistake_of_an_option() -> None:
    windows = Windows((Window(frozenset(range(7)), 540, 1080),))
    with pytest.raises(CallrActionsError) as caught:
        windows.is_open(("America/Ciudad_Juarez",), 0.0)
    assert str(caught.value) == (
        "numbers of this batch lie in the time zone `America/Ciudad_Juarez`, which this system does not know"
    )
    assert caught.value.hint == "update its package `tzdata` (or, beside this program: pip install -U tzdata)"
    assert caught.value.exit_code is ExitCode.REFUSED


def test_numbers_tell_their_zones() -> None:
    assert time_zones_of("+33142000000") == ("Europe/Paris",)
    assert time_zones_of("+14155550100") == ("America/Los_Angeles",)
    assert time_zones_of("+33639980101") == ("Europe/Paris",)  # for films: in no range that is in use
    assert "Australia/Perth" in time_zones_of("+61412345678")
    assert time_zones_of("+883510000000") == ()
    assert time_zones_of("nonsense") == ()


@pytest.mark.parametrize(
    ("text", "rate", "words"),
    [
        ("5", 5.0, "5 a second"),
        ("2.5/s", 2.5, "2.5 a second"),
        ("90/m", 1.5, "1.5 a second"),
        ("30/m", 0.5, "30 a minute"),
        ("30/h", 30 / 3600, "30 an hour"),
        ("unlimited", None, "as fast as the account answers"),
    ],
)
def test_rates(text: str, rate: float | None, words: str) -> None:
    assert read_rate(text) == rate
    assert rate_text(rate) == words


@pytest.mark.parametrize("text", ["", "0", "0/m", "-1", "5/d", "fast", "nan"])
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(CallrActionsError, match="is no rate; write 5/s, 100/m, 2000/h or unlimited"):
        read_rate(text)
