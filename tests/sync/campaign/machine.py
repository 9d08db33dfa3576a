"""The fault campaign: folder and account change at random, deploys fail at random, and nothing may be lost.

A schedule is a series of steps that hypothesis chooses, and shrinks when one breaks a law. After each step
the laws are held against the account's own database; at the end the faults stop, conflicts are taken from
the account as `pull --theirs` does, and two deploys have to lead to an empty plan.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from callr_actions.errors import CallrActionsError
from callr_actions.masking import Masker
from callr_actions.sync.applying.apply import apply
from callr_actions.sync.applying.deployments import Author, Deployments
from callr_actions.sync.applying.setting import Setting
from callr_actions.sync.choices import Choices
from callr_actions.sync.outputs.json_v1 import plan_to_json
from callr_actions.sync.plan import NumberRow, Op
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import read_remote
from tests.sync.campaign.faults import Fault, Killed, Meddler
from tests.sync.campaign.world import ENVIRON, KEYS, NUMBERS, SECRET, Here, There, World, holed, template

if TYPE_CHECKING:
    import httpx

    from callr_actions.sync.plan import Plan

SECRETS = Masker()
SECRETS.add(SECRET)
KEY = st.sampled_from(KEYS)
NUMBER = st.integers(0, NUMBERS - 1)
FAULTS = st.dictionaries(st.integers(1, 24), st.sampled_from(Fault), max_size=3)
PASSING = st.dictionaries(
    st.integers(1, 24), st.sampled_from((Fault.FAIL_BEFORE, Fault.TOO_MANY)), max_size=3
)
HELD = st.one_of(st.none(), st.lists(NUMBER, unique=True, max_size=2).map(tuple))


class Campaign(RuleBasedStateMachine):
    """One schedule."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        # The words of edits that nobody has taken back, and whose sid they are in.
        self.edits: dict[str, str] = {}
        self.deploys = 0

    def teardown(self) -> None:
        """End the schedule: the faults stop, and everything comes to rest."""
        try:
            self.settle()
        finally:
            self.world.close()

    # -- the folder ----------------------------------------------------------------------------------

    @rule(key=KEY, text=st.integers(0, 3), held=HELD)
    def write(self, key: str, text: int, held: tuple[int, ...] | None) -> None:
        """Write a file, and which numbers it has; no two may have the same."""
        taken = {
            each for other, here in self.world.here.items() if other != key for each in here.numbers or ()
        }
        free = (
            None
            if held is None
            else tuple(number for each in held if (number := self.world.numbers[each]) not in taken)
        )
        self.world.here[key] = Here(template(key, text), free)

    @precondition(lambda self: len(self.world.here) > 1)
    @rule(key=KEY)
    def remove(self, key: str) -> None:
        """Delete a file; of the last one no folder is empty."""
        if len(self.world.here) > 1:
            self.world.here.pop(key, None)

    # -- the account, by other hands -----------------------------------------------------------------

    @precondition(lambda self: self.world.there())
    @rule(which=st.integers(0, 9))
    def edit(self, which: int) -> None:
        """Edit a script in the portal."""
        there = self._one(which)
        self.edits[self.world.edit(there)] = there.sid

    @precondition(lambda self: self.world.there())
    @rule(which=st.integers(0, 9))
    def delete(self, which: int) -> None:
        """Delete a scenario in the portal: what was edited in it goes with it."""
        there = self._one(which)
        self.world.delete(there)
        self._forget(there.sid)

    @precondition(lambda self: self.world.there())
    @rule(which=st.integers(0, 9), number=NUMBER)
    def attach(self, which: int, number: int) -> None:
        """Attach a number in the portal."""
        self.world.attach(self._one(which), self.world.numbers[number])

    @rule(key=KEY, named=st.booleans())
    def make(self, key: str, named: bool) -> None:
        """Make a scenario by hand, perhaps with a name of ours; of two such nobody knows which is meant."""
        taken = any(each.name == f"Scenario {key}" for each in self.world.there())
        self.world.make(key, named=named and not taken)

    # -- deploys -------------------------------------------------------------------------------------

    @precondition(lambda self: self.world.here)
    @rule(faults=FAULTS, prune=st.booleans(), at_once=st.sampled_from((1, 8)))
    def deploy(self, faults: dict[int, Fault], prune: bool, at_once: int) -> None:
        """Deploy on a line that is bad, and perhaps be killed."""
        self.world.do(self._deploy(faults, prune=prune, at_once=at_once))

    @precondition(lambda self: self.world.here)
    @rule(room=st.integers(0, 12))
    def deploy_on_a_full_disk(self, room: int) -> None:
        """Deploy where the journal soon has no room any more."""
        self.world.do(self._deploy({}, room=room))

    @precondition(lambda self: self.world.here and self.world.there())
    @rule(at=st.integers(1, 12), which=st.integers(0, 9))
    def deploy_while_somebody_edits(self, at: int, which: int) -> None:
        """Deploy one row at a time; before one of its looks, somebody edits a scenario in the portal."""
        self.world.do(self._deploy({}, edit_at=(at, which)))

    @precondition(lambda self: self.world.here)
    @rule(faults=PASSING)
    def two_deploys_at_once(self, faults: dict[int, Fault]) -> None:
        """Deploy from two machines, which know nothing of each other.

        Neither is killed or loses an answer: the API has no conditional write, so of two that make the same
        scenario each has to know its own and look for the other's. Else a double stays, which the next plan
        names.
        """

        async def both() -> None:
            await asyncio.gather(self._deploy(faults, machine="one"), self._deploy(faults, machine="two"))

        # One meddler for both: what one meets, the other may meet.
        self.world.do(both())

    # -- laws ----------------------------------------------------------------------------------------

    @invariant()
    def no_edit_is_lost(self) -> None:
        """What somebody has put on the account is still there."""
        scripts = "\n".join(each.script for each in self.world.there())
        lost = [words for words in self.edits if words not in scripts]
        assert not lost, f"lost: {lost}"

    @invariant()
    def no_secret_is_in_a_file(self) -> None:
        """What the environment fills in stands on the account and nowhere else."""
        for path in self.world.state.rglob("*"):
            if path.is_file():
                assert SECRET.encode() not in path.read_bytes(), path

    # -- how -----------------------------------------------------------------------------------------

    def _one(self, which: int) -> There:
        there = self.world.there()
        return there[which % len(there)]

    def _forget(self, sid: str) -> None:
        self.edits = {words: where for words, where in self.edits.items() if where != sid}

    async def _deploy(
        self,
        faults: dict[int, Fault],
        *,
        prune: bool = False,
        at_once: int = 1,
        room: int | None = None,
        edit_at: tuple[int, int] | None = None,
        machine: str = "one",
    ) -> Plan | None:
        """Plan and deploy as the command does; return the plan, None where it was not to be had."""
        world, account = self.world, self.world.account
        transport = account.transport
        before, wanted = world.attached(), world.desired()
        kept = before & {number for each in wanted.scenarios for number in each.numbers or ()}
        edited = False

        async def look(request: httpx.Request) -> None:
            nonlocal edited
            alone = kept - world.attached()
            assert not alone, f"nobody answers {sorted(alone)} at {request.method} {request.url.path}"
            if edit_at is not None and not edited and meddler.count >= edit_at[0] and request.method == "GET":
                edited = True
                there = self._one(edit_at[1])
                self.edits[await world.meanwhile_edit(there)] = there.sid

        meddler = Meddler(faults, look)
        deployments = Deployments(world.state / machine, "local")
        self.deploys += 1
        transport.meddler = meddler
        try:
            deployments.settle()
            remote = await read_remote(account.reader)
            plan = make_plan(wanted, remote, Choices(prune=prune), created="2030-01-01T00:00:00Z")
            assert SECRET not in str(plan_to_json(plan, Masker()))
            if plan.obstacles:
                return plan
            plan = plan.without_refused()
            self._consent(plan)
            journal = deployments.begin(plan, Author("tests", "here", plan.created, f"{self.deploys:04d}"))
            if room is not None:
                _fill_up(journal, room)
            await deployments.head()
            setting = Setting(account.client, account.connection.edge, journal, ENVIRON, deployments.known())
            outcome = await apply(plan, setting._replace(at_once=at_once, hide=SECRETS.mask))
            await deployments.end(outcome)
        except (CallrActionsError, Killed):
            return None
        except BaseExceptionGroup as group:
            if group.split(Killed)[1] is not None:
                raise
            return None
        else:
            return plan
        finally:
            deployments.close()
            if transport.meddler is meddler:
                transport.meddler = None

    def _consent(self, plan: Plan) -> None:
        """Take note of what a yes to a plan gives up: adopted scripts, deleted scenarios."""
        for row in plan.scenarios:
            if row.op in {Op.ADOPT, Op.DELETE} and row.sid is not None:
                self._forget(row.sid)

    def settle(self) -> None:
        """Let the faults stop; hold the laws of the end."""
        world = self.world
        if not world.here:
            return
        self._take_theirs()
        for _ in range(2):
            # Of exact copies, which two deploys at once can leave, the plan says that `--prune` deletes them.
            doubles = any("--prune" in (each.hint or "") for each in self._plan().obstacles)
            self.world.do(self._deploy({}, prune=doubles, at_once=8))
            self._take_theirs()
        plan = self._plan()
        rest = [f"{row.op.value} {row.key} {getattr(row, 'number', '') or ''}" for row in plan.rows]
        assert not plan.obstacles, plan.obstacles
        assert not rest, f"after two deploys there is still: {rest}"
        for key in world.here:
            found = world.ours(key)
            assert len(found) == 1, f"{len(found)} scenarios of `{key}`"
            assert found[0].body == world.here[key].text.filled(ENVIRON)
            assert set(found[0].numbers) >= set(world.here[key].numbers or ())
        self.no_edit_is_lost()
        self.no_secret_is_in_a_file()

    def _plan(self) -> Plan:
        async def plan() -> Plan:
            return make_plan(self.world.desired(), await read_remote(self.world.account.reader), Choices())

        found: Plan = self.world.do(plan())
        return found

    def _take_theirs(self) -> None:
        """Where both sides have changed, take the account's text into the folder, as `pull --theirs` does."""
        for row in self._plan().refused:
            assert not isinstance(row, NumberRow)
            theirs = next((each for each in self.world.there() if each.sid == row.sid), None)
            if theirs is None or row.key not in self.world.here:
                continue
            here = self.world.here[row.key]
            self.world.here[row.key] = here._replace(text=holed(theirs.body))


def _fill_up(journal: object, room: int) -> None:
    """Let the disk be full after so many entries of a journal."""
    from callr_actions.sync.applying.journal import unwritable

    note = journal.note  # type: ignore[attr-defined]
    left = room

    async def full(entry: object) -> None:
        nonlocal left
        if left <= 0:
            error = OSError(28, "No space left on device")
            raise unwritable("journal", error) from error
        left -= 1
        await note(entry)

    journal.note = full  # type: ignore[attr-defined]
