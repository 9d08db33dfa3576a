"""Which column becomes which variable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.api.requests.json_objects import VARIABLE_NAME, Variables
from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

_MOST: Final = Variables().most
_NAME = lazy_pattern(VARIABLE_NAME)
_JSON: Final = ":json"


class Goal(NamedTuple):
    """What becomes of a column.

    Attributes:
        variable: None for nothing: it is not sent.
        json: whether the text of a cell is JSON.
    """

    variable: str | None
    json: bool = False


class Columns:
    """The way from columns to variables.

    A column is mapped as `--map` says; else `$name` is that variable, and `name` is `$name` where the
    scenario has it.

    Args:
        explicit: what `--map` says, by column.
        known: the scenario's variables; None where they are not known, and any name will do.
        constants: variables that have the same value in each row.
    """

    def __init__(
        self, explicit: Mapping[str, Goal], known: AbstractSet[str] | None, constants: Mapping[str, object]
    ) -> None:
        self.explicit = explicit
        self.constants = constants
        self._known = known
        self._goals: dict[str, Goal] = {}

    def goal(self, column: str) -> Goal:
        """Return what becomes of a column."""
        found = self._goals.get(column)
        if found is None:
            found = self._goals[column] = self.explicit.get(column) or self._by_name(column)
        return found

    def check(self, columns: Sequence[str], shown: str) -> None:
        """Check the columns of a table before its rows.

        Raises:
            CallrActionsError: `--map` names one that is not there, or two become one variable, or too many.
        """
        for column in self.explicit:
            if column not in columns:
                raise CallrActionsError(
                    f"--map: there is no column `{column}` in {shown}", allowed=columns, found=column
                )
        sources: dict[str, str] = dict.fromkeys(self.constants, "--var")
        for column in columns:
            variable = self.goal(column).variable
            if variable is not None:
                if variable in sources:
                    both = f"{sources[variable]} and from the column `{column}`"
                    raise CallrActionsError(
                        f"{shown}: `{variable}` comes from {both}",
                        hint=f"leave one out: --map '{column}='",
                    )
                sources[variable] = f"the column `{column}`"
        if len(sources) > _MOST:
            raise CallrActionsError(
                f"{shown}: {len(sources)} variables, and a run takes {_MOST} at most",
                hint="leave columns out: --map 'COLUMN='",
            )

    def unsent(self, columns: Sequence[str]) -> list[str]:
        """Return the columns that become nothing although nobody said so, each with the closest variable."""
        found = []
        for column in columns:
            if column not in self.explicit and self.goal(column).variable is None:
                near = closest(f"${column}", self._known or ())
                found.append(f"`{column}`" + (f" (`{near}`?)" if near else ""))
        return found

    def unknown(self, columns: Sequence[str]) -> list[str]:
        """Return the variables that are sent and that the scenario does not have."""
        if self._known is None:
            return []
        sent = [self.goal(column).variable for column in columns]
        return [each for each in (*self.constants, *sent) if each is not None and each not in self._known]

    def _by_name(self, column: str) -> Goal:
        if _NAME.fullmatch(column):
            return Goal(column)
        name = f"${column}"
        if _NAME.fullmatch(name) and (self._known is None or name in self._known):
            return Goal(name)
        return Goal(None)


def is_variable(name: str) -> bool:
    """Return whether a text is the name of a variable, `$` included."""
    return _NAME.fullmatch(name) is not None


def read_map(texts: Sequence[str]) -> dict[str, Goal]:
    """Return what `--map column=$variable`, `column=$variable:json` and `column=` say, by column.

    Raises:
        CallrActionsError: one is not of this form, names a variable that cannot be, or a column twice.
    """
    found: dict[str, Goal] = {}
    for text in texts:
        column, equals, variable = text.rpartition("=")
        if not equals or not column:
            raise CallrActionsError(f"--map: `{text}` is not of the form COLUMN=$VARIABLE")
        if column in found:
            raise CallrActionsError(f"--map: the column `{column}` is there twice")
        name = variable.removesuffix(_JSON)
        if name and not _NAME.fullmatch(name):
            meant = f"; did you mean `${name}`?" if _NAME.fullmatch(f"${name}") else ""
            raise CallrActionsError(
                f"--map: `{name}` is no variable: `$`, a letter, at most 254 letters, digits or `_`{meant}"
            )
        found[column] = Goal(name or None, json=variable != name)
    return found
