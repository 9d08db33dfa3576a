"""Profiles: how strict the linter is, chosen with one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# Infos about what is often wanted as it is: an SMS of two parts is paid for knowingly, and many teams log
# the caller's number to find a call again. Every other info points at what was probably not meant.
MATTERS_OF_TASTE = frozenset({"CA314", "CA705"})


class Profile(NamedTuple):
    """One profile.

    Attributes:
        leaves_out: the codes that `default` in a selection does not stand for.
        fail_on: the least severity with which the exit code is 1; None where the profile does not say.
    """

    leaves_out: frozenset[str] = frozenset()
    fail_on: Severity | None = None


DEFAULT = "default"
PROFILES: Mapping[str, Profile] = {
    DEFAULT: Profile(MATTERS_OF_TASTE),
    "strict": Profile(MATTERS_OF_TASTE, Severity.WARNING),
    "all": Profile(frozenset(), Severity.INFO),
}


def find_profile(name: str, file: str | None = None) -> Profile:
    """Return the profile of a name.

    Args:
        name: what the user wrote.
        file: where it stands, if in a file.

    Raises:
        CallrActionsError: there is none; with the closest one.
    """
    profile = PROFILES.get(name)
    if profile is None:
        raise CallrActionsError(
            f"there is no profile `{name}`",
            file=file,
            allowed=list(PROFILES),
            found=name,
            hint=f"the profiles are {', '.join(PROFILES)}",
        )
    return profile
