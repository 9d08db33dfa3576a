"""Every constraint of every request, at both edges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from callr_actions.api.requests.identifiers import IN_PATHS, check_path
from callr_actions.api.requests.inputs import Parameter, Place, parameters, request_types
from callr_actions.api.requests.violations import InvalidRequestError
from callr_actions.exit_codes import ExitCode
from tests.api.requests.edges import edges

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.api.requests.inputs import Inputs

ALL = [(kind, each) for kind in request_types() for each in parameters(kind)]


def build(kind: type[Inputs], **values: object) -> Inputs:
    """A good request of a type with some values put in."""
    arguments: dict[str, Any] = {
        each.field: edges(each.constraint).good[0] for each in parameters(kind) if each.required
    }
    if kind.operation == "callsExport":
        arguments["to"] = "2024-04-25T17:42:28Z"
    if kind.operation.endswith("Bulk"):
        arguments["sids"] = ("callrsid",)
    return kind(**{**arguments, **values})


def sent_in_form(request: Inputs) -> dict[str, object]:
    form = request.form()
    return {} if form is None else {**form.texts, **form.files}


def name(case: tuple[type[Inputs], Parameter]) -> str:
    return f"{case[0].__name__}.{case[1].wire}"


@pytest.mark.parametrize("case", ALL, ids=name)
def test_what_is_just_good_is_sent(case: tuple[type[Inputs], Parameter]) -> None:
    kind, each = case
    spans = kind.operation == "callsExport" and each.wire in {"from", "to"}
    for value in edges(each.constraint).good:
        request = build(
            kind, **({"from_": value, "to": "2024-05-01T00:00:00Z"} if spans else {each.field: value})
        )
        match each.place:
            case Place.QUERY:
                assert each.wire in dict(request.query())
            case Place.BODY:
                sent = request.body()
                assert sent is not None
                assert msgspec.json.decode(msgspec.json.encode(sent))[each.wire] == value
            case Place.FORM:
                assert sent_in_form(request)[each.wire] == value


@pytest.mark.parametrize("case", ALL, ids=name)
def test_what_is_just_wrong_is_refused(case: tuple[type[Inputs], Parameter]) -> None:
    kind, each = case
    for value in edges(each.constraint).bad:
        with pytest.raises(InvalidRequestError) as caught:
            build(kind, **{each.field: value})
        assert [violation.parameter for violation in caught.value.violations] == [each.wire]
        assert caught.value.exit_code is ExitCode.USAGE
        assert str(caught.value).startswith(f"{kind.__name__}: `{each.wire}` is ")
        assert "\n" not in str(caught.value)
        str(caught.value).encode()


@pytest.mark.parametrize("case", [case for case in ALL if case[1].required], ids=name)
def test_what_is_required_cannot_be_none(case: tuple[type[Inputs], Parameter]) -> None:
    kind, each = case
    with pytest.raises(InvalidRequestError, match=f"^{kind.__name__}: `{each.wire}` is missing; allowed: "):
        build(kind, **{each.field: None})


@pytest.mark.parametrize("kind", request_types(), ids=lambda kind: kind.__name__)
def test_what_is_not_given_is_not_sent(kind: type[Inputs]) -> None:
    required = {each.wire for each in parameters(kind) if each.required}
    request = build(kind)
    sent = {*dict(request.query()), *(request.body() or {}), *sent_in_form(request)}
    assert sent - {"sid", "variables"} == required


@pytest.mark.parametrize("parameter", IN_PATHS)
def test_the_names_in_paths(parameter: str) -> None:
    good, bad = edges(IN_PATHS[parameter])
    for value in good:
        check_path("anOperation", **{parameter: value})
    for value in bad:
        with pytest.raises(InvalidRequestError, match=f"^anOperation: `{parameter}` is "):
            check_path("anOperation", **{parameter: value})


def test_the_table_of_constraints(golden: Callable[[Path, str], None]) -> None:
    """Reads like the documentation, so that the two can be laid side by side."""
    lines: list[str] = []
    for kind in request_types():
        lines.append(f"{kind.operation} ({kind.__name__})")
        lines += [
            f"  {each.place} {each.wire}{' required' if each.required else ''} {each.certainty}: "
            f"{each.constraint.allowed}"
            for each in parameters(kind)
        ]
    golden(Path(__file__).with_name("constraints.txt"), "\n".join(lines) + "\n")
