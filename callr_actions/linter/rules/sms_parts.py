"""CA314: messages that are sent, and paid, as several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import Text
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.telephony.gsm0338 import LOOK_ALIKES, Capacity, Encoding, not_gsm, size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject
    from callr_actions.telephony.gsm0338 import Size

PAGE = Explanation(
    code="CA314",
    name="sms-parts",
    summary="The text of an SMS takes more than one part.",
    why="""\
A long text is sent in parts and each part is billed. The GSM alphabet has room for 160 characters, or 153 in
each of several parts. A single character outside it, such as a curly apostrophe, makes the whole text Unicode
with 70 and 67. Nothing is wrong with several parts; this only says that there are, and why.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: We’re closed today. You can reach us again tomorrow from nine in the morning.
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          body: We're closed today. You can reach us again tomorrow from nine in the morning.
""",
    fix="Shorten the text, or replace the characters that are named by plain ones.",
)

_NAMED = 3


def check(subject: Subject) -> Iterator[Report]:
    """Count each text that is known before the run."""
    limits = subject.catalog.limit
    gsm = Capacity(int(limits("sms-gsm-single")), int(limits("sms-gsm-part")))
    unicode = Capacity(int(limits("sms-unicode-single")), int(limits("sms-unicode-part")))
    most = limits("sms-text-characters")
    for given in subject.given_of("sms-text"):
        text = given.literal
        if text is None or len(text.value) > most:
            continue
        found = size(text.value, gsm, unicode)
        if found.parts > 1:
            if found.encoding is Encoding.GSM:
                twice = ", some of which count twice" if found.units > len(text.value) else ""
                message = f"this message is sent in {found.parts} parts: {found.units} characters{twice}"
                advice = f"one part holds {gsm.single}, each of several {gsm.part}"
                yield Report.at(text, message, Effect.STYLE, help=advice)
            else:
                yield _unicode(text, found, gsm, unicode, subject)


def _unicode(text: Scalar, found: Size, gsm: Capacity, unicode: Capacity, subject: Subject) -> Report:
    """Report at the first character that makes the text Unicode."""
    odd = list(not_gsm(text.value))
    offsets = Text(subject.scenario.source, text).offsets
    start, end = offsets.span(odd[0], odd[0] + 1)
    names = list(dict.fromkeys(text.value[at] for at in odd))
    listed = ", ".join(_shown(char) for char in names[:_NAMED])
    if len(names) > _NAMED:
        listed += f" and {len(names) - _NAMED} more"
    twice = " (emoji count twice)" if found.units > len(text.value) else ""
    message = (
        f"this message is sent in {found.parts} parts: {found.units} characters in Unicode{twice},"
        f" because of {listed}"
    )
    kept = "".join(LOOK_ALIKES.get(char, char) for char in text.value)
    plain = size(kept, gsm, unicode)
    advice = f"one part holds {unicode.single}, each of several {unicode.part}"
    mend = None
    if plain.encoding is Encoding.GSM:
        parts = "1 part" if plain.parts == 1 else f"{plain.parts} parts"
        advice = f"with plain characters in their place it would be {parts}"
        # A plain scalar must not begin with a quote or a dash.
        if text.style or odd[0] > 0:
            edits = tuple((*offsets.span(at, at + 1), _plain(text, text.value[at])) for at in odd)
            mend = Mend("write plain characters", safe=False, edits=edits)
    return Report(start, end, message, Effect.STYLE, help=advice, mend=mend)


def _plain(text: Scalar, char: str) -> str:
    """Return a look-alike as it is written in the text's style."""
    plain = LOOK_ALIKES[char]
    if plain == text.style:
        return "''" if plain == "'" else '\\"'
    return plain


def _shown(char: str) -> str:
    return f"`{char}`" if char.isprintable() and not char.isspace() else f"U+{ord(char):04X}"


RULE = Rule(PAGE, check)
