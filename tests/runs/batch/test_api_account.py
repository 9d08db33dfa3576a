"""What a failed start proves: that nothing began, that the row is refused, or nothing at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from callr_actions.api import errors
from callr_actions.api.errors import ApiError, Circumstances
from callr_actions.runs.batch.account import NothingBeganError, RefusedError, UnknownError
from callr_actions.runs.batch.api_account import ApiAccount

if TYPE_CHECKING:
    from callr_actions.api.request import Request


class Failing:
    """A client to which one thing happens."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        self.asked: list[str] = []

    async def send(self, request: Request[Any]) -> Any:
        self.asked.append(request.operation)
        raise self._error


class Nobody:
    """Follows nothing."""

    async def follow(self, *_: object) -> Any:
        raise AssertionError


def failure(kind: str, *, uncertain: bool = False) -> ApiError:
    at = Circumstances("actionsStart", "POST /actions/k3v9q0zt/runs", uncertain=uncertain)
    found: ApiError = getattr(errors, kind)("it failed", at)
    return found


def account(error: Exception) -> tuple[ApiAccount, Failing]:
    client = Failing(error)
    return ApiAccount(client, "k3v9q0zt", Nobody()), client  # type: ignore[arg-type] # what it uses


@pytest.mark.parametrize(
    ("kind", "meaning", "final"),
    [
        ("AuthenticationError", NothingBeganError, True),
        ("PermissionDeniedError", NothingBeganError, True),
        ("NotFoundError", NothingBeganError, True),
        ("UnexpectedAnswerError", NothingBeganError, True),
        ("RateLimitError", NothingBeganError, False),
        ("NetworkError", NothingBeganError, False),
        ("ValidationError", RefusedError, None),
        ("ConflictError", RefusedError, None),
        ("ServerError", RefusedError, None),
    ],
)
def test_what_a_failure_means(kind: str, meaning: type[Exception], final: bool | None) -> None:
    with pytest.raises(meaning) as caught:
        asyncio.run(account(failure(kind))[0].start(b'{"$phone":"+33142000000"}'))
    assert "it failed" in str(caught.value)
    assert getattr(caught.value, "final", None) is final


@pytest.mark.parametrize("kind", ["NetworkError", "ServerError", "UnexpectedAnswerError"])
def test_an_answer_that_is_lost_means_nothing(kind: str) -> None:
    with pytest.raises(UnknownError):
        asyncio.run(account(failure(kind, uncertain=True))[0].start(b"{}"))


def test_a_row_that_cannot_be_a_request_is_refused_unsent() -> None:
    tried, client = account(AssertionError())
    with pytest.raises(RefusedError):
        asyncio.run(tried.start(b'{"phone":1}'))
    assert client.asked == []


@pytest.mark.parametrize("kind", ["NotFoundError", "ConflictError"])
def test_a_run_that_has_ended_is_cancelled_already(kind: str) -> None:
    tried, client = account(failure(kind))
    asyncio.run(tried.cancel("api:9MNAB2H6"))
    assert client.asked == ["actionsCancelRun"]


def test_a_run_that_cannot_be_cancelled_is_an_error() -> None:
    with pytest.raises(errors.PermissionDeniedError):
        asyncio.run(account(failure("PermissionDeniedError"))[0].cancel("api:9MNAB2H6"))
