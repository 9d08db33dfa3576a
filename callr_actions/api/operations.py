"""Every operation of the API in one table, so that a wrong guess is mended in one place.

The seed documentation gives names and parameters but few addresses. Each row says how sure its method and
path are; a project can replace a path (`operations` in callr.yaml).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import quote

from callr_actions.api.requests.identifiers import ANY_TOKEN, IN_PATHS
from callr_actions.api.requests.violations import Fault, InvalidRequestError, Violation
from callr_actions.errors import CallrActionsError
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
# How sure method and path are: stated by Callr; following from a stated neighbour; a convention only.
Certainty: TypeAlias = Literal["documented", "inferred", "assumed"]

PARAMETER = lazy_pattern(r"\{(\w+)\}")


class Operation(NamedTuple):
    """One operation.

    Attributes:
        name: the operation id.
        path: below the account's address, with parameters in braces.
        success: the status codes of success as far as they are known or inferred; any 2xx is taken.
        certainty: of method and path.
        alias: the method to try once when the server answers 405; None where no source names another.
        otherwise: the path that is next likely, named in the error when this one is not found.
    """

    name: str
    method: Method
    path: str
    success: tuple[int, ...]
    certainty: Certainty
    alias: Method | None = None
    otherwise: str | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its path parameters, also of the other likely path."""
        return tuple(dict.fromkeys(PARAMETER.findall(self.path + (self.otherwise or ""))))

    def address(self, arguments: Mapping[str, str | int]) -> str:
        """Return the path with its parameters filled in, percent-encoded (`+` and `:`, too).

        Raises:
            InvalidRequestError: a parameter is missing or cannot be one.
        """
        return PARAMETER.sub(lambda found: self._argument(found[1], arguments), self.path)

    def _argument(self, parameter: str, arguments: Mapping[str, str | int]) -> str:
        value = arguments.get(parameter)
        constraint = ANY_TOKEN if self.name in _ANY_TOKEN else IN_PATHS[parameter]
        fault = constraint.fault(value)
        # Dots would make the address of another resource.
        if fault is None and value in (".", ".."):
            fault = Fault(f'"{value}"', "what the API answered")
        if fault is not None:
            raise InvalidRequestError(self.name, [Violation(parameter, fault)])
        return quote(str(value), safe="")


# Only buying states how long the token is.
_ANY_TOKEN: Final = frozenset({"numbersStoreGet", "numbersStoreCancel"})

_ROWS: Final = (
    Operation("systemPing", "GET", "/ping", (200,), "documented"),
    Operation("actionsSearch", "GET", "/actions", (200,), "documented"),
    Operation("actionsCreate", "POST", "/actions", (201,), "documented"),
    Operation("actionsGet", "GET", "/actions/{sid}", (200,), "inferred"),
    Operation("actionsUpdate", "PATCH", "/actions/{sid}", (200,), "documented"),
    Operation("actionsDelete", "DELETE", "/actions/{sid}", (204,), "documented"),
    Operation("actionsStart", "POST", "/actions/{sid}/runs", (201, 200, 202), "documented"),
    Operation("actionsGetRun", "GET", "/actions/{sid}/runs/{runid}", (200,), "inferred"),
    Operation("actionsCancelRun", "DELETE", "/actions/{sid}/runs/{runid}", (204,), "inferred"),
    Operation("actionsAttachNumber", "PUT", "/actions/{sid}/numbers/{number}", (204,), "documented"),
    Operation("actionsDetachNumber", "DELETE", "/actions/{sid}/numbers/{number}", (204,), "documented"),
    Operation("audioFilesSearch", "GET", "/audio-files", (200,), "documented"),
    Operation("audioFilesUpload", "POST", "/audio-files", (201,), "documented"),
    Operation("audioFilesGet", "GET", "/audio-files/{sid}", (200,), "documented"),
    Operation("audioFilesDelete", "DELETE", "/audio-files/{sid}", (204,), "documented"),
    Operation("audioFilesUpdate", "PATCH", "/audio-files/{sid}", (200,), "inferred"),
    # The reference pages say POST, the guide to migration from v1 says PUT.
    Operation("audioFilesUpdateFile", "POST", "/audio-files/{sid}/file", (200,), "inferred", alias="PUT"),
    Operation("audioFilesUpdatePhone", "PUT", "/audio-files/{sid}/phone-id", (200,), "documented"),
    Operation("billingGetCredit", "GET", "/billing/credit", (200,), "documented"),
    Operation("billingGetDestinations", "GET", "/billing/destinations", (200,), "documented"),
    Operation("callsHangup", "DELETE", "/calls/{callid}", (204,), "assumed"),
    Operation("callsExport", "POST", "/calls/export", (202,), "documented"),
    Operation("endUsersSearch", "GET", "/end-users", (200,), "assumed", otherwise="/endusers"),
    Operation("endUsersCreate", "POST", "/end-users", (201,), "assumed", otherwise="/endusers"),
    Operation("endUsersGet", "GET", "/end-users/{sid}", (200,), "assumed", otherwise="/endusers/{sid}"),
    Operation("endUsersUpdate", "PATCH", "/end-users/{sid}", (200,), "assumed", otherwise="/endusers/{sid}"),
    Operation("endUsersDelete", "DELETE", "/end-users/{sid}", (204,), "assumed", otherwise="/endusers/{sid}"),
    Operation("numbersSearch", "GET", "/numbers", (200,), "documented"),
    Operation("numbersGet", "GET", "/numbers/{number}", (200,), "inferred"),
    Operation("numbersRemove", "DELETE", "/numbers/{number}", (204,), "documented"),
    Operation("numbersUpdate", "PATCH", "/numbers/{number}", (204,), "documented"),
    # The seed text lists no `sid` here; the guide to migration prints one.
    Operation(
        "numbersDetach",
        "DELETE",
        "/numbers/{number}/scenario",
        (204,),
        "inferred",
        otherwise="/numbers/{number}/scenario/{sid}",
    ),
    Operation("numbersAttach", "PUT", "/numbers/{number}/scenario/{sid}", (204,), "documented"),
    Operation("numbersAssign", "PUT", "/numbers/{number}/enduser/{sid}", (204,), "inferred"),
    Operation("numbersStoreReserve", "POST", "/numbers/store", (201, 200), "documented"),
    Operation("numbersStoreBuy", "POST", "/numbers/store/{token}", (200, 201), "documented"),
    Operation("numbersStoreGet", "GET", "/numbers/store/{token}", (200,), "inferred"),
    Operation("numbersStoreCancel", "DELETE", "/numbers/store/{token}", (204,), "documented"),
    Operation("numbersStoreCountries", "GET", "/numbers/store/countries", (200,), "documented"),
    Operation("numbersStoreTypes", "GET", "/numbers/store/types", (200,), "documented"),
    Operation("numbersStorePrefixes", "GET", "/numbers/store/prefixes", (200,), "documented"),
    Operation("recordingsSearch", "GET", "/recordings", (200,), "inferred"),
    Operation("recordingsUpdateBulk", "PATCH", "/recordings", (202,), "inferred"),
    Operation("recordingsDeleteBulk", "DELETE", "/recordings", (202,), "inferred"),
    Operation("recordingsGet", "GET", "/recordings/{sid}", (200,), "inferred"),
    Operation("recordingsUpdate", "PATCH", "/recordings/{sid}", (200,), "inferred"),
    Operation("recordingsDelete", "DELETE", "/recordings/{sid}", (204,), "inferred"),
    Operation("smsSearch", "GET", "/sms", (200,), "inferred"),
    Operation("smsSend", "POST", "/sms", (201, 200, 202), "documented"),
    Operation("smsGet", "GET", "/sms/{sid}", (200,), "inferred"),
    # The guide to migration prints POST, surely a slip: it is a read without a body.
    Operation("tasksGet", "GET", "/tasks/{taskid}", (200,), "inferred", alias="POST"),
    Operation("tasksCancel", "DELETE", "/tasks/{taskid}", (204,), "documented"),
    Operation("webhooksSearch", "GET", "/webhooks", (200,), "inferred"),
    Operation("webhooksCreate", "POST", "/webhooks", (201,), "inferred"),
    Operation("webhooksGet", "GET", "/webhooks/{sid}", (200,), "inferred"),
    Operation("webhooksUpdate", "PATCH", "/webhooks/{sid}", (200,), "inferred"),
    Operation("webhooksDelete", "DELETE", "/webhooks/{sid}", (204,), "inferred"),
    Operation("webhooksSearchLogs", "GET", "/webhooks/logs", (200,), "inferred"),
)

OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType({row.name: row for row in _ROWS})


def operations_with(paths: Mapping[str, str], *, file: str | None = None) -> Mapping[str, Operation]:
    """Return the table with some paths replaced; method and host stay what they are.

    Args:
        paths: paths with parameters in braces, by operation id.
        file: the file that says so, for the error.

    Raises:
        CallrActionsError: there is no such operation, or the path has a parameter that it does not.
    """
    table = dict(OPERATIONS)
    for name, path in paths.items():
        if name not in table:
            raise CallrActionsError(
                f"operations: there is no operation `{name}`", file=file, allowed=sorted(table), found=name
            )
        known = table[name].parameters
        for parameter in PARAMETER.findall(path):
            if parameter not in known:
                raise CallrActionsError(
                    f"operations.{name}: `{{{parameter}}}` is not a parameter of this operation",
                    file=file,
                    allowed=[f"{{{each}}}" for each in known],
                    found=f"{{{parameter}}}",
                )
        needed = PARAMETER.findall(table[name].path)
        missing = [each for each in needed if each not in PARAMETER.findall(path)]
        if missing:
            raise CallrActionsError(
                f"operations.{name}: `{path}` lacks `{{{missing[0]}}}`, so every request would mean the same",
                file=file,
            )
        table[name] = table[name]._replace(path=path, certainty="documented", otherwise=None)
    return MappingProxyType(table)
