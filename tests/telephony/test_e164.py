"""Phone numbers: what the numbering plans say, and which number a person meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.telephony.e164 import Meant, Reading, Standing, is_fiction, meant, read


@pytest.mark.parametrize(
    ("number", "standing", "code", "region"),
    [
        ("+33142685300", Standing.VALID, 33, "FR"),
        ("+33199001234", Standing.VALID, 33, "FR"),
        ("+33639980042", Standing.VALID, 33, "FR"),
        ("+441632960123", Standing.VALID, 44, "GB"),
        ("+12125552368", Standing.VALID, 1, "US"),
        ("+10000000000", Standing.POSSIBLE, 1, None),
        ("+331426853", Standing.TOO_SHORT, 33, "FR"),
        ("+3314268530000", Standing.TOO_LONG, 33, "FR"),
        ("+1234567890123456", Standing.TOO_LONG, None, None),
        ("+8001234567", Standing.TOO_SHORT, 800, "001"),
        ("+5551234", Standing.TOO_SHORT, 55, "BR"),
        ("+999123456789", Standing.NO_COUNTRY, None, None),
        ("+210123456", Standing.NO_COUNTRY, None, None),
        ("+491", Standing.TOO_SHORT, None, None),
    ],
)
def test_holds_a_number_against_the_numbering_plans(
    number: str, standing: Standing, code: int | None, region: str | None
) -> None:
    assert read(number) == Reading(standing, code, region)


@pytest.mark.parametrize(
    ("number", "code", "region", "instead"),
    [
        ("+330612345678", 33, "FR", "+33612345678"),
        ("+330199001234", 33, "FR", "+33199001234"),
        ("+4401632960123", 44, "GB", "+441632960123"),
        ("+49030123456", 49, "DE", "+4930123456"),
    ],
)
def test_sees_the_zero_that_is_for_calls_inside_the_country(
    number: str, code: int, region: str, instead: str
) -> None:
    assert read(number) == Reading(Standing.TRUNK_ZERO, code, region, instead)


@pytest.mark.parametrize("number", ["+390612345678", "+2250123456789", "+330012345678", "+33"])
def test_a_zero_that_belongs_to_the_number_stays(number: str) -> None:
    assert read(number).instead is None


@pytest.mark.parametrize(
    ("text", "number", "same"),
    [
        ("+33 1 42 68 53 00", "+33142685300", True),
        ("+33.1.42-68/53\xa000", "+33142685300", True),
        ("  +33142685300\n", "+33142685300", True),
        ("+33 (0)1 42 68 53 00", "+33142685300", False),
        ("tel:+33142685300", "+33142685300", False),
        ("0033142685300", "+33142685300", False),
        ("0033 (0) 142685300", "+33142685300", False),
        ("33142685300", "+33142685300", False),
        ("+330142685300", "+33142685300", False),
        ("+33 01 42 68 53 00", "+33142685300", False),
        ("00330142685300", "+33142685300", False),
        ("330142685300", "+33142685300", False),
        ("1 (212) 555-2368", "+12125552368", False),
    ],
)
def test_knows_which_number_was_meant(text: str, number: str, same: bool) -> None:
    assert meant(text) == Meant(number, same)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "0142685300",
        "212 555 2368",
        "112",
        "+33 1 42",
        "00",
        "0042",
        "+33 x",
        "²³",
        "٠٠٣٣١٤٢",
        "call me",
    ],
)
def test_is_not_sure_of_the_rest(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("01 42 68 53 00", "FR", "+33142685300"),
        ("212-555-2368", "US", "+12125552368"),
        ("01 42", "FR", None),
        ("1", "FR", None),
        ("0033142685300", "US", "+33142685300"),
    ],
)
def test_reads_national_numbers_of_a_country(text: str, region: str, number: str | None) -> None:
    found = meant(text, region)

    assert (found.number if found else None) == number


def test_numbers_for_fiction_are_known() -> None:
    assert is_fiction("+33639980000")
    assert is_fiction("+442079460999")
    assert not is_fiction("+33639990000")
    assert not is_fiction("+336399800001")


@given(st.text(max_size=30))
def test_whatever_is_meant_is_a_number_that_exists(text: str) -> None:
    found = meant(text, "FR")

    if found is not None:
        assert read(found.number).standing is Standing.VALID
        assert meant(found.number) == Meant(found.number, same=True)


@given(st.lists(st.sampled_from([" ", ".", "-", "/", "(", ")", "\xa0"]), min_size=12, max_size=12))
def test_separators_never_change_the_number(separators: list[str]) -> None:
    text = "".join(digit + separator for digit, separator in zip("+33142685300", separators, strict=True))

    assert meant(text) == Meant("+33142685300", same=True)


@given(st.from_regex(r"\+[1-9][0-9]{5,32}", fullmatch=True))
def test_every_number_has_a_standing(number: str) -> None:
    reading = read(number)

    if reading.standing in (Standing.VALID, Standing.POSSIBLE, Standing.WRONG_LENGTH):
        assert reading.country_code is not None
        assert number.startswith(f"+{reading.country_code}")
