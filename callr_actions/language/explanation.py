"""What `explain CODE` and the documentation say about one kind of finding."""

from __future__ import annotations

from callr_actions.named_tuple import NamedTuple


class Explanation(NamedTuple):
    """The page of one finding code.

    Attributes:
        code: `CA301`.
        name: `unknown-action`.
        summary: one line, what it finds.
        why: what goes wrong at run time or for people, and what the severity depends on.
        bad: a whole file in which it is found; tests lint it.
        good: the same file mended; tests find nothing at all in it.
        fix: how to mend it.
        file: what the examples are: `scenario`, `baseline` or `callr.yaml`.
    """

    code: str
    name: str
    summary: str
    why: str
    bad: str
    good: str
    fix: str
    file: str = "scenario"
