"""CA308: addresses that no request can be sent to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING, HoleFinder
from callr_actions.language.finding import Provenance
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Report, Rule
from callr_actions.linter.scalar_text import rewrite
from callr_actions.linter.words import shown
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.tree import Scalar
    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Mend, Weight

PAGE = Explanation(
    code="CA308",
    name="url",
    summary="A URL has no scheme or host, another scheme than http, or blanks in it.",
    why="""\
A scenario runs in Callr's cloud: there is no page that a relative address could belong to, and no file that
`file:` could name. What an expression puts at the start of a URL is unknown before the run, so a URL that
starts with `${{ }}` is never reported.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: example.com/calls
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/calls
""",
    fix="Write the whole address, from `https://` on; blanks in it are written `%20`.",
)

_SCHEME = lazy_pattern(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_SLIP = lazy_pattern(
    r"(?P<scheme>https?)(?::/?(?!/)|//|:///+|;//|:\\\\)(?P<rest>[^/\\].*)", re.IGNORECASE | re.DOTALL
)
_HOST_AND_MORE = lazy_pattern(
    r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?(?:[/?#].*)?|localhost(?:[:/].*)?", re.DOTALL
)
_HOST_PORT = lazy_pattern(r"[A-Za-z0-9.-]+:[0-9]+(?:[/?#].*)?", re.DOTALL)
_PORT = lazy_pattern(
    r"0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5]))))"
)
_SCHEMES = ("https", "http")
_EXAMPLE = "a URL is like `https://example.com/path`"
# Stands for an expression, whose text may be anything; no URL holds it.
_ANYTHING = "\ue000"


class _Fault(NamedTuple):
    what: str
    weight: Weight
    help: str | None = None
    mend: Mend | None = None


def check(subject: Subject) -> Iterator[Report]:
    """Look at each URL whose start is known before the run."""
    for given in subject.given_of("url"):
        text = given.text
        if text is None or given.unbraced:
            continue
        if not text.value.lstrip().startswith(OPENING):
            fault = _fault(text)
            if fault is not None:
                yield Report.at(text, fault.what, fault.weight, help=fault.help, mend=fault.mend)


def _fault(scalar: Scalar) -> _Fault | None:
    url = _without_expressions(scalar.value)
    bare = url.strip()
    literal = _ANYTHING not in url
    if not bare:
        return _Fault("an empty URL", Effect.BREAKS, _EXAMPLE)
    found = _SCHEME.match(bare)
    if bare.startswith(("/", "./", "../", "?", "#")):
        return _Fault("a relative URL: nothing says which server it is on", Effect.BREAKS, _EXAMPLE)
    slip = _SLIP.fullmatch(bare)
    if slip is not None:
        return _instead(scalar, f"{slip['scheme'].lower()}://{slip['rest']}", "is not a URL", literal)
    if found is None or _HOST_PORT.fullmatch(bare):
        if found is None and _ANYTHING in bare.partition("/")[0].partition(".")[0]:
            return None  # `api${{ … }}`: the scheme may be inside
        if _HOST_AND_MORE.fullmatch(bare) or _HOST_PORT.fullmatch(bare):
            return _instead(scalar, f"https://{bare}", "has no scheme", literal)
        return _Fault(
            f"`{shown(scalar.value)}` is not a URL: it has no scheme", Provenance.INFERRED, _EXAMPLE
        )
    scheme = found["scheme"].lower()
    if scheme not in _SCHEMES:
        near = closest(scheme, _SCHEMES) if bare.startswith("://", len(scheme)) else None
        if near is not None:
            return _instead(scalar, f"{near}{bare[len(scheme) :]}", "has an unknown scheme", literal)
        return _Fault(f"`{scheme}:` cannot be fetched; only `https:` and `http:` can", Provenance.INFERRED)
    return _host(bare) or _blanks(scalar, url)


def _without_expressions(text: str) -> str:
    parts, at = [], 0
    for hole in HoleFinder().holes(text):
        parts.append(text[at : hole.start] + _ANYTHING)
        at = hole.end
    return "".join((*parts, text[at:]))


def _instead(scalar: Scalar, url: str, what: str, literal: bool) -> _Fault:
    """Return a fault whose right text is known; with expressions in the rest it is not offered as a fix."""
    if not literal:
        return _Fault(f"`{shown(scalar.value)}` {what}", Provenance.INFERRED, _EXAMPLE)
    message = f"`{shown(scalar.value)}` {what}; did you mean `{shown(url)}`?"
    return _Fault(message, Provenance.INFERRED, mend=rewrite(scalar, url, safe=False))


def _host(url: str) -> _Fault | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return _Fault("a URL whose host is malformed", Effect.BREAKS, _EXAMPLE)
    if not host:
        return _Fault("a URL without a host", Effect.BREAKS, _EXAMPLE)
    port = parts.netloc.rpartition("@")[2].rpartition("]")[2].partition(":")[2]
    if _ANYTHING not in port and port and not _PORT.fullmatch(port):
        return _Fault("a URL's port is a number from 1 to 65535", Effect.BREAKS)
    odd = next((char for char in host if char in "<>^|\\{}\"`' "), None)
    if odd is not None:
        found = f"`{odd}`" if odd.strip() else "a blank"
        return _Fault(f"a host's name cannot hold {found}", Effect.BREAKS)
    return None


def _blanks(scalar: Scalar, url: str) -> _Fault | None:
    bare = url.strip()
    if any(char.isspace() for char in bare):
        fixed = bare.replace(" ", "%20")
        mend = None
        if _ANYTHING not in url and not any(char.isspace() for char in fixed):
            mend = rewrite(scalar, fixed, safe=False)
        return _Fault("a URL with a blank or a line break in it", Effect.CAN_BREAK, "a blank is `%20`", mend)
    if bare != url:
        # Browsers cut blanks off both ends; that Callr does is likely but nowhere said.
        mend = rewrite(scalar, bare, safe=True) if _ANYTHING not in url else None
        advice = "a block below `|` or `>` ends with a line break" if scalar.style in ("|", ">") else None
        return _Fault("a URL with blanks or line breaks around it", Provenance.ASSUMED, advice, mend)
    return None


RULE = Rule(PAGE, check)
