"""Initial values of a scenario's variables: JSON with `${NAME}` holes and names of audio files."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from callr_actions.named_tuple import NamedTuple
from callr_actions.project.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callr_actions.masking import Masker

AUDIO_PREFIX = "audio:"


class Audio(NamedTuple):
    """`audio:NAME`: the sid of the audio file that has this name in the account.

    Attributes:
        name: the audio file's name; it may have holes.
    """

    name: Template


VariableValue: TypeAlias = (
    "Template | Audio | str | int | float | bool | list[VariableValue] | dict[str, VariableValue] | None"
)
ResolvedValue: TypeAlias = (
    "Audio | str | int | float | bool | list[ResolvedValue] | dict[str, ResolvedValue] | None"
)


def resolve_variable(value: VariableValue, environ: Mapping[str, str], masker: Masker) -> ResolvedValue:
    """Return the value with every hole filled; audio files keep their type, their name is filled.

    Raises:
        CallrActionsError: an environment variable is not set.
    """
    if isinstance(value, Template):
        return value.resolve(environ, masker)
    if isinstance(value, Audio):
        return Audio(Template(value.name.resolve(environ, masker), value.name.key, value.name.place))
    if isinstance(value, list):
        return [resolve_variable(item, environ, masker) for item in value]
    if isinstance(value, dict):
        return {name: resolve_variable(item, environ, masker) for name, item in value.items()}
    return value
