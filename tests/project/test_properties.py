"""Whatever is in the file: nothing is raised, and every finding stands inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from callr_actions.masking import Masker
from callr_actions.project.schema import project_schema
from tests.project.example import GOOD, load

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEYS = sorted(
    {
        "<<",
        "local",
        "production",
        "$a",
        *project_schema()["properties"],
        *(key for part in project_schema()["$defs"].values() for key in part.get("properties", {})),
    }
)
PIECES = [
    *KEYS,
    *(
        "${A}",
        "${",
        "${{ a }}",
        "{}",
        "[]",
        "{a: 1}",
        "[a, 1]",
        "&a ",
        "*a",
        "'",
        '"',
        ": ",
        "- ",
        "\n",
        "  ",
    ),
    *("#", "?", "!", ".nan", ".inf", "1" * 400, "0x" + "f" * 99, "1e999", "~", "true", "+33199001234", "|\n"),
    *("é", "\x85", "https://u:p@h/", "audio:", "../x", "2027-13-01", "\t", ","),
]
scalars = st.sampled_from(
    ["1", "text", "${A}", "~", ".nan", "[]", "{}", "true", "1" * 400, "'+33199001234'", "../x"]
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=4).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        ),
    ),
    max_leaves=12,
)


def own_folder(factory: pytest.TempPathFactory) -> Path:
    """Return one folder for all examples; a callr.yaml further up would be that of every other test."""
    folder = factory.getbasetemp() / "properties-of-callr-yaml"
    folder.mkdir(exist_ok=True)
    return folder


def check(text: str, factory: pytest.TempPathFactory) -> None:
    loaded = load(own_folder(factory), text, masker=Masker())
    for finding in loaded.findings:
        for span in (finding.span, *(related.span for related in finding.related)):
            assert 0 <= span.start.offset <= span.end.offset <= len(loaded.source.text)
        assert "\n" not in finding.message
    keys = [finding.sort_key for finding in loaded.findings]
    assert keys == sorted(keys)
    assert (loaded.project is None) == any(found.severity.value == "error" for found in loaded.findings)


@given(position=st.integers(0, len(GOOD)), length=st.integers(0, 30), piece=st.sampled_from(PIECES))
def test_a_good_file_with_a_piece_replaced(
    position: int, length: int, piece: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    check(GOOD[:position] + piece + GOOD[position + length :], tmp_path_factory)


@given(values=st.dictionaries(st.sampled_from(KEYS), trees, max_size=6))
def test_known_keys_with_anything_below(
    values: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    check("version: 1\n" + "".join(f"{key}: {value}\n" for key, value in values.items()), tmp_path_factory)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=20))
def test_pieces_in_any_order(pieces: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    check("".join(pieces), tmp_path_factory)


@given(key=st.text("abcdefXYZ0123456789_-", min_size=8, max_size=40))
def test_a_key_is_never_shown(key: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = f"version: 1\ndefault-account: {key}\naccounts: {{a: {{api-key: {key}}}, {key}: {{api_key: x}}}}\n"

    loaded = load(own_folder(tmp_path_factory), text)

    assert loaded.project is None
    assert all(key not in f"{finding.message} {finding.help}" for finding in loaded.findings)
