"""What came of files that have not changed: `.callr/cache/lint/` below the project's folder.

The file is a help, never a need: whatever is wrong with it, it is left aside and written anew. It is read
only where the user alone can have written it, so that no repository can bring results of its own.
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from callr_actions.language.document import source_from_bytes
from callr_actions.language.finding import Finding
from callr_actions.linter.result import Checked
from callr_actions.masking import Masker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from callr_actions.linter.selection import Selection

FOLDER = (".callr", "cache", "lint")
FILE = "results.json"
FORMAT = 1
MOST_CACHE_BYTES = 64 * 1024 * 1024
# Source: https://bford.info/cachedir/; programs that make backups leave such folders out.
_CACHEDIR_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by callr-actions; it can be deleted.\n"
_OLD_SECONDS = 3600
# Key, punctuation and names of an entry without findings.
_LEAST_ENTRY_BYTES = 120


def digest_of(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return the digest of a value that JSON can hold."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


class Cache:
    """The results of earlier runs, by path as shown.

    Attributes:
        notes: further values that callers keep, by name; of one program version, as the results are.
    """

    def __init__(self, root: Path, stamp: str, masker: Masker | None = None) -> None:
        """Read the cache of a project.

        Args:
            root: the project's folder.
            stamp: what the program is; results that another has written are not used.
            masker: knows secrets; what would show one is not kept.
        """
        self._root = root
        self._masker = masker or Masker()
        self._file = root.joinpath(*FOLDER, FILE)
        self._stamp = stamp
        self._entries: dict[str, Any] = {}
        self._seen: set[str] = set()
        self._changed = False
        self._settings: dict[Selection, str] = {}
        self._about: Any = None
        self.notes: dict[str, Any] = {}
        with suppress(OSError, ValueError, RecursionError):
            self._read()

    def _read(self) -> None:
        if self._is_linked():
            return
        handle = os.open(
            self._file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not _is_ours(status) or status.st_size > MOST_CACHE_BYTES:
                return
            content = json.loads(file.read())
        if not isinstance(content, dict) or content.get("stamp") != self._stamp:
            return
        if content.get("format") == FORMAT and isinstance(content.get("files"), dict):
            self._entries = {
                shown: entry
                for shown, entry in content["files"].items()
                if isinstance(entry, dict) and isinstance(entry.get("findings"), list)
            }
            notes = content.get("notes")
            self.notes = notes if isinstance(notes, dict) else {}

    def set_context(self, about: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Say what results depend on besides the file and the selection: numbers, an adopted schema."""
        self._about = about
        self._settings.clear()

    def knows(self, shown: str) -> bool:
        """Return whether there is a result of this file, whatever the file was then."""
        return shown in self._entries

    def note(self, name: str, value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Keep a value for later runs."""
        if self.notes.get(name) != value:
            self.notes[name] = value
            self._changed = True

    def get(self, shown: str, content: bytes, selection: Selection) -> Checked | None:
        """Return what came of a file with this content, or None where that is not known."""
        entry = self._entries.get(shown)
        try:
            if entry is None or entry["key"] != self._key(shown, sha256(content).hexdigest(), selection):
                return None
            findings = tuple(Finding.from_json(finding) for finding in entry["findings"])
            source = source_from_bytes(content, shown) if findings else None
            checked = Checked(
                shown,
                findings,
                source,
                int(entry["suppressed"]),
                more=bool(entry["more"]),
                readable=bool(entry["readable"]),
            )
        except (KeyError, TypeError, ValueError):
            return None
        self._seen.add(shown)
        return checked

    def put(self, checked: Checked, digest: str | None, selection: Selection) -> None:
        """Remember what came of a file.

        Args:
            checked: what came of it; with secrets in it, nothing is remembered.
            digest: the SHA-256 of the bytes that were checked; None where they could not be read.
            selection: which rules counted, as for all files.
        """
        shown = checked.path
        if digest is None or checked.secrets or any(map(self._shows_secret, checked.findings)):
            self._changed = self._entries.pop(shown, None) is not None or self._changed
            return
        self._entries[shown] = {
            "key": self._key(shown, digest, selection),
            "findings": [finding.to_json() for finding in checked.findings],
            "suppressed": checked.suppressed,
            "more": checked.more,
            "readable": checked.readable,
        }
        self._seen.add(shown)
        self._changed = True

    def write(self) -> None:
        """Write what has changed, without what is known of files that no longer exist. Never raises."""
        gone = [shown for shown in self._entries if shown not in self._seen and not self._exists(shown)]
        for shown in gone:
            del self._entries[shown]
        if not gone and not self._changed:
            return
        content = {"format": FORMAT, "stamp": self._stamp, "notes": self.notes, "files": self._within_limit()}
        with suppress(OSError, ValueError):
            self._replace(_json(content).encode())

    def _within_limit(self) -> dict[str, Any]:
        """Return the entries that there is room for, those of this run first."""
        room = MOST_CACHE_BYTES // 2
        kept: dict[str, Any] = {}
        for shown in sorted(self._entries, key=lambda shown: shown not in self._seen):
            room -= len(shown) + _LEAST_ENTRY_BYTES
            if self._entries[shown]["findings"]:
                room -= len(_json(self._entries[shown]))
            if room < 0:
                break
            kept[shown] = self._entries[shown]
        return kept

    def _shows_secret(self, finding: Finding) -> bool:
        mask = self._masker.mask
        edits = finding.fix.edits if finding.fix is not None else ()
        texts = (
            *(finding.file, finding.message, finding.help or "", finding.fix.title if finding.fix else ""),
            *(related.message for related in finding.related),
            *(edit.text for edit in edits),
        )
        return any(mask(text) != text for text in texts)

    def _key(self, shown: str, digest: str, selection: Selection) -> str:
        chosen = selection.for_file(shown)
        settings = self._settings.get(chosen)
        if settings is None:
            settings = digest_of([chosen.select, chosen.ignore, sorted(chosen.leaves_out), self._about])
            self._settings[chosen] = settings
        return sha256(f"{digest} {settings} {shown}".encode()).hexdigest()

    def _exists(self, shown: str) -> bool:
        return os.path.lexists(self._root / shown)

    def _is_linked(self) -> bool:
        """Whether a folder on the way is a link: it could lead anywhere."""
        return any(folder.is_symlink() for folder in _between(self._file, self._root))

    def _replace(self, content: bytes) -> None:
        folders = list(_between(self._file, self._root))
        for folder in reversed(folders):
            folder.mkdir(mode=0o700, exist_ok=True)
        if self._is_linked():
            return
        for name, text in ((".gitignore", b"*\n"), ("CACHEDIR.TAG", _CACHEDIR_TAG)):
            with suppress(FileExistsError):
                _write_new(folders[0] / name, text)
        self._sweep()
        temporary = self._file.with_name(f".{os.urandom(8).hex()}.tmp")
        try:
            _write_new(temporary, content)
            temporary.replace(self._file)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    def _sweep(self) -> None:
        """Delete what a run that was killed has left behind."""
        for path in self._file.parent.glob(".*.tmp"):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > _OLD_SECONDS:
                    path.unlink()


def _json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    return json.dumps(value, separators=(",", ":"))


def _between(file: Path, root: Path) -> Iterable[Path]:
    """Yield the folders above a file that are below the root, the innermost first."""
    for folder in file.parents:
        if folder == root:
            return
        yield folder


def _is_ours(status: os.stat_result) -> bool:
    """Whether a file is a plain one that only this user can have written."""
    if not stat.S_ISREG(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o077)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
