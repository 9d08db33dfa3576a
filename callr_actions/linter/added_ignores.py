"""Comments that silence what is found in a file: added, then held against the file as it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from callr_actions.language.document import Document, parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import Mapping, Scalar, Sequence, walk
from callr_actions.linter.engine import MOST_FINDINGS_PER_FILE
from callr_actions.linter.ignore_comments import IgnoreComments
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from callr_actions.language.finding import Finding
    from callr_actions.language.tree import Node

# What cannot be read cannot be silenced either; a comment that silences nothing is deleted and not
# silenced; and a script that is too long does not get shorter by a comment.
NEVER_SILENCED = frozenset({"CA100", "CA101", "CA103", "CA105", "CA106", "CA111"})
# Each round shows what did not fit among the findings of the one before.
_MOST_ROUNDS = 50


class AddedIgnores(NamedTuple):
    """What came of one file.

    Attributes:
        document: the file afterwards; the same object where nothing was added.
        silenced: the findings that comments now silence.
        comments: how many comments were written or got more codes.
        refused: why the file stays as it was although there was something to silence; else None.
    """

    document: Document
    silenced: tuple[Finding, ...] = ()
    comments: int = 0
    refused: str | None = None


def add_ignores(
    document: Document, check: Callable[[Document], Iterable[Finding]], *, reason: str = ""
) -> AddedIgnores:
    """Silence every finding of a file that a comment can silence.

    What the YAML says stays the same, and no finding comes up that was not there; else nothing is added.

    Args:
        document: a parsed file.
        check: the linter, settings included.
        reason: what stands behind the codes; one line, or nothing.
    """
    before, comments = document, 0
    silenced: list[Finding] = []
    findings = tuple(check(document))
    for _ in range(_MOST_ROUNDS):
        wanted = [finding for finding in findings if finding.code not in NEVER_SILENCED]
        if document.root is None or not wanted:
            break
        edits, done = IgnoreComments(document, document.root, reason).written(wanted)
        if not edits:
            break
        text = document.source.text
        for edit in reversed(edits):
            text = text[: edit.start] + edit.text + text[edit.end :]
        after = parse_document(Source(document.source.path, text, document.source.bom))
        if not _same_yaml(document, after):
            return AddedIgnores(before, refused="comments would change what its YAML says")
        left = tuple(check(after))
        if len(findings) < MOST_FINDINGS_PER_FILE and (more := _more(findings, done, left)):
            return AddedIgnores(before, refused=f"with comments there would be another finding: {more}")
        silenced += done
        comments += len(edits)
        document, findings = after, left
    return AddedIgnores(document, tuple(silenced), comments)


def _more(before: Iterable[Finding], silenced: Iterable[Finding], after: Iterable[Finding]) -> str | None:
    """Return what is found now and was not before, or was to be silenced; None where nothing is.

    Not by place or message: comments move lines, and messages name lines and lengths.
    """
    allowed = Counter(map(_kind, before))
    allowed.subtract(map(_kind, silenced))
    for finding in after:
        if not allowed[_kind(finding)]:
            return f"{finding.severity.value}[{finding.code}] {finding.message}"
        allowed[_kind(finding)] -= 1
    return None


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.severity.value


def _same_yaml(before: Document, after: Document) -> bool:
    """Return whether two files say the same, down to styles, anchors, tags and the order of keys."""
    assert before.root is not None
    return (
        after.root is not None
        and [problem.kind for problem in before.problems] == [problem.kind for problem in after.problems]
        and list(_said(before.root)) == list(_said(after.root))
    )


def _said(root: Node) -> Iterator[tuple[object, ...]]:
    """Yield each node without its place; sizes tell what belongs to what."""
    for node in walk(root):
        match node:
            case Scalar():
                yield "scalar", node.value, node.style, node.tag, node.anchor
            case Mapping():
                yield "mapping", len(node.entries), node.tag, node.anchor
            case Sequence():
                yield "sequence", len(node.items), node.tag, node.anchor
            case _:
                yield "alias", node.name
