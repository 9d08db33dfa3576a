"""CA311: languages that are no language tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.explanation import Explanation
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.scalar_text import rewrite
from callr_actions.linter.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject

PAGE = Explanation(
    code="CA311",
    name="language-tag",
    summary="A language is not a language tag such as `en-US`.",
    why="""\
Callr's examples name languages by tags as BCP 47 defines them: the language, a hyphen, the country. Which
voices there are is not documented, but a tag that no registry knows has none. Lower and upper case mean the
same by the standard; a tag in another case than usual is an info.
""",
    bad="""\
defaults:
  language: en_US
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    good="""\
defaults:
  language: en-US
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
""",
    fix="Write the language in two or three small letters, a hyphen, and the country in two capitals.",
)

# What most scenarios say; the library that knows all tags takes 50 ms to load.
USUAL = frozenset(
    (
        "da-DK", "de-AT", "de-CH", "de-DE", "en-AU", "en-CA", "en-GB", "en-IE", "en-US", "es-ES", "es-MX",
        "fr-BE", "fr-CA", "fr-CH", "fr-FR", "it-IT", "nb-NO", "nl-BE", "nl-NL", "pl-PL", "pt-BR", "pt-PT",
        "sv-SE",
    )
)  # fmt: skip
# What the system's locales put behind the tag: `fr_FR.UTF-8`, `de_DE@euro`.
_LOCALE_TAIL = lazy_pattern(r"[.@].*")
_UK = lazy_pattern("-UK$", re.IGNORECASE)
_EXAMPLE = "a tag is like `en-US`, `fr-FR` or `de`"


def check(subject: Subject) -> Iterator[Report]:
    """Look at each language that is known before the run."""
    for given in subject.given_of("language"):
        literal = given.literal
        if literal is not None and literal.value not in USUAL:
            report = _report(literal)
            if report is not None:
                yield report


def _report(scalar: Scalar) -> Report | None:
    tag = scalar.value
    standard = _standard(tag)
    if standard == tag:
        return None
    if standard is not None:
        # By the library's table some tags have a newer name, `iw` for instance; those are left alone.
        if tag.lower() == standard.lower():
            message, mend = f"`{tag}` is usually written `{standard}`", rewrite(scalar, standard, safe=True)
            return Report.at(scalar, message, Effect.STYLE, mend=mend)
        return None
    meant = _standard(_UK.sub("-GB", _LOCALE_TAIL.sub("", tag).strip().replace("_", "-")))
    if meant is not None:
        message = f"`{shown(tag)}` is not a language tag; did you mean `{meant}`?"
        return Report.at(scalar, message, Provenance.INFERRED, mend=rewrite(scalar, meant, safe=False))
    found = f"`{shown(tag)}` is not a registered language tag" if tag.strip() else "an empty language"
    return Report.at(scalar, found, Provenance.INFERRED, help=_EXAMPLE)


def _standard(tag: str) -> str | None:
    """Return a tag in the usual case and in its newest form; None where it is not one."""
    import langcodes  # noqa: PLC0415 - 50 ms, paid only for languages that are not among the usual ones

    # The library takes `UK`, which the registry does not have, for another name of `GB`.
    if "_" in tag or _UK.search(tag) or not langcodes.tag_is_valid(tag):
        return None
    return langcodes.standardize_tag(tag)


RULE = Rule(PAGE, check)
