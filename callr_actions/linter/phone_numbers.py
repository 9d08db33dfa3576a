"""What is wrong with a phone number or SIP address in a scenario; for every rule that meets one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report
from callr_actions.linter.scalar_text import rewrite
from callr_actions.linter.words import shown
from callr_actions.telephony import e164
from callr_actions.telephony.e164 import Standing

if TYPE_CHECKING:
    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Mend

# Shape only, after RFC 3261: user and password, host name or address, port, parameters, headers.
_SIP = lazy_pattern(
    r"sips?:(?!//)(?:[^@\s;?]+@)?(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
    r"(?:;[^\s;?]+)*(?:\?[^\s?]+)?",
    re.IGNORECASE,
)
_SIP_SCHEMES = ("sip:", "sips:")
_REGION = lazy_pattern("-([A-Z]{2})$")
_LONGEST_SHORT_NUMBER = 6
_EXAMPLE = "a number starts with `+` and its country: `+33199001234`"


def number_report(scalar: Scalar, subject: Subject, *, sip: bool = False) -> Report | None:
    """Return what is wrong with a number, or None.

    That Callr's actions take numbers in E.164 form only is inferred: its API says so of its own numbers, and
    every published example keeps to it.

    Args:
        scalar: text without expressions.
        subject: for the form of numbers and for the project's own ones, which tell its country.
        sip: whether a SIP address may stand there.
    """
    text = scalar.value
    if text.strip().casefold().startswith(_SIP_SCHEMES):
        return _sip(scalar) if sip else _say(scalar, "is a SIP address; only phone numbers can be used here")
    if sip and "@" in text:
        return _say(
            scalar,
            "has no scheme; a SIP address starts with `sip:`",
            mend=rewrite(scalar, f"sip:{text}", safe=False) if _SIP.fullmatch(f"sip:{text}") else None,
        )
    if not re.fullmatch(subject.catalog.structure.patterns["phone-number"].value, text) or "\n" in text:
        return _not_e164(scalar, subject)
    return _in_numbering_plan(scalar)


def _sip(scalar: Scalar) -> Report | None:
    if _SIP.fullmatch(scalar.value):
        return None
    advice = "like `sip:user@host`, `sip:user@host:5060` or `sip:user@host;transport=tls`"
    likely = scalar.value.strip().replace("://", ":", 1)
    mend = rewrite(scalar, likely, safe=False) if _SIP.fullmatch(likely) else None
    return _say(scalar, "is not a SIP address", effect=Effect.CAN_BREAK, help=advice, mend=mend)


def _not_e164(scalar: Scalar, subject: Subject) -> Report:
    text = scalar.value
    meant = e164.meant(text, own_region(subject))
    if meant is not None:
        mend = rewrite(scalar, meant.number, safe=meant.same)
        return _say(scalar, f"is not in E.164 form; did you mean `{meant.number}`?", mend=mend)
    if not any(char.isdigit() for char in text):
        found = f"`{shown(text)}` is no phone number" if text.strip() else "an empty phone number"
        return Report.at(scalar, found, Effect.BREAKS, help=_EXAMPLE)
    if text.isdigit() and len(text) <= _LONGEST_SHORT_NUMBER:
        return _say(scalar, "is a short number; only numbers in E.164 form are documented")
    if text.startswith("0") and not text.startswith("00"):
        return _say(scalar, "is a national number: its country is missing", help=_EXAMPLE)
    return _say(scalar, "is not a phone number in E.164 form", help=_EXAMPLE)


def own_region(subject: Subject) -> str | None:
    """Return the country whose national numbers the scenario most likely holds; None where nothing tells.

    It is the one in which the project has all its numbers, or the one of the scenario's languages.
    """
    regions: set[str | None] = {e164.read(number).region for number in subject.context.own_numbers}
    if not regions:
        tags = (given.literal for given in subject.given if given.kind == "language")
        found = (_REGION.search(tag.value) for tag in tags if tag is not None)
        regions = {each[1] if each is not None else None for each in found}
    return regions.pop() if len(regions) == 1 else None


def _in_numbering_plan(scalar: Scalar) -> Report | None:
    reading = e164.read(scalar.value)
    if reading.instead is not None:
        return _say(
            scalar,
            f"keeps a zero behind the country code; did you mean `{reading.instead}`?",
            effect=Effect.CAN_BREAK,
            help="the zero in front of a national number is left out behind the country code",
            mend=rewrite(scalar, reading.instead, safe=False),
        )
    code = f"+{reading.country_code}" if reading.country_code is not None else None
    wrong = {
        Standing.NO_COUNTRY: "starts with no country code that exists",
        Standing.TOO_SHORT: f"is too short for the country code {code}" if code else "is too short",
        Standing.TOO_LONG: f"is too long for the country code {code}"
        if code
        else "is too long: E.164 has 15 digits",
        Standing.WRONG_LENGTH: f"has a length that no number of the country code {code} has",
    }.get(reading.standing)
    if wrong is not None:
        return _say(scalar, wrong, effect=Effect.CAN_BREAK)
    if reading.standing is Standing.POSSIBLE:
        message = f"`{scalar.value}` lies in no range of {code} that is known to be in use"
        advice = "numbering plans change; if the number works, ignore this"
        return Report.at(scalar, message, Provenance.ASSUMED, help=advice)
    return None


def _say(
    scalar: Scalar,
    what: str,
    *,
    effect: Effect | None = None,
    help: str | None = None,  # noqa: A002 - as in Report
    mend: Mend | None = None,
) -> Report:
    return Report.at(
        scalar, f"`{shown(scalar.value)}` {what}", effect or Provenance.INFERRED, help=help, mend=mend
    )
