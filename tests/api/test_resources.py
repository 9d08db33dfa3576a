"""Every operation once, over a socket: the request that arrives, and the table it comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from callr_actions.api.operations import OPERATIONS, operations_with
from callr_actions.api.paging import Search
from callr_actions.api.requests.audio_files import CreateAudioFile, RecordAudioFileByPhone, UpdateAudioFile
from callr_actions.api.requests.calls import ExportCalls
from callr_actions.api.requests.end_users import CreateEndUser, UpdateEndUser
from callr_actions.api.requests.number_store import ListStorePrefixes, ListStoreTypes, ReserveNumbers
from callr_actions.api.requests.numbers import SearchNumbers, UpdateNumber
from callr_actions.api.requests.recordings import DeleteRecordings, UpdateRecording, UpdateRecordings
from callr_actions.api.requests.scenarios import (
    CreateScenario,
    SearchScenarios,
    StartScenario,
    UpdateScenario,
)
from callr_actions.api.requests.sms import SendSms
from callr_actions.api.requests.violations import InvalidRequestError
from callr_actions.api.requests.webhooks import CreateWebhook, UpdateWebhook
from callr_actions.api.resources import (
    audio_files,
    billing,
    calls,
    end_users,
    number_store,
    numbers,
    recordings,
    scenarios,
    sms,
    system,
    tasks,
    webhooks,
)
from callr_actions.errors import CallrActionsError
from tests.api.loopback import Loopback, connection, reply
from tests.api.test_client import send_sync

SID = "abcd1234"
NUMBER = "+33199001234"
TASK = "t" * 32
TOKEN = "T" * 40
PAGED = "order=asc&offset=0&limit=100"

CASES: dict[str, tuple[Any, str, str]] = {
    "systemPing": (system.ping(), "GET /ping", ""),
    "actionsSearch": (scenarios.search(), f"GET /actions?sort=created&{PAGED}", ""),
    "actionsCreate": (
        scenarios.create(CreateScenario(name="é", script="a: 1\n")),
        "POST /actions",
        '{"name":"é","script":"a: 1\\n"}',
    ),
    "actionsGet": (scenarios.get(SID), "GET /actions/abcd1234", ""),
    "actionsUpdate": (
        scenarios.update(SID, UpdateScenario(name="B")),
        "PATCH /actions/abcd1234",
        '{"name":"B"}',
    ),
    "actionsDelete": (scenarios.delete(SID), "DELETE /actions/abcd1234", ""),
    "actionsStart": (
        scenarios.start(SID, StartScenario()),
        "POST /actions/abcd1234/runs",
        '{"variables":{}}',
    ),
    "actionsGetRun": (
        scenarios.get_run(SID, "api:9MNAB2H6"),
        "GET /actions/abcd1234/runs/api%3A9MNAB2H6",
        "",
    ),
    "actionsCancelRun": (scenarios.cancel_run(SID, "api:1"), "DELETE /actions/abcd1234/runs/api%3A1", ""),
    "actionsAttachNumber": (
        scenarios.attach_number(SID, NUMBER),
        "PUT /actions/abcd1234/numbers/%2B33199001234",
        "",
    ),
    "actionsDetachNumber": (
        scenarios.detach_number(SID, NUMBER),
        "DELETE /actions/abcd1234/numbers/%2B33199001234",
        "",
    ),
    "audioFilesSearch": (audio_files.search(), f"GET /audio-files?sort=created&{PAGED}", ""),
    "audioFilesUpload": (audio_files.create(CreateAudioFile(name="A")), "POST /audio-files", '{"name":"A"}'),
    "audioFilesGet": (audio_files.get(SID), "GET /audio-files/abcd1234", ""),
    "audioFilesDelete": (audio_files.delete(SID), "DELETE /audio-files/abcd1234", ""),
    "audioFilesUpdate": (
        audio_files.update(SID, UpdateAudioFile(name="A")),
        "PATCH /audio-files/abcd1234",
        '{"name":"A"}',
    ),
    "audioFilesUpdatePhone": (
        audio_files.record_by_phone(SID, RecordAudioFileByPhone(country="FR")),
        "PUT /audio-files/abcd1234/phone-id?country=FR",
        "",
    ),
    "billingGetCredit": (billing.credit(), "GET /billing/credit", ""),
    "billingGetDestinations": (billing.destinations(), "GET /billing/destinations", ""),
    "callsHangup": (calls.hang_up(240419830042), "DELETE /calls/240419830042", ""),
    "callsExport": (
        calls.export(
            ExportCalls(
                direction="inbound",
                from_="2024-04-01T00:00:00+02:00",
                to="2024-04-02T00:00:00Z",
                number=NUMBER,
            )
        ),
        (
            "POST /calls/export?direction=inbound&from=2024-04-01T00%3A00%3A00%2B02%3A00"
            "&to=2024-04-02T00%3A00%3A00Z&number=%2B33199001234"
        ),
        "",
    ),
    "endUsersSearch": (end_users.search(), f"GET /end-users?sort=created&{PAGED}", ""),
    "endUsersCreate": (
        end_users.create(CreateEndUser(name="A", address={"city": "Paris"})),
        "POST /end-users",
        '{"name":"A","address":{"city":"Paris"}}',
    ),
    "endUsersGet": (end_users.get(SID), "GET /end-users/abcd1234", ""),
    "endUsersUpdate": (
        end_users.update(SID, UpdateEndUser(comment="x")),
        "PATCH /end-users/abcd1234",
        '{"comment":"x"}',
    ),
    "endUsersDelete": (end_users.delete(SID), "DELETE /end-users/abcd1234", ""),
    "numbersSearch": (
        numbers.search(SearchNumbers(contains="+331", detached=True)),
        f"GET /numbers?contains=%2B331&detached=true&sort=assigned&{PAGED}",
        "",
    ),
    "numbersGet": (numbers.get(NUMBER), "GET /numbers/%2B33199001234", ""),
    "numbersRemove": (numbers.remove(NUMBER), "DELETE /numbers/%2B33199001234", ""),
    "numbersUpdate": (
        numbers.update(NUMBER, UpdateNumber(scenario=None)),
        "PATCH /numbers/%2B33199001234",
        '{"scenario":null}',
    ),
    "numbersDetach": (numbers.detach(NUMBER, SID), "DELETE /numbers/%2B33199001234/scenario", ""),
    "numbersAttach": (numbers.attach(NUMBER, SID), "PUT /numbers/%2B33199001234/scenario/abcd1234", ""),
    "numbersAssign": (numbers.assign(NUMBER, SID), "PUT /numbers/%2B33199001234/enduser/abcd1234", ""),
    "numbersStoreReserve": (
        number_store.reserve(ReserveNumbers(country="FR", type="geographic", area="Aix en Provence")),
        "POST /numbers/store?country=FR&type=geographic&area=Aix%20en%20Provence",
        "",
    ),
    "numbersStoreBuy": (number_store.buy(TOKEN), f"POST /numbers/store/{TOKEN}", ""),
    "numbersStoreGet": (number_store.get("short"), "GET /numbers/store/short", ""),
    "numbersStoreCancel": (number_store.cancel(TOKEN), f"DELETE /numbers/store/{TOKEN}", ""),
    "numbersStoreCountries": (number_store.countries(), "GET /numbers/store/countries", ""),
    "numbersStoreTypes": (
        number_store.types(ListStoreTypes(country="FR")),
        "GET /numbers/store/types?country=FR",
        "",
    ),
    "numbersStorePrefixes": (
        number_store.prefixes(ListStorePrefixes(country="FR", type="mobile")),
        "GET /numbers/store/prefixes?country=FR&type=mobile",
        "",
    ),
    "recordingsSearch": (recordings.search(), f"GET /recordings?sort=created&{PAGED}", ""),
    "recordingsUpdateBulk": (
        recordings.update_many(UpdateRecordings(sids=(SID, "efgh5678"), read=True)),
        "PATCH /recordings?sid=abcd1234&sid=efgh5678",
        '{"read":true}',
    ),
    "recordingsDeleteBulk": (
        recordings.delete_many(DeleteRecordings(sids=(SID,))),
        "DELETE /recordings?sid=abcd1234",
        "",
    ),
    "recordingsGet": (recordings.get(SID), "GET /recordings/abcd1234", ""),
    "recordingsUpdate": (
        recordings.update(SID, UpdateRecording(read=False)),
        "PATCH /recordings/abcd1234",
        '{"read":false}',
    ),
    "recordingsDelete": (recordings.delete(SID), "DELETE /recordings/abcd1234", ""),
    "smsSearch": (sms.search(), f"GET /sms?sort=created&{PAGED}", ""),
    "smsSend": (
        sms.send(SendSms(to=NUMBER, from_="My Shop", text="Hé")),
        "POST /sms?to=%2B33199001234&from=My%20Shop",
        '{"text":"Hé"}',
    ),
    "smsGet": (sms.get(SID), "GET /sms/abcd1234", ""),
    "tasksGet": (tasks.get(TASK), f"GET /tasks/{TASK}", ""),
    "tasksCancel": (tasks.cancel(TASK), f"DELETE /tasks/{TASK}", ""),
    "webhooksSearch": (webhooks.search(), f"GET /webhooks?sort=created&{PAGED}", ""),
    "webhooksCreate": (
        webhooks.create(CreateWebhook(type="v2.task.updated", endpoint="https://example.com/x")),
        "POST /webhooks?type=v2.task.updated",
        '{"endpoint":"https://example.com/x"}',
    ),
    "webhooksGet": (webhooks.get(SID), "GET /webhooks/abcd1234", ""),
    "webhooksUpdate": (
        webhooks.update(SID, UpdateWebhook(status="disabled")),
        "PATCH /webhooks/abcd1234",
        '{"status":"disabled"}',
    ),
    "webhooksDelete": (webhooks.delete(SID), "DELETE /webhooks/abcd1234", ""),
    "webhooksSearchLogs": (webhooks.logs(), f"GET /webhooks/logs?sort=at&{PAGED}", ""),
}


def test_every_operation_but_the_file_s_has_its_case() -> None:
    assert len(OPERATIONS) == 58
    assert OPERATIONS.keys() - CASES.keys() == {"audioFilesUpdateFile"}


@pytest.mark.parametrize("name", list(CASES))
def test_what_arrives(name: str) -> None:
    request, line, body = CASES[name]
    request = request.page() if isinstance(request, Search) else request
    assert request.operation == name
    with Loopback(reply(418)) as server, pytest.raises(CallrActionsError):
        send_sync(connection(server.url), request)
    (arrived,) = server.received
    assert f"{arrived.method} {arrived.target.removeprefix('/v2.0')}" == line
    assert arrived.body.decode() == body
    assert arrived.headers.get("content-type") == ("application/json" if body else None)


def test_a_search_says_its_order_and_page_itself() -> None:
    search = scenarios.search(SearchScenarios(name="desk", sort="name", order="desc", offset=20, limit=5))
    assert search.page().query == (
        ("name", "desk"),
        ("sort", "name"),
        ("order", "desc"),
        ("offset", "20"),
        ("limit", "5"),
    )


@pytest.mark.parametrize("sid", ["", ".", "..", "../numbers", "ABCD1234", "abcd12345"])
def test_no_argument_makes_another_address(sid: str) -> None:
    with pytest.raises(InvalidRequestError, match="actionsDelete: `sid` is"):
        send_sync(connection("http://127.0.0.1:9"), scenarios.delete(sid))


@pytest.mark.parametrize("token", [".", ".."])
def test_dots_are_no_token(token: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        send_sync(connection("http://127.0.0.1:9"), number_store.cancel(token))
    assert str(caught.value) == f'numbersStoreCancel: `token` is "{token}"; allowed: what the API answered'


def test_a_project_can_replace_paths() -> None:
    table = operations_with({"numbersDetach": "/numbers/{number}/scenario/{sid}", "endUsersGet": "/eu/{sid}"})
    with Loopback(reply(204)) as server:
        send_sync(connection(server.url, operations=table), numbers.detach(NUMBER, SID))
    assert server.received[0].target == "/v2.0/numbers/%2B33199001234/scenario/abcd1234"
    assert table["endUsersGet"].path == "/eu/{sid}"


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (
            {"actionGet": "/x"},
            "callr.yaml: operations: there is no operation `actionGet`; did you mean `actionsGet`?",
        ),
        (
            {"actionsGet": "/x/{sod}"},
            (
                "callr.yaml: operations.actionsGet: `{sod}` is not a parameter of this operation; "
                "did you mean `{sid}`?"
            ),
        ),
        (
            {"actionsGet": "/x"},
            "callr.yaml: operations.actionsGet: `/x` lacks `{sid}`, so every request would mean the same",
        ),
    ],
)
def test_a_path_that_cannot_be_one(paths: dict[str, str], message: str) -> None:
    with pytest.raises(CallrActionsError) as caught:
        operations_with(paths, file="callr.yaml")
    assert str(caught.value) == message


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_other_method_is_tried_once(method: str) -> None:
    task = {"id": TASK, "status": "x", "percent": 1, "ended": None, "result": None, "error": ""}
    done = reply(200, json.dumps(task))
    with Loopback(
        answering=lambda request: done if request.method == method else reply(405, allow=method)
    ) as server:
        assert send_sync(connection(server.url), tasks.get(TASK)).percent == 1
    assert [each.method for each in server.received] == (["GET", "POST"] if method == "POST" else ["GET"])


def test_a_405_without_another_method_is_an_error() -> None:
    with Loopback(reply(405)) as server, pytest.raises(CallrActionsError) as caught:
        send_sync(connection(server.url), end_users.get(SID))
    assert (
        str(caught.value)
        == "GET /end-users/abcd1234 (endUsersGet): the address is right, the method is not (405)"
    )
    assert caught.value.hint == (
        "Callr does not publish this address, it is assumed: if it is `/endusers/{sid}`, write it in "
        "callr.yaml under `operations: {endUsersGet: …}`"
    )
    assert len(server.received) == 1


@pytest.mark.parametrize(("body", "cents"), [('"500.00"', "500.00"), ("null", None)])
def test_credit_is_cents_or_nothing(body: str, cents: str | None) -> None:
    with Loopback(reply(200, body)) as server:
        credit = send_sync(connection(server.url), billing.credit())
    assert (credit if credit is None else str(credit)) == cents


def test_a_task_s_id_is_a_bare_text() -> None:
    with Loopback(reply(202, f'"{TASK}"')) as server:
        request = recordings.delete_many(DeleteRecordings(all=True))
        assert send_sync(connection(server.url), request) == TASK
    assert server.received[0].target == "/v2.0/recordings"
