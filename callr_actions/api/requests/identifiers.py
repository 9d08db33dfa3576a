"""The forms of everything that names something in the API, in paths and in parameters."""

from __future__ import annotations

from typing import Final

from callr_actions.api.requests.constraints import Constraint, Integer, Text
from callr_actions.api.requests.violations import InvalidRequestError, Violation

SID: Final = Text(8, 8, "^[a-z0-9]{8}$", like="8 lower-case letters or digits, such as callrsid")
PHONE_NUMBER: Final = Text(
    7, 34, r"^\+[1-9][0-9]{5,32}$", like="`+` and 6 to 33 digits of which the first is not 0"
)
CALL_ID: Final = Integer(1, 2**63 - 1)
RUN_ID: Final = Text(1, 64)
TASK_ID: Final = Text(32, 256, "^[a-zA-Z0-9]{32,256}$", like="32 to 256 letters and digits")
RESERVATION_TOKEN: Final = Text(40)
# Asking for a reservation, and cancelling one, states no length.
ANY_TOKEN: Final = Text(1, like="the token of a reservation")
COUNTRY: Final = Text(2, 2, "^[A-Z]{2}$", like="a country as two capital letters, such as FR")
# The documentation cuts the pattern after the last label of the host; that a port, a path, a query or a
# fragment may follow is inferred.
ENDPOINT: Final = Text(
    pattern=r"^https?:\/\/(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?:[:/?#]\S*)?$",
    like="an http or https address whose host has a dot and ends with letters",
)
LOCAL_ENDPOINT: Final = Text(
    pattern=r"^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$",
    like="an http or https address, such as http://localhost:8000/hook",
)

# The parameters that stand in paths. `sid` is the name of all short ids.
IN_PATHS: Final[dict[str, Constraint]] = {
    "sid": SID,
    "number": PHONE_NUMBER,
    "callid": CALL_ID,
    "runid": RUN_ID,
    "taskid": TASK_ID,
    "token": RESERVATION_TOKEN,
}


def check_path(operation: str, **arguments: object) -> None:
    """Check the values that go into an operation's path.

    Args:
        operation: what the error calls the request.
        arguments: by their names on the wire: `sid`, `number`, `callid`, `runid`, `taskid`, `token`.

    Raises:
        InvalidRequestError: one of them has the wrong form.
    """
    violations = [
        Violation(name, fault)
        for name, value in arguments.items()
        if (fault := IN_PATHS[name].fault(value)) is not None
    ]
    if violations:
        raise InvalidRequestError(operation, violations)
