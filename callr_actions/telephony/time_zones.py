"""In which time zones a phone number may ring, by its first digits."""

from __future__ import annotations

from typing import Final

_UNKNOWN: Final = "Etc/Unknown"


def time_zones_of(number: str) -> tuple[str, ...]:
    """Return the names of the zones that a number may lie in; several where its digits do not tell.

    The data are those of the phonenumbers library: exact for fixed lines in most countries, a whole country
    for mobile ones. A number in no range that is in use counts by its first digits.

    Args:
        number: in E.164 form.
    """
    import phonenumbers  # noqa: PLC0415 - 50 ms, paid only where the zones of numbers matter
    from phonenumbers import timezone  # noqa: PLC0415

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ()
    found = timezone.time_zones_for_number(parsed)
    if found == (_UNKNOWN,):
        found = timezone.time_zones_for_geographical_number(parsed)
    return () if found == (_UNKNOWN,) else tuple(found)
