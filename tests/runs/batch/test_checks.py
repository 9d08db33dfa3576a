"""What is wrong with a row, in the words that its author gets; and what is kept of a right one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.runs.batch import checks
from callr_actions.runs.batch.checks import Demands, RowCheck, looks_like_number
from callr_actions.runs.batch.columns import Columns, read_map
from callr_actions.runs.batch.rows import BadRow, Row
from callr_actions.runs.batch.windows import read_windows

if TYPE_CHECKING:
    from callr_actions.runs.batch.kept_rows import NewRow

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC).timestamp()
OFFICE = read_windows(["mon-fri 9:00-17:00"], "from-number")
PHONE = Demands(number="$phone")
JSON = "allowed: an object of JSON values"


def checked(
    cells: dict[str, Any], *mapped: str, demands: Demands = PHONE, known: frozenset[str] | None = None
) -> NewRow | BadRow:
    columns = Columns(read_map(mapped), known, {"$campaign": "spring"})
    return RowCheck(columns, demands, NOON)(Row(7, cells))


def kept(cells: dict[str, Any], *mapped: str, demands: Demands = PHONE) -> NewRow:
    found = checked(cells, *mapped, demands=demands)
    assert not isinstance(found, BadRow), found
    return found


def test_a_right_row_is_kept_with_its_variables_its_number_and_its_zones() -> None:
    cells = {"phone": "+33 1 42 00 00 00", "vip": "true", "note": "x", "left out": 1}
    row = kept(cells, "vip=$vip:json", "note=", demands=Demands(number="$phone", windows=OFFICE))
    variables = {"$campaign": "spring", "$phone": "+33142000000", "$vip": True}
    assert json.loads(row.variables) == variables
    assert (row.line, row.number, row.zone) == (7, 33142000000, "Europe/Paris")


@pytest.mark.parametrize(
    ("cells", "mapped", "fault"),
    [
        ({"phone": "+33142000000"}, ("vip=$vip",), "the column `vip` is missing"),
        ({"phone": "+33142000000", "campaign": "x"}, (), "`$campaign` comes twice"),
        ({"phone": "+33142000000", "vip": "yes"}, ("vip=$vip:json",), "`vip` is not JSON: `yes`"),
        (
            {"phone": "+33142000000", "vip": "[" * 100_000},
            ("vip=$vip:json",),
            f"`vip` is not JSON: `{'[' * 60}…`",
        ),
        ({"phone": ""}, (), "`$phone` is empty; it is the number to call"),
        ({"name": "x"}, (), "`$phone` is missing; it is the number to call"),
        ({"phone": 33142000000}, (), "`$phone` is not a text; it is the number to call"),
        ({"phone": "+331"}, (), "`$phone`: `+331` is too short for a phone number"),
        (
            {"phone": "+330142000000"},
            (),
            (
                "`$phone`: `+330142000000` has the zero of national numbers behind the country code; "
                "did you mean +33142000000?"
            ),
        ),
        (
            {"phone": "0142000000"},
            (),
            (
                "`$phone`: `0142000000` is no phone number; write +33123456789, "
                "or say whose national numbers these are: --region FR"
            ),
        ),
        (
            {"phone": "+33142000000", "id": 2**64},
            (),
            f"its variables are a number of more than 64 bits at `$id`; {JSON}",
        ),
        (
            {"phone": "+33142000000"} | {f"x{index}": index for index in range(64)},
            (),
            "its variables are an object of 66 keys; allowed: an object of at most 64 variables",
        ),
        (
            {"phone": "+33142000000", "name": "\ud83d"},
            (),
            f"its variables are a text with half of a surrogate pair at `$name`; {JSON}",
        ),
        (
            {"phone": "+33142000000", "n": "[NaN]"},
            ("n=$n:json",),
            f"its variables are nan at `$n[0]`; {JSON}",
        ),
        (
            {"phone": "+33142000000", "n": "[" * 300 + "]" * 300},
            ("n=$n:json",),
            f"its variables are a value nested more than 200 levels deep at `$n{'[0]' * 12}[0...`; {JSON}",
        ),
    ],
)
def test_what_is_wrong_with_a_row(cells: dict[str, Any], mapped: tuple[str, ...], fault: str) -> None:
    assert checked(cells, *mapped) == BadRow(7, fault)


def test_national_numbers_are_read_for_a_region() -> None:
    demands = Demands(number="$phone", region="FR")
    assert kept({"phone": "01 42 00 00 00"}, demands=demands).number == 33142000000
    assert checked({"phone": "what"}, demands=demands) == BadRow(
        7, "`$phone`: `what` is no phone number; write +33123456789"
    )


def test_a_number_without_a_known_time_zone_has_to_be_given_one() -> None:
    satellite = {"phone": "+881612345678"}
    assert checked(satellite, demands=Demands(number="$phone", windows=OFFICE)) == BadRow(
        7, "`$phone`: no time zone is known for +881612345678; name one with --time-zone"
    )
    paris = Demands(number="$phone", windows=read_windows(["mon-fri 9:00-17:00"], "Europe/Paris"))
    assert kept(satellite, demands=paris).zone == "Europe/Paris"


def test_a_zone_that_this_system_is_too_old_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # Several new ones came in 2022 alone.
    monkeypatch.setattr(checks, "known_zone", lambda name: None if name == "Europe/Paris" else object())
    assert checked({"phone": "+33142000000"}, demands=Demands(number="$phone", windows=OFFICE)) == BadRow(
        7,
        "`$phone`: +33142000000 lies in the time zone `Europe/Paris`, which this system does not know: "
        "update its package `tzdata` (or, beside this program: pip install -U tzdata), "
        "or name a zone with --time-zone",
    )


def test_a_window_that_never_opens_in_all_zones_of_a_number() -> None:
    # A mobile number of Australia may lie in any of its zones, which are hours apart.
    demands = Demands(number="$phone", windows=read_windows(["9:00-9:30"], "from-number"))
    found = checked({"phone": "+61412345678"}, demands=demands)
    assert isinstance(found, BadRow)
    assert "the window is never open in all of them; call it in another batch" in found.message


def test_what_makes_rows_duplicates() -> None:
    one, other = {"phone": "+33142000000", "name": "Ann"}, {"phone": "+33142000000", "name": "Bob"}
    assert kept(one).same == kept(dict(reversed(one.items()))).same
    assert kept(one).same != kept(other).same
    by_phone = Demands(number="$phone", unique=("$phone",))
    assert kept(one, demands=by_phone).same == kept(other, demands=by_phone).same
    assert kept(one, demands=Demands(duplicates=True)).same is None


@pytest.mark.parametrize(
    ("value", "is_one"),
    [("+33142000000", True), ("+331", False), ("0142000000", False), (33142000000, False), (None, False)],
)
def test_what_looks_like_a_number(value: object, is_one: bool) -> None:
    assert looks_like_number(value) is is_one


@pytest.mark.parametrize(
    ("mapped", "message"),
    [
        (("phone",), "--map: `phone` is not of the form COLUMN=$VARIABLE"),
        (("=$phone",), "--map: `=$phone` is not of the form COLUMN=$VARIABLE"),
        (("a=$a", "a=$b"), "--map: the column `a` is there twice"),
        (("a=phone",), "did you mean `$phone`?"),
        (("a=$1",), "--map: `$1` is no variable: `$`, a letter, at most 254 letters, digits or `_`"),
    ],
)
def test_what_a_mapping_cannot_be(mapped: tuple[str, ...], message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        read_map(mapped)
    assert message in str(caught.value)


def test_columns_are_checked_before_the_rows() -> None:
    columns = Columns(read_map(["nmae=$name"]), None, {})
    with pytest.raises(CallrActionsError, match=r"there is no column `nmae` in a\.csv; did you mean `name`"):
        columns.check(["name", "phone"], "a.csv")
    columns = Columns(read_map(["Name=$name"]), None, {})
    with pytest.raises(CallrActionsError, match="comes from the column `name` and from the column `Name`"):
        columns.check(["name", "Name"], "a.csv")
    columns = Columns({}, None, {"$phone": "x"})
    with pytest.raises(CallrActionsError, match="`\\$phone` comes from --var and from the column `phone`"):
        columns.check(["phone"], "a.csv")
    with pytest.raises(CallrActionsError, match="65 variables, and a run takes 64 at most"):
        Columns({}, None, {}).check([f"x{index}" for index in range(65)], "a.csv")


def test_columns_that_go_nowhere_and_variables_that_nobody_has() -> None:
    columns = Columns({}, frozenset({"$phone", "$name"}), {"$other": 1})
    assert columns.unsent(["phone", "nmae", "2nd"]) == ["`nmae` (`$name`?)", "`2nd`"]
    assert columns.unknown(["phone", "$odd"]) == ["$other", "$odd"]
    assert Columns({}, None, {"$other": 1}).unknown(["$odd"]) == []
