"""Where CI can install this program from: what it was installed from here, where others can reach that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname

from callr_actions.errors import CallrActionsError
from callr_actions.git import run_git
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEASE = f"callr-actions=={__version__}"
# git@HOST:OWNER/NAME, which a CI server without a key of yours cannot use.
_BY_SSH = lazy_pattern(r"(?:ssh://)?git@(?P<host>[^:/]+)[:/](?P<path>.+)")


def install_from() -> str:
    """Return what pip installs in CI to have this very program; the release where nothing is known."""
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415 - `init` only

    try:
        recorded = distribution("callr-actions").read_text("direct_url.json")
    except PackageNotFoundError:  # run from its source
        recorded = None
    found: object = None
    if recorded is not None:
        found = json.loads(recorded)
    return (reachable(found) if isinstance(found, dict) else None) or RELEASE


def reachable(recorded: Mapping[str, object]) -> str | None:
    """Return what pip takes for what was recorded as PEP 610 has it; None where only we reach it."""
    url = recorded.get("url")
    if not isinstance(url, str):
        return None
    vcs = recorded.get("vcs_info")
    if isinstance(vcs, dict):
        return _commit(url, vcs.get("commit_id"))
    if urlsplit(url).scheme == "file":
        return _of_clone(Path(url2pathname(urlsplit(url).path)))
    return _without_secrets(url)


def _of_clone(folder: Path) -> str | None:
    """Return the commit of a clone, at the address that it was cloned from."""
    try:
        address = run_git(folder, "remote", "get-url", "origin")
        commit = run_git(folder, "rev-parse", "HEAD")
    except CallrActionsError:  # no git, or no folder any more: nothing is known then
        return None
    if address.returncode or commit.returncode:
        return None
    return _commit(address.stdout.decode().strip(), commit.stdout.decode().strip())


def _commit(url: str, commit: object) -> str | None:
    by_ssh = _BY_SSH.fullmatch(url)
    if by_ssh is not None:
        url = f"https://{by_ssh['host']}/{by_ssh['path']}"
    address = _without_secrets(url)
    return f"git+{address}@{commit}" if address is not None and isinstance(commit, str) else None


def _without_secrets(url: str) -> str | None:
    """Return an address without a name and a key in it; None where it is none of the web."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname is None:
        return None
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
