"""The plan as a pure function: by examples where something special happens, and by properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.errors import CallrActionsError
from callr_actions.sync.choices import Choices, resolve_keys
from callr_actions.sync.desired import Desired, DesiredScenario
from callr_actions.sync.history import Ancestry
from callr_actions.sync.holes import HoledText
from callr_actions.sync.marker import State, text_hash, write_marker
from callr_actions.sync.memory import Memory, remember
from callr_actions.sync.plan import NumberRow, Op, ScenarioRow
from callr_actions.sync.planner import make_plan
from callr_actions.sync.remote import Remote, RemoteScenario
from callr_actions.sync.thresholds import too_large

if TYPE_CHECKING:
    from callr_actions.sync.plan import Plan

COMMIT = "0123456789ab"


class Commits:
    """Every commit stands in one way to the folder's."""

    def __init__(self, how: Ancestry) -> None:
        self._how = how

    def ancestry(self, commit: str) -> Ancestry:
        assert commit == COMMIT
        return self._how


def text(number: int) -> str:
    return "".join(f"line{index}: {number}\n" for index in range(5))


def here(key: str, number: int = 0, *numbers: str, name: str | None = None, managed: bool = False) -> Any:
    body = text(number)
    listed = numbers if numbers or managed else None
    return DesiredScenario(key, f"scenarios/{key}.yaml", name or key, HoledText(body), body, listed)


def there(sid: str, key: str, number: int = 0, *numbers: str, name: str | None = None) -> RemoteScenario:
    return RemoteScenario(sid, name or key, write_marker(text(number), key, None), numbers, created=sid)


def plan(desired: list[Any], remote: list[RemoteScenario], *owned: str, **choices: Any) -> Plan:
    numbers = (*owned, *(number for each in remote for number in each.numbers))
    return make_plan(Desired("local", tuple(desired)), Remote(tuple(remote), numbers), Choices(**choices))


def ops(found: Plan) -> list[tuple[str, str]]:
    return [(row.op.value, row.key) for row in found.rows]


def test_nothing_to_do() -> None:
    found = plan([here("a")], [there("s1", "a")])
    assert (found.rows, found.unchanged, found.ours, found.notes) == ((), 1, 1, ())


def test_equal_texts_are_no_change_whatever_the_line_says() -> None:
    damaged = RemoteScenario("s1", "a", f"{text(0)}# callr-actions\n")
    unmarked = RemoteScenario("s2", "b", text(0).replace("\n", "\r\n"))
    edited = RemoteScenario("s3", "c", write_marker(text(1), "c", None).replace(": 1", ": 0"))
    assert [each.state for each in (damaged, unmarked, edited)] == [State.DAMAGED, State.NONE, State.EDITED]
    assert plan([here("a"), here("b"), here("c")], [damaged, unmarked, edited]).rows == ()


def test_a_name_alone_is_changed_without_the_text() -> None:
    (row,) = plan([here("a", name="New")], [there("s1", "a")]).scenarios
    assert (row.op, row.reason) == (Op.UPDATE, "name `a` becomes `New`")
    assert row.after is not None
    assert row.after.template is None


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (Ancestry.BESIDE, "which this folder's commit does not come from"),
        (Ancestry.UNKNOWN, "which this clone does not have"),
    ],
)
def test_what_was_deployed_from_a_commit_that_is_not_behind_needs_ours(how: Ancestry, says: str) -> None:
    remote = Remote((RemoteScenario("s1", "a", write_marker(text(0), "a", COMMIT)),))
    desired = Desired("local", (here("a", 1),))
    (row,) = make_plan(desired, remote, None, Commits(how)).scenarios
    assert row.op is Op.UPDATE
    assert row.refused == f"deployed from {COMMIT}, {says}"
    (forced,) = make_plan(desired, remote, Choices(ours=True), Commits(how)).scenarios
    assert forced.refused is None
    (behind,) = make_plan(desired, remote, None, Commits(Ancestry.BEHIND)).scenarios
    assert (behind.refused, behind.reason) == (None, "")
    (gone,) = make_plan(
        Desired("local", (here("z", 9),)), remote, Choices(prune=True), Commits(how)
    ).scenarios[1:]
    assert (gone.op, gone.refused) == (Op.DELETE, f"deployed from {COMMIT}, {says}")


def test_renames_by_case_by_name_and_by_text() -> None:
    found = plan(
        [here("Case", 1), here("named", 2, name="Same"), here("text", 3)],
        [there("s1", "case", 9), there("s2", "old", 8, name="Same"), there("s3", "other", 3)],
    )
    assert [(row.op, row.key, row.sid) for row in found.scenarios] == [
        (Op.RENAME, "Case", "s1"),
        (Op.RENAME, "named", "s2"),
        (Op.RENAME, "text", "s3"),
    ]


def test_texts_that_share_less_than_the_better_part_are_two() -> None:
    found = plan([here("new", 1)], [there("s1", "old", 2)], prune=True)
    assert ops(found) == [("create", "new"), ("delete", "old")]


def test_several_of_one_name_are_a_question() -> None:
    by_hand = [RemoteScenario(sid, "a", text(4)) for sid in ("s1", "s2")]
    found = plan([here("a")], by_hand)
    assert found.rows == ()
    assert [each.message for each in found.obstacles] == [
        "the account has 2 scenarios named `a` that nobody has deployed (s1, s2): which one is `a`?"
    ]


def test_of_several_of_one_name_the_text_says_which() -> None:
    by_hand = [RemoteScenario("s1", "a", text(1)), RemoteScenario("s2", "a", text(0))]
    found = plan([here("a")], by_hand)
    assert (found.rows, found.unchanged, found.obstacles) == ((), 1, ())
    same = plan([here("a", 1)], [*by_hand, RemoteScenario("s3", "a", text(1))])
    assert [each.key for each in same.obstacles] == ["a"]


def alike(*bodies: int) -> list[RemoteScenario]:
    """Return scenarios of one name that nobody has deployed."""
    return [RemoteScenario(f"s{index}", "Same", text(body)) for index, body in enumerate(bodies, 1)]


def test_what_was_imported_under_one_name_is_clean() -> None:
    files = [here("a", 1, name="Same"), here("b", 2, name="Same"), here("c", 3, name="Same")]
    found = plan(files, alike(3, 1, 2))
    assert (found.rows, found.unchanged, found.notes, found.obstacles) == ((), 3, (), ())


def test_of_one_name_the_one_that_was_changed_is_the_one_that_is_left() -> None:
    (row,) = (found := plan([here("a", 1, name="Same"), here("b", 9, name="Same")], alike(1, 2))).scenarios
    assert (row.op, row.key, row.sid, found.obstacles) == (Op.ADOPT, "b", "s2", ())


def test_two_changes_at_once_cannot_be_told_apart() -> None:
    found = plan([here("a", 8, name="Same"), here("b", 9, name="Same")], alike(1, 2))
    assert found.rows == ()
    assert [each.message for each in found.obstacles] == [
        "`b` and `a` would both be named `Same`",
        "the account has 2 scenarios named `Same` that nobody has deployed (s1, s2): which one is `a`?",
        "the account has 2 scenarios named `Same` that nobody has deployed (s1, s2): which one is `b`?",
    ]


def test_of_one_name_and_text_the_numbers_say_which() -> None:
    live = RemoteScenario("s2", "Same", text(0), ("+33199001234",))
    files = [here("a", 0, name="Same"), here("b", 0, "+33199001234", name="Same")]
    found = plan(files, [*alike(0), live])
    assert (found.rows, found.unchanged, found.obstacles) == ((), 2, ())
    unsaid = plan([here("a", name="Same"), here("b", name="Same")], [*alike(0), live])
    assert [each.key for each in unsaid.obstacles] == ["b", "a", "b"]


def test_of_one_name_and_text_without_a_number_either_is_either() -> None:
    found = plan([here("a", name="Same"), here("b", name="Same")], alike(0, 0))
    assert (found.rows, found.unchanged, found.obstacles) == ((), 2, ())


def test_a_name_that_two_files_would_give() -> None:
    twice = [here("a", 1, name="Same"), here("b", 2, name="Same")]
    for remote in ([], alike(1), [there("s1", "a", 1, name="Same"), there("s2", "b", 2)]):
        assert [str(each) for each in plan(twice, remote).obstacles] == [
            "scenarios/b.yaml: `b` and `a` would both be named `Same`"
        ]
    assert plan(twice, [], keys={"a"}).obstacles == ()
    deployed = [there("s1", "a", 1, name="Same"), there("s2", "b", 2, name="Same")]
    assert plan(twice, deployed).obstacles == ()


def test_a_key_in_two_marker_lines_names_both_and_what_to_type() -> None:
    found = plan([here("a"), here("b")], [there("s1", "a"), there("s2", "a", 1, name="copy")])
    assert ops(found) == [("conflict", "a"), ("create", "b")]
    (row,) = found.refused
    assert isinstance(row, ScenarioRow)
    assert (row.sid, row.name) == (None, "a")
    assert row.refused == "stands in the marker lines of `a` (s1) and `copy` (s2)"
    assert row.hint == (
        "keep one of them: look at each, then `callr-actions scenarios delete s1 --account local`, "
        "or `callr-actions scenarios delete s2 --account local`; "
        "to keep both, delete the last line of one script"
    )
    assert ops(found.without_refused()) == [("create", "b")]
    assert plan([here("a"), here("b")], [there("s1", "a"), there("s2", "a", 1)], keys={"b"}).refused == ()
    assert len(plan([here("a")], [there("s1", "a"), there("s2", "a", 1)], prune=True, ours=True).refused) == 1


def test_of_exact_copies_the_live_one_stays() -> None:
    copies = [there("s1", "a"), there("s2", "a", 0, "+33199001234")]
    (asked,) = plan([here("a", 1)], copies).scenarios
    assert asked.hint == (
        "s2 has all that s1 has: `callr-actions deploy a --prune --account local` deletes s1"
    )
    update, gone = plan([here("a", 1)], copies, prune=True).scenarios
    assert (update.op, update.sid) == (Op.UPDATE, "s2")
    assert (gone.op, gone.sid, gone.instead, gone.reason) == (
        Op.DELETE,
        "s1",
        "s2",
        "s2 stays, and has all that it has",
    )


def interrupted(*entries: dict[str, Any], ended: bool = False) -> Memory:
    """Return what is remembered of a deploy that began to make `a` with the text 0."""
    begun = {"kind": "before", "op": "create", "key": "a", "hash": here("a").hash, "name": "a"}
    end: dict[str, Any] = {"kind": "end", "unseen": False}
    return remember([[begun, *entries, *([end] if ended else [])]])


def made(sid: str) -> dict[str, Any]:
    return {"kind": "after", "op": "create", "key": "a", "sid": sid, "status": "done"}


@pytest.mark.parametrize(
    ("found", "goes"),
    [
        ([there("s1", "a"), there("s2", "a")], "s2"),
        ([there("s1", "a"), there("s2", "a", 0, "+33199001234")], "s1"),
        ([there("s1", "a"), RemoteScenario("s2", "a", there("s2", "a").script.replace(": 0", ": 9"))], "s1"),
    ],
    ids=["same", "one-has-a-number", "one-is-edited"],
)
def test_what_an_interrupted_deploy_has_made_twice_goes_unasked(
    found: list[RemoteScenario], goes: str
) -> None:
    desired, remote = Desired("local", (here("a"),)), Remote(tuple(found), ("+33199001234",))
    rows = make_plan(desired, remote, memory=interrupted).scenarios
    (gone,) = (row for row in rows if row.op is Op.DELETE)
    assert (gone.sid, gone.refused) == (goes, None)
    assert gone.reason.startswith("made twice by a deploy that was ended in the middle; ")
    # Where all is known of what was made, others are other people's.
    for known in (Memory(), interrupted(made("s9")), interrupted(made("s1"), ended=True)):
        assert ops(make_plan(desired, remote, memory=Mock(return_value=known))) == [("conflict", "a")]


def test_copies_that_both_have_something_of_their_own_are_a_question() -> None:
    live, edited = there("s1", "a", 0, "+33199001234"), there("s2", "a").script.replace(": 0", ": 9")
    remote = Remote((live, RemoteScenario("s2", "a", edited)), ("+33199001234",))
    found = make_plan(Desired("local", (here("a"),)), remote, Choices(prune=True), memory=interrupted)
    assert ops(found) == [("conflict", "a")]


def test_what_an_interrupted_deploy_has_half_made_beside_another_is_taken_back() -> None:
    remote = Remote((there("s1", "a", 0), there("s2", "a", 5)), ())
    update, gone = make_plan(Desired("local", (here("a"),)), remote, memory=interrupted).scenarios
    assert (update.op, update.sid) == (Op.UPDATE, "s2")
    assert (gone.op, gone.sid, gone.instead) == (Op.DELETE, "s1", "s2")


def half_done(kept: str | None, number: int = 0) -> Memory:
    begun = {"kind": "before", "op": "update", "key": "a", "hash": here("a", number).hash}
    return remember([[begun, *([] if kept is None else [begun | {"kind": "marking", "kept": kept}])]])


def test_a_text_that_was_sent_and_not_marked_is_finished_unasked() -> None:
    """The account makes `line0:  0` of `line0: 0`, and the deploy was killed before it marked that."""
    body = text(0).replace(": ", ":  ")
    script = write_marker(text(0), "a", None).replace(text(0), body)
    remote = Remote((RemoteScenario("s1", "a", script),))

    def planned(memory: Memory, number: int = 0) -> list[tuple[str, str]]:
        return ops(make_plan(Desired("local", (here("a", number),)), remote, memory=lambda: memory))

    for known in (half_done(text_hash(body)), half_done(None)):
        assert planned(known) == [("update", "a")]
    assert planned(half_done(text_hash(body)), number=3) == [("update", "a")]
    # Nobody knows of it, it was another text, or the account's form of it was another one.
    for unknown in (Memory(), half_done(None, number=3), half_done(text_hash(text(7)))):
        assert planned(unknown) == [("conflict", "a")]
    # What is not known to be the account's form is not, where the file here is another by now.
    assert planned(half_done(None), number=3) == [("conflict", "a")]


def test_a_text_that_was_sent_and_not_marked_can_be_deleted_with_its_file() -> None:
    body = text(0).replace(": ", ":  ")
    script = write_marker(text(0), "a", None).replace(text(0), body)
    desired, remote = Desired("local", (here("z", 9),)), Remote((RemoteScenario("s1", "a", script),))
    known = Mock(return_value=half_done(text_hash(body)))
    _, gone = make_plan(desired, remote, Choices(prune=True), memory=known).scenarios
    assert (gone.op, gone.sid, gone.refused) == (Op.DELETE, "s1", None)
    conflict, _ = make_plan(desired, remote, Choices(prune=True)).scenarios
    assert (conflict.op, conflict.refused) == (Op.CONFLICT, "edited on the account since our deploy")


@pytest.mark.parametrize("change", ["line0: 0 # by hand", "line0: '0'", "line0: 1"])
def test_an_edit_is_never_taken_for_the_account_s_form(change: str) -> None:
    script = write_marker(text(0), "a", None).replace("line0: 0", change)
    remote = Remote((RemoteScenario("s1", "a", script),))
    found = make_plan(Desired("local", (here("a"),)), remote, memory=lambda: half_done(None))
    assert ops(found) == [("conflict", "a")]


def test_what_was_deployed_and_deleted_there_says_so() -> None:
    memory = Mock(return_value=Memory(left={"a": "s1"}))
    (row,) = make_plan(Desired("local", (here("a"),)), Remote(()), memory=memory).scenarios
    assert (row.op, row.reason) == (
        Op.CREATE,
        "deployed before, and deleted on the account (it was s1): made anew",
    )
    moved = Desired("local", (here("a", 8), here("b")))
    (row,) = make_plan(moved, Remote((there("s1", "b"),)), memory=memory).scenarios
    assert (row.op, row.key, row.reason) == (Op.CREATE, "a", "")


def test_what_answers_a_number_that_is_listed_elsewhere_is_not_deleted() -> None:
    desired = [here("a", 1, "+33199001234"), here("z", 9)]
    remote = [there("s2", "b", 2, "+33199001234")]
    assert ops(plan(desired, remote, prune=True)) == [
        ("create", "a"), ("create", "z"), ("move", "a"), ("delete", "b"),
    ]  # fmt: skip
    found = plan(desired, remote, prune=True, keys={"b", "z"})
    assert ops(found) == [("create", "z")]
    assert [each.message for each in found.notes] == [
        "`b` (s2) stays: it answers +33199001234, which is listed for `a`"
    ]


def test_an_edited_orphan_is_not_deleted() -> None:
    edited = RemoteScenario("s1", "a", write_marker(text(0), "a", None).replace(": 0", ": 1"))
    (row,) = plan([here("z", 9)], [edited], prune=True, keys={"a"}).scenarios
    assert (row.op, row.refused) == (Op.CONFLICT, "edited on the account since our deploy")
    (row,) = plan([here("z", 9)], [edited], prune=True, ours=True, keys={"a"}).scenarios
    assert row.op is Op.DELETE


def test_no_scenario_at_all_never_deletes() -> None:
    found = plan([], [there("s1", "a")], prune=True)
    assert found.rows == ()
    assert found.obstacles[0].message.startswith("the folder has no scenario")


def test_a_move_says_who_loses() -> None:
    stranger = RemoteScenario("s9", "by hand", text(7), ["+33199001235"])
    found = plan(
        [here("a", 0, "+33199001234", "+33199001235", "+33199001236"), here("b", managed=True)],
        [there("s1", "a"), there("s2", "b", 0, "+33199001234"), stranger],
        "+33199001236",
    )
    assert [(row.op, row.number, str(row.before), row.reason) for row in found.numbers] == [
        (Op.ATTACH, "+33199001236", "None", ""),
        (Op.MOVE, "+33199001234", "`b`", ""),
        (Op.MOVE, "+33199001235", "`by hand` (s9)", "taken from a scenario that is not in the folder"),
    ]
    assert found.notes == ()


def test_numbers_of_a_scenario_without_a_list_are_nobodys_business() -> None:
    assert plan([here("a")], [there("s1", "a", 0, "+33199001234")], prune=True).rows == ()


def test_keys_and_patterns() -> None:
    known = {"a", "support/a", "support/b", "[x]"}
    assert resolve_keys(["support/*", "a"], known) == {"a", "support/a", "support/b"}
    assert resolve_keys(["[x]"], known) == {"[x]"}
    with pytest.raises(CallrActionsError, match="there is no scenario `suport/a`"):
        resolve_keys(["suport/a"], known)
    with pytest.raises(CallrActionsError, match=r"no key matches `z\*`"):
        resolve_keys(["z*"], known)


def test_thresholds() -> None:
    many = [there(f"s{index}", f"k{index}", index) for index in range(10)]

    def changing(count: int, of: int = 10) -> Plan:
        changed = [here(f"k{index}", index + (100 if index < count else 0)) for index in range(of)]
        return plan(changed, many[:of])

    assert too_large(changing(3)) is None
    assert too_large(changing(4)) == "4 of 10 scenarios would change at once: 40 %, more than 30 %"
    assert too_large(changing(9, of=9)) is None
    numbers = [f"+3319900123{digit}" for digit in range(4)]
    moving = plan(
        [here("a", 0, *numbers), here("b", managed=True)], [there("s1", "a"), there("s2", "b", 0, *numbers)]
    )
    assert too_large(moving) == "4 live numbers would be answered by another scenario or by none, more than 3"
    going = plan([here("z", 50)], [there("s1", "a", 0, *numbers)], prune=True)
    assert too_large(going) is not None


KEYS = ["a", "b", "c/d", "e"]
NUMBERS = ["+33199001231", "+33199001232", "+33199001233"]


@st.composite
def accounts(draw: st.DrawFn) -> tuple[Desired, Remote]:
    """A folder and an account that have to do with each other."""
    keys = draw(st.sets(st.sampled_from(KEYS), min_size=1))
    owners = {number: draw(st.sampled_from([None, *sorted(keys)])) for number in NUMBERS}
    managed = draw(st.sets(st.sampled_from(sorted(keys))))
    wanted = []
    for key in sorted(keys):
        listed = tuple(number for number, owner in owners.items() if owner == key)
        number = draw(st.integers(0, 3))
        wanted.append(here(key, number, *(listed if key in managed else ()), managed=key in managed))
    held = {number: draw(st.integers(-1, 3)) for number in NUMBERS}
    remote = []
    for index, key in enumerate(draw(st.lists(st.sampled_from(KEYS), max_size=4, unique=True))):
        script = write_marker(text(draw(st.integers(0, 3))), key, None)
        how = draw(st.sampled_from(["as it is", "edited", "unmarked", "damaged"]))
        if how == "edited":
            script = script.replace("line1: ", "line1: 1")
        elif how == "unmarked":
            script = script.partition("# ")[0]
        elif how == "damaged":
            script = script[:-4]
        numbers = [number for number, holder in held.items() if holder == index]
        name = draw(st.sampled_from([key, "other"]))
        remote.append(RemoteScenario(f"s{index}", name, script, numbers, created=str(index)))
    return Desired("local", tuple(wanted)), Remote(tuple(remote), tuple(NUMBERS))


def done(found: Plan, remote: Remote) -> Remote:
    """Return the account after a plan: what the account would be told, in the order of the rows."""
    now = {each.sid: each for each in remote.scenarios}
    sids: dict[str, str] = {}
    for row in found.rows:
        if isinstance(row, ScenarioRow):
            sid = row.sid or f"new-{row.key}"
            if row.after is None:
                assert not now[sid].numbers or set(now[sid].numbers) <= set(row.before.numbers)  # type: ignore[union-attr]
                del now[sid]
                continue
            before = now.get(sid)
            script = before.script if before is not None else ""
            if row.after.template is not None:
                script = write_marker(row.after.template.text, row.key, row.after.commit)
            now[sid] = RemoteScenario(
                sid, row.after.name, script, before.numbers if before else (), created=sid
            )
            sids[row.key] = sid
        else:
            holder = next((each for each in now.values() if row.number in each.numbers), None)
            if holder is not None:
                holder.numbers = tuple(each for each in holder.numbers if each != row.number)
            if row.after is not None:
                target = now[row.after.sid or sids[row.key]]
                target.numbers = (*target.numbers, row.number)
    return Remote(tuple(now.values()), remote.numbers)


@given(accounts(), st.booleans())
def test_a_plan_that_is_done_leaves_an_empty_plan(both: tuple[Desired, Remote], prune: bool) -> None:
    desired, remote = both
    first = make_plan(desired, remote, Choices(prune=prune, ours=True))
    if first.obstacles:
        return
    again = make_plan(desired, done(first, remote), Choices(prune=prune, ours=True))
    assert again.rows == ()
    assert again.unchanged == len(desired.scenarios)


@given(accounts(), st.booleans())
def test_no_edit_on_the_account_is_lost_unasked(both: tuple[Desired, Remote], prune: bool) -> None:
    desired, remote = both
    edited = {each.sid for each in remote.scenarios if each.state in {State.EDITED, State.DAMAGED}}
    wanted = {each.body for each in desired.scenarios}
    found = make_plan(desired, remote, Choices(prune=prune)).without_refused()
    for row in found.scenarios:
        if row.sid in edited and (row.after is None or row.after.template is not None):
            assert remote.by_sid[row.sid or ""].body in wanted, row


@given(accounts(), st.booleans(), st.booleans())
def test_the_order_leaves_no_number_without_its_scenario(
    both: tuple[Desired, Remote], prune: bool, ours: bool
) -> None:
    desired, remote = both
    found = make_plan(desired, remote, Choices(prune=prune, ours=ours))
    ranks = [row.op.rank for row in found.rows]
    assert ranks == sorted(ranks)
    made = {row.key for row in found.scenarios if row.op is Op.CREATE}
    for row in found.numbers:
        if row.after is not None and row.after.sid is None:
            assert row.key in made or found.obstacles
    numbers = [row.number for row in found.numbers]
    assert len(numbers) == len(set(numbers))
    sids = [row.sid for row in found.scenarios if row.sid]
    assert len(sids) == len(set(sids))
    assert all(isinstance(row, NumberRow | ScenarioRow) for row in found.rows)
