"""Who may ask: the host a request was sent to, where it came from, and the credentials it brings.

A page in a browser can send requests to a server on the same machine. It cannot choose the `Host` of a name
that it controls, and it always says its `Origin`: so a foreign host and any origin are refused, and nothing
is ever allowed across origins.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode
from typing import TYPE_CHECKING

from callr_actions.account.problem import Problem
from callr_actions.account.stores import accounts
from callr_actions.account.values import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callr_actions.account.call import Owner
    from callr_actions.account.database import Database
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_CHALLENGE = (("www-authenticate", 'Basic realm="callr local account", charset="UTF-8"'),)


class Gate:
    """Lets requests in.

    Args:
        database: knows the key and the accounts.
        hosts: the names under which the account may be addressed; None for any.
    """

    def __init__(self, database: Database, hosts: Iterable[str] | None) -> None:
        self._database = database
        self._hosts = None if hosts is None else frozenset(hosts)
        self.key = accounts.key(database)
        self._key = self.key.encode()
        self.main = accounts.main(database)

    def admit(self, headers: Mapping[bytes, bytes]) -> Owner:
        """Return the account on whose behalf a request is made.

        Raises:
            Problem: 400 or 403 for its host or origin, 401 or 403 for its credentials.
        """
        self._check_origin(headers)
        given = headers.get(b"x-api-key")
        if given is not None:
            self._check_key(given)
            return self.main
        user, password = _basic(headers.get(b"authorization"))
        self._check_key(password.encode())
        # Sub-accounts are asked for each time: a starting state that comes in replaces them.
        owner = self.main if user == self.main.sid else accounts.by_sid(self._database, user)
        if owner is None:
            raise Problem(403, f"the key is right, but it has no account or sub-account {shown(user)}")
        return owner

    def _check_origin(self, headers: Mapping[bytes, bytes]) -> None:
        if self._hosts is not None:
            host = headers.get(b"host", b"").decode("latin-1")
            name, colon, port = host.rpartition(":")
            if not colon or not port.isdigit():
                name = host
            if name.lower() not in self._hosts:
                allowed = ", ".join(sorted(self._hosts))
                raise Problem(403, f"the host {shown(host)} is not this account's; address it as {allowed}")
        if b"origin" in headers:
            raise Problem(403, "requests of web pages are refused: this one has an `Origin`")

    def _check_key(self, given: bytes) -> None:
        if not hmac.compare_digest(given, self._key):
            raise Problem(401, "the API key is wrong", headers=_CHALLENGE)


def _basic(header: bytes | None) -> tuple[str, str]:
    if header is None:
        raise Problem(
            401,
            "there are no credentials; send `x-api-key: KEY`, or Basic with the account's SID and the key",
            headers=_CHALLENGE,
        )
    scheme, _, encoded = header.partition(b" ")
    try:
        user, colon, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        user = colon = password = ""
    if scheme.lower() != b"basic" or not colon:
        raise Problem(401, "`authorization` must be Basic with the base64 of `sid:key`", headers=_CHALLENGE)
    return user, password
