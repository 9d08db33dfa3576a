"""Every operation as the client offers it, asked for with the fewest arguments and with all."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING, Any, TypeAlias

from callr_actions.api.requests.audio_files import (
    CreateAudioFile,
    RecordAudioFileByPhone,
    SearchAudioFiles,
    UpdateAudioFile,
    UpdateAudioFileContent,
    UploadAudioFile,
)
from callr_actions.api.requests.calls import ExportCalls
from callr_actions.api.requests.end_users import CreateEndUser, SearchEndUsers, UpdateEndUser
from callr_actions.api.requests.number_store import ListStorePrefixes, ListStoreTypes, ReserveNumbers
from callr_actions.api.requests.numbers import SearchNumbers, UpdateNumber
from callr_actions.api.requests.recordings import (
    DeleteRecordings,
    SearchRecordings,
    UpdateRecording,
    UpdateRecordings,
)
from callr_actions.api.requests.scenarios import (
    CreateScenario,
    SearchScenarios,
    StartScenario,
    UpdateScenario,
)
from callr_actions.api.requests.sms import SearchSms, SendSms
from callr_actions.api.requests.webhooks import (
    CreateWebhook,
    SearchWebhookLogs,
    SearchWebhooks,
    UpdateWebhook,
)
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
from callr_actions.api.upload import audio_upload

if TYPE_CHECKING:
    from pathlib import Path

    from callr_actions.api.request import Request

SID = "k3v9q0zt"
NUMBER = "+33142000017"
RUN = "api:4QX7T0ZD"
TASK = "t4skT4skT4skT4skT4skT4skT4skT4sk"
TOKEN = "r3s3rv3" * 6
AT = "2025-11-24T08:30:00.12345678+01:00"
HOOK = "https://hooks.example.com/callr?shop=3&x=a+b"
ADDRESS: dict[str, object] = {"street": "4 rue des Lilas", "city": "Paris"}
SCRIPT = "branches:\n  inbound-call:\n    actions: []\n"

Pair: TypeAlias = "tuple[Request[Any], Request[Any]]"
Every: TypeAlias = "dict[str, Pair]"
PAGING: dict[str, Any] = {"order": "desc", "offset": 3, "limit": 50}


def requests(folder: Path) -> Every:
    """Per operation a request with the fewest arguments and one with all; a sound is put into the folder."""
    sound = folder / 'été "1".wav'
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\r\n" * 800)
    found: Every = {}
    for least, most in _pairs(sound):
        assert least.operation == most.operation
        found[least.operation] = (least, most)
    return found


def _pairs(sound: Path) -> list[Pair]:
    return [
        _same(system.ping()),
        *_scenarios(),
        *_audio_files(sound),
        _same(billing.credit()),
        _same(billing.destinations()),
        *_calls(),
        *_end_users(),
        *_numbers(),
        *_store(),
        *_recordings(),
        *_sms(),
        _same(tasks.get(TASK)),
        _same(tasks.cancel(TASK)),
        *_webhooks(),
    ]


def _same(request: Request[Any]) -> Pair:
    return request, request


def _scenarios() -> list[Pair]:
    every = SearchScenarios(name="desk & phone 50% ☎", sort="name", **PAGING)
    full = CreateScenario(name="é" * 64, script="x" * 32_768, format="yaml")
    update = UpdateScenario(name="日", script=SCRIPT, format="yaml")
    variables: dict[str, object] = {f"$v{number}": [number, None, "é"] for number in range(64)}
    return [
        (scenarios.search().page(), scenarios.search(every).page()),
        (scenarios.create(CreateScenario(name="A", script=SCRIPT)), scenarios.create(full)),
        _same(scenarios.get(SID)),
        (scenarios.update(SID, UpdateScenario()), scenarios.update(SID, update)),
        _same(scenarios.delete(SID)),
        (scenarios.start(SID, StartScenario()), scenarios.start(SID, StartScenario(variables=variables))),
        (scenarios.get_run(SID, RUN), scenarios.get_run(SID, "a/b?c#d+e %é:" + "x" * 51)),
        _same(scenarios.cancel_run(SID, "inbound-call:251124830017")),
        _same(scenarios.attach_number(SID, NUMBER)),
        _same(scenarios.detach_number(SID, NUMBER)),
    ]


def _audio_files(sound: Path) -> list[Pair]:
    every = SearchAudioFiles(name="été+hiver", status="ready", source="system", sort="name", **PAGING)
    upload = UploadAudioFile(name="été (2)", file=audio_upload(sound))
    return [
        (audio_files.search().page(), audio_files.search(every).page()),
        (audio_files.create(CreateAudioFile(name="été")), audio_files.upload(upload)),
        _same(audio_files.get(SID)),
        _same(audio_files.delete(SID)),
        (
            audio_files.update(SID, UpdateAudioFile()),
            audio_files.update(SID, UpdateAudioFile(name="x" * 64)),
        ),
        _same(audio_files.replace(SID, UpdateAudioFileContent(file=audio_upload(sound)))),
        _same(audio_files.record_by_phone(SID, RecordAudioFileByPhone(country="FR"))),
    ]


def _calls() -> list[Pair]:
    span: dict[str, Any] = {"direction": "outbound", "from_": AT, "to": "2025-11-30T00:00:00Z"}
    full = ExportCalls(**span, scenario=SID, number=NUMBER)
    return [
        (calls.hang_up(1), calls.hang_up(2**63 - 1)),
        (calls.export(ExportCalls(**span)), calls.export(full)),
    ]


def _end_users() -> list[Pair]:
    every = SearchEndUsers(name="Ménard", sort="updated", **PAGING)
    full = CreateEndUser(name="x", address=ADDRESS, comment="")
    update = UpdateEndUser(name="x" * 32, address=ADDRESS, comment="é" * 255)
    return [
        (end_users.search().page(), end_users.search(every).page()),
        (end_users.create(CreateEndUser(name="x", address={})), end_users.create(full)),
        _same(end_users.get(SID)),
        (end_users.update(SID, UpdateEndUser()), end_users.update(SID, update)),
        _same(end_users.delete(SID)),
    ]


def _numbers() -> list[Pair]:
    every = SearchNumbers(
        sid=SID, class_="gold", type="sms-only", contains="+3314", detached=True, sort="e164", **PAGING
    )
    update = UpdateNumber(scenario=SID, end_user="endu5er1")
    return [
        (numbers.search().page(), numbers.search(every).page()),
        _same(numbers.get(NUMBER)),
        _same(numbers.remove(NUMBER)),
        (numbers.update(NUMBER, UpdateNumber()), numbers.update(NUMBER, update)),
        _same(numbers.detach(NUMBER)),
        _same(numbers.attach(NUMBER, SID)),
        _same(numbers.assign(NUMBER, SID)),
    ]


def _store() -> list[Pair]:
    every = ReserveNumbers(
        country="FR", type="geographic", quantity=100, class_="gold", prefix="+331", area="Saint-Étienne"
    )
    return [
        (
            number_store.reserve(ReserveNumbers(country="FR", type="mobile")),
            number_store.reserve(every),
        ),
        _same(number_store.buy(TOKEN)),
        (number_store.get("x"), number_store.get(TOKEN)),
        _same(number_store.cancel("a/b c+d")),
        _same(number_store.countries()),
        _same(number_store.types(ListStoreTypes(country="FR"))),
        _same(number_store.prefixes(ListStorePrefixes(country="BE", type="tollfree"))),
    ]


def _recordings() -> list[Pair]:
    every = SearchRecordings(
        sid=SID,
        type="voicemail",
        caller=NUMBER,
        callee=NUMBER,
        call_id=251124830017,
        read=False,
        read_after=AT,
        read_before=AT,
        created_after=AT,
        created_before=AT,
        min_duration=0,
        sort="created",
        **PAGING,
    )
    hundred = tuple(f"{number:08d}" for number in range(100))
    return [
        (recordings.search().page(), recordings.search(every).page()),
        (
            recordings.update_many(UpdateRecordings(read=False, all=True)),
            recordings.update_many(UpdateRecordings(read=True, sids=hundred)),
        ),
        (
            recordings.delete_many(DeleteRecordings(all=True)),
            recordings.delete_many(DeleteRecordings(sids=hundred)),
        ),
        _same(recordings.get(SID)),
        (
            recordings.update(SID, UpdateRecording()),
            recordings.update(SID, UpdateRecording(read=False)),
        ),
        _same(recordings.delete(SID)),
    ]


def _sms() -> list[Pair]:
    every = SearchSms(
        direction="inbound",
        sid=SID,
        from_="Dr Martin",
        to=NUMBER,
        contains="50% off; a=b&c #1?",
        traffic_type="alerting",
        status="remote-queued",
        created_after=AT,
        created_before=AT,
        sort="updated",
        **PAGING,
    )
    full = SendSms(to=NUMBER, text="☎" * 3200, from_=NUMBER, encoding="unicode", traffic_type="marketing")
    return [
        (sms.search().page(), sms.search(every).page()),
        (sms.send(SendSms(to=NUMBER, text="x")), sms.send(full)),
        _same(sms.get(SID)),
    ]


def _webhooks() -> list[Pair]:
    every = SearchWebhooks(sid=SID, type="v2.task.updated", status="disabled-admin", sort="created", **PAGING)
    logs = SearchWebhookLogs(
        endpoint=HOOK,
        at=AT,
        id="",
        sid=SID,
        http_code=100,
        attempt=0,
        type="v2.call.inbound.ended",
        sort="at",
        **PAGING,
    )
    hook: dict[str, Any] = {"type": "v2.sms.inbound.received", "endpoint": HOOK}
    full = CreateWebhook(**hook, options={"format": "JSON"})
    return [
        (webhooks.search().page(), webhooks.search(every).page()),
        (webhooks.create(CreateWebhook(**hook)), webhooks.create(full)),
        _same(webhooks.get(SID)),
        _same(webhooks.update(SID, UpdateWebhook(status="disabled"))),
        _same(webhooks.delete(SID)),
        (webhooks.logs().page(), webhooks.logs(logs).page()),
    ]
