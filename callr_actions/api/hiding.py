"""Secrets in text that comes from or goes to the wire: known values, and what looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.masking import MASK
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from callr_actions.masking import Masker

SECRET_HEADERS = frozenset(
    {"x-api-key", "authorization", "proxy-authorization", "cookie", "set-cookie", "x-callr-hmacsignature"}
)
# What repeats begins where nothing of its kind stands before it, and is not tried again in parts (`(?>…)`,
# `*+`): otherwise the time grows with the square of a text that somebody else wrote.
_NAME = r"(?<![\w-])(?>[\w-]*?(?:secret|passw(?:or)?d|token|api[-_]?key|authorization|credential)[\w-]*)"
# The value of a key of JSON, also of JSON inside a JSON string, where quotes are escaped.
_IN_QUOTES = lazy_pattern(
    rf'(?P<before>(?<!\\)(?P<quote>\\*+["\']){_NAME}(?P=quote)\s*:\s*)(?P<open>\\*["\'])(?P<value>.*?)(?P=open)',
    re.IGNORECASE | re.DOTALL,
)
_ASSIGNED = lazy_pattern(rf"(?P<before>{_NAME}\s*[:=]\s*)(?P<value>[^\s\"'\\,;&}}{{]+)", re.IGNORECASE)
_SCHEME = lazy_pattern(
    r"\b(?P<before>(?:Bearer|Basic|Token)\s+)(?P<value>[A-Za-z0-9._~+/=-]{6,})", re.IGNORECASE
)
_USER_INFO = lazy_pattern(
    r"(?P<before>(?<![a-z0-9+.-])[a-z0-9+.-]++://)(?P<value>[^/@\s\"']++)(?=@)", re.IGNORECASE
)
_LONGEST_LINE = 300


def hidden(text: str, masker: Masker) -> str:
    """Return text without known secrets and without what looks like one."""
    text = masker.mask(text)
    text = _SCHEME.sub(_masked, text)
    text = _IN_QUOTES.sub(lambda found: f"{found['before']}{found['open']}{MASK}{found['open']}", text)
    text = _ASSIGNED.sub(_masked, text)
    return _USER_INFO.sub(_masked, text)


def one_line(text: str) -> str:
    """Return text of the outside as one short line that cannot steer a terminal."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def _masked(found: re.Match[str]) -> str:
    return f"{found['before']}{MASK}"
