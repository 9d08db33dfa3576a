"""The variables that a run starts with, checked against what its script declares, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from callr_actions.api.requests.violations import Fault


class Checked(NamedTuple):
    """Variables that may be sent.

    Attributes:
        variables: by name, `$` included.
        warnings: what is allowed and still looks wrong, a sentence each.
    """

    variables: dict[str, object]
    warnings: tuple[str, ...]


def check_variables(given: Mapping[str, object], known: Collection[str] | None) -> Checked:
    """Check the variables of a run.

    Args:
        given: values by name.
        known: the names that the script knows; None where nobody has seen the script.

    Raises:
        CallrActionsError: the server would drop one without a word, there are too many, or one is not JSON.
    """
    variables = dict(given)
    fault = fault_in(variables)
    if fault is not None:
        near = f"; did you mean `{fault.closest}`?" if fault.closest else ""
        raise CallrActionsError(
            f"the run's variables are {fault.found}; allowed: {fault.allowed}{near}",
            hint="nothing was started: Callr would have dropped what it does not allow",
        )
    return Checked(variables, () if known is None else tuple(strangers(variables, known)))


def fault_in(variables: Mapping[str, object]) -> Fault | None:
    """Return what of variables the server would drop or not take; None where all is well."""
    from callr_actions.api.requests.json_objects import Variables  # noqa: PLC0415 - --help needs none of it

    return Variables().fault(variables)


def strangers(names: Iterable[str], known: Collection[str]) -> list[str]:
    """Return a sentence about each name that the script does not know, with the closest that it does."""
    unknown = [name for name in names if name not in known]
    nearest = Closest(known)
    return [_stranger(name, nearest.to(name), known) for name in unknown]


def _stranger(name: str, near: str | None, known: Collection[str]) -> str:
    text = f"the scenario does not declare `{name}`"
    if near is not None:
        return f"{text}; did you mean `{near}`?"
    declared = ", ".join(sorted(known)[:12])
    return f"{text}; it declares {declared or 'no variables'}"
