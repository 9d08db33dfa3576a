"""The last line of a deployed script: whose it is, from which commit, and what stood above it.

`# callr-actions KEY COMMIT HASH`: the key, twelve digits of the commit (`-` without one) and the first
sixteen of the SHA-256 of the text above. With it the account itself says what was deployed last, so that
any machine can tell a deployed script from an edited one. A fifth word stands there only where the account
keeps another text than it was sent: the hash of what was sent.

Line ends and a byte order mark are no part of the text: YAML reads them alike, and editors change them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from hashlib import sha256
from urllib.parse import quote, unquote

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

COMMIT_DIGITS = 12
HASH_DIGITS = 16
_START = "# callr-actions "
_LINE = lazy_pattern(
    r"^# callr-actions (?P<key>\S+) (?P<commit>[0-9a-f]{12}|-) (?P<hash>[0-9a-f]{16})"
    r"(?: (?P<sent>[0-9a-f]{16}))?[ \t]*$",
    re.MULTILINE,
)
_BREAK = lazy_pattern("\r\n|\r")


class State(Enum):
    """What a script's marker line says about it."""

    NONE = "none"
    """There is no such line: nobody has deployed this script."""
    UNTOUCHED = "untouched"
    """The text is what was deployed."""
    EDITED = "edited"
    """The text has been changed since."""
    DAMAGED = "damaged"
    """There is a line, and it cannot be read."""


class Mark(NamedTuple):
    """A marker line.

    Attributes:
        key: the scenario's key.
        commit: the first twelve digits of the commit; None for files that no commit has.
        hash: of the text above, as the account keeps it.
        sent: of the text that was sent, where the account keeps another; else None.
    """

    key: str
    commit: str | None
    hash: str
    sent: str | None = None

    @property
    def base(self) -> str:
        """The hash of the text that was deployed, as it is in the folder."""
        return self.hash if self.sent is None else self.sent


class Marked(NamedTuple):
    """A script of an account, taken apart.

    Attributes:
        body: the text without the marker line, with LF and without a byte order mark.
        mark: the line; None where there is none or it cannot be read.
        state: how the two agree.
    """

    body: str
    mark: Mark | None
    state: State


def canonical(text: str) -> str:
    """Return a script as it is sent and compared: LF, no byte order mark, the last line ended."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _BREAK.sub("\n", text)
    return text if text.endswith("\n") or not text else text + "\n"


def text_hash(body: str) -> str:
    """Return the sixteen digits that a marker line has for a text."""
    return sha256(canonical(body).encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def write_marker(body: str, key: str, commit: str | None, *, sent: str | None = None) -> str:
    """Return a script with its marker line.

    Args:
        body: the script; a line that it has already stays, so take it off first.
        key: the scenario's key.
        commit: a full or shortened commit; None where the files are in none.
        sent: the hash of what was sent, where `body` is what the account made of it.
    """
    body = canonical(body)
    words = [_encoded(key), commit[:COMMIT_DIGITS] if commit else "-", text_hash(body)]
    if sent is not None:
        words.append(sent)
    return f"{body}{_START}{' '.join(words)}\n"


def read_marker(script: str) -> Marked:
    """Take a script apart. Never raises.

    The line counts wherever it stands, because people add to the end of a text; of several only one at the
    very end does.
    """
    text = canonical(script)
    found = list(_LINE.finditer(text)) if _START in text else []
    if found:
        last = found[-1]
        at_end = not text[last.end() :].strip()
        if at_end or len(found) == 1:
            return _marked(text, last, at_end=at_end)
        return Marked(text, None, State.DAMAGED)
    above, _, last_line = text.rstrip().rpartition("\n")
    if f"{last_line} ".startswith(_START):
        return Marked(canonical(above), None, State.DAMAGED)
    return Marked(text, None, State.NONE)


def without_marker(script: str) -> str:
    """Return a script without its marker line, in canonical form."""
    return read_marker(script).body


def _marked(text: str, found: re.Match[str], *, at_end: bool) -> Marked:
    body = text[: found.start()]
    if not at_end:
        body += text[found.end() + 1 :]
    commit = found["commit"]
    key = unicodedata.normalize("NFC", unquote(found["key"]))
    mark = Mark(key, None if commit == "-" else commit, found["hash"], found["sent"])
    untouched = at_end and text_hash(body) == mark.hash
    return Marked(body, mark, State.UNTOUCHED if untouched else State.EDITED)


def _encoded(key: str) -> str:
    """Return a key as one word: blanks, `%` and what cannot be printed as in addresses."""
    if key.isascii() and key.isprintable() and " " not in key and "%" not in key:
        return key
    return "".join(quote(each, safe="") if each in " %" or not each.isprintable() else each for each in key)
