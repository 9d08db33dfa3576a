"""Whatever is in a file: no rule raises, spans fit the text, outputs are harmless and the same twice."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.engine import lint_document, lint_documents
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.style import Style
from tests.examples import examples
from tests.linter.positions import assert_inside, spans

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = sorted((ROOT / "scenarios").glob("*.yaml")) + sorted((ROOT / "tests/schemas/published").glob("*.yaml"))
BAD = sorted((ROOT / "tests/linter/cases").glob("*.yaml"))
TEXTS = [path.read_bytes().decode("utf-8", "replace") for path in (*GOOD, *BAD)]

# Pieces that mean something to YAML, to JavaScript or to a scenario.
WORDS = """
branches: inbound-call: api-initiated: hangup: actions: action: params: result: if: then: else: goto:
branch: events: ready: variables: $x $y: call sms recording say@v2 dial@v1 javascript@v1 gather@v2
startRecording@v1 ${{ }} }}} ${{}} ${{$x}} {} [] [a] {a: - | > |2- "' ' " ` # & * &a *a << <<: ! !!str
!!binary ? : , % @ ~ null true 1 -1 1e999 .inf .nan 0x1F --- ... %YAML (( )) => /* // \\ \\u{110000}
\\ud800 typeof await return let é 漢 😀
"""
BREAKS = (" ", "\n", "\r\n", "\r", "\t", "  ", "\n- ", "\n    ")
CONTROLS = ("\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ufeff")
PIECES = st.sampled_from([*WORDS.split(), *BREAKS, *CONTROLS])
TEXT = st.one_of(PIECES, st.text(max_size=4))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A scenario with mistakes: characters or lines deleted, doubled, replaced, put elsewhere."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines = text.splitlines(keepends=True) or [""]
            start = draw(st.integers(0, len(lines) - 1))
            end = draw(st.integers(start, min(start + 6, len(lines))))
            piece = lines[start:end]
            match draw(st.sampled_from(("delete", "double", "move", "indent", "replace"))):
                case "delete":
                    del lines[start:end]
                case "double":
                    lines[end:end] = piece
                case "move":
                    del lines[start:end]
                    at = draw(st.integers(0, len(lines)))
                    lines[at:at] = piece
                case "indent":
                    by = draw(st.integers(-4, 4))
                    lines[start:end] = [" " * by + line if by > 0 else line[-by:] for line in piece]
                case _:
                    lines[start:end] = [draw(TEXT)]
            text = "".join(lines)
        else:
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, min(start + 8, len(text))))
            text = text[:start] + draw(TEXT) + text[end:]
    return text


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(), TEXT, st.just("${{ $x }}")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
KEYS = ("action", "params", "result", "if", "then", "else", "goto", "events", "branch", "actions")


@st.composite
def shaped(draw: st.DrawFn) -> str:
    """A scenario in which anything stands in the place of anything, as JSON, which is YAML."""

    def step(depth: int) -> object:
        if draw(st.integers(0, 9)) == 0:
            return draw(VALUES)
        content: dict[str, object] = {}
        for key in draw(st.lists(st.sampled_from(KEYS), max_size=5)):
            if key in ("then", "else", "actions") and depth:
                content[key] = [step(depth - 1) for _ in range(draw(st.integers(0, 2)))]
            elif key == "events" and depth:
                content[key] = {draw(st.sampled_from(("ready", "x", ""))): [step(depth - 1)]}
            elif key == "action":
                content[key] = draw(
                    st.sampled_from(
                        ("say@v2", "dial@v1", "gather@v2", "fetch@v2", "javascript@v1", "sya@v2", "", 5)
                    )
                )
            elif key == "params":
                names = st.sampled_from(
                    ("what", "targets", "answerOnBranch", "code", "timeout", "url", "waht", "")
                )
                content[key] = draw(st.one_of(st.dictionaries(names, VALUES, max_size=4), VALUES))
            elif key == "goto":
                content[key] = draw(st.one_of(st.builds(lambda b: {"branch": b}, VALUES), VALUES))
            else:
                content[key] = draw(VALUES)
        return content

    names = st.sampled_from(
        ("inbound-call", "api-initiated", "hangup", "menu", "1", "", "<<", "a: b", "true")
    )
    branches = {}
    for name in draw(st.lists(names, max_size=3)):
        steps = [step(2) for _ in range(draw(st.integers(0, 3)))]
        branches[name] = draw(
            st.sampled_from(({"actions": steps}, steps, {"actions": None}, steps[:1] or None))
        )
    root = {"branches": branches, "variables": draw(VALUES), draw(TEXT): draw(VALUES)}
    return json.dumps(root, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from((None, 1))))


def check(content: bytes, name: str = "a\x1b[31m\nb.yaml") -> None:
    document = document_from_bytes(content, name)
    findings = lint_document(document)
    assert list(findings) == sorted(set(findings), key=lambda finding: finding.sort_key)
    text = document.source.text
    for finding in findings:
        for span in spans(finding):
            assert_inside(span, text)
        assert finding.message.strip()
    result = lint_documents([document])
    again = lint_documents([document_from_bytes(content, name)])
    for output in OUTPUTS:
        for colour in (False, True):
            style = Style(colour=colour)
            rendered = renderer(output)(result, style)
            assert rendered == renderer(output)(again, style)
            if output == "json":
                assert len(json.loads(rendered)["findings"]) == len(result.findings)
                continue
            for code in ("1", "1;31", "1;33", "1;34", "36", "2", "0") if colour else ():
                rendered = rendered.replace(f"\x1b[{code}m", "")
            strange = {char for char in rendered if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")}
            assert strange <= {"\n"}
    if result.findings:
        lines = renderer("concise")(result, Style()).splitlines()
        assert len(lines) == len(result.findings)


@examples(1)
@given(mutated())
def test_scenarios_with_mistakes(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@examples(0.75)
@given(shaped())
def test_anything_in_the_place_of_anything(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@examples(1)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.lists(TEXT, max_size=30).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")),
    )
)
def test_any_bytes(content: bytes) -> None:
    check(content)


@pytest.mark.no_cover
@pytest.mark.parametrize("path", [*GOOD, *BAD], ids=lambda path: path.stem)
def test_files_as_they_are(path: Path) -> None:
    check(path.read_bytes())
