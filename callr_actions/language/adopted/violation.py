"""One thing that the adopted schema has against a scenario: a value for rules to report."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.language.tree import Node, Path


class ViolationKind(Enum):
    """Which promise of the schema is broken."""

    ACTION = "action"
    """The action is none that the schema has."""
    KEY = "key"
    """A key that a scenario, a branch or a step does not have."""
    MISSING = "missing"
    """A parameter that the action needs is not there."""
    PARAMETER = "parameter"
    """A parameter that the action does not have."""
    TYPE = "type"
    """A parameter of the wrong type."""
    VALUE = "value"
    """A parameter of the right type whose value is not allowed."""
    SHAPE = "shape"
    """A key of the language with a value of the wrong type."""
    OTHER = "other"


class Violation(NamedTuple):
    """One thing that the adopted schema has against a scenario.

    Attributes:
        node: where: the value, the unknown key, or the nearest thing above what is missing.
        path: the JSON pointer's parts of the value, or of the key that is missing or unknown.
        near: for an unknown key or action the known one that it is likely a slip of.
    """

    kind: ViolationKind
    node: Node
    path: Path
    message: str
    help: str | None = None
    near: str | None = None
