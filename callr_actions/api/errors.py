"""What can go wrong between this program and an account, as types that say what to do."""

from __future__ import annotations

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.named_tuple import NamedTuple


class Circumstances(NamedTuple):
    """What a failed request looked like.

    Attributes:
        operation: the operation id.
        sent: method and path, such as `POST /sms`.
        status: of the answer; None where none came.
        code, message: what the API said, when it said it in its own form.
        request_id: what the server calls the request, when it says.
        attempts, allowed_attempts: how often it was sent, and the most it may be.
        uncertain: whether it may have taken effect although it failed, so that repeating could do it twice.
        retry_after: the seconds that the account asks to wait; 0 where it asks for none.
    """

    operation: str
    sent: str
    status: int | None = None
    code: str | None = None
    message: str | None = None
    request_id: str | None = None
    attempts: int = 1
    allowed_attempts: int = 1
    uncertain: bool = False
    retry_after: float = 0.0


class ApiError(CallrActionsError):
    """An account did not do what it was asked.

    Args:
        why: what happened, lower case, no full stop.
        circumstances: the request and the answer.
        hint: what to do now.
    """

    exit_code_of_kind = ExitCode.ACCOUNT

    def __init__(self, why: str, circumstances: Circumstances, *, hint: str | None = None) -> None:
        self.circumstances = circumstances
        super().__init__(
            _sentence(why, circumstances), hint=_advice(hint, circumstances), exit_code=self.exit_code_of_kind
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.message, self.hint, self.circumstances))

    @property
    def operation(self) -> str:
        """The operation id."""
        return self.circumstances.operation

    @property
    def status(self) -> int | None:
        """The answer's status code, None where no answer came."""
        return self.circumstances.status

    @property
    def uncertain(self) -> bool:
        """Whether the request may have taken effect all the same."""
        return self.circumstances.uncertain


class AuthenticationError(ApiError):
    """401: the account does not know the key."""

    exit_code_of_kind = ExitCode.AUTHENTICATION


class PermissionDeniedError(ApiError):
    """403: the key may not do this, or (Callr's pages allow both) is not known."""

    exit_code_of_kind = ExitCode.AUTHENTICATION


class NotFoundError(ApiError):
    """404: there is no such thing in this account, or no such address."""


class ValidationError(ApiError):
    """400, 413, 415, 422: the request is not as the API wants it."""


class ConflictError(ApiError):
    """409, 412, 423: the thing's present state does not allow it."""


class RateLimitError(ApiError):
    """429, also after waiting."""


class ServerError(ApiError):
    """5xx: the account's side failed."""


class NetworkError(ApiError):
    """No answer came, or not all of it."""


class UnexpectedAnswerError(ApiError):
    """An answer that this program cannot make sense of."""


class IncompleteListError(CallrActionsError):
    """A list of which something may be missing, also when it was read a second time."""

    def __init__(self, operation: str, *, found: int, total: int) -> None:
        self.operation = operation
        self.found_items = found
        self.total = total
        super().__init__(
            f"{operation}: the account says that there are {total}, and {found} came, twice",
            hint="it is changing, or its list is broken: try again when nobody else works on the account",
            exit_code=ExitCode.ACCOUNT,
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (_incomplete, (self.operation, self.found_items, self.total))


def _sentence(why: str, at: Circumstances) -> str:
    text = f"{at.sent} ({at.operation}): {why}"
    if at.status is not None:
        text += f" ({at.status}{f' {at.code}' if at.code else ''})"
    if at.message:
        text += f": {at.message}"
    if at.attempts > 1:
        text += f"; tried {at.attempts} of {at.allowed_attempts} times"
    if at.request_id:
        text += f"; request {at.request_id}"
    return text


def _advice(hint: str | None, at: Circumstances) -> str | None:
    if not at.uncertain:
        return hint
    unclear = "it may have taken effect: look at the account before you repeat it"
    return f"{unclear}; {hint}" if hint else unclear


def _rebuilt(kind: type[ApiError], message: str, hint: str | None, at: Circumstances) -> ApiError:
    error = kind.__new__(kind)
    error.circumstances = at
    CallrActionsError.__init__(error, message, hint=hint, exit_code=kind.exit_code_of_kind)
    return error


def _incomplete(operation: str, found: int, total: int) -> IncompleteListError:
    return IncompleteListError(operation, found=found, total=total)
