"""A demand that is not met, as a message at a node of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.closest import closest
from callr_actions.language.adopted.phrases import dotted, found, quoted, wanted
from callr_actions.language.adopted.violation import Violation, ViolationKind

if TYPE_CHECKING:
    from callr_actions.language.adopted.outcome import Fault
    from callr_actions.language.adopted.values import Value
    from callr_actions.language.scenario import Scenario, Step
    from callr_actions.language.tree import Node, Path

_NAMING = frozenset(("action", "anyOf", "const", "enum", "not", "pattern"))
_LARGEST_ADVICE = 300
_SEVERAL = "fits several forms of which only one is allowed"


class Wording:
    """Puts the faults of one scenario into words."""

    def __init__(self, scenario: Scenario, root: Value, actions: tuple[str, ...]) -> None:
        self._steps = {step.path: step for _, step in scenario.steps}
        self._root = root
        self._actions = actions

    def violation(self, fault: Fault) -> Violation:
        """Return a fault as the user sees it."""
        step, rest = self._owner(fault.value.path)
        if fault.keyword == "unknown":
            return self._unknown(fault, step, rest)
        if fault.keyword == "required":
            return self._missing(fault, step, rest)
        if rest == ("action",) and fault.keyword in _NAMING and self._actions:
            return self._action(fault, step)
        return self._other(fault, step, rest)

    def top(self) -> Node:
        """Return what to point at when a whole scenario is meant: its first key."""
        keys = [member.key for member in self._root.items.values() if member.key is not None]
        return keys[0] if keys else self._root.node

    def _owner(self, path: Path) -> tuple[Step | None, Path]:
        """Return the step that a path leads into, and the rest of the path below it."""
        for length in range(len(path), 0, -1):
            step = self._steps.get(path[:length])
            if step is not None:
                return step, path[length:]
        return None, path

    def _subject(self, step: Step | None, rest: Path) -> str:
        if step is None:
            if not rest:
                return "a scenario"
            return (
                f"the branch `{rest[1]}`" if rest[0] == "branches" and len(rest) == 2 else f"`{dotted(rest)}`"
            )
        if not rest:
            return "a step" if step.action is None else f"a step with `{step.action.id}`"
        if rest[0] == "params" and step.action is not None:
            return f"`{dotted(rest[1:]) or 'params'}` of `{step.action.id}`"
        return f"`{dotted(rest)}`"

    def _unknown(self, fault: Fault, step: Step | None, rest: Path) -> Violation:
        name = str(fault.name)
        key = fault.value.items[name].key
        assert key is not None, "a mapping's members have keys"
        kind, word, owner = ViolationKind.KEY, "key", self._subject(step, rest)
        if step is not None and step.action is not None and rest[:1] == ("params",):
            kind = ViolationKind.PARAMETER
            if len(rest) == 1:
                word, owner = "parameter", f"`{step.action.id}`"
        absent = [each for each in fault.known if each not in fault.value.items]
        near = closest(name, absent)
        message = f"{owner} has no {word} `{name}`"
        if near is not None:
            return Violation(kind, key, fault.path, f"{message}; did you mean `{near}`?", near=near)
        known = [each for each in (quoted(fault.known), fault.description) if each]
        advice = f"known: {', '.join(known)}" if known else None
        return Violation(kind, key, fault.path, message, advice)

    def _missing(self, fault: Fault, step: Step | None, rest: Path) -> Violation:
        node, kind = self._near_missing(fault.value, step, rest), ViolationKind.OTHER
        owner, names = self._subject(step, rest), fault.limit or (str(fault.name),)
        if step is not None and step.action is not None and (*rest, names[0])[0] == "params":
            kind, owner = ViolationKind.MISSING, f"`{step.action.id}`"
            names = tuple(dotted((*rest, name)[1:]) or name for name in names)
        needed = " or ".join(f"`{name}`" for name in names)
        return Violation(kind, node, fault.path, f"{owner} needs {needed}")

    def _near_missing(self, value: Value, step: Step | None, rest: Path) -> Node:
        if step is not None and step.action is not None and rest in ((), ("params",)):
            return step.action.node
        if not value.path:
            return self.top()
        return value.node if value.key is None else value.key

    def _action(self, fault: Fault, step: Step | None) -> Violation:
        written = str(fault.value.data)
        name = step.action.name if step is not None and step.action is not None else written
        versions = [each for each in self._actions if each.rpartition("@v")[0] == name]
        near = closest(written, versions or self._actions)
        advice = None
        if versions:
            near = near or versions[-1]
            advice = f"known: {quoted(versions)}"
            message = f"`{written}` is not a known version of `{name}`"
            if step is not None and step.action is not None and step.action.version is None:
                message = f"`{written}` names no version; write `{near}`"
        elif near is not None:
            message = f"there is no action `{written}`; did you mean `{near}`?"
        else:
            message, advice = f"there is no action `{written}`", f"known: {quoted(self._actions)}"
        return Violation(ViolationKind.ACTION, fault.value.node, fault.path, message, advice, near)

    def _other(self, fault: Fault, step: Step | None, rest: Path) -> Violation:
        value = fault.value
        subject, kind, node = self._subject(step, rest), ViolationKind.OTHER, value.node
        if step is not None and rest[:1] == ("params",):
            kind = ViolationKind.TYPE if _is_type(fault) else ViolationKind.VALUE
        elif _is_type(fault):
            kind = ViolationKind.SHAPE
        if value.key is not None and value.node is value.key:
            subject, kind = f"a key of {self._subject(step, rest[:-1])}", ViolationKind.OTHER
        if fault.keyword == "false":
            node = value.key or node
            return Violation(kind, node, fault.path, f"{subject} is not allowed here", fault.description)
        if fault.keyword in ("not", "oneOf"):
            why = _excluded(fault) if fault.keyword == "not" else _SEVERAL
            return Violation(kind, node, fault.path, f"{subject} {why}", fault.description)
        near = None
        if fault.keyword == "enum" and isinstance(value.data, str):
            near = closest(value.data, [each for each in fault.limit if isinstance(each, str)])
        message = f"{subject} is {wanted(fault)}; this {found(value, fault.keyword)}"
        if near is not None:
            message += f"; did you mean `{near}`?"
        return Violation(kind, node, fault.path, message, _advice(fault), near)


def _is_type(fault: Fault) -> bool:
    return fault.keyword == "type" or (
        fault.keyword == "anyOf" and all(each.keyword == "type" for each in fault.limit)
    )


def _excluded(fault: Fault) -> str:
    limit = fault.limit
    if isinstance(limit, dict) and limit.keys() <= {"required", "type"} and limit.get("required"):
        names = " and ".join(f"`{each}`" for each in limit["required"])
        return f"cannot have {names}" + (" together" if len(limit["required"]) > 1 else "")
    return f"is something that the schema rules out; this {found(fault.value)}"


def _advice(fault: Fault) -> str | None:
    if (
        fault.keyword == "type"
        and fault.limit == ["string"]
        and isinstance(fault.value.data, bool | int | float)
    ):
        return "put it in quotes"
    text = (fault.description or "").strip()
    return text[:_LARGEST_ADVICE].splitlines()[0] if text else None
