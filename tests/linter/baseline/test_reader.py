"""Reading a baseline: what it says, and one clear message for whatever is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.document import document_from_bytes
from callr_actions.linter.baseline.entries import Terms
from callr_actions.linter.baseline.reader import WHAT, read_baseline
from tests.linter.baseline.example import baseline

PRINT = "0123456789abcdef" * 2
DIGITS = "1" * 32
GOOD = f"""\
version: 1
defaults: {{owner: voice team}}
entries:
  - file: a.yaml
    code: CA301
    count: 2
    fingerprints: [{PRINT}, {DIGITS}]
    owner: Ann
    reason: "asked Bob"
    expires: 2030-12-31
  - {{file: b.yaml, code: CA301, count: 1}}
"""


def test_everything_that_can_stand_there() -> None:
    read = baseline(GOOD)
    first, second = read.entries
    assert first.key == ("a.yaml", "CA301")
    assert (first.allowed, first.fingerprints) == (2, (PRINT, DIGITS))
    assert first.terms[:3] == ("Ann", "asked Bob", date(2030, 12, 31))
    assert (second.allowed, second.fingerprints, second.terms) == (1, (), Terms())
    assert read.defaults.owner == "voice team"
    assert read.expires(first) == first.terms
    assert read.expires(second) == read.defaults


@pytest.mark.parametrize("text", ["version: 1\nentries:\n", "version: 1\nentries: []\ndefaults:\n"])
def test_an_empty_one(text: str) -> None:
    assert baseline(text).entries == ()


ENTRY = "version: 1\nentries:\n  - {file: a, code: CA301, count: 1}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": nothing in this file; a baseline is a mapping"),
        ("[]", ":1: a baseline is a mapping of keys to values; this is a list"),
        ("version: 1\n", ":1: `entries` is missing; a baseline has `version` and `entries`"),
        (ENTRY.replace("1\ne", "2\ne"), ":1: `version` is `2`; this program knows 1"),
        (ENTRY.replace("1\ne", "true\ne"), ":1: `version` is `true`; this program knows 1"),
        (ENTRY.replace("1\ne", "\ne"), ":1: `version` is nothing; this program knows 1"),
        ("entires: []\n", ":1: a baseline has no key `entires`; did you mean `entries`?"),
        (
            "? [a]\n: 1\n",
            ":1: a baseline has no key a list; allowed: version, defaults, entries",
        ),
        ("version: 1\nentries: 5\n", ":2: `entries` is the number `5`; it is a list"),
        (
            "version: 1\ndefaults: 5\nentries: []\n",
            ":2: `defaults` is a mapping of `owner`, `reason` and `expires`; this is the number `5`",
        ),
        (
            "version: 1\nentries: [a.yaml]\n",
            (
                ":2: an entry is a mapping of `file`, `code`, `count`, `fingerprints`, `owner`, "
                "`reason` and `expires`; this is text"
            ),
        ),
        (
            "version: 1\nentries:\n  - file: a\n    code: CA301\n",
            ":3: `count` is missing; an entry has `file`, `code` and `count`",
        ),
        (ENTRY.replace("a,", "null,"), ":3: `file` is `null`; it is text"),
        (ENTRY.replace("a,", "[],"), ":3: `file` is a list; it is text"),
        (ENTRY.replace("CA301", "unknown"), ":3: `code` is `unknown`; it is a code such as CA301"),
        (
            ENTRY.replace("count: 1", "count: 0"),
            ":3: `count` is `0`; it is a whole number from 1 on",
        ),
        (
            ENTRY.replace("count: 1", "count: yes"),
            ":3: `count` is `yes`; it is a whole number from 1 on",
        ),
        (
            ENTRY.replace("count: 1", "count: []"),
            ":3: `count` is a list; it is a whole number from 1 on",
        ),
        (
            ENTRY.replace("count: 1", "count: true"),
            ":3: `count` is `true`; it is a whole number from 1 on",
        ),
        (ENTRY.replace("1}", "1, fingerprints: x}"), ":3: `fingerprints` is text; it is a list"),
        (
            ENTRY.replace("1}", "1, fingerprints: [abc]}"),
            ":3: `fingerprints` is `abc`; it is a list of 32 hexadecimal digits each",
        ),
        (
            ENTRY.replace("1}", "1, expires: soon}"),
            ":3: `expires` is `soon`; it is a day such as 2030-12-31",
        ),
        (
            ENTRY.replace("1}", "1, expires: 2030-02-30}"),
            ":3: `expires` is `2030-02-30`, a day that there is not; it is a day such as 2030-12-31",
        ),
        (ENTRY.replace("1}", "1, owner: }"), ":3: `owner` is nothing; it is text"),
        (
            ENTRY.replace("1}", "1, expire: 1}"),
            ":3: an entry has no key `expire`; did you mean `expires`?",
        ),
        (
            ENTRY + "  - {file: a, code: CA301, count: 1}\n",
            ":4: CA301 in `a` has an entry already, on line 3",
        ),
        (
            "version: 1\ndefaults: &a {}\nentries: *a\n",
            ":3: `*a` stands here; a baseline has no aliases",
        ),
        (
            ENTRY + "version: 1\n",
            ":4: `version` is already a key of this mapping; only one of the two values would count",
        ),
    ],
)
def test_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        baseline(text)
    assert str(caught.value) == f"known.yaml{message}"
    assert caught.value.exit_code is ExitCode.USAGE


@given(st.text(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 20))
def test_any_text_is_read_or_refused(piece: str, at: int, gone: int) -> None:
    content = (GOOD[:at] + piece + GOOD[at + gone :]).encode("utf-8", "surrogatepass")
    document = document_from_bytes(content, "known.yaml", what=WHAT)
    refused = ""
    try:
        entries = read_baseline(document).entries
    except CallrActionsError as error:
        entries, refused = (), str(error)
    assert refused.startswith(
        "known.yaml: " if not document.source.text else "known.yaml:" if refused else ""
    )
    assert all(entry.allowed > 0 for entry in entries)
