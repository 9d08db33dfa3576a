"""CA312: senders of text messages that are neither a number nor a name that networks carry."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.phone_numbers import number_report
from callr_actions.linter.rule import Report, Rule
from callr_actions.linter.scalar_text import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA312",
    name="sms-sender",
    summary="The sender of an SMS is too long, has characters that networks refuse, or is no phone number.",
    why="""\
A sender is a phone number in E.164 form or a name of eleven characters at most. Names other than letters,
digits and blanks are refused or changed on the way by many networks. An empty sender is right: Callr then
takes one that suits the destination. A name has to be approved by Callr before it is used.
""",
    bad="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          from: Example Bakery
          body: We are closed today.
""",
    good="""\
branches:
  inbound-sms:
    actions:
      - action: sms@v1
        params:
          to:
            - ${{ sms.fromNumber }}
          from: Bakery
          body: We are closed today.
""",
    fix="Shorten the name, leave `from` out, or give a phone number such as `+33199001234`.",
)

_NAME = lazy_pattern("[A-Za-z0-9 ]*")


def check(subject: Subject) -> Iterator[Report]:
    """Look at each sender that is known before the run."""
    for given in subject.given_of("sender"):
        literal = given.literal
        if literal is None or not literal.value:
            continue
        if literal.value.lstrip().startswith("+") or not any(char.isalpha() for char in literal.value):
            report = number_report(literal, subject)
            if report is not None:
                yield report
        else:
            yield from _name(literal, subject)


def _name(sender: Scalar, subject: Subject) -> Iterator[Report]:
    name, limit = sender.value, subject.catalog.limits["sms-sender-characters"]
    if len(name) > limit.value:
        message = f"a sender that is a name has {int(limit.value)} characters at most; this has {len(name)}"
        yield Report.at(sender, message, limit.provenance)
        return
    odd = dict.fromkeys(char for char in name if not _NAME.fullmatch(char))
    if odd:
        plain = "".join(char for char in unicodedata.normalize("NFKD", name) if _NAME.fullmatch(char))
        # Only accents may go: a name without its hyphen or its Greek letters may be another name.
        same = len(plain) == len(name)
        yield Report.at(
            sender,
            f"a sender that is a name has plain letters, digits and blanks; this has {_listed(odd)}",
            Provenance.INFERRED,
            help="many networks refuse or replace other characters",
            mend=rewrite(sender, plain, safe=False) if same else None,
        )


def _listed(chars: dict[str, None]) -> str:
    return ", ".join(f"`{char}`" if char.isprintable() else f"U+{ord(char):04X}" for char in chars)


RULE = Rule(PAGE, check)
