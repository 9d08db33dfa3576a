"""A baseline as values: what is known, of which file and code, and until when it is let be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from callr_actions.language.source import Source
    from callr_actions.language.tree import Entry as YamlEntry
    from callr_actions.language.tree import Mapping, Node

VERSION = 1


class Terms(NamedTuple):
    """What people have agreed on about findings.

    Attributes:
        owner: who mends them.
        reason: why they are there.
        expires: the last day on which they do not count.
        expires_node: where that stands.
    """

    owner: str | None = None
    reason: str | None = None
    expires: date | None = None
    expires_node: Node | None = None


class Entry(NamedTuple):
    """The known findings of one code in one file.

    Attributes:
        file: as findings name it.
        allowed: how many there may be.
        fingerprints: of those that were there; other ones of the code may be in their place.
        terms: what the entry itself says; what it leaves open the baseline's defaults say.
        node: where it stands.
    """

    file: str
    code: str
    allowed: int
    fingerprints: tuple[str, ...]
    terms: Terms
    node: Mapping

    @property
    def key(self) -> tuple[str, str]:
        """File and code; no two entries share both."""
        return self.file, self.code


class Baseline(NamedTuple):
    """A baseline file.

    Attributes:
        source: its text.
        entries: in the order of the file.
        defaults: the terms of entries that have none of their own.
        place: the key `entries` and what stands below it.
    """

    source: Source
    entries: tuple[Entry, ...]
    defaults: Terms
    place: YamlEntry

    def expires(self, entry: Entry) -> Terms:
        """Return the terms that say when an entry expires: its own, else the defaults."""
        return entry.terms if entry.terms.expires is not None else self.defaults
