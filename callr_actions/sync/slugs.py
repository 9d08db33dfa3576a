"""Names of an account as keys of files: safe on every system, each once, the same every time.

A name is a text of somebody else: it may be `../../etc/passwd`, `CON`, an emoji or all of Unicode.
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import WORLDS, key_from
from callr_actions.project.project import PROJECT_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# Windows takes them for devices, whatever their case and whatever stands behind a dot.
_DEVICES = frozenset(
    (
        *("con", "prn", "aux", "nul", "conin$", "conout$", "clock$"),
        *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"),
    )
)
# Names that discovery reads as something else than a scenario.
_TAKEN = frozenset((WORLDS, PROJECT_FILE.partition(".")[0]))
_SAFE_SID = lazy_pattern("[a-z0-9]{8}")
# Letters and marks by their category that show nothing at all.
_INVISIBLE = lazy_pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_NEVER_IN_A_PART = lazy_pattern(r'[\x00-\x1f\x7f\\:*?"<>|]')
# Of 64 characters, four bytes each, a file name would be longer than file systems take.
_MOST_BYTES = 200
_MOST_IN_A_KEY = 240


class Named(NamedTuple):
    """A scenario of the account that wants a file."""

    sid: str
    name: str


def slug(name: str) -> str:
    """Return a name as one part of a path: small letters, digits and hyphens; empty where nothing is left.

    Accents of Latin letters go (`Été` is `ete`), letters of other scripts stay. A slug's slug is itself.
    """
    text = name
    for _ in range(3):  # what one form makes of a character another may have to look at again
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    for char in _INVISIBLE.sub("", text):
        if char.isalnum():
            kept.append(char)
        elif unicodedata.category(char) in ("Mn", "Mc"):
            if kept and not kept[-1].isascii():
                kept.append(char)
        elif kept and kept[-1] != "-":
            kept.append("-")
    found = _shortened(unicodedata.normalize("NFC", "".join(kept)).strip("-"))
    return f"{found}-scenario" if found in _DEVICES or found in _TAKEN else found


def key_of_name(named: Named) -> str:
    """Return the key that a scenario gets by its name alone.

    A name that is a path of slugs stays that path: it is what deploying such a file calls a scenario.
    """
    parts = named.name.split("/")
    if all(part and slug(part) == part for part in parts) and is_safe_key(named.name):
        return named.name
    return slug(named.name) or f"scenario-{_suffix(named.sid)}"


def keys_for(
    scenarios: Sequence[Named], taken: Collection[str] = (), *, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a key for each scenario by its SID: no two equal, on no file system.

    Args:
        scenarios: all that the account has, the oldest first, whether they are wanted or not: so a scenario
            gets the same key whichever others are pulled with it.
        taken: keys that are somebody else's already.
        known: keys by SID that are settled.
    """
    settled = dict(known or {})
    used = {folded(key) for key in (*taken, *settled.values())}
    # A folder and a file `a.yaml` beside it get on; a part that differs only in its case does not.
    folders = {folded(above): above for key in (*taken, *settled.values()) for above in _above(key)}
    for each in scenarios:
        if each.sid in settled:
            continue
        key = key_of_name(each)
        if any(folders.get(folded(above), above) != above for above in _above(key)):
            key = slug(each.name) or f"scenario-{_suffix(each.sid)}"
        if folded(key) in used:
            key = f"{key}-{_suffix(each.sid)}"
        while folded(key) in used:  # somebody has named a scenario so that this is taken, too
            key = f"{key}-{sha256(f'{each.sid} {key}'.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        settled[each.sid] = key
        used.add(folded(key))
        folders.update({folded(above): above for above in _above(key)})
    return settled


def is_safe_key(key: str) -> bool:
    """Whether a file of this key can be made on every system, below the scenarios folder and nowhere else.

    A key comes out of a script of the account, where anybody may have written it.
    """
    if not 0 < len(key.encode("utf-8", "surrogatepass")) <= _MOST_IN_A_KEY or key_from(f"{key}.yaml") != key:
        return False
    parts = key.split("/")
    *above, last = (part.casefold() for part in parts)
    if WORLDS in above or last == PROJECT_FILE.partition(".")[0] or last.endswith(".world"):
        return False
    return all(map(_is_safe_part, parts))


def folded(key: str) -> str:
    """Return what is equal for keys that are one file where neither case nor accents' spelling counts."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", key).casefold())


def _is_safe_part(part: str) -> bool:
    return (
        part != ""
        and not part.startswith((".", " ", "-"))
        and not part.endswith((".", " "))
        and part.isprintable()
        and not _NEVER_IN_A_PART.search(part)
        and not _INVISIBLE.search(part)
        and part.casefold().partition(".")[0].rstrip() not in _DEVICES
    )


def _above(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _shortened(text: str) -> str:
    cut = text.encode()[:_MOST_BYTES].decode(errors="ignore")
    return cut.strip("-")


def _suffix(sid: str) -> str:
    """Return a SID as part of a key; of what is none, a part of its hash."""
    return sid if _SAFE_SID.fullmatch(sid) else sha256(sid.encode("utf-8", "surrogatepass")).hexdigest()[:8]
