"""Reading a baseline. The first thing that is wrong with it ends the run: half of one is no use."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NoReturn

from callr_actions.errors import CallrActionsError
from callr_actions.language.tree import Alias, Mapping, Scalar, Sequence, kind_of, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.linter.baseline.entries import VERSION, Baseline, Entry, Terms

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from callr_actions.language.document import Document
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node

_KEYS = ("version", "defaults", "entries")
_TERMS = ("owner", "reason", "expires")
_ENTRY_KEYS = ("file", "code", "count", "fingerprints", *_TERMS)
_CODE = lazy_pattern(r"CA[0-9]{3}")
_FINGERPRINT = lazy_pattern(r"[0-9a-f]{32}")
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHAT = "a baseline"


def read_baseline(document: Document) -> Baseline:
    """Return what a baseline file says.

    Args:
        document: the file, read with `what=WHAT`.

    Raises:
        CallrActionsError: the file cannot be read, or something in it is not as it has to be; with the line
            and what is allowed there.
    """
    return _Reader(document.source).baseline(document)


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source

    def baseline(self, document: Document) -> Baseline:
        for problem in document.problems:
            at = f":{self._source.position(problem.start).line}" if self._source.text else ""
            raise CallrActionsError(
                problem.message,
                file=self._source.path + at,
                hint=problem.help or "mend it, or delete the file and write it anew with --write-baseline",
            )
        root = document.mapping
        assert root is not None, "what is no mapping is a problem"
        for node in walk(root):
            if isinstance(node, Alias):
                self._wrong(node, f"`*{node.name}` stands here; {WHAT} has no aliases")
        parts = self._parts(root, _KEYS, WHAT, needed=("version", "entries"))
        version = parts["version"]
        if not isinstance(version, Scalar) or version.data != VERSION or isinstance(version.data, bool):
            self._wrong(version, f"`version` is {self._shown(version)}; this program knows {VERSION}")
        defaults = Terms()
        if "defaults" in parts and not _is_null(parts["defaults"]):
            defaults = self._terms(self._parts(parts["defaults"], _TERMS, "`defaults`"))
        place = root.get("entries")
        assert place is not None
        return Baseline(self._source, self._entries(place.value), defaults, place)

    def _entries(self, node: Node) -> tuple[Entry, ...]:
        if _is_null(node):
            return ()
        if not isinstance(node, Sequence):
            self._wrong(node, f"`entries` is {kind_of(node)}; it is a list")
        entries: dict[tuple[str, str], Entry] = {}
        for item in node.items:
            entry = self._entry(item)
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                line = self._source.position(first.node.start).line
                self._wrong(
                    item,
                    f"{entry.code} in `{entry.file}` has an entry already, on line {line}",
                    hint="put both together, or delete one and run `callr-actions lint --write-baseline`",
                )
        return tuple(entries.values())

    def _entry(self, node: Node) -> Entry:
        parts = self._parts(node, _ENTRY_KEYS, "an entry", needed=("file", "code", "count"))
        assert isinstance(node, Mapping)
        code = self._text(parts["code"], "code", _CODE, "a code such as CA301")
        count = parts["count"]
        data = count.data if isinstance(count, Scalar) else None
        if not isinstance(data, int) or isinstance(data, bool) or data < 1:
            self._wrong(count, f"`count` is {self._shown(count)}; it is a whole number from 1 on")
        prints = parts.get("fingerprints")
        if prints is not None and not isinstance(prints, Sequence):
            self._wrong(prints, f"`fingerprints` is {kind_of(prints)}; it is a list")
        return Entry(
            self._text(parts["file"], "file"),
            code,
            data,
            tuple(
                self._text(each, "fingerprints", _FINGERPRINT, "a list of 32 hexadecimal digits each")
                for each in (prints.items if prints is not None else ())
            ),
            self._terms(parts),
            node,
        )

    def _terms(self, parts: dict[str, Node]) -> Terms:
        expires, node = None, parts.get("expires")
        if node is not None:
            allowed = "a day such as 2030-12-31"
            written = self._text(node, "expires", _DATE, allowed)
            try:
                expires = date.fromisoformat(written)
            except ValueError:
                self._wrong(node, f"`expires` is `{written}`, a day that there is not; it is {allowed}")
        owner, reason = (
            self._text(parts[name], name) if name in parts else None for name in ("owner", "reason")
        )
        return Terms(owner, reason, expires, node)

    def _parts(
        self, node: Node, allowed: Iterable[str], what: str, needed: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Return a mapping's values by key, once all keys are known to be right."""
        allowed = tuple(allowed)
        if not isinstance(node, Mapping):
            self._wrong(node, f"{what} is a mapping of {_listed(allowed)}; this is {kind_of(node)}")
        for entry in node.entries:
            if entry.name not in allowed:
                self._wrong(
                    entry.key,
                    f"{what} has no key {self._shown(entry.key)}",
                    allowed=allowed,
                    found=entry.name,
                )
        for name in needed:
            if node.get(name) is None:
                self._wrong(node, f"`{name}` is missing; {what} has {_listed(needed)}")
        return {entry.name: entry.value for entry in node.entries if entry.name is not None}

    def _text(self, node: Node, key: str, form: re.Pattern[str] | None = None, allowed: str = "text") -> str:
        """Return a scalar as written: a fingerprint of digits alone is a number to YAML, and no less one."""
        text = node.value if isinstance(node, Scalar) and not node.is_null else ""
        if not text.strip() or (form is not None and form.fullmatch(text) is None):
            self._wrong(node, f"`{key}` is {self._shown(node)}; it is {allowed}")
        return text

    def _shown(self, node: Node) -> str:
        return f"`{node.value}`" if isinstance(node, Scalar) and node.value else kind_of(node)

    def _wrong(
        self,
        node: Node,
        message: str,
        *,
        hint: str | None = None,
        allowed: tuple[str, ...] = (),
        found: str | None = None,
    ) -> NoReturn:
        line = self._source.position(node.start).line
        raise CallrActionsError(
            message, file=f"{self._source.path}:{line}", hint=hint, allowed=allowed, found=found
        )


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _listed(names: Iterable[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last
