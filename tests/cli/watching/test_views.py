"""How a watch is shown: on a screen that has room for so much, as lines in a log, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from callr_actions.cli.watching.plain import PlainView
from callr_actions.cli.watching.screen import CLEAR, ScreenView
from callr_actions.cli.watching.stream import JsonView
from callr_actions.cli.watching.views import Deed, changes_in_words, duration, failed_deed, trouble_of
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import check_document
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.result import gather
from callr_actions.linter.selection import Selection
from callr_actions.watch.loop import Looked, Pass
from callr_actions.watch.stamps import Change
from tests.cli.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.watching.views import View

WRONG = "branches: {inbound-call: {actions: [{action: sya@v2}]}}\n"


def looked(*texts: str, changes: tuple[Change, ...] = ()) -> Looked:
    """Return what is found in scenarios with these texts."""
    checked = [
        check_document(
            parse_document(Source(f"scenarios/{number}.yaml", text)), LintContext(), Selection(("CA3",))
        )
        for number, text in enumerate(texts)
    ]
    result = gather(checked, Selection())
    return Looked(
        result, len(texts), changes, tuple(each.path for each in checked), clean=not result.findings
    )


def passed(found: Looked | None, failure: Exception | None = None, number: int = 1) -> Pass:
    return Pass(number, 0.5, 0.012, found, failure)


CHANGED = (Change("scenarios/0.yaml", "changed"),)
PUSHED = Deed("push", "pushed to `local`: 1 to update", good=True, data={"account": "local"})
NOTHING = "1 file checked, nothing found"
FIRST = f"{NOTHING}\n12:00:00  checked everything (12 ms). Ctrl-C ends\n"


class Screen:
    """A screen of so many columns and lines; what is written on it."""

    def __init__(self, columns: int = 80, lines: int = 24) -> None:
        self.size = columns, lines
        self.text = ""
        self.meanwhile: Callable[[], None] | None = None
        self.view = ScreenView(self.write, lambda width: Style(width=width), size=lambda: self.size, now=noon)

    def write(self, text: str) -> None:
        self.text = text.removeprefix(CLEAR) if text.startswith(CLEAR) else self.text + text
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()


def noon() -> str:
    return "12:00:00"


def test_the_screen_shows_what_is_the_matter_now() -> None:
    screen = Screen()
    screen.view.show(passed(looked(GOOD)))
    assert screen.text == FIRST
    screen.view.show(passed(looked(WRONG, changes=CHANGED)))
    assert screen.text == (
        "error[CA301] there is no action `sya@v2`; did you mean `say@v2`?\n"
        " --> scenarios/0.yaml:1:46\n"
        "  |\n"
        "1 | branches: {inbound-call: {actions: [{action: sya@v2}]}}\n"
        "  |                                              ^^^^^^\n"
        "  = fix (unsafe): use `say@v2`\n"
        "\n"
        "1 file checked: 1 error\n"
        "12:00:00  scenarios/0.yaml changed (12 ms). Ctrl-C ends\n"
    )
    screen.view.show(passed(looked(GOOD)))
    assert screen.text == FIRST


def test_the_screen_shows_what_it_has_room_for() -> None:
    screen = Screen(lines=24)
    screen.view.show(passed(looked(WRONG, WRONG, WRONG, WRONG)))
    assert screen.text.count("error[") == 2
    assert "… and 2 more: a higher window or `callr-actions lint` shows them\n" in screen.text
    assert "4 files checked: 4 errors\n" in screen.text
    assert screen.text.count("\n") <= 24
    screen.size = 80, 60
    screen.view.resized()
    assert screen.text.count("error[") == 4
    screen.size = 80, 3
    screen.view.resized()
    assert screen.text.count("error[") == 1


def test_below_stands_what_was_done_and_of_many_lines_the_last_ones() -> None:
    screen = Screen(lines=12)
    screen.view.show(passed(looked(GOOD)))
    screen.view.tell(PUSHED)
    screen.view.tell(Deed("run", "`a`: completed", True, {}, tuple(f"event {each}" for each in range(30))))
    screen.view.remark("a remark\x1b[2J")
    below = [
        "pushed to `local`: 1 to update",
        "`a`: completed",
        "…",
        *(f"event {each}" for each in range(25, 30)),
        r"a remark\x1b[2J",
    ]
    assert screen.text == FIRST + "\n".join(below) + "\n"
    before = screen.text
    screen.view.resized()
    assert screen.text == before
    screen.view.show(passed(looked(GOOD)))
    assert screen.text == FIRST


def test_a_window_that_changes_while_the_screen_is_written() -> None:
    screen = Screen()
    screen.meanwhile = screen.view.resized
    screen.view.show(passed(looked(GOOD)))
    assert screen.text == FIRST
    screen.meanwhile = screen.view.resized
    screen.view.tell(PUSHED)
    assert screen.text == f"{FIRST}{PUSHED.line}\n"


def test_before_the_first_pass_nothing_is_drawn() -> None:
    screen = Screen()
    screen.view.resized()
    assert screen.text == ""


def test_ctrl_c_leaves_the_last_screen_and_what_is_said_below() -> None:
    screen = Screen()
    screen.view.show(passed(looked(GOOD)))
    screen.view.stopping()
    screen.view.tell(Deed("run", "`a` on `local`: the run api:9MNAB2H6 goes on", good=True, data={}))
    screen.view.end()
    assert screen.text == f"{FIRST}\n`a` on `local`: the run api:9MNAB2H6 goes on\n"


def test_a_pass_that_failed_on_the_screen() -> None:
    screen = Screen()
    error = CallrActionsError("the schema is gone", file="callr.yaml", hint="write it")
    screen.view.show(passed(None, error))
    assert screen.text == (
        "error: callr.yaml: the schema is gone\nhelp: write it\n\n"
        "12:00:00  not checked (12 ms). Ctrl-C ends\n"
    )
    screen.view.tell(failed_deed("run", "`a` was not run", error))
    assert screen.text.endswith("error: `a` was not run: callr.yaml: the schema is gone\nhelp: write it\n")


def test_a_log_has_the_findings_of_changed_files_and_a_count() -> None:
    lines: list[str] = []
    view = PlainView(lines.append, Style(), now=noon)
    both = looked(WRONG, WRONG)
    view.show(passed(both))
    view.show(passed(both._replace(changes=CHANGED, checked=("scenarios/0.yaml",), notes=("a note",))))
    view.tell(PUSHED)
    view.tell(failed_deed("push", "not pushed", CallrActionsError("no", hint="wait"), account="local"))
    view.remark("a remark")
    view.resized()
    view.stopping()
    view.end()
    view.show(passed(None, CallrActionsError("no")))
    finding = "scenarios/{}.yaml:1:46: error[CA301] there is no action `sya@v2`; did you mean `say@v2`?\n"
    assert lines == [
        finding.format(0) + finding.format(1) + "12:00:00 2 files checked: 2 errors (12 ms)\n",
        finding.format(0) + "a note\n12:00:00 scenarios/0.yaml changed; 2 files checked: 2 errors (12 ms)\n",
        "12:00:00 pushed to `local`: 1 to update\n",
        "12:00:00 error: not pushed: no\n  help: wait\n",
        "12:00:00 a remark\n",
        "12:00:00 not checked: error: no\n",
    ]


def test_a_line_of_json_for_everything() -> None:
    lines: list[str] = []
    view: View = JsonView(lines.append, lambda: 1.5)
    view.show(passed(looked(WRONG, changes=CHANGED)))
    view.show(passed(None, CallrActionsError("no", hint="wait", exit_code=ExitCode.ACCOUNT), 2))
    view.tell(PUSHED)
    view.remark("a remark")
    view.resized()
    view.stopping()
    view.end()
    objects = [json.loads(line) for line in lines]
    assert all(each.pop("version") == 1 for each in objects)
    assert [each["kind"] for each in objects] == ["started", "pass", "failed", "push", "remark", "ended"]
    first = objects[1]
    assert [each["code"] for each in first.pop("findings")] == ["CA301"]
    assert first.pop("summary")["error"] == 1
    assert first == {
        "at": 0.5,
        "kind": "pass",
        "number": 1,
        "took": 0.012,
        "clean": False,
        "changed": [{"file": "scenarios/0.yaml", "how": "changed"}],
        "checked": ["scenarios/0.yaml"],
        "notes": [],
    }
    assert objects[2] == {
        "at": 0.5,
        "kind": "failed",
        "number": 2,
        "took": 0.012,
        "message": "no",
        "help": "wait",
        "code": 7,
    }
    assert objects[3] == {"at": 1.5, "kind": "push", "good": True, "account": "local"}
    assert objects[4] == {"at": 1.5, "kind": "remark", "message": "a remark"}


def test_a_bug_is_called_one() -> None:
    trouble = trouble_of(ZeroDivisionError("by\nzero"))
    assert trouble.message == r"this is a bug in callr-actions: ZeroDivisionError: by\nzero"
    assert trouble.exit_code is ExitCode.INTERNAL


@pytest.mark.parametrize(
    ("hows", "words"),
    [
        ("", ""),
        ("c", "0 changed"),
        ("ad", "0 added, 1 deleted"),
        ("ccc", "0 changed, 1 changed, 2 changed"),
        ("ccad", "4 files: 1 added, 2 changed, 1 deleted"),
        ("d" * 1200, "1,200 files: 1,200 deleted"),
    ],
)
def test_changes_in_words(hows: str, words: str) -> None:
    names = {"a": "added", "c": "changed", "d": "deleted"}
    changes = tuple(Change(str(number), names[how]) for number, how in enumerate(hows))
    assert changes_in_words(changes) == words


def test_durations() -> None:
    assert (duration(0.0123), duration(12.34)) == ("12 ms", "12.3 s")
