"""The three-way decision: whoever edited what, no work here is lost and no edit on the account is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.language.tree import plain_data
from callr_actions.masking import Masker
from callr_actions.project.project import bare_project
from callr_actions.project.settings import ScenarioSettings
from callr_actions.sync.desired import DesiredScenario, ScenarioText, desired_state
from callr_actions.sync.marker import write_marker
from callr_actions.sync.own_values import restored
from callr_actions.sync.pairs import Pair
from callr_actions.sync.pulling import Decision, Deployed, Outcome, decide
from callr_actions.sync.remote import RemoteScenario
from tests.examples import examples

VALUES: dict[str, Any] = {"$target": "+33142009999", "$list": [1, {"a": None}]}
FILE = """\
# a desk
variables:
  $target: '+33142000000' # who answers
  $list:
    - one # the first
    - two
  $note: |
    several

    lines
  $empty:
branches:
  inbound-call:
    actions:
      - action: say@v2
        params: {what: Hello}
      - action: hangup@v1
"""


def desired(text: str, values: dict[str, Any] | None = None) -> DesiredScenario:
    from pathlib import Path

    settings = ScenarioSettings("desk", variables={"local": values or {}})
    project = bare_project(Path("/x"))._replace(settings={"desk": settings})
    texts = [ScenarioText("desk", "scenarios/desk.yaml", text.encode())]
    made = desired_state(project, "local", texts, environ={}, masker=Masker())
    assert made.obstacles == ()
    return made.scenarios[0]


def deployed_then(deployed: str, there: str, values: dict[str, Any] | None = None) -> RemoteScenario:
    """The account: one text was deployed, and another stands above the marker line now."""
    line = desired(deployed, values).script.removeprefix(desired(deployed, values).body)
    return RemoteScenario("abcd1234", "desk", there + line)


def decided(
    base: str, here: str, there: str, values: dict[str, Any] | None = None, **options: Any
) -> Decision:
    remote = deployed_then(base, there, values)
    then = Deployed(base, desired(base, values).body, frozenset(values or {}))
    return decide(Pair(desired(here, values), remote, True), here, values or {}, lambda: then, **options)


edits = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from(["", "x: {}\n", "# note\n", "y: {}\nz: {}\n"])), max_size=3
)


def edited(text: str, changes: list[tuple[int, str]], side: str) -> str:
    lines = text.splitlines(keepends=True)
    for at, new in changes:
        lines[at % (len(lines) + 1) : at % (len(lines) + 1) + (new == "")] = [
            new.replace("x:", f"{side}-x:").replace("y:", f"{side}-y:").replace("note", f"{side} note")
        ]
    return "".join(lines) or "# nothing\n"


@examples(2)
@given(edits, edits, st.booleans())
def test_no_work_and_no_edit_is_lost(
    mine: list[tuple[int, str]], theirs: list[tuple[int, str]], insist: bool
) -> None:
    here, there = edited(FILE, mine, "here"), edited(FILE, theirs, "there")

    found = decided(FILE, here, there, theirs=insist)

    after = found.text if found.text is not None else here
    if there == FILE:
        assert found.outcome in (Outcome.SAME, Outcome.AHEAD)
        assert after == here
    elif here == FILE:
        assert after == there
    elif found.outcome is Outcome.CONFLICT:
        assert found.text is None
        assert found.merged is not None
        assert written(here) | written(there) <= written(found.merged.marked("a", "b"))
    elif found.outcome is Outcome.UPDATED:
        assert insist
        assert after == there
    else:
        assert written(here) | written(there) <= written(after)


def written(text: str) -> set[str]:
    """Return the lines that one of the sides has written."""
    return {line for line in text.splitlines() if "here" in line.split(":")[0]}


def test_a_remote_edit_comes_with_the_file_s_own_values() -> None:
    there = desired(FILE, VALUES).body.replace("Hello", "Bonjour")
    assert "+33142000000" not in there

    found = decided(FILE, FILE, there, VALUES)

    assert found == Decision(Outcome.UPDATED, FILE.replace("Hello", "Bonjour"))


def test_all_shapes_of_values_come_back() -> None:
    values: dict[str, Any] = {"$target": None, "$list": "x", "$note": {"a": [1]}, "$empty": "y"}

    assert restored(desired(FILE, values).body, FILE, desired(FILE, values).body, values).text == FILE


def test_a_value_that_was_changed_there_is_told_and_stays_out_of_the_file() -> None:
    there = desired(FILE, VALUES).body.replace("+33142009999", "+33142008888")

    found = decided(FILE, FILE, there, VALUES)

    assert found == Decision(Outcome.UPDATED, None, values={"$target": "+33142008888"})


def test_a_variable_that_was_deleted_there() -> None:
    there = "".join(line for line in desired(FILE, VALUES).body.splitlines(True) if "$target" not in line)

    found = decided(FILE, FILE, there, VALUES)

    assert found.text is not None
    assert found.text == "".join(line for line in FILE.splitlines(True) if "$target" not in line)


def test_values_that_cannot_be_told_from_the_rest() -> None:
    there = desired(FILE, VALUES).body.replace('"+33142009999"', '&x "+33142009999"').replace("Hello", "*x")

    found = decided(FILE, FILE, there, VALUES)

    assert (found.outcome, found.text) == (Outcome.CONFLICT, None)


def test_both_edits_fit_and_together_they_are_no_yaml() -> None:
    here = FILE.replace("# a desk\n", "# a desk\nextra: 1\n")
    there = f"{FILE}extra: 2\n"

    found = decided(FILE, here, there)

    assert found.outcome is Outcome.CONFLICT
    assert found.reason == "each edit fits the file, and both together are no YAML"


def test_an_account_that_keeps_another_text_than_it_was_sent() -> None:
    sent = desired(FILE)
    kept = FILE.replace("\n\n", "\n")
    remote = RemoteScenario("abcd1234", "desk", write_marker(kept, "desk", None, sent=sent.hash))

    assert decide(Pair(sent, remote, True), FILE, (), lambda: None) == Decision(Outcome.SAME)


variable = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.text(max_size=5),
    st.lists(st.text(max_size=3), max_size=2),
)


@given(st.dictionaries(st.sampled_from(["$target", "$list", "$note", "$empty"]), variable), edits)
def test_the_way_back_of_a_deploy(values: dict[str, Any], theirs: list[tuple[int, str]]) -> None:
    body = desired(FILE, values).body
    there = edited(body, [(max(at, 12), new) for at, new in theirs if new], "there")

    back = restored(there, FILE, body, values)

    if parse_document(Source("", there)).problems:
        return
    assert back.text is not None
    assert back.changed == {}
    # Deployed again it is what stands on the account.
    assert desired(back.text, values).body == there
    root = parse_document(Source("", back.text)).root
    own = parse_document(Source("", FILE)).root
    assert root is not None
    assert own is not None
    new, old = plain_data(root), plain_data(own)
    assert isinstance(new, dict)
    assert isinstance(old, dict)
    assert new["variables"] == old["variables"]
