"""The fault campaign: folder and account change at random, deploys fail at random, and nothing may be lost.

A schedule begins with a folder, mostly deployed, so that there is something to lose. Each step is what a few
people do, then a deploy that does not go as it should; hypothesis chooses both, and shrinks what breaks a
law. After each step the laws are held against the account's own database; at the end the faults stop, people
decide what is theirs to decide, and two deploys have to lead to an empty plan.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from callr_actions.sync.marker import read_marker, text_hash
from tests.sync.campaign.deploys import Deploys, Manner
from tests.sync.campaign.faults import OF_ANY, OF_LISTS, Aim, Fault, Kind
from tests.sync.campaign.hands import Change, Hands, What
from tests.sync.campaign.world import ENVIRON, KEYS, NUMBERS, SECRET, Here, There, World, name_of, template

CHANGES = st.lists(
    st.builds(Change, st.sampled_from(What), st.integers(0, 11), st.integers(0, 7)), min_size=2, max_size=5
).map(tuple)
WRITES = tuple(kind for kind in Kind if kind.writes)
NEAR = st.sampled_from((1, 1, 2, 3))
AT_A_WRITE = st.builds(Aim, st.sampled_from(OF_ANY), st.none() | st.sampled_from(WRITES), NEAR)
AT_A_LOOK = st.builds(Aim, st.sampled_from(OF_ANY), st.sampled_from((Kind.LIST, Kind.LOOK)), NEAR)
AT_A_KILL = st.builds(
    Aim, st.sampled_from((Fault.KILL_BEFORE, Fault.KILL_AFTER)), st.sampled_from((None, None, *Kind)), NEAR
)
LOST = st.builds(
    Aim,
    st.sampled_from((Fault.KILL_AFTER, Fault.KILL_AFTER, Fault.DROP_AFTER, Fault.FAIL_AFTER)),
    st.just(Kind.CREATE),
    st.just(1),
)
LATER = st.none() | st.builds(
    Change,
    st.sampled_from((What.EDIT, What.ATTACH, What.NAME)),
    st.integers(0, 1),
    st.integers(0, NUMBERS - 1),
)
AT_A_LIST = st.builds(Aim, st.sampled_from(OF_LISTS), st.just(Kind.LIST), st.integers(1, 5))
# The first one is at a write, which is where something can be lost.
AIMS = st.builds(
    lambda first, others: (first, *others),
    AT_A_WRITE,
    st.lists(st.one_of(AT_A_WRITE, AT_A_LOOK, AT_A_LIST), max_size=2),
)
# After the faults have stopped.
MOST_DEPLOYS = 2
AT_ONCE = st.sampled_from((1, 8))
# Which file each of the account's numbers is listed for at the start; None for none.
LISTED = st.tuples(*(st.sampled_from((*KEYS, None)) for _ in range(NUMBERS)))


class Campaign(RuleBasedStateMachine):
    """One schedule.

    Attributes:
        census: what all schedules of this process have done, and which faults hit what.
    """

    census: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.hands = Hands(self.world)
        self.deploys = Deploys(self.world, self.hands, self.census)

    def teardown(self) -> None:
        """End the schedule: the faults stop, and everything comes to rest."""
        try:
            if self.world.here:
                self.settle()
        finally:
            self.world.close()

    @initialize(
        listed=LISTED,
        reforms=st.sampled_from((False, False, True)),
        deployed=st.sampled_from((True, True, True, False)),
    )
    def begin(self, listed: tuple[str | None, ...], reforms: bool, deployed: bool) -> None:
        """Write a folder; mostly it is deployed, else the first deploy that there is fails."""
        self.world.reforms = reforms
        for key in KEYS:
            held = tuple(number for number, to in zip(self.world.numbers, listed, strict=True) if to == key)
            self.world.here[key] = Here(template(key, 0), held or None)
        if deployed:
            self._deploy(Manner(at_once=8))
            assert len(self.world.there()) == len(KEYS)
        self.census["schedules"] += 1

    # -- steps ---------------------------------------------------------------------------------------

    @rule(changes=CHANGES, aims=AIMS, at_once=AT_ONCE)
    def deploy(self, changes: tuple[Change, ...], aims: tuple[Aim, ...], at_once: int) -> None:
        """Deploy on a line that is bad."""
        self._change(changes)
        self._deploy(Manner(aims, at_once=at_once))

    @rule(changes=CHANGES, aims=AIMS, at_once=AT_ONCE)
    def deploy_and_prune(self, changes: tuple[Change, ...], aims: tuple[Aim, ...], at_once: int) -> None:
        """Deploy on a line that is bad, and delete what is no longer in the folder."""
        self._change(changes)
        self._deploy(Manner(aims, prune=True, at_once=at_once))

    @rule(changes=CHANGES, at=AT_A_KILL, prune=st.booleans(), at_once=AT_ONCE)
    def deploy_and_be_killed(self, changes: tuple[Change, ...], at: Aim, prune: bool, at_once: int) -> None:
        """Deploy, and be killed before or behind a write, or elsewhere."""
        self._change(changes)
        self._deploy(Manner((at,), prune=prune, at_once=at_once))

    @rule(changes=CHANGES, room=st.integers(0, 8))
    def deploy_on_a_full_disk(self, changes: tuple[Change, ...], room: int) -> None:
        """Deploy where the journal soon has no room any more."""
        self._change(changes)
        self._deploy(Manner(room=room))

    @rule(changes=CHANGES, at=st.integers(3, 8), which=st.integers(0, 9))
    def deploy_while_somebody_edits(self, changes: tuple[Change, ...], at: int, which: int) -> None:
        """Deploy one row at a time; before one of its looks, somebody edits a scenario in the portal."""
        self._change(changes)
        self._deploy(Manner(edit_at=(at, which)))

    @rule(
        changes=CHANGES, aims=AIMS, theirs=AIMS, after=st.integers(0, 40), text=st.none() | st.integers(8, 9)
    )
    def two_deploys_at_once(
        self,
        changes: tuple[Change, ...],
        aims: tuple[Aim, ...],
        theirs: tuple[Aim, ...],
        after: int,
        text: int | None,
    ) -> None:
        """Deploy from two machines, which know nothing of each other; perhaps not the same texts."""
        self._change(changes)
        other = dict(self.world.here)
        if text is not None:
            key = sorted(other)[text % len(other)]
            other[key] = other[key]._replace(text=template(key, text))
        self._at_once(Manner(aims), Manner(theirs, machine="two", here=other, after=after))

    @rule(lost=LOST, theirs=LOST, after=st.integers(-4, 4), change=LATER)
    def two_make_the_same(self, lost: Aim, theirs: Aim, after: int, change: Change | None) -> None:
        """Let two machines make one scenario at the same moment, and lose what came of it; change one."""
        key = f"new/{len(self.world.here)}"
        self.world.here[key] = Here(template(key, 0), None)
        one, two = (
            Manner((lost,), after=max(after, 0)),
            Manner((theirs,), machine="two", after=max(-after, 0)),
        )
        self._at_once(one, two)
        if len([each for each in self.world.there() if each.key == key]) > 1:
            self.census["people: two of one key"] += 1
        # The last of the account's scenarios are those of now.
        if change is not None:
            self._change((change._replace(which=len(self.world.there()) - 1 - change.which),))

    def _at_once(self, one: Manner, two: Manner) -> None:
        async def both() -> None:
            await asyncio.gather(self.deploys.deploy(one), self.deploys.deploy(two))

        self.world.do(both())
        self.census["deploy: two at once"] += 1

    def _change(self, changes: tuple[Change, ...]) -> None:
        for each in changes:
            if self.hands.do(each):
                self.census[f"people: {each.what.value}"] += 1

    def _deploy(self, manner: Manner) -> None:
        self.world.do(self.deploys.deploy(manner))

    # -- laws ----------------------------------------------------------------------------------------

    @invariant()
    def nothing_was_broken_on_the_way(self) -> None:
        """Every number that should be answered was, at every moment that was looked at."""
        assert not self.deploys.broken, self.deploys.broken

    @invariant()
    def no_edit_is_lost(self) -> None:
        """What somebody has put on the account is still there."""
        scripts = "\n".join(each.script for each in self.world.there())
        lost = [words for words in self.hands.edits if words not in scripts]
        assert not lost, f"lost: {lost}"

    @invariant()
    def no_secret_is_in_a_file(self) -> None:
        """What the environment fills in stands on the account and nowhere else."""
        for path in self.world.state.rglob("*"):
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes(), path

    def settle(self) -> None:
        """Let the faults stop; hold the laws of the end."""
        self.deploys.decide()
        deploys, plan = 0, self.deploys.plan()
        while (plan.rows or plan.obstacles) and deploys < MOST_DEPLOYS:
            self._deploy(Manner(at_once=8))
            deploys += 1
            self.deploys.decide()
            plan = self.deploys.plan()
        rest = [f"{row.op.value} {row.key} {getattr(row, 'number', '') or ''}" for row in plan.rows]
        assert not plan.obstacles, plan.obstacles
        assert not rest, f"after two deploys there is still: {rest}"
        for key, here in self.world.here.items():
            (found,) = self._of(key)
            assert here.text.filled(ENVIRON) == found.body or self._is_its_form(found, here), key
            assert set(found.numbers) >= set(here.numbers or ())
        self.nothing_was_broken_on_the_way()
        self.no_edit_is_lost()
        self.no_secret_is_in_a_file()
        self.census[f"settled: after {deploys} deploys"] += 1
        self.census["settled: scenarios"] += len(self.world.here)

    def _of(self, key: str) -> list[There]:
        """Return the scenarios of a key; one whose marker line cannot be read, by name, text and numbers."""
        marked = [each for each in self.world.there() if each.key == key]
        text = self.world.here[key].text.filled(ENVIRON)
        same = [
            each
            for each in self.world.there()
            if each.key is None and each.name == name_of(key) and each.body == text
        ]
        wanted = set(self.world.here[key].numbers or ())
        return marked or sorted(same, key=lambda each: len(wanted - set(each.numbers)))[:1]

    def _is_its_form(self, there: There, here: Here) -> bool:
        """Whether a text is what the account makes of the folder's."""
        mark = read_marker(there.script).mark
        return self.world.reforms and mark is not None and mark.base == text_hash(here.text.filled(ENVIRON))
