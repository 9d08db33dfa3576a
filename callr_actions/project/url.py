"""CA907: an account's address decides who gets the key. Checked at load, and again once it is filled in.

One strict pattern instead of a lenient parser: what it does not understand is refused, so that no two
readers of an address can disagree about its host.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.report import quoted
from callr_actions.project.secrets import literal_credentials
from callr_actions.project.template import HOLE
from callr_actions.project.tree_access import child, entries, text

if TYPE_CHECKING:
    from collections.abc import Collection

    from callr_actions.language.tree import Mapping
    from callr_actions.project.report import Report
    from callr_actions.project.user_config import UserConfig

_URL = lazy_pattern(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://"
    r"(?P<user>[^/?#@\\\s]*@)?"
    r"(?P<host>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])"
    r"(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9_.~%:+-]*)*"
)
_LOOPBACK = lazy_pattern(r"localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]")
# Stands for a hole while the address is matched: digits, so that it can be a port, too.
_FILLING = "00000"


class UrlDoubt(Enum):
    """Why an address is not trusted."""

    MALFORMED = "malformed"
    CREDENTIALS = "credentials"
    NOT_HTTPS = "not https"
    OTHER_HOST = "other host"


class UrlProblem(NamedTuple):
    """What is wrong with an address; the text never has its user or password."""

    doubt: UrlDoubt
    message: str
    help: str


def url_problem(url: str, allowed_hosts: Collection[str] = ()) -> UrlProblem | None:
    """Return why no key may be sent to this address, or None when it may.

    Args:
        url: the address as it will be used, without holes.
        allowed_hosts: hosts beside callr.com's that the user has allowed (callr.yaml cannot).
    """
    match = _URL.fullmatch(url)
    if match is None:
        return _MALFORMED
    if match["user"]:
        return _CREDENTIALS
    host = match["host"].lower()
    if _LOOPBACK.fullmatch(host):
        return _scheme_problem(match["scheme"], ("https", "http"))
    return _scheme_problem(match["scheme"], ("https",)) or _host_problem(host, allowed_hosts)


def on_this_machine(url: str) -> bool:
    """Return whether an address is this machine's own, so that what answers there cannot be Callr."""
    match = _URL.fullmatch(url)
    return match is not None and _LOOPBACK.fullmatch(match["host"].lower()) is not None


def template_problem(text: str, allowed_hosts: Collection[str] = ()) -> UrlProblem | None:
    """Return what is certainly wrong with an address that may have `${NAME}` holes.

    What the holes decide is left to `url_problem`, once they are filled.
    """
    if "${" in HOLE.sub("", text) or HOLE.match(text):
        return None
    match = _URL.fullmatch(HOLE.sub(_FILLING, text))
    if match is None:
        return _MALFORMED
    if match["user"]:
        return _CREDENTIALS
    if HOLE.search(text) and (_FILLING in match["host"] or _FILLING in match["scheme"]):
        return None
    return url_problem(match.group(), allowed_hosts)


def check_urls(root: Mapping, report: Report, user: UserConfig | None) -> None:
    """Report addresses that no key may be sent to."""
    for name, account in entries(child(root, "accounts")):
        node = child(account.value, "url")
        url = text(node)
        allowed_hosts = user.allowed_hosts(name) if user is not None else ()
        problem = template_problem(url, allowed_hosts) if url else None
        if node is None or url is None or problem is None:
            continue
        if problem is _CREDENTIALS and literal_credentials(url):
            continue  # CA903 says it
        code = "CA901" if problem.doubt is UrlDoubt.MALFORMED else "CA907"
        warning = problem.doubt is UrlDoubt.OTHER_HOST
        severity = Severity.WARNING if warning else Severity.ERROR
        report.add(code, node, problem.message, help=problem.help, severity=severity)


def _scheme_problem(scheme: str, allowed: tuple[str, ...]) -> UrlProblem | None:
    if scheme.lower() in allowed:
        return None
    return UrlProblem(
        UrlDoubt.NOT_HTTPS,
        f"{quoted(scheme.lower())} is not safe: anyone on the way could read the key",
        "write `https://`; only this machine's own addresses may be `http`",
    )


def _host_problem(host: str, allowed_hosts: Collection[str]) -> UrlProblem | None:
    if host == "callr.com" or host.endswith(".callr.com") or host in {name.lower() for name in allowed_hosts}:
        return None
    return UrlProblem(
        UrlDoubt.OTHER_HOST,
        f"{quoted(host)} is not a host of callr.com: the key of this account would go there",
        f"if that is right, allow it in your own configuration or set CALLR_ALLOW_HOST={host}",
    )


_MALFORMED = UrlProblem(
    UrlDoubt.MALFORMED,
    "this is not the address of an API",
    "write `https://HOST/PATH` without a query, as in `https://api.callr.com/v2.0`",
)
_CREDENTIALS = UrlProblem(
    UrlDoubt.CREDENTIALS,
    "an address has no user and password in it",
    "delete it up to the `@`; the key goes into `api-key`",
)
