"""What people do between two deploys: to the folder, and to the account in Callr's portal."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.api.requests.scenarios import CreateScenario, UpdateScenario
from callr_actions.api.resources import numbers, scenarios
from callr_actions.named_tuple import NamedTuple
from tests.sync.campaign.world import KEYS, MORE_KEYS, Here, There, World, name_of, template

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.sync.holes import HoledText


class What(Enum):
    """What is done."""

    WRITE = "file written"
    REMOVE = "file removed"
    MOVE = "file moved"
    LIST_NUMBER = "number listed for another file"
    LIST_NONE = "no numbers listed any more"
    EDIT = "edited there"
    CLASH = "edited here and there"
    DELETE = "deleted there"
    ATTACH = "number attached there"
    DETACH = "number detached there"
    NAME = "named otherwise there"
    MAKE = "made there"
    DAMAGE = "marker line damaged"
    COPY = "copied there, marker line and all"


class Change(NamedTuple):
    """Something that somebody does.

    Attributes:
        what: what it is.
        which: to which file or scenario; any number.
        number: with which number or text.
    """

    what: What
    which: int
    number: int


class Hands:
    """Does it, and knows what of it must not be lost.

    Attributes:
        edits: the words of edits that nobody has taken back.
        taken: those of them that have been taken into a file.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._count = 0
        self.edits: set[str] = set()
        self.taken: set[str] = set()
        self._ways: dict[What, Callable[[int, int], bool]] = {
            What.WRITE: self._write,
            What.REMOVE: self._remove,
            What.MOVE: self._move,
            What.LIST_NUMBER: self._list_number,
            What.LIST_NONE: self._list_none,
            What.EDIT: self._edit,
            What.CLASH: self._clash,
            What.DELETE: self._delete,
            What.ATTACH: self._attach,
            What.DETACH: self._detach,
            What.NAME: self._name,
            What.MAKE: self._make,
            What.DAMAGE: self._damage,
            What.COPY: self._copy,
        }

    def do(self, change: Change) -> bool:
        """Do something; return whether there was anything to do it to."""
        return self._ways[change.what](change.which, change.number)

    def forget(self, sid: str) -> None:
        """Take note that somebody has decided against the edits that stand in this scenario alone."""
        self.edits -= self.only_in(sid)

    def only_in(self, sid: str) -> set[str]:
        """Return the words of edits that stand in one scenario, and in no copy of it."""
        there = self._world.there()
        mine = "".join(each.script for each in there if each.sid == sid)
        others = "".join(each.script for each in there if each.sid != sid)
        return {words for words in self.edits if words in mine and words not in others}

    # -- the folder ----------------------------------------------------------------------------------

    def _write(self, which: int, number: int) -> bool:
        key = (*KEYS, *MORE_KEYS)[which % 6]
        before = self._world.here.get(key)
        text = template(key, number)
        if before is None:
            self._world.here[key] = Here(text, None)
        else:
            self._world.here[key] = before._replace(text=_changed(before.text, number))
        return self._world.here[key] != before

    def _remove(self, which: int, _number: int) -> bool:
        if len(self._world.here) < 2:
            return False
        del self._world.here[self._file(which)]
        return True

    def _move(self, which: int, number: int) -> bool:
        free = [key for key in (*MORE_KEYS, *KEYS) if key not in self._world.here]
        if not free or not self._world.here:
            return False
        self._world.here[free[number % len(free)]] = self._world.here.pop(self._file(which))
        return True

    def _list_number(self, which: int, number: int) -> bool:
        chosen, key = self._world.numbers[number % len(self._world.numbers)], self._file(which)
        if chosen in (self._world.here[key].numbers or ()):
            return False
        for other, here in self._world.here.items():
            if chosen in (here.numbers or ()):
                rest = tuple(each for each in here.numbers or () if each != chosen)
                self._world.here[other] = here._replace(numbers=rest)
        mine = self._world.here[key]
        self._world.here[key] = mine._replace(numbers=(*(mine.numbers or ()), chosen))
        return True

    def _list_none(self, which: int, _number: int) -> bool:
        key = self._file(which)
        before = self._world.here[key]
        self._world.here[key] = before._replace(numbers=())
        return before.numbers != ()

    def _file(self, which: int) -> str:
        keys = sorted(self._world.here)
        return keys[which % len(keys)]

    # -- the account ---------------------------------------------------------------------------------

    def _edit(self, which: int, _number: int) -> bool:
        there = self.one(which)
        if there is not None:
            self._world.do(self.edit(there))
        return there is not None

    async def edit(self, there: There) -> None:
        """Edit a script in the portal; a deploy may be under way."""
        self._count += 1
        words = f"# edited in the portal {self._count}."
        script = there.script.replace(there.body, f"{there.body}{words}\n", 1)
        await self._world.as_somebody_else(scenarios.update(there.sid, UpdateScenario(script=script)))
        self.edits.add(words)

    def _clash(self, which: int, number: int) -> bool:
        found = [each for each in self._world.there() if each.key in self._world.here]
        if not found:
            return False
        there = found[which % len(found)]
        assert there.key is not None
        self._world.do(self.edit(there))
        before = self._world.here[there.key]
        self._world.here[there.key] = before._replace(text=_changed(before.text, number))
        return True

    def _delete(self, which: int, _number: int) -> bool:
        there = self.one(which)
        if there is not None:
            self.delete(there.sid)
        return there is not None

    def delete(self, sid: str) -> None:
        """Delete a scenario in the portal: what was edited in it goes with it."""
        self.forget(sid)
        self._world.do(self._world.as_somebody_else(scenarios.delete(sid)))

    def _attach(self, which: int, number: int) -> bool:
        there = self.one(which)
        if there is not None:
            chosen = self._world.numbers[number % len(self._world.numbers)]
            self._world.do(self._world.as_somebody_else(numbers.attach(chosen, there.sid)))
        return there is not None

    def _detach(self, _which: int, number: int) -> bool:
        held = sorted(self._world.attached())
        if not held:
            return False
        self._world.do(self._world.as_somebody_else(numbers.detach(held[number % len(held)])))
        return True

    def _name(self, which: int, _number: int) -> bool:
        there = self.one(which)
        if there is not None:
            self._count += 1
            self.name(there.sid, f"Named otherwise {self._count}")
        return there is not None

    def name(self, sid: str, name: str) -> None:
        """Give a scenario another name."""
        self._world.do(self._world.as_somebody_else(scenarios.update(sid, UpdateScenario(name=name))))

    def _make(self, which: int, number: int) -> bool:
        self._count += 1
        marked = {each.key for each in self._world.there()}
        new = [key for key in sorted(self._world.here) if key not in marked] or [*KEYS, *MORE_KEYS]
        name = name_of(new[which % len(new)]) if number % 4 else f"Made by hand {self._count}"
        script = "branches: {inbound-call: {actions: [{action: hangup@v1}]}}\n"
        made = scenarios.create(CreateScenario(name=name, script=script))
        self._world.do(self._world.as_somebody_else(made))
        return True

    def _damage(self, which: int, _number: int) -> bool:
        found = [each for each in self._world.there() if each.key is not None]
        if not found:
            return False
        there = found[which % len(found)]
        script = there.script.rstrip("\n")[:-3] + "\n"
        self._world.do(
            self._world.as_somebody_else(scenarios.update(there.sid, UpdateScenario(script=script)))
        )
        return True

    def _copy(self, which: int, number: int) -> bool:
        there = self.one(which)
        if there is None:
            return False
        name = there.name if number % 2 else f"{there.name} (copy)"
        made = scenarios.create(CreateScenario(name=name, script=there.script))
        self._world.do(self._world.as_somebody_else(made))
        return True

    def one(self, which: int) -> There | None:
        """Return one of the account's scenarios, None where it has none."""
        there = self._world.there()
        return there[which % len(there)] if there else None


def _changed(text: HoledText, number: int) -> HoledText:
    """Return a text with another value in its third line, which no edit in the portal is near."""
    lines = text.text.split("\n")
    lines[2] = f"{lines[2].partition(':')[0]}: {number}"
    return text._replace(text="\n".join(lines))
