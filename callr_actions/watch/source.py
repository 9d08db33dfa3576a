"""Where it is heard that something happens on disk: watchfiles, in a thread of its own.

Every folder is watched by itself and not with all below it: so hidden folders, ignored ones and what lies in
`node_modules` cost nothing. What is said is only a hint; files are looked at before anything is believed.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Protocol

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.file_errors import reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchfiles._rust_notify import RustNotify

# How often the library's thread looks for news, and how long it waits for those that belong together.
_STEP_MS = 10
_DEBOUNCE_MS = 100
_POLL_MS = 100
_TIMEOUT_MS = 60_000
_JOIN_SECONDS = 2.0
_TRIES = 5
# Not empty: who waits for a burst of changes to be over waits the longer, and not the shorter.
_NOWHERE = frozenset(("",))


class Source(Protocol):
    """Says at which paths something has happened."""

    def watch(self, folders: frozenset[str]) -> bool:
        """Watch these folders from now on; return whether something may have been missed until now."""
        ...

    def wait(self, seconds: float) -> frozenset[str] | None:
        """Return where something has happened, empty when the time has passed; None at the end."""
        ...


class Notifier:
    """Says what the operating system says.

    Args:
        polling: look at the files again and again, where the system says nothing of changes.
        remark: takes what the user should know.
    """

    def __init__(self, *, polling: bool = False, remark: Callable[[str], None] = lambda _: None) -> None:
        self._polling = polling
        self._remark = remark
        self._heard: SimpleQueue[frozenset[str] | None] = SimpleQueue()
        self._listening: _Listening | None = None
        self._armed: dict[str, tuple[int, int]] = {}
        self._stale = False

    def watch(self, folders: frozenset[str]) -> bool:
        """Watch these folders from now on; return whether something may have been missed until now.

        Raises:
            CallrActionsError: the system lets nobody watch.
        """
        wanted = _identities(folders)
        if wanted == self._armed and not self._stale:
            return False
        before, self._listening = self._listening, self._listen(folders)
        if before is not None:
            before.stop()
        self._stale = False
        return True

    def wait(self, seconds: float) -> frozenset[str] | None:
        """Return where something has happened, empty when the time has passed; None at the end."""
        paths: set[str] = set()
        with suppress(Empty):
            heard = self._heard.get(timeout=seconds)
            while heard is not None:
                paths |= heard
                heard = self._heard.get_nowait()
            self._heard.put(None)  # whoever asks again gets the same answer
            return None
        if not self._armed.keys().isdisjoint(paths):
            # It may have been deleted and made again: then nothing is heard of the new one.
            self._stale = True
        return frozenset(paths)

    def rouse(self) -> None:
        """Let whoever waits look up, as if something had happened nowhere; can be called from everywhere."""
        self._heard.put(_NOWHERE)

    def end(self) -> None:
        """Let whoever waits go; can be called from everywhere."""
        self._heard.put(None)

    def close(self) -> None:
        """Stop watching."""
        if self._listening is not None:
            self._listening.stop()
            self._listening = None

    def _listen(self, folders: frozenset[str]) -> _Listening:
        for _ in range(_TRIES):
            self._armed = _identities(folders)
            try:
                return _Listening(sorted(self._armed), self._heard, polling=self._polling)
            except FileNotFoundError:
                continue  # one has gone meanwhile
            except OSError as error:
                if self._polling:
                    raise _cannot_watch(error) from error
                self._polling = True
                many = "1 folder" if len(self._armed) == 1 else f"{len(self._armed):,} folders"
                cannot = f"the system cannot watch {many} ({reason(error)})"
                self._remark(f"{cannot}: files are looked at ten times a second")
        raise _cannot_watch(None)


class _Listening:
    """A thread that hears of changes in some folders."""

    def __init__(
        self, folders: list[str], heard: SimpleQueue[frozenset[str] | None], *, polling: bool
    ) -> None:
        from watchfiles._rust_notify import RustNotify  # noqa: PLC0415 - few commands watch

        self._heard = heard
        self._folders = folders
        self._stop = threading.Event()
        # From here on nothing is missed, whenever the thread comes to read it.
        self._notify: RustNotify = RustNotify(folders, False, polling, _POLL_MS, False, True)
        self._thread = threading.Thread(target=self._run, name="callr-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        with self._notify as notify:
            while not self._stop.is_set():
                try:
                    heard = notify.watch(_DEBOUNCE_MS, _STEP_MS, _TIMEOUT_MS, self._stop)
                except (OSError, RuntimeError):
                    # What has been missed is unknown; news of the folders themselves makes a new start.
                    self._heard.put(frozenset(self._folders))
                    return
                if isinstance(heard, set):
                    self._heard.put(frozenset(path for _, path in heard))


def _identities(folders: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Return which of these folders are there, and which ones they are: a new one may have an old name."""
    found = {}
    for folder in folders:
        with suppress(OSError, ValueError):
            status = os.stat(folder)  # noqa: PTH116 - plain text paths
            found[folder] = (status.st_dev, status.st_ino)
    return found


def _cannot_watch(error: OSError | None) -> CallrActionsError:
    why = "they come and go" if error is None else reason(error)
    return CallrActionsError(
        f"the folders cannot be watched: {why}",
        exit_code=ExitCode.INTERNAL if error is None else ExitCode.USAGE,
    )
