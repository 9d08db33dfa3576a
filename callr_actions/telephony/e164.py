"""Phone numbers in E.164 form: whether one can exist, and which one a person meant who wrote it otherwise.

The numbering plans come from the phonenumbers library, which takes 50 ms to load; it is loaded by the first
number that is looked at.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import phonenumbers

_E164 = lazy_pattern(r"\+[1-9][0-9]{1,14}")
# What people put between digits. U+200E, U+202A and U+202C come along with numbers copied from contacts.
_SEPARATORS = lazy_pattern("[\\s.\\-/()\u2010-\u2015\u200b\u200e\u202a\u202c\u2060]+")
_TRUNK_ZERO = lazy_pattern(r"\(\s*0\s*\)")
# Below this length a number without `+` may as well be a national one whose zero was dropped.
_SHORTEST_WITH_COUNTRY = 11

# Numbers that regulators keep free for films, books and documentation. Some of them belong to no range that
# is in use, so the numbering plans call them invalid. Sources: Arcep decision 2018-0881 (France), Ofcom's
# "Telephone numbers for use in TV and radio drama programmes" (United Kingdom).
_FICTION = lazy_pattern(
    r"\+33(?:19900|26191|35301|46571|53649|63998)[0-9]{4}"
    r"|\+44(?:1(?:1[3-8]|[2-6]1)4960|1632960|1914980|2079460|2896496|2920180|3069990|7700900|8081570|9098790)"
    r"[0-9]{3}"
)
_FICTION_REGIONS = {33: "FR", 44: "GB"}


class Standing(Enum):
    """What the numbering plans say about a number."""

    VALID = "valid"
    """It lies in a range that is in use, or in one kept for fiction."""
    POSSIBLE = "possible"
    """Its length is right; no range that it lies in is known to be in use."""
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    WRONG_LENGTH = "wrong-length"
    """Neither too short nor too long, but no number has that many digits."""
    TRUNK_ZERO = "trunk-zero"
    """The zero that only calls inside the country begin with stands behind the country code."""
    NO_COUNTRY = "no-country"
    """It starts with a code that no country or service has."""


class Reading(NamedTuple):
    """A number held against the numbering plans.

    Attributes:
        country_code: the digits behind the `+` that name the country; None without one.
        region: the ISO 3166 code of the country where the number tells it, else None.
        instead: with `TRUNK_ZERO` the number without that zero.
    """

    standing: Standing
    country_code: int | None = None
    region: str | None = None
    instead: str | None = None


class Meant(NamedTuple):
    """The number that somebody meant.

    Attributes:
        number: in E.164 form.
        same: whether the text held exactly these digits and the `+`, with separators between them.
    """

    number: str
    same: bool


def is_fiction(number: str) -> bool:
    """Return whether a number in E.164 form is kept for films, books and documentation."""
    return _FICTION.fullmatch(number) is not None


def read(number: str) -> Reading:
    """Hold a number, `+` and digits, against the numbering plans."""
    if is_fiction(number):
        code = int(number[1:3])
        return Reading(Standing.VALID, code, _FICTION_REGIONS[code])
    if len(number) > len("+") + 15:
        return Reading(Standing.TOO_LONG)
    import phonenumbers  # noqa: PLC0415 - 50 ms, paid only where a scenario holds a number

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException as error:
        if error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
            return Reading(Standing.NO_COUNTRY)
        return Reading(Standing.TOO_SHORT)
    code = parsed.country_code or 0  # a parsed number has one
    # The library drops that zero without a word, except where it belongs to the number, as in Italy.
    rest = number.removeprefix(f"+{code}0")
    if rest != number and _formatted(parsed) == (instead := f"+{code}{rest}"):
        inner = read(instead)
        if inner.standing is Standing.VALID:
            return Reading(Standing.TRUNK_ZERO, code, inner.region, instead)
    region = phonenumbers.region_code_for_number(parsed)
    if region is None:
        regions = phonenumbers.region_codes_for_country_code(code)
        region = regions[0] if len(regions) == 1 else None
    if phonenumbers.is_valid_number(parsed):
        return Reading(Standing.VALID, code, region)
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    result = phonenumbers.ValidationResult
    standing = {
        result.TOO_SHORT: Standing.TOO_SHORT,
        result.TOO_LONG: Standing.TOO_LONG,
        result.INVALID_LENGTH: Standing.WRONG_LENGTH,
        # Right without an area code is not right from abroad.
        result.IS_POSSIBLE_LOCAL_ONLY: Standing.TOO_SHORT,
    }.get(reason, Standing.POSSIBLE)
    return Reading(standing, code, region)


def meant(text: str, region: str | None = None) -> Meant | None:
    """Return the number that a text means which is not in E.164 form; None where that is not certain.

    Separators are left out, `00` and a missing `+` replaced, `(0)` behind the country and `tel:` dropped.

    Args:
        text: what was written.
        region: the ISO 3166 code of the country whose national numbers are meant; None for none.
    """
    stripped = text.strip()
    bare = stripped.removeprefix("tel:")
    without_zero = _TRUNK_ZERO.sub("", bare) if bare.startswith(("+", "00")) else bare
    digits = _SEPARATORS.sub("", without_zero)
    if digits.startswith("+"):
        same = without_zero == stripped
        existing = _existing(digits)
        return Meant(existing, same and existing == digits) if existing is not None else None
    if not digits.isascii() or not digits.isdigit():
        return None
    if digits.startswith("00"):
        existing = _existing(f"+{digits[2:]}")
        return Meant(existing, same=False) if existing is not None else None
    national = _national(digits, region)
    if national is not None:
        return Meant(national, same=False)
    existing = _existing(f"+{digits}") if len(digits) >= _SHORTEST_WITH_COUNTRY else None
    return Meant(existing, same=False) if existing is not None else None


def _existing(number: str) -> str | None:
    """Return the number where it lies in a range in use, without a trunk zero; else None."""
    if _E164.fullmatch(number) is None:
        return None
    reading = read(number)
    return number if reading.standing is Standing.VALID else reading.instead


def _national(digits: str, region: str | None) -> str | None:
    if region is None:
        return None
    import phonenumbers  # noqa: PLC0415 - as above

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    return _existing(_formatted(parsed))


def _formatted(parsed: phonenumbers.PhoneNumber) -> str:
    import phonenumbers  # noqa: PLC0415 - as above

    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
