"""What a run is judged by, and whether that can be judged at all: known before anything is started."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from callr_actions.closest import Closest
from callr_actions.errors import CallrActionsError
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from callr_actions.javascript.model import Reference

_LONGEST_SHOWN: Final = 80


class Expression(NamedTuple):
    """JavaScript over the variables of a run.

    Attributes:
        code: an expression.
        origin: where it was written, as errors name it: `--until`, `callr.yaml:12:14`.
    """

    code: str
    origin: str

    def __str__(self) -> str:
        return f"{self.origin} `{shown(self.code)}`"


class Wanted(NamedTuple):
    """What a run is judged by.

    Attributes:
        until: holds when the run is done.
        until_set: the variable, `$` included, that has another value than at the start when the run is done.
        fail_if: holds when the run has failed; looked at first.
        outputs: what the run gives, by name; empty for its variables as they are.
    """

    until: Expression | None = None
    until_set: str | None = None
    fail_if: Expression | None = None
    outputs: Mapping[str, Expression] = MappingProxyType({})

    @property
    def has_condition(self) -> bool:
        """Whether anything can tell the run's end."""
        return self.until is not None or self.until_set is not None or self.fail_if is not None

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Everything that is evaluated."""
        conditions = (each for each in (self.fail_if, self.until) if each is not None)
        return (*conditions, *self.outputs.values())


def shown(code: str) -> str:
    """Return code as messages quote it: on one line, not too long."""
    text = " ".join(code.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def check_wanted(wanted: Wanted, known: Collection[str] | None) -> tuple[str, ...]:
    """Check what a run is to be judged by; return warnings, a sentence each.

    Args:
        wanted: the conditions and outputs.
        known: the names that the script knows or is given; None where nobody has seen it.

    Raises:
        CallrActionsError: an expression cannot be one.
    """
    warnings = [text for each in wanted.expressions for text in _warnings(each, known)]
    if wanted.until_set is not None:
        _check_name(wanted.until_set)
        warnings += _unknown("--until-set", [wanted.until_set], known)
    return tuple(dict.fromkeys(warnings))


def _check_name(name: str) -> None:
    from callr_actions.api.requests.json_objects import dropped_variables  # noqa: PLC0415 - seldom needed

    if dropped_variables({name: None}):
        meant = f"${name}"
        near = "" if dropped_variables({meant: None}) else f"; did you mean `{meant}`?"
        raise CallrActionsError(f"--until-set: `{shown(name)}` is not the name of a variable{near}")


def _warnings(expression: Expression, known: Collection[str] | None) -> Iterator[str]:
    """Yield what is doubtful about an expression; raise CallrActionsError for what is wrong with it."""
    from callr_actions.javascript.analysis import analyse  # noqa: PLC0415 - --help evaluates nothing
    from callr_actions.javascript.model import LONGEST_CODE, Access, Form  # noqa: PLC0415

    code = expression.code
    if len(code) > LONGEST_CODE:
        raise CallrActionsError(
            f"{expression.origin}: {len(code):,} characters; an expression has at most {LONGEST_CODE:,}"
        )
    found = analyse(code, Form.EXPRESSION)
    if found.fault is not None:
        at = "" if found.fault.start is None else f" at column {found.fault.start + 1}"
        raise CallrActionsError(f"{expression}: {found.fault.message}{at}", hint="nothing was started")
    for reference in found.references:
        if reference.name.startswith("$") and reference.access is not Access.READ:
            raise CallrActionsError(
                f"{expression} assigns `{reference.name}`; a condition only looks at it",
                hint="compare with `===`; nothing was started",
            )
        if not reference.name.startswith("$"):
            _check_global(reference, expression, known)
    names = [each.name for each in found.references if each.name.startswith("$")]
    yield from _unknown(str(expression), names, known)


def _check_global(reference: Reference, expression: Expression, known: Collection[str] | None) -> None:
    """Refuse a name that nothing defines: such a condition would throw each time."""
    from callr_actions.javascript.globals import ECMASCRIPT  # noqa: PLC0415

    name = reference.name
    if name in ECMASCRIPT or name == "now" or reference.guarded:
        return
    meant = f"${name}"
    near = meant if known is None or meant in known else Closest((*known, *ECMASCRIPT)).to(name)
    ending = "" if near is None else f"; did you mean `{near}`?"
    raise CallrActionsError(
        f"{expression}: there is no `{name}` here, only the run's variables, such as `$status`{ending}",
        hint="nothing was started",
    )


def _unknown(what: str, names: list[str], known: Collection[str] | None) -> Iterator[str]:
    if known is None:
        return
    nearest = Closest(known)
    for name in names:
        if name not in known:
            near = nearest.to(name)
            ending = "" if near is None else f"; did you mean `{near}`?"
            yield f"{what} looks at `{name}`, which nothing in the scenario sets{ending}"
