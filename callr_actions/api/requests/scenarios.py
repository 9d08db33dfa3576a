"""Requests about scenarios and their runs."""

from __future__ import annotations

from typing import Final, Literal

from callr_actions.api.requests.constraints import Choice, Text
from callr_actions.api.requests.inputs import Inputs, Place, body, parameter, query, request
from callr_actions.api.requests.json_objects import Variables
from callr_actions.api.requests.search import Search

NAME: Final = Text(1, 64, letter=True)
SCRIPT: Final = Text(1, 32_768)
FORMAT: Final = Text(pattern="^yaml$", like="yaml")


@request
class SearchScenarios(Search):
    """Scenarios whose name holds a text.

    Attributes:
        name: a part of the name, at most 64 characters.
    """

    operation = "actionsSearch"

    name: str | None = query("name", Text(most=64), default=None)
    sort: Literal["name", "created", "updated"] | None = query(
        "sort", Choice(("name", "created", "updated")), default=None
    )


@request
class CreateScenario(Inputs):
    """A new scenario.

    Attributes:
        name: 1 to 64 characters, a letter among them.
        script: YAML of 1 to 32,768 characters.
        format: `yaml`, which is also what the API takes it to be without this.
    """

    operation = "actionsCreate"

    name: str = body("name", NAME)
    script: str = body("script", SCRIPT)
    format: Literal["yaml"] | None = body("format", FORMAT, default=None)


@request
class UpdateScenario(Inputs):
    """What changes of a scenario; what is None stays as it is."""

    operation = "actionsUpdate"

    name: str | None = body("name", NAME, default=None)
    script: str | None = body("script", SCRIPT, default=None)
    format: Literal["yaml"] | None = body("format", FORMAT, default=None)


@request
class StartScenario(Inputs):
    """The variables of a run that starts in the branch `api-initiated`.

    Attributes:
        variables: at most 64, each named `$` and a letter first; the server drops other names without a word,
            so they are refused here.
    """

    operation = "actionsStart"

    # That the key may be missing is inferred, so it is always sent.
    variables: dict[str, object] = parameter(Place.BODY, "variables", Variables(), default_factory=dict)
