"""A pull as values: what is wanted, what is there, and what becomes of each scenario."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from callr_actions.language.document import source_from_bytes
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.marker import without_marker
from callr_actions.sync.pulling import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from callr_actions.project.fill import Wanted
    from callr_actions.project.project import Project
    from callr_actions.sync.desired import ScenarioText
    from callr_actions.sync.git_tree import GitTree

VERSION = 1


class Wish(NamedTuple):
    """What the user wants of a pull.

    Attributes:
        selected: keys, patterns of keys, names and SIDs; empty for everything.
        theirs: whether the account is right where both sides have changed.
        marks: whether conflicts go into the files, between marks.
        with_secrets: whether scripts with literal secrets are written all the same.
    """

    selected: tuple[str, ...] = ()
    theirs: bool = False
    marks: bool = False
    with_secrets: bool = False


class Row(NamedTuple):
    """What becomes of one scenario.

    Attributes:
        key: of the file.
        file: the file as people know it.
        sid, name: on the account.
        outcome: as decided.
        text: what the file will hold, canonical; None where it stays.
        reason: why, where that is not plain.
        notes: what else there is to say.
        settings: what callr.yaml is to hold below the scenario's key.
        refused: whether something keeps it from being done that somebody has to see to.
    """

    key: str
    file: str
    sid: str
    name: str
    outcome: Outcome
    text: str | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    settings: Mapping[str, Wanted] = {}
    refused: bool = False


class Folder(NamedTuple):
    """The files as they are.

    Attributes:
        project: what callr.yaml says.
        texts: every scenario, by key.
        paths: their files by key: POSIX, below the scenarios folder.
        prefix: the scenarios folder as people know it, with a slash at its end.
        git: what git knows; None where the folder lies in no repository.
    """

    project: Project
    texts: Mapping[str, ScenarioText]
    paths: Mapping[str, str]
    prefix: str
    git: GitTree | None

    def path(self, key: str) -> str:
        """Return a scenario's file, POSIX, from the project's folder on; of a new one where it will be."""
        return f"{self.prefix}{self.paths.get(key, f'{key}.yaml')}"


def counts(rows: Collection[Row]) -> dict[str, int]:
    """Return how many rows there are of each outcome."""
    found = Counter(row.outcome for row in rows)
    return {outcome.value: found[outcome] for outcome in Outcome}


def to_json(account: str, rows: Collection[Row]) -> dict[str, Any]:
    """Return the machine form of a pull."""
    return {
        "version": VERSION,
        "account": account,
        "summary": counts(rows),
        "rows": [
            {
                "key": row.key,
                "file": row.file,
                "sid": row.sid,
                "name": row.name,
                "outcome": row.outcome.value,
                "refused": row.refused,
                "reason": row.reason,
                "notes": list(row.notes),
                "settings": row.settings,
            }
            for row in rows
        ],
    }


def text_of(content: bytes) -> str:
    """Return the text of a scenario's file, canonical."""
    return without_marker(source_from_bytes(content, "").text)


def as_in(before: bytes | None, text: str) -> bytes:
    """Return a text with the line ends and the byte order mark that the file has."""
    data = text.encode("utf-8", "surrogatepass")
    if before is None:
        return data
    if before.count(b"\r\n") * 2 > before.count(b"\n"):
        data = data.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + data
