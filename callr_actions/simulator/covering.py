"""What no tape may hold: credentials in addresses, headers and answers, found by the names they stand behind.

The run itself goes on with the real ones. What was found once is covered wherever it comes back, such as in
the address of the next request, so that a replay, which only knows `covered`, asks for the same.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from callr_actions.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

COVERED = "covered"
_IN_QUERY = lazy_pattern(
    r"([?&](?:[^=&#]*(?:token|key|secret|password|signature|auth)[^=&#]*)=)[^&#]*", re.IGNORECASE
)
_USER = lazy_pattern(r"(//)[^/@?#]*@")
_ADDRESS = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_DROPPED_HEADERS = frozenset(
    ("set-cookie", "authorization", "www-authenticate", "proxy-authenticate", "cookie")
)
# The end of a name decides: `token_type` and `secretary` say nothing that has to be hidden.
_NAME = lazy_pattern(
    r"(?:token|secret|passw(?:or)?d|passwordhash|passphrase|pwd|credential|authorization|bearer|cookie|signature"
    r"|jwt|otp|sessionid|(?:api|access|private|secret|signing|auth|encryption|master)key)s?\Z"
)
_NO_LETTER = lazy_pattern(r"[^a-z0-9]+")
_STRING = r'"((?:[^"\\]|\\.)*+)"'
_MEMBER = lazy_pattern(rf"({_STRING}\s*:\s*){_STRING}", re.DOTALL)
_FORM = lazy_pattern(r"[\w.%+\[\]-]+=[^\s\"<>{}]*")
_FIELD = lazy_pattern(r"((?:^|&)([^=&]+)=)([^&]+)")
# What is shorter may be a common word, and stands in the text for something else.
_LEAST_KNOWN = 8


def names_credential(name: str) -> bool:
    """Return whether a value behind this name is a credential: `access_token`, `apiKey`, `client-secret`."""
    return _NAME.search(_NO_LETTER.sub("", name.casefold())) is not None


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of an answer that scripts see while they are recorded."""
    return {name: each for name, each in headers.items() if name.lower() not in _DROPPED_HEADERS}


def covered_address(url: str) -> str:
    """Return an address without the credentials in it."""
    return _USER.sub(rf"\1{COVERED}@", _IN_QUERY.sub(rf"\1{COVERED}", url))


class Covering:
    """Covers credentials, and knows those that it has seen so far."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def value(self, value: Any) -> Any:  # noqa: ANN401 - JSON, or what simulated JavaScript holds
        """Return a value with the credentials in it covered."""
        self._by_name(value)  # what stands in front of a credential may hold it, too
        return self._by_name(value)

    def _by_name(self, value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, dict):
            return {
                name: self._all_of(each) if names_credential(name) else self._by_name(each)
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [self._by_name(each) for each in value]
        return self.text(value) if isinstance(value, str) else value

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return headers with the values covered that are credentials by their names."""
        return {
            name: self._all_of(each) if names_credential(name) else self.text(each)
            for name, each in headers.items()
        }

    def body(self, text: str) -> str:
        """Return the text of an answer, otherwise as it was: JSON, lines of it, or a form."""
        is_form = _FORM.fullmatch(text) is not None
        covered = _FIELD.sub(self._field, text) if is_form else _MEMBER.sub(self._member, text)
        try:
            data = json.loads(covered)
        except (ValueError, RecursionError):
            return self.text(covered)
        left = self.value(data)
        # Whole lists and objects behind such a name, or what the pattern does not see: the form is lost then.
        return covered if left == data else json.dumps(left, ensure_ascii=False)

    def text(self, text: str) -> str:
        """Return a text without the credentials that were seen before, also as addresses have them."""
        if _ADDRESS.fullmatch(text):
            text = covered_address(text)
        # The longest first: one may be the beginning of another.
        for known in sorted(self._known, key=lambda each: (-len(each), each)):
            for form in (known, quote(known, safe="", errors="replace"), quote_plus(known, errors="replace")):
                text = text.replace(form, COVERED)
        return text

    def _member(self, found: re.Match[str]) -> str:
        before, name, written = found.groups()
        if not names_credential(_read(name)) or not written:
            return found[0]
        self._learn(_read(written))
        return f'{before}"{COVERED}"'

    def _field(self, found: re.Match[str]) -> str:
        before, name, written = found.groups()
        if not names_credential(name):
            return found[0]
        self._learn(written)
        return f"{before}{COVERED}"

    def _all_of(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """Return what stands behind the name of a credential with every text in it covered."""
        if isinstance(value, dict):
            return {name: self._all_of(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._all_of(each) for each in value]
        if not isinstance(value, str) or not value:
            return value
        self._learn(value)
        return COVERED

    def _learn(self, value: str) -> None:
        if len(value) >= _LEAST_KNOWN and value != COVERED:
            self._known.add(value)


def _read(written: str) -> str:
    """Return what a text within quotes says in JSON; the text itself where it is none."""
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written
