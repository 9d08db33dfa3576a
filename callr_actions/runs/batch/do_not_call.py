"""Numbers that must not be called, whatever the input says.

A list that cannot be understood is an error and never an empty list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.runs.batch.source import numbered_lines, open_text, require_file
from callr_actions.telephony import e164

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_NAMED: Final = 5
_FIRST_CELL = lazy_pattern(r'\s*"?([^",;\t]*)')
_PLAIN = lazy_pattern(r"\+[1-9][0-9]{6,14}")


def blocked_numbers(path: Path, shown: str, region: str | None) -> Iterator[int]:
    """Yield the numbers of a list, as digits: the first cell of each line, a header and `#` lines left out.

    Args:
        path: the list.
        shown: how errors name it.
        region: the country whose national numbers are read.

    Raises:
        CallrActionsError: at the end, with the first lines that hold no number; or it cannot be read.
    """
    require_file(path, shown)
    wrong: list[int] = []
    count = 0
    with open_text(path, shown) as text:
        for line, content in enumerate(numbered_lines(text, shown), start=1):
            found = _FIRST_CELL.match(content)
            cell = found[1].strip() if found is not None else ""
            if not cell or cell.startswith("#"):
                continue
            number = _number(cell, region)
            if number is not None:
                count += 1
                yield number
            elif line > 1 or any(character.isdigit() for character in cell):
                wrong.append(line)
    if wrong:
        lines = ", ".join(map(str, wrong[:_MOST_NAMED]))
        more = f" and {len(wrong) - _MOST_NAMED:,} more" if len(wrong) > _MOST_NAMED else ""
        raise CallrActionsError(
            f"{len(wrong):,} of its lines hold no phone number, such as {lines}{more}; nobody was called",
            file=shown,
            hint="one number a line, such as +33123456789; national ones with --region FR",
        )
    if not count:
        raise CallrActionsError("holds no phone number at all", file=shown)


def _number(text: str, region: str | None) -> int | None:
    if _PLAIN.fullmatch(text):
        return int(text[1:])  # also one that no plan knows: it is a number that must not be called
    meant = e164.meant(text, region)
    return None if meant is None else int(meant.number[1:])
