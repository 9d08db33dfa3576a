"""CA309: requests that no server gets as they were meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.explanation import Explanation
from callr_actions.language.expressions import OPENING, HoleFinder
from callr_actions.language.finding import Provenance
from callr_actions.language.tree import Mapping, Scalar, merged_entries, target
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.rule import Effect, Mend, Report, Rule
from callr_actions.linter.scalar_text import rewrite
from callr_actions.linter.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.scenario import Step
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node
    from callr_actions.linter.context import Subject
    from callr_actions.linter.kinds import Given

PAGE = Explanation(
    code="CA309",
    name="http-request",
    summary="An HTTP request has an unknown method, a body that cannot be sent, or malformed headers.",
    why="""\
Callr's `fetch` is modelled on the Fetch API of browsers, which refuses a body with GET, the default. Headers
have names without blanks and values on one line. JSON that is sent without `content-type` may be taken for
text by the server that receives it; what Callr sends by itself is not documented, so that is an info.
""",
    bad="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/calls
          body: from=${{ call.fromNumber }}
""",
    good="""\
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/calls
          method: POST
          body: from=${{ call.fromNumber }}
""",
    fix="Name the method in capitals, and give headers as one-line texts.",
)

# Source: RFC 9110, section 9.3, and RFC 5789.
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# What the Fetch API refuses. Source: Fetch Standard, section 2.2.1.
_FORBIDDEN = ("CONNECT", "TRACE", "TRACK")
_WITHOUT_BODY = ("GET", "HEAD")
# Source: RFC 9110, section 5.6.2.
_TOKEN = lazy_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_JSON = lazy_pattern(r"\s*(?:\{(?!\{).*\}|\[.*\])\s*", re.DOTALL)
_STRINGIFY = lazy_pattern(r"\s*\$\{\{\s*JSON\s*\.\s*stringify\s*\(.*\)\s*\}\}\s*", re.DOTALL)


def check(subject: Subject) -> Iterator[Report]:
    """Look at the parts of each request, and at how they fit together."""
    source = subject.scenario.source
    requests: dict[Step, dict[str, Given]] = {}
    for given in subject.given_of("http-method", "http-body", "http-headers"):
        if given.step is None or given.kind is None:
            continue
        requests.setdefault(given.step, {})[given.kind] = given
        if given.kind == "http-method" and given.literal is not None:
            yield from _method(given.literal)
        elif given.kind == "http-headers":
            yield from _headers(given.node)
    told: set[tuple[int, str]] = set()
    for parts in requests.values():
        body = parts.get("http-body")
        if body is None or _is_null(body.node):
            continue
        for report in (
            *_body_without_method(body, parts.get("http-method"), source),
            *_json_without_type(body, parts.get("http-headers"), source),
        ):
            # Requests that share a body by an alias or `<<` have it at the same place.
            if (report.start, report.message) not in told:
                told.add((report.start, report.message))
                yield report


def _method(scalar: Scalar) -> Iterator[Report]:
    method = scalar.value
    upper = method.strip().upper()
    if method in _METHODS:
        return
    if upper in _FORBIDDEN:
        yield Report.at(scalar, f"`{upper}` cannot be sent by `fetch`", Provenance.INFERRED, help=_allowed())
    elif upper in _METHODS:
        # The Fetch API writes these in capitals by itself, `patch` alone it sends as it stands.
        weight = Effect.CAN_BREAK if upper == "PATCH" or method.strip() != method else Provenance.ASSUMED
        message = f"methods are written in capitals: `{upper}`"
        yield Report.at(scalar, message, weight, mend=rewrite(scalar, upper, safe=True))
    elif not _TOKEN.fullmatch(method):
        found = f"`{shown(method)}` is not an HTTP method" if method.strip() else "an empty HTTP method"
        yield Report.at(scalar, found, Effect.BREAKS, help=_allowed())
    else:
        near = closest(upper, _METHODS)
        question = f"; did you mean `{near}`?" if near is not None else ""
        yield Report.at(
            scalar,
            f"`{shown(method)}` is not a known HTTP method{question}",
            Effect.CAN_BREAK,
            help=None if near is not None else _allowed(),
            mend=rewrite(scalar, near, safe=False) if near is not None else None,
        )


def _allowed() -> str:
    return "known: " + ", ".join(f"`{each}`" for each in _METHODS)


def _headers(node: Node) -> Iterator[Report]:
    found = target(node)
    if not isinstance(found, Mapping):
        return
    for name, entry in merged_entries(found).items():
        key, value = target(entry.key), target(entry.value)
        assert isinstance(key, Scalar), "entries with a name have a scalar for a key"
        if OPENING not in name and not _TOKEN.fullmatch(name):
            right = name.strip().rstrip(":").strip()
            mend = rewrite(key, right, safe=False) if _TOKEN.fullmatch(right) else None
            message = f"`{shown(name)}` cannot be the name of a header" if name else "a header without a name"
            advice = "a name has letters, digits and hyphens, no blanks or colons"
            yield Report.at(key, message, Effect.BREAKS, help=advice, mend=mend)
        if isinstance(value, Scalar) and _has_line_break(value.value):
            yield _line_break(value)


def _line_break(value: Scalar) -> Report:
    if _has_line_break(value.value.strip()):
        message = "the value of a header is one line; this has a line break in it"
        return Report.at(value, message, Effect.BREAKS)
    advice = "write it on one line, or end the block's first line with `-`: `|-`, `>-`"
    return Report.at(value, "a header's value with a line break at its end", Provenance.ASSUMED, help=advice)


def _has_line_break(text: str) -> bool:
    """Return whether a line break stands outside the expressions; strip it off at the ends first."""
    at = 0
    for hole in HoleFinder().holes(text):
        if re.search(r"[\r\n]", text[at : hole.start]):
            return True
        at = hole.end
    return re.search(r"[\r\n]", text[at:]) is not None


def _is_null(node: Node) -> bool:
    found = target(node)
    return found is None or (isinstance(found, Scalar) and found.is_null)


def _body_without_method(body: Given, method: Given | None, source: Source) -> Iterator[Report]:
    assert body.key is not None, "a body stands behind its key"
    if method is None:
        yield Report.at(
            body.key,
            "a `body` without a `method`: the request is a GET, which carries no body",
            Provenance.INFERRED,
            help="add `method: POST`",
            mend=_insert(body, "method: POST", source),
        )
        return
    literal = method.literal
    if literal is not None and literal.value.upper() in _WITHOUT_BODY:
        yield Report.at(
            body.key,
            f"a {literal.value.upper()} request carries no body",
            Provenance.INFERRED,
            help="use `POST` or `PUT`, or put the data into the URL",
            related=((literal.start, literal.end, "the method is here"),),
        )


def _json_without_type(body: Given, headers: Given | None, source: Source) -> Iterator[Report]:
    text = body.text
    if text is None or body.key is None or not _is_json(text.value):
        return
    found = target(headers.node) if headers is not None else None
    if isinstance(found, Mapping):
        names = {name.lower() for name in merged_entries(found)}
        if "content-type" in names or any(OPENING in name or name == "<<" for name in names):
            return
    elif headers is not None and not _is_null(headers.node):
        return  # an expression may bring it; anything else is of the wrong type
    yield Report.at(
        body.key,
        "JSON is sent without `content-type: application/json`",
        Provenance.ASSUMED,
        help="servers may not read it as JSON; what Callr sends by itself is not documented",
        mend=_insert(body, "headers: {content-type: application/json}", source) if headers is None else None,
    )


def _is_json(text: str) -> bool:
    """Return whether a body reads as a JSON object or list, expressions standing for their values."""
    return bool(_STRINGIFY.fullmatch(text) or _JSON.fullmatch(text))


def _insert(body: Given, line: str, source: Source) -> Mend | None:
    """Return the fix that puts a line in front of the body; None where the parameters are in braces."""
    assert body.key is not None
    assert body.step is not None
    params = body.step.params
    if params is None or params.flow or all(entry.key is not body.key for entry in params.entries):
        return None
    place = source.position(body.key.start)
    line_break = "\r\n" if "\r\n" in source.text else "\n"
    text = f"{line}{line_break}{' ' * (place.column - 1)}"
    return Mend(f"add `{line}`", safe=False, edits=((place.offset, place.offset, text),))


RULE = Rule(PAGE, check)
