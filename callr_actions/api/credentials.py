"""What shows an account who asks. The key is revealed in one place: where the header is written."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.masking import MASK

if TYPE_CHECKING:
    from callr_actions.masking import Masker


class Credentials:
    """An API key, alone or with the SID of the account or sub-account to act as.

    With a SID the request carries Basic authentication (SID and key), else the `x-api-key` header (Callr,
    reference, authentication). Neither repr nor a copy by pickle shows the key.

    Args:
        key: the API key.
        account: the SID; with a sub-account's SID the key is the main account's.
        masker: learns the key in every form that is sent.

    Raises:
        CallrActionsError: the key cannot stand in a header.
    """

    __slots__ = ("__header", "account")

    def __init__(self, key: str, *, account: str | None = None, masker: Masker) -> None:
        masker.add(key)
        if not (key.isascii() and key.isprintable() and key == key.strip() and key):
            raise CallrActionsError(
                "the API key has a character that no key has, such as a space or a line break",
                hint="copy it again, without what stands around it",
                exit_code=ExitCode.AUTHENTICATION,
            )
        self.account = account
        if account is None:
            self.__header = ("x-api-key", key)
            return
        if ":" in account or not (account.isascii() and account.isprintable()):
            raise CallrActionsError(
                f"{account!r} is not the SID of an account", hint="it is eight letters and digits"
            )
        encoded = b64encode(f"{account}:{key}".encode()).decode("ascii")
        masker.add(encoded)
        self.__header = ("authorization", f"Basic {encoded}")

    def header(self) -> tuple[str, str]:
        """Return the header to send, name and value."""
        return self.__header

    def __repr__(self) -> str:
        return f"Credentials({MASK}, account={self.account!r})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("credentials are not copied")
