"""A deploy as the command does it, on a line that is bad; and what people then do with what it says."""

from __future__ import annotations

import asyncio
import re
import shlex
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.masking import Masker
from callr_actions.named_tuple import NamedTuple
from callr_actions.sync.applying.apply import apply
from callr_actions.sync.applying.deployments import Author, Deployments
from callr_actions.sync.applying.journal import unwritable
from callr_actions.sync.applying.setting import Setting
from callr_actions.sync.choices import Choices
from callr_actions.sync.outputs.json_v1 import plan_to_json
from callr_actions.sync.plan import Op, ScenarioRow
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import read_remote
from tests.sync.campaign.faults import Aim, Killed, Look, Meddler
from tests.sync.campaign.world import ENVIRON, SECRET, Here, There, World, holed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    import httpx

    from callr_actions.sync.applying.journal import Entry, FileJournal
    from callr_actions.sync.obstacle import Obstacle
    from callr_actions.sync.plan import Plan
    from tests.sync.campaign.hands import Hands

SECRETS = Masker()
SECRETS.add(SECRET)
_COMMAND = re.compile(r"`callr-actions ([^`]+)`")
_MOST_DECISIONS = 10


class Manner(NamedTuple):
    """How a deploy goes.

    Attributes:
        aims: what goes wrong.
        prune: whether what is not in the folder goes.
        at_once: how many rows at a time.
        room: for how many entries the journal has room; None for all.
        edit_at: before which look somebody edits which scenario in the portal.
        machine: whose `.callr` it is.
        here: the folder there; None for the one of here.
        after: how many turns of the loop it begins later.
    """

    aims: tuple[Aim, ...] = ()
    prune: bool = False
    at_once: int = 1
    room: int | None = None
    edit_at: tuple[int, int] | None = None
    machine: str = "one"
    here: Mapping[str, Here] | None = None
    after: int = 0


class Deploys:
    """Deploys to one world.

    Args:
        world: folder and account.
        hands: knows the edits that must not be lost.
        census: counts what is done, and which faults hit what.
    """

    def __init__(self, world: World, hands: Hands, census: Counter[str]) -> None:
        self._world = world
        self._hands = hands
        self._census = census
        self._count = 0
        # What was seen in the middle of a deploy, where an error would be taken for one of the deploy.
        self.broken: list[str] = []

    async def deploy(self, manner: Manner = Manner()) -> None:  # noqa: B008 - a value
        """Plan and deploy as the command does, and perhaps not to the end."""
        for _ in range(manner.after):
            await asyncio.sleep(0)
        self._count += 1
        deployments = Deployments(self._world.state / manner.machine, "local")
        try:
            await self._try(manner, deployments)
            self._census["deploy: to its end"] += 1
        except CallrActionsError:
            self._census["deploy: gave up"] += 1
        except (Killed, BaseExceptionGroup) as error:
            if isinstance(error, BaseExceptionGroup) and error.split(Killed)[1] is not None:
                raise
            self._census["deploy: killed"] += 1
        finally:
            deployments.close()

    async def _try(self, manner: Manner, deployments: Deployments) -> None:
        account = self._world.machines[manner.machine]
        meddler = Meddler(manner.aims, self._looking(manner))
        account.transport.meddler = meddler
        try:
            deployments.settle()
            plan = await self._plan(manner, deployments)
            if plan.obstacles:
                self._census["plan: with an obstacle"] += 1
                return
            self._consent(plan.without_refused())
            author = Author("tests", "here", plan.created, f"{self._count:04d}")
            known = deployments.known()
            journal = deployments.begin(plan, author)
            if manner.room is not None:
                self._fill_up(journal, manner.room)
            await deployments.head()
            setting = Setting(account.client, account.connection.edge, journal, ENVIRON, known)
            setting = setting._replace(at_once=manner.at_once, hide=SECRETS.mask)
            outcome = await apply(plan.without_refused(), setting)
            await deployments.end(outcome)
            self._census.update(f"{each.status.value}: {each.row.op.value}" for each in outcome.rows)
        finally:
            account.transport.meddler = None
            self._census.update(
                {f"{fault.value} on {kind.value}": hits for (fault, kind), hits in meddler.hits.items()}
            )

    async def _plan(self, manner: Manner, deployments: Deployments) -> Plan:
        account = self._world.machines[manner.machine]
        remote = await read_remote(account.reader)
        wanted = self._world.desired(manner.here)
        plan = make_plan(
            wanted,
            remote,
            Choices(prune=manner.prune),
            memory=deployments.memory,
            created="2030-01-01T00:00:00Z",
        )
        assert SECRET not in str(plan_to_json(plan, Masker()))
        self._census.update(f"planned: {row.op.value}" for row in plan.rows)
        reasons = "\n".join(row.reason for row in plan.rows)
        self._census["healed: made twice"] += reasons.count("made twice by a deploy that was ended")
        self._census["healed: not marked"] += reasons.count("ended before it had marked")
        return plan

    def _looking(self, manner: Manner) -> Look:
        """Return what looks at the account before and after each request."""
        world = self._world
        wanted = world.desired(manner.here).scenarios
        kept = world.attached() & {number for each in wanted for number in each.numbers or ()}
        looks = 0

        async def look(request: httpx.Request, before: bool) -> None:
            nonlocal looks
            alone = kept - world.attached()
            if alone:
                self.broken.append(f"nobody answers {sorted(alone)} at {request.method} {request.url.path}")
            # Between a look and the request behind it nothing protects: the API has no conditional write.
            if manner.edit_at is not None and request.method == "GET" and before:
                looks += 1
                there = self._hands.one(manner.edit_at[1])
                if looks == manner.edit_at[0] and there is not None:
                    self._census["deploy: edited meanwhile"] += 1
                    await self._hands.edit(there)

        return look

    def _consent(self, plan: Plan) -> None:
        """Take note of what a yes to a plan gives up: adopted scripts, and scenarios whose files are gone.

        Of a copy it gives up nothing: what stands in it has to be in the one that stays.
        """
        for row in plan.scenarios:
            if row.op in {Op.ADOPT, Op.DELETE} and row.before is not None and row.instead is None:
                untaken = self._hands.only_in(row.before.sid) - self._hands.taken
                if row.op is Op.DELETE and untaken:
                    self.broken.append(f"the plan deletes {row.key} {row.sid} with {untaken}")
                self._hands.forget(row.before.sid)

    def _fill_up(self, journal: FileJournal, room: int) -> None:
        """Let the disk be full after so many entries of a journal."""
        note, left = journal.note, room

        async def full(entry: Entry) -> None:
            nonlocal left
            if left <= 0:
                self._census["deploy: on a full disk"] += 1
                error = OSError(28, "No space left on device")
                raise unwritable("journal", error) from error
            left -= 1
            await note(entry)

        journal.note = full  # type: ignore[method-assign]

    # -- what people do then -------------------------------------------------------------------------

    def plan(self) -> Plan:
        """Return what there is to do now, with nothing in the way."""
        deployments = Deployments(self._world.state / "one", "local")
        found: Plan = self._world.do(self._plan(Manner(), deployments))
        return found

    def decide(self) -> None:
        """Decide what the plan leaves to people: take the account's text, else type the command it names."""
        for _ in range(_MOST_DECISIONS):
            plan = self.plan()
            said: list[Obstacle | ScenarioRow] = [*plan.obstacles]
            said += [row for row in plan.refused if isinstance(row, ScenarioRow)]
            if not said:
                return
            for each in said:
                theirs = self._theirs(each)
                if theirs is None or each.key not in self._world.here:
                    self._type(each.hint or "")
                    break  # what it did may have mended others
                here = self._world.here[each.key]
                self._world.here[each.key] = here._replace(text=holed(theirs.body))
                self._hands.taken.update(words for words in self._hands.edits if words in theirs.body)
                self._census["decided: theirs"] += 1
        self.broken.append(f"after {_MOST_DECISIONS} decisions there is still: {said}")

    def _theirs(self, said: Obstacle | ScenarioRow) -> There | None:
        """Return the scenario that a row is about."""
        if isinstance(said, ScenarioRow):
            return next((there for there in self._world.there() if there.sid == said.sid), None)
        return None

    def _type(self, hint: str) -> None:
        """Type the last command that a hint names: it keeps the older thing."""
        found = _COMMAND.findall(hint)
        if not found:
            self.broken.append(f"no command to type in: {hint}")
            return
        words = shlex.split(found[-1])
        match words:
            case ["scenarios", "delete", sid, *_]:
                self._hands.delete(sid)
            case ["scenarios", "update", sid, "--name", *_]:
                self._hands.name(sid, f"Another {sid}")
            case ["deploy", *_] if "--prune" in words:
                self._world.do(self.deploy(Manner(prune=True)))
            case _:
                self.broken.append(f"cannot be typed: {found[-1]}")
        self._census[f"decided: {' '.join(words[:2]) if words[0] == 'scenarios' else 'deploy --prune'}"] += 1
