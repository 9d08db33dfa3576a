"""Which world is around a run: chosen for it, for its scenario or for the account, else an empty one."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from callr_actions.account.problem import Problem
from callr_actions.account.runs.beginnings import world_of_data, world_of_text
from callr_actions.file_errors import reason
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from callr_actions.account.call import Call

# The last line of a script that was deployed from a project names the scenario's key there.
_MARKER = lazy_pattern(
    r"^# callr-actions (\S+) (?:[0-9a-f]{12}|-) [0-9a-f]{16}(?: [0-9a-f]{16})?\s*\Z", re.MULTILINE
)
_LARGEST_FILE = 1024 * 1024
EMPTY = "{}"
NO_FILES: Mapping[str, Path] = MappingProxyType({})


class Worlds(NamedTuple):
    """The world files of a project; read when a run begins, so that an edit counts for the next one.

    Attributes:
        file: the one that is asked for on the command line; None for none.
        of_keys: those that callr.yaml names, by the scenario's key and by its name.
    """

    file: Path | None = None
    of_keys: Mapping[str, Path] = NO_FILES

    def text(self, scenario: sqlite3.Row) -> tuple[str, str] | None:
        """Return the world of a scenario and what it is called, None where there is none.

        Raises:
            Problem: 400 where the file cannot be read.
        """
        path = self.file or self._of_scenario(scenario)
        if path is None:
            return None
        try:
            with path.open(encoding="utf-8-sig") as file:
                text = file.read(_LARGEST_FILE + 1)
        except (OSError, UnicodeDecodeError) as error:
            said = reason(error) if isinstance(error, OSError) else "it is not UTF-8"
            raise Problem(400, f"the world {path.name} cannot be read: {said}") from None
        if len(text) > _LARGEST_FILE:
            raise Problem(400, f"the world {path.name} has over {_LARGEST_FILE:,} characters")
        return text, path.name

    def _of_scenario(self, scenario: sqlite3.Row) -> Path | None:
        marker = _MARKER.search(scenario["script"])
        if marker is not None and unquote(marker[1]) in self.of_keys:
            return self.of_keys[unquote(marker[1])]
        return self.of_keys.get(scenario["name"])


def world_for(call: Call, scenario: sqlite3.Row, own: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """Return the world around a run that begins now, as YAML, and what it is called.

    Args:
        call: the request that begins it.
        scenario: what is run.
        own: a world for this run alone; None for none.

    Raises:
        Problem: 400 where it is no world.
    """
    if own is not None:
        world_of_data(own, "`world`")
        return json.dumps(own), "`world`"
    chosen = _chosen(call, scenario)
    if chosen is not None:
        return chosen
    text, shown = call.sessions.worlds.text(scenario) or (EMPTY, "the empty world")
    world_of_text(text, shown)
    return text, shown


def choose(call: Call, scenario: sqlite3.Row | None, world: Mapping[str, Any] | None) -> None:
    """Choose a world for the runs that begin from now on.

    Args:
        call: the request.
        scenario: for whose runs; None for all those of the account that have none of their own.
        world: None for the one that the project says.

    Raises:
        Problem: 400 where it is no world.
    """
    if world is not None:
        world_of_data(world, "`world`")
    call.database.run(
        "delete from worlds where account = ? and scenario is ?", (call.owner.id, _id(scenario))
    )
    if world is not None:
        call.database.run(
            "insert into worlds values (?, ?, ?)", (call.owner.id, _id(scenario), json.dumps(world))
        )


def _chosen(call: Call, scenario: sqlite3.Row) -> tuple[str, str] | None:
    row = call.database.row(
        "select text from worlds where account = ? and (scenario = ? or scenario is null)"
        " order by scenario is null limit 1",
        call.owner.id,
        scenario["id"],
    )
    return None if row is None else (str(row["text"]), "the world that was chosen")


def _id(scenario: sqlite3.Row | None) -> int | None:
    return None if scenario is None else int(scenario["id"])
