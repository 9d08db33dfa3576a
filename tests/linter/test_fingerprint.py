"""A fingerprint outlives edits elsewhere in the file, and no two findings share one."""

from __future__ import annotations

from callr_actions.language.source import Source
from callr_actions.linter.engine import LintResult
from callr_actions.linter.fingerprint import fingerprints
from callr_actions.masking import Masker
from tests.linter.outputs.example import SECRET, found, rich, style

TEXT = "a: 1\nb: [x, x]\nc: x\nb: [x, x]\n"


def prints(
    text: str, *pieces: tuple[str, int], path: str = "a.yaml", masker: Masker | None = None
) -> tuple[str, ...]:
    source = Source(path, text)
    findings = tuple(found(source, piece, "message", nth=nth) for piece, nth in pieces)
    return fingerprints(LintResult(1, findings, {path: source}), masker or Masker())


def test_lines_above_do_not_matter() -> None:
    assert prints(TEXT, ("c: x", 1)) == prints("# new\n\n" + TEXT, ("c: x", 1))


def test_indentation_and_line_endings_do_not_matter() -> None:
    assert prints("k:\n  c:  x\n", ("c:", 1)) == prints("k:\r\n    c: x \r\n", ("c:", 1))


def test_code_path_and_line_matter() -> None:
    assert prints(TEXT, ("c: x", 1)) != prints(TEXT, ("c: x", 1), path="b.yaml")
    assert prints(TEXT, ("c: x", 1)) != prints(TEXT.replace("c: x", "c: y"), ("c: y", 1))


def test_equal_lines_and_two_on_one_line_are_told_apart() -> None:
    assert len(set(prints(TEXT, ("x", 1), ("x", 2), ("x", 4)))) == 3


def test_a_secret_is_no_part_of_it() -> None:
    masker = Masker()
    masker.add("hunter2!")
    masker.add("correct horse")
    first = prints("key: hunter2!\n", ("key", 1), masker=masker)
    assert first == prints("key: correct horse\n", ("key", 1), masker=masker)


def test_unknown_text_and_a_line_outside_of_it() -> None:
    (finding,) = (each for each in rich().findings if each.code == "CA999")
    nowhere = LintResult(1, (finding,), {})
    short = LintResult(1, (finding,), {finding.file: Source(finding.file, "one line")})
    assert fingerprints(nowhere, Masker()) == fingerprints(short, Masker())


def test_whole_result_has_as_many_as_findings() -> None:
    masker = style().masker
    assert len(set(fingerprints(rich(), masker))) == len(rich().findings)
    assert SECRET not in "".join(fingerprints(rich(), masker))
