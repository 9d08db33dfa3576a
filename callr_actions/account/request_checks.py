"""Holds a request against the declaration of its operation: one engine for all of them.

Everything that is wrong is said at once, each with its place and its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from callr_actions.account.compound_values import Several
from callr_actions.account.problem import VALIDATION, Problem
from callr_actions.account.values import Unreadable, kind, shown
from callr_actions.closest import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.account.operation import Body, Operation, Parameter

_MOST_PARAMETERS = 500
_MOST_TOLD = 20


def check_path(parameters: Sequence[Parameter], texts: Sequence[str], wrong: list[str]) -> dict[str, Any]:
    """Return the values of the path parameters; what is wrong with them is added to `wrong`."""
    values: dict[str, Any] = {}
    for parameter, text in zip(parameters, texts, strict=True):
        _take(parameter, text, values, wrong, "the path's ")
    return values


def check_query(operation: Operation, query: bytes, wrong: list[str]) -> dict[str, Any]:
    """Return the values of the query, with defaults; what is wrong with them is added to `wrong`.

    Args:
        operation: what is asked for.
        query: the query as it was sent.
        wrong: takes the reasons.
    """
    given: dict[str, list[str]] = {}
    if query:
        try:
            pairs = parse_qsl(
                query.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST_PARAMETERS,
            )
        except UnicodeDecodeError:
            raise Problem(400, "the query is not UTF-8; encode it before the percent signs") from None
        except ValueError:
            raise Problem(400, f"the query has over {_MOST_PARAMETERS} parameters") from None
        for name, text in pairs:
            given.setdefault(name.removesuffix("[]"), []).append(text)
    values: dict[str, Any] = {}
    for parameter in operation.query:
        texts = given.pop(parameter.name, None)
        if texts is None:
            if parameter.required:
                wrong.append(
                    f"the query parameter `{parameter.name}` is missing;"
                    f" it must be {parameter.value.wording()}"
                )
            elif parameter.default is not None:
                values[parameter.name] = parameter.default
        elif isinstance(parameter.value, Several):
            _take(parameter, ",".join(texts), values, wrong, "the query parameter ")
        elif len(texts) > 1:
            wrong.append(
                f"the query parameter `{parameter.name}` is given {len(texts)} times; it must be given once"
            )
        else:
            _take(parameter, texts[0], values, wrong, "the query parameter ")
    names = [parameter.name for parameter in operation.query]
    wrong += [f"there is no query parameter {shown(name)}{_guess(name, names)}" for name in given]
    return values


def check_body(body: Body, sent: object, wrong: list[str]) -> dict[str, Any]:
    """Return the values of a body's known keys; what is wrong with them is added to `wrong`."""
    if not isinstance(sent, dict):
        wrong.append(f"the body must be an object, not {kind(sent)}")
        return {}
    values: dict[str, Any] = {}
    for parameter in body.fields:
        if parameter.name in sent:
            value = sent[parameter.name]
            reason = parameter.value.check(value)
            if reason is None:
                values[parameter.name] = value
            else:
                wrong.append(f"`{parameter.name}` {reason}")
        elif parameter.required:
            near = closest(parameter.name, (key for key in sent if isinstance(key, str)))
            hint = f" (there is `{near}`)" if near is not None else ""
            wrong.append(f"`{parameter.name}` is missing{hint}; it must be {parameter.value.wording()}")
        elif parameter.default is not None:
            values[parameter.name] = parameter.default
    return values


def refuse_if(wrong: Sequence[str]) -> None:
    """Refuse a request with everything that is wrong with it."""
    if wrong:
        more = f"; and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
        raise Problem(400, "; ".join(wrong[:_MOST_TOLD]) + more, code=VALIDATION)


def _take(parameter: Parameter, text: str, values: dict[str, Any], wrong: list[str], where: str) -> None:
    try:
        value = parameter.value.read(text)
    except Unreadable as error:
        wrong.append(f"{where}`{parameter.name}` {error}")
        return
    reason = parameter.value.check(value)
    if reason is None:
        values[parameter.name] = value
    else:
        wrong.append(f"{where}`{parameter.name}` {reason}")


def _guess(name: str, names: Sequence[str]) -> str:
    near = closest(name, names)
    if near is not None:
        return f"; did you mean `{near}`?"
    return f"; there are {', '.join(names)}" if names else "; this operation takes none"
