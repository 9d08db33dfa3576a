"""Secrets in text: keys that show by their shape, and values that a name gives away."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every pattern starts at the beginning of a word and repeats nothing twice over, so that a hostile file
# costs no more time than a common one.
_WORD = r"(?<![A-Za-z0-9_-])"
_SHAPES = {
    "a private key": r"-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----(?s:.)*?(?:PRIVATE KEY-----|\Z)",
    "a JSON web token": _WORD + r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",
    "an AWS access key": _WORD + r"A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    "a Stripe key": _WORD + r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}",
    "a Slack token": _WORD + r"xox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a Slack webhook": r"(?<=hooks\.slack\.com/services/)T\w+/B\w+/\w{8,}",
    "a GitHub token": _WORD + r"(?:gh[oprsu]_[A-Za-z0-9]{30,}|github_pat_\w{22,})",
    "a GitLab token": _WORD + r"glpat-[\w-]{20,}",
    "a key of an AI service": _WORD + r"sk-[\w-]{20,}",
    "a Google key": _WORD + r"AIza[\w-]{35}(?![\w-])",
    "a SendGrid key": _WORD + r"SG\.[\w-]{16,}\.[\w-]{16,}",
}
_SHAPE = lazy_pattern("|".join(f"({pattern})" for pattern in _SHAPES.values()))
_WHAT = tuple(_SHAPES)
# Each shape holds one of these. Most texts hold none, and looking for them costs next to nothing.
_SURE_MARKS = (
    *("PRIVATE KEY", "eyJ", "AKIA", "ASIA", "k_live_", "k_test_", "xox", "slack.com", "gho_", "ghp_", "ghr_"),
    *("ghs_", "ghu_", "github_pat_", "glpat-", "sk-", "AIza", "SG."),
)

_NAMES_ONE = r"(?:api[_-]?key|secret|token|passwo?r?d|pwd|credential)"
# `key` alone is in too many names of variables to tell anything.
_NAME_MARKS = ("apikey", "api-key", "api_key", "secret", "token", "passw", "pwd", "credential")
# Places where text itself names what follows. The group is the secret.
_NAMED = {
    "credentials": lazy_pattern(r"(?i)" + _WORD + r"(?:bearer|basic)\s{1,5}([\w.~+/=-]{8,})"),
    "a password in a URL": lazy_pattern(r"://[^/\s:@'\"]{1,100}:([^/\s@'\"]{1,200})@"),
    "a key in a URL": lazy_pattern(
        r"(?i)[?&](?:[\w-]{0,30}" + _NAMES_ONE + r"|key|auth|sig|signature)=([^&\s#'\"]{8,})"
    ),
    "credentials in `btoa`": lazy_pattern(r"btoa\(\s{0,5}['\"`]([^'\"`:]{1,100}:[^'\"`]{1,200})['\"`]"),
    "a secret": lazy_pattern(
        r"(?i)" + _NAMES_ONE + r"[\w-]{0,20}['\"]?\s{0,5}[:=]\s{0,5}['\"]([^'\"\s]{8,})['\"]"
    ),
}
_NAMED_MARKS = {
    "credentials": ("bearer", "basic"),
    "a password in a URL": ("://",),
    "a key in a URL": ("?", "&"),
    "credentials in `btoa`": ("btoa",),
    "a secret": _NAME_MARKS,
}
# Of what `_NAMED` finds each holds one of these in small letters, or is a URL with `@`.
_SURROUNDINGS = (*_NAME_MARKS, "bearer", "basic", "btoa", "key=", "auth=", "sig=", "signature=")
# Letters that patterns without regard to case take for others, and `lower` does not.
_ODD_LETTERS = {ord("\u017f"): "s", ord("\u0131"): "i", 0x307: None}
_HEADER = lazy_pattern(
    r"(?i)(?:proxy-)?authorization|(?:x-)?(?:[a-z]+-)*(?:api-?key|key|token|secret|auth-token|access-token)"
)
_NAME = lazy_pattern(r"(?i)" + _NAMES_ONE)
_SCHEME = lazy_pattern(r"(?i)(?:basic|bearer|digest|token|apikey|key)\s+")
_PLACEHOLDER = lazy_pattern(
    r"(?i)\$\{|\{\{|<[^>]*>|x{3,}|\*{3,}|\.{3}|…|%s|change[-_ ]?me|example|placeholder|your|dummy|redacted"
    r"|insert|replace|unknown|undefined|to-?do"
)
_SHORTEST = 8
# Bits a character: words have fewer different letters than keys of the same length.
_LEAST_ENTROPY = 2.5


class Hit(NamedTuple):
    """A secret in a text.

    Attributes:
        start: index in the text.
        end: index behind it.
        what: in words: `a Stripe key`.
        sure: its shape is that of a certain kind of key; else its surroundings name it.
    """

    start: int
    end: int
    what: str
    sure: bool


def may_hold_sure_secret(text: str) -> bool:
    """Return False where `find_secrets` finds nothing sure in a text, or in parts of it; costs little."""
    return any(mark in text for mark in _SURE_MARKS)


def may_hold_secret(text: str) -> bool:
    """Return False where `find_secrets` finds nothing in a text, or in parts of it; costs little."""
    if may_hold_sure_secret(text) or ("://" in text and "@" in text):
        return True
    folded = text.lower()
    if not folded.isascii():
        folded = folded.translate(_ODD_LETTERS)
    return any(mark in folded for mark in _SURROUNDINGS)


@lru_cache(4096)
def may_name_secret(name: str) -> bool:
    """Return False where `secret_by_name` finds nothing under this name, whatever the value."""
    folded = name.casefold()
    return _has_mark(name) or "key" in folded or "author" in folded


def find_secrets(text: str) -> Iterator[Hit]:
    """Yield the secrets in a text, in order of certainty; no two overlap."""
    if not may_hold_secret(text):
        return
    taken: list[tuple[int, int]] = []
    for found in _SHAPE.finditer(text) if may_hold_sure_secret(text) else ():
        assert found.lastindex is not None, "one of the shapes has matched"
        if not _PLACEHOLDER.search(found[0]):
            taken.append(found.span())
            yield Hit(*found.span(), _WHAT[found.lastindex - 1], sure=True)
    folded = text.casefold()
    for what, pattern in _NAMED.items():
        if not any(mark in folded for mark in _NAMED_MARKS[what]):
            continue
        for found in pattern.finditer(text):
            start, end = found.span(1)
            free = all(end <= one or start >= other for one, other in taken)
            if free and looks_secret(found[1]):
                taken.append((start, end))
                yield Hit(start, end, what, sure=False)


def secret_by_name(name: str, text: str, *, header: bool) -> Hit | None:
    """Return the secret that a header or variable of this name holds, if it holds one."""
    named = _HEADER.fullmatch(name) if header else _has_mark(name) and _NAME.search(name)
    if not named:
        return None
    scheme = _SCHEME.match(text)
    start = scheme.end() if scheme else len(text) - len(text.lstrip())
    value = text[start:].rstrip()
    if not looks_secret(value):
        return None
    return Hit(start, start + len(value), f"the secret of `{name}`", sure=False)


def _has_mark(name: str) -> bool:
    folded = name.casefold()
    return any(mark in folded for mark in _NAME_MARKS)


def looks_secret(value: str) -> bool:
    """Whether a value looks made by chance: no blanks, no word, no placeholder."""
    if len(value) < _SHORTEST or any(char.isspace() for char in value) or _PLACEHOLDER.search(value):
        return False
    kinds = (any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)))
    return sum(kinds) > 1 and _entropy(value) >= _LEAST_ENTROPY


def _entropy(value: str) -> float:
    return -sum(n / len(value) * log2(n / len(value)) for n in Counter(value).values())
