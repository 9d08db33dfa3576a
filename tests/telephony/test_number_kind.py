"""What kind of number one is."""

from __future__ import annotations

import pytest

from callr_actions.telephony.number_kind import NumberKind, number_kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33639980042", NumberKind("MOBILE", "FR")),
        ("+33199001234", NumberKind("FIXED_LINE", "FR")),
        ("+447700900123", NumberKind("MOBILE", "GB")),
        ("+33612345678", NumberKind("MOBILE", "FR")),
        ("+12125550123", NumberKind("FIXED_LINE_OR_MOBILE", "US")),
        ("sip:desk@example.com", NumberKind("UNKNOWN")),
        ("", NumberKind("UNKNOWN")),
    ],
)
def test_number_kind(number: str, kind: NumberKind) -> None:
    assert number_kind(number) == kind
