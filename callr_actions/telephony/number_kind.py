"""What kind of number one is, and where: the words that Callr uses are libphonenumber's.

Source: https://docs.callr.com/docs/receive-sms names libphonenumber's types for `fromType`.
"""

from __future__ import annotations

from functools import lru_cache

from callr_actions.named_tuple import NamedTuple
from callr_actions.telephony.e164 import is_fiction

_UNKNOWN = "UNKNOWN"
# Numbers for films lie in no range that is in use, so the plans do not know what they would be.
_FRENCH_MOBILE = ("+336", "+337")
_BRITISH_MOBILE = "+447"


class NumberKind(NamedTuple):
    """What a number tells of itself.

    Attributes:
        type: libphonenumber's word, such as `MOBILE`; `UNKNOWN` where it has none.
        country: the ISO 3166 code; empty where the number does not tell it.
        location: the place; empty, because the numbering plans here hold no names of places.
    """

    type: str
    country: str = ""
    location: str = ""


@lru_cache(4_096)
def number_kind(number: str) -> NumberKind:
    """Return the kind of a number in E.164 form; of any other text an unknown one."""
    if is_fiction(number):
        mobile = number.startswith((*_FRENCH_MOBILE, _BRITISH_MOBILE))
        return NumberKind("MOBILE" if mobile else "FIXED_LINE", "FR" if number.startswith("+33") else "GB")
    import phonenumbers  # noqa: PLC0415 - 50 ms, paid only where a scenario asks

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return NumberKind(_UNKNOWN)
    name = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(parsed))
    return NumberKind(name, phonenumbers.region_code_for_number(parsed) or "")
