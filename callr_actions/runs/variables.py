"""The variables that a run starts with, checked against what its script declares, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import Closest
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


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
    from callr_actions.api.requests.json_objects import Variables  # noqa: PLC0415 - --help needs none of it

    variables = dict(given)
    fault = Variables().fault(variables)
    if fault is not None:
        near = f"; did you mean `{fault.closest}`?" if fault.closest else ""
        raise CallrActionsError(
            f"the run's variables are {fault.found}; allowed: {fault.allowed}{near}",
            hint="nothing was started: Callr would have dropped what it does not allow",
        )
    return Checked(variables, () if known is None else tuple(_strangers(variables, known)))


def _strangers(variables: Mapping[str, object], known: Collection[str]) -> list[str]:
    unknown = [name for name in variables if name not in known]
    nearest = Closest(known)
    return [_stranger(name, nearest.to(name), known) for name in unknown]


def _stranger(name: str, near: str | None, known: Collection[str]) -> str:
    text = f"the scenario does not declare `{name}`"
    if near is not None:
        return f"{text}; did you mean `{near}`?"
    declared = ", ".join(sorted(known)[:12])
    return f"{text}; it declares {declared or 'no variables'}"
