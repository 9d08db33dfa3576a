"""A step's schema narrowed to one action: the alternatives and conditions that it selects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.language.adopted.admission import Admission
from callr_actions.language.adopted.intricacy import listed

if TYPE_CHECKING:
    from callr_actions.language.adopted.schema import AdoptedSchema

_COMBINING = frozenset(
    ("$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "if", "then", "else", "not")
)


def narrowed(node: Any, action: str, schema: AdoptedSchema) -> dict[str, Any]:  # noqa: ANN401
    """Return the schema that a step's schema comes to for steps with one action.

    Args:
        node: the step's schema, or a part of it that applies to the same value.
        action: the action's id.
        schema: the document.
    """
    if not isinstance(node, dict):
        return {}
    references = schema.references
    own = references.own(node)
    kept = {keyword: value for keyword, value in own.items() if keyword not in _COMBINING}
    parts: list[dict[str, Any]] = [kept]
    inner = [*references.targets(node), *listed(own, "allOf")]
    parts += [narrowed(each, action, schema) for each in inner]
    for keyword in ("anyOf", "oneOf"):
        chosen = _chosen(own, keyword, action, schema)
        if chosen:
            alternatives = [narrowed(each, action, schema) for each in chosen]
            parts.append(alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives})
    if "if" in own:
        says = schema.admissions.of_step(own["if"], action)
        branches = {Admission.ADMITS: ("then",), Admission.EXCLUDES: ("else",)}.get(says, ("then", "else"))
        found = [narrowed(own[each], action, schema) for each in branches if each in own]
        optional = says is Admission.SILENT
        parts += [{"anyOf": [each, {}]} if optional else each for each in found]
    parts = [each for each in parts if each]
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _chosen(own: dict[str, Any], keyword: str, action: str, schema: AdoptedSchema) -> list[Any]:
    """Return the alternatives for an action: those that name it, else those that do not exclude it."""
    alternatives = listed(own, keyword)
    mapped = mapped_alternatives(own).get(action)
    if mapped is not None:
        named = [each for each in alternatives if isinstance(each, dict) and each.get("$ref") == mapped]
        if named:
            return named
    says = [(each, schema.admissions.of_step(each, action)) for each in alternatives]
    named = [each for each, admission in says if admission is Admission.ADMITS]
    return named or [each for each, admission in says if admission is not Admission.EXCLUDES]


def mapped_alternatives(own: dict[str, Any]) -> dict[str, str]:
    """Return the references that an OpenAPI-style `discriminator` gives for actions."""
    discriminator = own.get("discriminator")
    if isinstance(discriminator, dict) and discriminator.get("propertyName") == "action":
        mapping = discriminator.get("mapping")
        if isinstance(mapping, dict):
            return {name: ref for name, ref in mapping.items() if isinstance(ref, str)}
    return {}
