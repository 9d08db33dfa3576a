"""The GSM alphabet and the parts of long messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.telephony.gsm0338 import (
    ALPHABET,
    EXTENSION,
    LOOK_ALIKES,
    Capacity,
    Encoding,
    Size,
    not_gsm,
    size,
)

GSM, UNICODE = Capacity(160, 153), Capacity(70, 67)
gsm_text = st.text(st.sampled_from(sorted(ALPHABET | EXTENSION)), max_size=700)


def measure(text: str) -> Size:
    return size(text, GSM, UNICODE)


def test_the_alphabet_is_whole() -> None:
    assert len(ALPHABET) == 127
    assert len(EXTENSION) == 10
    assert not ALPHABET & EXTENSION
    assert {chr(code) for code in range(0x20, 0x7F)} - ALPHABET == set("`[]\\^{}|~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Size(Encoding.GSM, 0, 1)),
        ("x" * 160, Size(Encoding.GSM, 160, 1)),
        ("x" * 161, Size(Encoding.GSM, 161, 2)),
        ("x" * 306, Size(Encoding.GSM, 306, 2)),
        ("x" * 307, Size(Encoding.GSM, 307, 3)),
        ("€" * 80, Size(Encoding.GSM, 160, 1)),
        # The euro sign does not fit into the last septet of the first part and goes to the next.
        ("x" * 152 + "€" + "x" * 151, Size(Encoding.GSM, 305, 2)),
        ("x" * 152 + "€" + "x" * 152, Size(Encoding.GSM, 306, 3)),
        ("ê" + "x" * 69, Size(Encoding.UNICODE, 70, 1)),
        ("ê" + "x" * 70, Size(Encoding.UNICODE, 71, 2)),
        ("📞" * 35, Size(Encoding.UNICODE, 70, 1)),
        ("📞" * 66, Size(Encoding.UNICODE, 132, 2)),
        ("📞" * 67, Size(Encoding.UNICODE, 134, 3)),
    ],
)
def test_counts_parts(text: str, expected: Size) -> None:
    assert measure(text) == expected


def test_names_what_makes_a_text_unicode() -> None:
    assert list(not_gsm("It’s ça, €5")) == [2, 5]
    assert list(not_gsm("It's, €5")) == []


def test_look_alikes_are_plain() -> None:
    assert all(not_gsm(char) for char in LOOK_ALIKES)
    assert not any(not_gsm(plain) for plain in LOOK_ALIKES.values())


@given(gsm_text)
def test_gsm_text_is_never_unicode(text: str) -> None:
    found = measure(text)

    assert found.encoding is Encoding.GSM
    assert len(text) <= found.units <= 2 * len(text)


@given(st.text(max_size=400))
def test_units_fill_the_parts(text: str) -> None:
    found = measure(text)
    capacity = GSM if found.encoding is Encoding.GSM else UNICODE

    assert found.parts >= 1
    if found.parts == 1:
        assert found.units <= capacity.single
    else:
        # At the end of each part but the last, one unit at most is wasted.
        assert (found.parts - 1) * (capacity.part - 1) < found.units <= found.parts * capacity.part


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_takes_fewer_parts(first: str, second: str) -> None:
    assert measure(first + second).parts >= measure(first).parts
