"""Whether a schema lets a step with a given action in, told from the schema alone."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.intricacy import listed
from callr_actions.language.adopted.literal_pattern import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.language.adopted.references import References

_ABOUT_TEXT_ALONE = frozenset(("const", "enum", "type", "description", "title"))


class Admission(Enum):
    """What a schema says about an action."""

    ADMITS = "admits"
    """It names it."""
    EXCLUDES = "excludes"
    """No step with it can be valid."""
    SILENT = "silent"


_ADMITS, _EXCLUDES, _SILENT = Admission.ADMITS, Admission.EXCLUDES, Admission.SILENT


class Admissions:
    """Answers for one schema document, each worked out once."""

    def __init__(self, references: References, matches: Callable[[str, str], bool]) -> None:
        self._references = references
        self._matches = matches
        self._steps: dict[tuple[int, str], Admission] = {}
        self._texts: dict[tuple[int, str], Admission] = {}
        self._demands: dict[int, bool] = {}

    def of_step(self, schema: Any, action: str) -> Admission:  # noqa: ANN401 - dict or bool
        """Return what a schema of a step says about an action that is written in it."""
        return self._of(schema, action, self._steps, self._step, self.of_step)

    def of_text(self, schema: Any, action: str) -> Admission:  # noqa: ANN401 - dict or bool
        """Return what a schema of the `action` itself says about its text."""
        return self._of(schema, action, self._texts, self._text, self.of_text)

    def demands_action(self, schema: Any) -> bool:  # noqa: ANN401 - dict or bool
        """Return whether no step without an `action` can be valid, as far as that is plain."""
        if not isinstance(schema, dict):
            return False
        known = self._demands.get(id(schema))
        if known is None:
            own = self._references.own(schema)
            required = own.get("required")
            parts = [*self._references.targets(schema), *listed(own, "allOf")]
            known = (
                (isinstance(required, list) and "action" in required)
                or any(self.demands_action(each) for each in parts)
                or any(
                    all(self.demands_action(each) for each in listed(own, keyword))
                    for keyword in ("anyOf", "oneOf")
                    if listed(own, keyword)
                )
            )
            self._demands[id(schema)] = known
        return known

    def _of(
        self,
        schema: object,
        action: str,
        memory: dict[tuple[int, str], Admission],
        look: Callable[[dict[str, Any], str], Admission],
        again: Callable[[object, str], Admission],
    ) -> Admission:
        if schema is False:
            return _EXCLUDES
        if not isinstance(schema, dict):
            return _SILENT
        key = (id(schema), action)
        if key in memory:
            return memory[key]
        own = self._references.own(schema)
        found = [look(own, action)]
        found += [again(each, action) for each in self._references.targets(schema)]
        found += [again(each, action) for each in listed(own, "allOf")]
        found += [
            _any_of([again(each, action) for each in listed(own, keyword)]) for keyword in ("anyOf", "oneOf")
        ]
        memory[key] = result = _all_of(found)
        return result

    def _step(self, own: dict[str, Any], action: str) -> Admission:
        properties = own.get("properties")
        if isinstance(properties, dict) and "action" in properties:
            found = self.of_text(properties["action"], action)
        elif own.get("additionalProperties") is False and not self._names_action(own):
            found = _EXCLUDES
        else:
            found = _SILENT
        refused = own.get("not")
        if isinstance(refused, dict) and self._is_met(refused, action):
            return _EXCLUDES
        return found

    def _is_met(self, refused: dict[str, Any], action: str) -> bool:
        """Whether every step with this action meets a schema; False where that is not plain."""
        demands = refused.keys() - {"type"}
        if refused.get("type", "object") != "object" or refused.get("required", ["action"]) != ["action"]:
            return False
        if demands == {"required"}:
            return True
        properties = refused.get("properties")
        return (
            demands <= {"properties", "required"}
            and isinstance(properties, dict)
            and properties.keys() == {"action"}
            and isinstance(properties["action"], dict)
            and properties["action"].keys() <= _ABOUT_TEXT_ALONE
            and self.of_text(properties["action"], action) is _ADMITS
        )

    def _names_action(self, own: dict[str, Any]) -> bool:
        patterns = own.get("patternProperties")
        return isinstance(patterns, dict) and any(self._matches(each, "action") for each in patterns)

    def _text(self, own: dict[str, Any], action: str) -> Admission:
        found: list[Admission] = []
        types = own.get("type", "string")
        if types != "string" and not (isinstance(types, list) and "string" in types):
            return _EXCLUDES
        if "const" in own:
            found.append(_ADMITS if own["const"] == action else _EXCLUDES)
        if isinstance(own.get("enum"), list):
            found.append(_ADMITS if action in own["enum"] else _EXCLUDES)
        pattern = own.get("pattern")
        if isinstance(pattern, str):
            words = words_of(pattern)
            if words is not None:
                found.append(_ADMITS if action in words else _EXCLUDES)
            elif not self._matches(pattern, action):
                found.append(_EXCLUDES)
        refused = own.get("not")
        if (
            isinstance(refused, dict)
            and refused.keys() <= _ABOUT_TEXT_ALONE
            and self.of_text(refused, action) is _ADMITS
        ):
            found.append(_EXCLUDES)
        return _all_of(found)


def _all_of(found: list[Admission]) -> Admission:
    if _EXCLUDES in found:
        return _EXCLUDES
    return _ADMITS if _ADMITS in found else _SILENT


def _any_of(found: list[Admission]) -> Admission:
    if _ADMITS in found:
        return _ADMITS
    return _EXCLUDES if found and all(each is _EXCLUDES for each in found) else _SILENT
