"""A YAML file, read and parsed: the start of everything that looks at one, scenario or project file."""

from __future__ import annotations

import codecs
import stat
from functools import cached_property
from typing import TYPE_CHECKING

from callr_actions.language.problem import Problem, ProblemKind
from callr_actions.language.source import Source
from callr_actions.language.tree import Mapping, kind_of, target, walk
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.language.comments import Comment
    from callr_actions.language.tree import Node

# Thirty times what the platform takes. Beyond it only the size is reported, so that a file put in the
# folder by mistake costs nothing.
LARGEST_FILE_BYTES = 1024 * 1024

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class Document:
    """A parsed file.

    Attributes:
        source: its text; empty where the file could not be read or decoded.
        root: the tree of its first YAML document, None where there is none.
        problems: everything that is wrong with it as a YAML file.
    """

    def __init__(self, source: Source, root: Node | None, problems: tuple[Problem, ...]) -> None:
        self.source = source
        self.root = root
        self.problems = problems

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node as written, in the order of the file; aliases not followed."""
        return () if self.root is None else tuple(walk(self.root))

    @cached_property
    def key_texts(self) -> frozenset[str | None]:
        """What all keys read, wherever they stand; None is among it where one is a list or a mapping."""
        mappings = [node for node in self.nodes if isinstance(node, Mapping)]
        return frozenset([entry.name for mapping in mappings for entry in mapping.entries])

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Every comment, in the order of the file."""
        from callr_actions.language.comments import find_comments  # noqa: PLC0415 - few look at them

        return find_comments(self.source, self.nodes)

    @cached_property
    def mapping(self) -> Mapping | None:
        """The root where it is a mapping, as a scenario's and a project file's is."""
        root = target(self.root) if self.root is not None else None
        return root if isinstance(root, Mapping) else None


def parse_document(source: Source, *, what: str = "a scenario") -> Document:
    """Parse a text that is meant to be one mapping. Never raises.

    Args:
        source: the text.
        what: what the file is, for the message when it is not a mapping.
    """
    from callr_actions.language.yaml_parser import parse_yaml  # noqa: PLC0415 - not where a cache knows the file

    parsed = parse_yaml(source)
    problems = parsed.problems
    root = parsed.root
    if root is None:
        if not problems:
            end = len(source.text)
            problems = (Problem(ProblemKind.EMPTY, f"nothing in this file; {what} is a mapping", 0, end),)
    elif not isinstance(target(root), Mapping):
        found = Problem(
            ProblemKind.NOT_A_MAPPING,
            f"{what} is a mapping of keys to values; this is {kind_of(root)}",
            root.start,
            root.end,
        )
        problems = (*problems, found)
    return Document(source, root, problems)


def read_document(path: Path, shown: str, *, what: str = "a scenario") -> Document:
    """Read and parse a file. Never raises: a file that cannot be read is a document with that problem.

    Args:
        path: the file.
        shown: its path as findings name it (POSIX, relative where possible).
        what: what the file is, for messages.
    """
    content = read_content(path)
    if isinstance(content, str):
        return _unreadable(shown, content)
    return document_from_bytes(content.data, shown, size=content.size, what=what)


class Content(NamedTuple):
    """The bytes of a file; none where it is too large, whose whole size is known all the same."""

    data: bytes
    size: int


def read_content(path: Path) -> Content | str:
    """Return what a file holds, or why it cannot be read. Never raises."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return "is a directory"
        if not stat.S_ISREG(status.st_mode):
            return "not a regular file"  # to open a pipe would wait for its other end
        content = b""
        if status.st_size <= LARGEST_FILE_BYTES:
            with path.open("rb") as file:
                content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        return (error.strerror or type(error).__name__).lower()
    except ValueError:
        return "the path has a NUL character or half of a surrogate pair"
    return Content(content, max(status.st_size, len(content)))


def document_from_bytes(
    content: bytes, shown: str, *, size: int | None = None, what: str = "a scenario"
) -> Document:
    """Decode and parse the bytes of a file or of standard input. Never raises.

    Args:
        content: the bytes; more than `LARGEST_FILE_BYTES` are not looked at.
        shown: the name that findings use.
        size: the whole size in bytes, where `content` is only its start.
        what: what the file is, for messages.
    """
    size = len(content) if size is None else size
    if size > LARGEST_FILE_BYTES:
        return _failed(
            Source(shown, ""),
            ProblemKind.TOO_LONG,
            f"the file has {size:,} bytes; files over {LARGEST_FILE_BYTES:,} bytes are not read",
            advice="Callr takes scripts of at most 32,768 characters",
        )
    for mark, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            return _failed(
                Source(shown, ""),
                ProblemKind.ENCODING,
                f"the file is encoded as {name}; Callr takes UTF-8",
                advice="save it as UTF-8",
            )
    try:
        source = source_from_bytes(content, shown)
    except UnicodeDecodeError as error:
        return _not_utf8(content.removeprefix(codecs.BOM_UTF8), error, shown)
    return parse_document(source, what=what)


def source_from_bytes(content: bytes, shown: str) -> Source:
    """Return the text of a file.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    return Source(shown, body.decode("utf-8"), bom=len(body) < len(content))


def _unreadable(shown: str, reason: str) -> Document:
    return _failed(Source(shown, ""), ProblemKind.UNREADABLE, f"cannot be read: {reason}")


def _not_utf8(body: bytes, error: UnicodeDecodeError, shown: str) -> Document:
    offset = len(body[: error.start].decode("utf-8"))
    source = Source(shown, body.decode("utf-8", errors="replace"))
    return _failed(
        source,
        ProblemKind.ENCODING,
        f"the byte 0x{body[error.start]:02X} here is not UTF-8",
        advice="save the file as UTF-8",
        start=offset,
        end=offset + 1,
    )


def _failed(
    source: Source,
    kind: ProblemKind,
    message: str,
    *,
    advice: str | None = None,
    start: int = 0,
    end: int = 0,
) -> Document:
    return Document(source, None, (Problem(kind, message, start, end, help=advice),))
