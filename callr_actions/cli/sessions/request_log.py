"""`-v` and `-vv`: each request on standard error, secrets hidden before they come here."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def request_log(verbose: int) -> Iterator[None]:
    """Show the log of requests as long as this lasts: a line for each with 1, everything with 2."""
    if verbose == 0:
        yield
        return
    import logging

    log = logging.getLogger("callr_actions.api")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO if verbose == 1 else logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
