"""How an account is reached: everything a client needs to know, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from callr_actions.api.credentials import Credentials
from callr_actions.api.edge import Edge
from callr_actions.api.operations import OPERATIONS
from callr_actions.api.pace import RateLimit
from callr_actions.api.retries import RetryPolicy
from callr_actions.masking import Masker
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from callr_actions.api.operations import Operation


PUBLIC_URL = "https://api.callr.com/v2.0"


class Timeouts(NamedTuple):
    """The longest waits, in seconds; None waits forever.

    Attributes:
        connect: for a connection.
        read: for the next piece of an answer.
        write: for the next piece of a request to be taken.
    """

    connect: float | None = 10.0
    read: float | None = 30.0
    write: float | None = 30.0


NO_TIMEOUTS = Timeouts(None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach an account.

    Attributes:
        url: the API's address, checked by who made this: the key is sent there.
        credentials: None sends none.
        operations: the table of operations.
        connections: the most at a time; of the blocking client, more than 16 slow httpx down.
        rate_limit: None for no limit.
        masker: the secrets that no error and no log line may hold.
        local_file: keeps an account that lives in this process; opening it gives address and key. None for
            an account behind a network.
        local_worlds: the world files around the runs of that account, by scenario.
    """

    url: str
    credentials: Credentials | None
    operations: Mapping[str, Operation] = field(default_factory=lambda: OPERATIONS)
    timeouts: Timeouts = field(default_factory=Timeouts)
    connections: int = 10
    rate_limit: RateLimit | None = field(default_factory=RateLimit)
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    masker: Masker = field(default_factory=Masker)
    edge: Edge = field(default_factory=Edge)
    local_file: Path | None = None
    local_worlds: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def with_key(cls, key: str, *, url: str = PUBLIC_URL, account: str | None = None) -> Connection:
        """Return how to reach an account by its key, for programs that have no callr.yaml.

        Args:
            key: the API key; no error and no log line shows it.
            url: the API's address, which gets the key: judging it is left to the caller.
            account: the SID to act as, such as a sub-account's.

        Raises:
            CallrActionsError: the key cannot stand in a header.
        """
        masker = Masker()
        credentials = Credentials(key, account=account, masker=masker)
        return cls(url=url.rstrip("/"), credentials=credentials, masker=masker)
