"""The graph of a scenario as a value: boxes of lines, and the jumps that lead from lines to boxes.

Texts in it are for people: one line each, with secrets hidden. They are as long as they are in the file, and
not yet escaped: each output cuts and escapes for its own destination.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callr_actions.language.finding import Severity


NAMELESS = "(without a name)"


class BoxKind(Enum):
    """What a box stands for."""

    START = "start"
    """A branch that the platform starts."""
    ANSWERED = "answered"
    """A branch that runs on a leg which somebody has picked up, and only there."""
    BRANCH = "branch"
    """A branch that a `goto` leads to."""
    UNREACHED = "unreached"
    """A branch that no run gets to."""
    MISSING = "missing"
    """No branch: a name that a jump has and no branch."""
    OPEN = "open"
    """No branch: what stands for the target of jumps whose target is decided at run time."""


class LineKind(Enum):
    """What a line of a box says."""

    ACTION = "action"
    CONDITION = "condition"
    """What is indented below it happens if the condition holds."""
    OTHERWISE = "otherwise"
    """What is indented below it happens if the condition of its step does not hold."""
    GOTO = "goto"
    """The run goes on in another branch; with a condition only if that holds."""
    ANSWER = "answer"
    """Where the other leg goes once it is answered."""
    EVENT = "event"
    """What is indented below it happens when the event does."""
    EMPTY = "empty"
    """A step, or a branch, with nothing in it that is known."""
    END = "end"
    """The last step is behind: the run gets here."""


class EdgeKind(Enum):
    """How a run gets along an edge."""

    GOTO = "goto"
    ANSWER = "answer"


class Mark(NamedTuple):
    """A finding where it belongs: its code and message, and the line in the file."""

    severity: Severity
    code: str
    message: str
    line: int


class Line(NamedTuple):
    """One line of a box.

    Attributes:
        id: names the line in the graph: `l12`.
        place: the line in the file.
        step: the number of the step that begins here, counted through the file; None for its further lines.
        depth: how deeply it is indented.
        reached: whether a run gets here.
        keys: of a menu's option, what the caller pressed; empty for "nothing", None for no option.
        condition: JavaScript that has to hold; of lines of the kinds `CONDITION` and `GOTO`.
        action: the action's name.
        text: the action's main parameter; the event's name; what an empty line is.
        spoken: whether `text` is said or sent to people.
        result: the variable that keeps the action's result.
        target: the name of the branch that is gone to, as written.
        ends: whether the run, or its leg, ends here.
        marks: findings.
    """

    id: str
    kind: LineKind
    place: int
    step: int | None = None
    depth: int = 0
    reached: bool = True
    keys: tuple[str, ...] | None = None
    condition: str = ""
    action: str = ""
    text: str = ""
    spoken: bool = False
    result: str = ""
    target: str = ""
    ends: bool = False
    marks: tuple[Mark, ...] = ()


class Box(NamedTuple):
    """A branch, or what stands where a jump leads to no branch.

    Attributes:
        id: names the box in the graph: `b3`.
        about: when a run gets here, in a few words.
        place: the line in the file; of a box that is no branch that of the first jump.
    """

    id: str
    kind: BoxKind
    name: str
    about: str
    place: int
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()


class Edge(NamedTuple):
    """A jump: from a line to a box, both by their ids.

    Attributes:
        label: on what condition it is followed; empty where on none.
        reached: whether a run gets to the jump.
    """

    line: str
    box: str
    to: str
    kind: EdgeKind
    label: str = ""
    reached: bool = True


class Graph(NamedTuple):
    """A scenario.

    Attributes:
        name: what people call it.
        file: its file, as shown to people.
        about: its description.
        boxes: those that runs begin in first, each before those that it leads to.
        marks: findings that belong to no branch.
    """

    name: str
    file: str
    about: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def lines(self) -> Iterator[Line]:
        """Every line of every box."""
        for box in self.boxes:
            yield from box.lines
