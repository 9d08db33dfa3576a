"""Comments that are added: where they stand, what they keep, and when none is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.document import document_from_bytes, parse_document
from callr_actions.language.finding import Confidence, Finding, Severity
from callr_actions.language.source import Source
from callr_actions.linter.added_ignores import NEVER_SILENCED, AddedIgnores, add_ignores
from callr_actions.linter.engine import lint_document
from callr_actions.linter.ignore_comments import Edit, IgnoreComments
from callr_actions.linter.selection import Selection
from tests.examples import examples
from tests.linter.test_properties import BAD, GOOD, mutated, shaped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from callr_actions.language.document import Document

GLOBAL = "CA611"
HEAD = "branches:\n  inbound-call:\n    actions:\n"


def of(*select: str) -> Callable[[Document], tuple[Finding, ...]]:
    return lambda document: lint_document(document, selection=Selection(select=select))


def added(text: str, reason: str = "", select: tuple[str, ...] = ("default",)) -> AddedIgnores:
    return add_ignores(parse_document(Source("a.yaml", text)), of(*select), reason=reason)


def after(text: str, reason: str = "") -> str:
    return added(text, reason).document.source.text


def test_behind_the_line_with_all_its_codes_and_the_reason() -> None:
    assert after(HEAD + "      - {action: sya@v2, parms: {}}\n", "old") == (
        HEAD + "      - {action: sya@v2, parms: {}} # callr: ignore[CA201, CA301] old\n"
    )


def test_blanks_at_the_end_of_a_line_stay() -> None:
    assert after(HEAD + "      - action: sya@v2  \n") == (
        HEAD + "      - action: sya@v2  # callr: ignore[CA301]\n"
    )


def test_behind_the_last_line_without_a_line_break() -> None:
    assert after(HEAD + "      - action: sya@v2") == HEAD + "      - action: sya@v2 # callr: ignore[CA301]"


def test_another_comment_moves_behind_ours() -> None:
    assert after(HEAD + "      - action: sya@v2  # by Ann\n", "old") == (
        HEAD + "      - action: sya@v2  # callr: ignore[CA301] old # by Ann\n"
    )


def test_a_present_comment_takes_more_codes_and_keeps_its_reason() -> None:
    text = HEAD + "      - {action: sya@v2, parms: {}} # callr: ignore[ca301] asked Bob\n"
    assert after(text, "old") == text.replace("ca301", "CA201, CA301")


def test_a_comment_of_ours_that_is_wrong_is_not_hidden() -> None:
    text = HEAD + "      - action: sya@v2 # callr: ignroe[CA301]\n"
    got = added(text)
    assert got.document.source.text == text.replace(
        "      - action", "      # callr: ignore[CA301]\n      - action"
    )
    assert [finding.code for finding in lint_document(got.document)] == ["CA111"]


BLOCK = """\
      - action: javascript@v1
        params:
          code: |
            $a = nothing1;
            $b = nothing2;
          timeout: 1
"""
BLOCK_SILENCED = BLOCK.replace("          code", "          # callr: ignore[CA611] old\n          code")


def test_above_the_key_where_the_line_is_part_of_a_value() -> None:
    got = added(HEAD + BLOCK, "old", ("CA611",))
    assert got.document.source.text == HEAD + BLOCK_SILENCED
    assert (len(got.silenced), got.comments) == (2, 1)


def test_the_comment_above_takes_more_codes_too() -> None:
    text = HEAD + BLOCK_SILENCED.replace("CA611", "CA999")
    assert added(text, "new", ("CA611",)).document.source.text == text.replace("CA999", "CA611, CA999")


def test_behind_the_header_of_a_block() -> None:
    text = HEAD + "      - action: say@v2\n        params:\n          waht: |\n            Hello\n"
    assert "          waht: | # callr: ignore[CA303]\n            Hello\n" in after(text)


def test_what_a_comment_above_covers_needs_none_of_its_own() -> None:
    text = HEAD + (
        '      - {if: "nothing1\n          || nothing2",\n'
        "         then: [{if: nothing3, goto: inbound-call}]}\n"
    )
    got = added(text, select=("CA611",))
    assert got.document.source.text == text.replace("      - {", "      # callr: ignore[CA611]\n      - {")
    assert (len(got.silenced), got.comments) == (3, 1)


def test_an_item_behind_an_anchor_can_be_the_first_on_its_line() -> None:
    text = HEAD + '      - &a {if: "nothing1\n          || $x", goto: inbound-call}\n'
    assert added(text, select=("CA611",)).document.source.text == text.replace(
        "      - &a", "      # callr: ignore[CA611]\n      - &a"
    )


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n"])
def test_line_breaks_and_the_byte_order_mark_stay(line_break: str) -> None:
    before, wanted = ((HEAD + text).replace("\n", line_break) for text in (BLOCK, BLOCK_SILENCED))
    document = document_from_bytes(b"\xef\xbb\xbf" + before.encode(), "a.yaml")
    got = add_ignores(document, of(GLOBAL), reason="old").document.source
    assert (got.text, got.bom) == (wanted, True)


def test_where_nothing_is_first_on_its_line_no_comment_can_stand() -> None:
    text = '{branches: {inbound-call: {actions: [{action: hangup@v1}, {action: "sya\n @v2"}]}}}'
    got = added("--- " + text)
    assert got == AddedIgnores(got.document)
    assert [finding.code for finding in lint_document(got.document)] == ["CA301", "CA403"]


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff", b"a: 1\n---\nb: 1\n" * 2])
def test_what_cannot_be_read_is_left_as_it_is(content: bytes) -> None:
    document = document_from_bytes(content, "a.yaml")
    got = add_ignores(document, lint_document)
    assert all(code in {*NEVER_SILENCED, "CA104"} for code in codes(got.document))
    assert got.refused is None


def test_on_a_line_without_text_a_comment_would_be_about_the_next_one() -> None:
    document = parse_document(Source("a.yaml", "a:\n  # note\n\n  b: 1\n"))
    root = document.root
    assert root is not None
    for offset in (6, 11):
        span = document.source.span(offset, offset)
        finding = Finding("CA301", "x", Severity.INFO, Confidence.CERTAIN, "a.yaml", span, "x")
        edits, silenced = IgnoreComments(document, root, "").written([finding])
        assert edits == (Edit(0, 0, "# callr: ignore[CA301]\n"),)
        assert silenced == (finding,)


def test_comments_never_make_a_script_too_long() -> None:
    line = "      - action: sya@v2\n"
    text = HEAD + "# filler\n" + line
    text = text.replace("# filler", "# filler" + "x" * (32_768 - len(text)))
    assert len(text) == 32_768
    got = added(text)
    assert got.document.source.text == text
    assert got.refused is not None
    assert got.refused.startswith("with comments there would be another finding: error[CA106] the script has")


def test_a_file_that_would_say_something_else_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    from callr_actions.linter import ignore_comments

    monkeypatch.setattr(ignore_comments, "_within_scalars", lambda _text, _root: ())
    text = HEAD + BLOCK
    got = added(text, select=("CA611",))
    assert got == AddedIgnores(got.document, refused="comments would change what its YAML says")
    assert got.document.source.text == text


@pytest.mark.no_cover
def test_more_findings_than_are_kept_at_once() -> None:
    names = [f"      - {{action: hangup@v1, k{index}: 1, l{index}: 1}}\n" for index in range(240)]
    names += [f"      - {{action: x{index}@v1, if: nothing{index}}}\n" for index in range(240)]
    names += [f"      - {{then: y, if: '${{{{ a{index} }}}}', else: z}}\n" for index in range(240)]
    text = HEAD + "".join(names)
    got = added(text, select=("CA2", "CA3", "CA6"))
    assert lint_document(got.document, selection=Selection(select=("CA2", "CA3", "CA6"))) == ()
    assert len(got.silenced) > 1000


def codes(document: Document) -> set[str]:
    return {finding.code for finding in lint_document(document)}


def hold(document: Document) -> None:
    """Whatever the file: it says the same, and twice is once; what is left, no comment can silence."""
    got = add_ignores(document, lint_document, reason="old")
    if got.refused is not None:
        assert got == AddedIgnores(document, refused=got.refused)
    else:
        assert add_ignores(got.document, lint_document) == AddedIgnores(got.document)
        if has_room_above(document):
            assert codes(got.document) <= NEVER_SILENCED
    if document.root is not None:
        assert data(got.document) == data(document)


def has_room_above(document: Document) -> bool:
    """Return whether each key of the file's top stands first on its line, so that comments have a place."""
    root = document.mapping
    if set(document.source.text) & set("\x85\u2028\u2029"):  # they end lines for YAML, and for no editor
        return False
    return root is document.root and root is not None and not root.flow and root.anchor is None


def data(document: Document) -> str:
    from callr_actions.language.tree import plain_data

    assert document.root is not None
    return repr(plain_data(document.root))


@examples(1.5)
@given(mutated())
def test_any_scenario_with_mistakes(text: str) -> None:
    hold(document_from_bytes(text.encode("utf-8", "surrogatepass"), "a.yaml"))


@examples(1)
@given(shaped(), st.sampled_from(("\n", "\r\n")))
def test_anything_in_the_place_of_anything(text: str, line_break: str) -> None:
    hold(parse_document(Source("a.yaml", text.replace("\n", line_break))))


@pytest.mark.no_cover
@pytest.mark.parametrize("path", [*GOOD, *BAD], ids=lambda path: path.stem)
def test_files_as_they_are(path: Path) -> None:
    document = document_from_bytes(path.read_bytes(), path.name)
    hold(document)
    assert codes(add_ignores(document, lint_document).document) <= {*NEVER_SILENCED, "CA104"}
