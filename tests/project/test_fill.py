"""Names and numbers are filled into callr.yaml, and nothing else in it is touched."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.language.document import document_from_bytes
from callr_actions.language.tree import plain_data
from callr_actions.project.fill import filled

DESK: dict[str, Any] = {
    "scenario-settings": {"desk": {"name": "Front desk", "numbers": {"production": ["+33199001234"]}}}
}
DESK_LINES = """\
scenario-settings:
  desk:
    name: Front desk
    numbers:
      production: ["+33199001234"]
"""
FILLED = {
    "no section": (
        "version: 1 # one\nlint: {}\n# end\n",
        f"version: 1 # one\nlint: {{}}\n{DESK_LINES}# end\n",
    ),
    "no line break at the end": ("version: 1", f"version: 1\n{DESK_LINES}"),
    "an empty section": (
        "version: 1\nscenario-settings: # ours\nlint: {}\n",
        "version: 1\n" + DESK_LINES.replace("scenario-settings:", "scenario-settings: # ours") + "lint: {}\n",
    ),
    "a section of nothing": (
        "scenario-settings: ~ # ours\nversion: 1\n",
        DESK_LINES.replace("scenario-settings:", "scenario-settings:  # ours") + "version: 1\n",
    ),
    "a section in braces": (
        "version: 1\nscenario-settings: {} # ours\n",
        (
            "version: 1\nscenario-settings: {desk: {name: Front desk, numbers: "
            '{production: ["+33199001234"]}}} # ours\n'
        ),
    ),
    "a section in braces with others": (
        "version: 1\nscenario-settings: {a: {name: A} }\n",
        (
            "version: 1\nscenario-settings: {a: {name: A}, desk: {name: Front desk, numbers: "
            '{production: ["+33199001234"]}} }\n'
        ),
    ),
    "beside others": (
        "version: 1\nscenario-settings:\n    # the first\n    a: {name: A} # a\n\n    # last\nlint: {}\n",
        (
            "version: 1\nscenario-settings:\n    # the first\n    a: {name: A} # a\n"
            "    desk:\n      name: Front desk\n      numbers:\n"
            '        production: ["+33199001234"]\n'
            "\n    # last\nlint: {}\n"
        ),
    ),
    "CRLF": (
        "version: 1\r\nlint: {}\r\n",
        "version: 1\r\nlint: {}\r\n" + DESK_LINES.replace("\n", "\r\n"),
    ),
    "a byte order mark": ("\ufeffversion: 1\n", f"\ufeffversion: 1\n{DESK_LINES}"),
    "another account's numbers": (
        (
            "version: 1\nscenario-settings:\n  desk:\n    numbers: # by account\n"
            '      staging: ["+33199001111"] # s\n    name: Desk # n\n'
        ),
        (
            "version: 1\nscenario-settings:\n  desk:\n    numbers: # by account\n"
            '      staging: ["+33199001111"] # s\n      production: ["+33199001234"]\n'
            "    name: Front desk # n\n"
        ),
    ),
    "another list": (
        (
            'version: 1\nscenario-settings:\n  desk:\n    name: "Front desk"\n    numbers:\n'
            '      production: ["+33199005555", "+33199001234"] # p\n'
        ),
        (
            'version: 1\nscenario-settings:\n  desk:\n    name: "Front desk"\n    numbers:\n'
            '      production: ["+33199001234"] # p\n'
        ),
    ),
    "a list in lines": (
        (
            "version: 1\nscenario-settings:\n  desk:\n    name: Front desk\n    numbers:\n      production:\n"
            '        # the main line\n        - "+33199005555" # old\n        - "+33199001111"\n'
        ),
        (
            "version: 1\nscenario-settings:\n  desk:\n    name: Front desk\n    numbers:\n      production:\n"
            '        # the main line\n        - "+33199001234"\n'
        ),
    ),
    "the same": (DESK_LINES, DESK_LINES),
}


@pytest.mark.parametrize("name", FILLED)
def test_filling(name: str) -> None:
    before, after = FILLED[name]

    assert filled(before.encode(), DESK, "callr.yaml").decode() == after


def test_a_new_file() -> None:
    assert filled(None, DESK, "callr.yaml").decode() == f"version: 1\n{DESK_LINES}"


def test_items_of_a_list_in_lines_stay_where_they_are() -> None:
    before = "n:\n  # first\n  - a # a\n  - b # b\nz: 1\n"

    assert filled(before.encode(), {"n": ["c", "b"]}, "x").decode() == (
        "n:\n  # first\n  - b # b\n  - c\nz: 1\n"
    )
    assert filled(before.encode(), {"n": ["b", "a"]}, "x").decode() == before


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("a: [", "it has an error, so it is not changed"),
        ("", "it has an error, so it is not changed: nothing in this file"),
        ("scenario-settings: &x {}\nother: *x\n", "would change something else"),
        ("scenario-settings: 5\n", "would change something else"),
        ("x: &x {desk: {name: A}}\nscenario-settings: *x\n", "would change something else"),
    ],
)
def test_what_cannot_be_filled(before: str, message: str) -> None:
    with pytest.raises(CallrActionsError, match=message) as caught:
        filled(before.encode(), DESK, "callr.yaml")

    assert str(caught.value).startswith("callr.yaml: ")


words = st.one_of(
    st.sampled_from(["a", "b", "$x", "no", "1", "a b", "", "é", "- x", "#", "a: b"]), st.text(max_size=6)
)
numbers = st.lists(st.sampled_from(["+33199001234", "+33199001235", "+33199001236"]), unique=True, max_size=3)
settings_of = st.dictionaries(
    st.sampled_from(["desk", "support/desk", "no", "Été"]),
    st.fixed_dictionaries(
        {}, optional={"name": words, "numbers": st.dictionaries(words, numbers, max_size=2)}
    ),
    max_size=3,
)


@given(settings_of, settings_of)
def test_it_says_what_is_wanted_and_what_it_said(first: dict[str, Any], second: dict[str, Any]) -> None:
    before = filled(b"# c\nversion: 1 # v\n", {"scenario-settings": first}, "callr.yaml")

    after = filled(before, {"scenario-settings": second}, "callr.yaml")

    document = document_from_bytes(after, "callr.yaml")
    assert document.root is not None
    assert [comment.text for comment in document.comments if comment.text in ("# c", "# v")] == ["# c", "# v"]
    data: Any = plain_data(document.root)
    assert _sorted(data["scenario-settings"]) == _sorted(_model(first, second))
    assert filled(after, {"scenario-settings": second}, "callr.yaml") == after


def _model(first: Any, second: Any) -> Any:
    if not isinstance(first, dict) or not isinstance(second, dict):
        return second
    return first | {name: _model(first.get(name), value) for name, value in second.items()}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(below) for name, below in value.items()}
    return sorted(value) if isinstance(value, list) else value
