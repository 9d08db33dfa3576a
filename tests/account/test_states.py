"""What changes by itself: uploads, messages, tasks. A virtual clock shows each state to whoever asks."""

from __future__ import annotations

import io
import struct
import wave
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callr_actions.account.multipart import read_multipart

if TYPE_CHECKING:
    from tests.account.client import Client


def wav(seconds: float) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * int(8000 * seconds))
    return file.getvalue()


def flac(seconds: int) -> bytes:
    # STREAMINFO of 8000 Hz, one channel, 16 bits, and a frame's start.
    packed = (8000 << 44) | (0 << 41) | (15 << 36) | (8000 * seconds)
    info = struct.pack(">HH", 4096, 4096) + b"\0" * 6 + packed.to_bytes(8) + b"\0" * 16
    return b"fLaC" + b"\x80" + len(info).to_bytes(3) + info + b"\xff\xf8" + b"\0" * 100


def upload(api: Client, content: bytes, name: str = "Welcome") -> dict[str, Any]:
    files = {"file": ("page.html", content, "text/html")}
    answer: dict[str, Any] = api.do("POST", "/audio-files", data={"name": name}, files=files)
    return answer


@pytest.mark.parametrize(
    ("content", "status", "duration"),
    [
        (wav(2.0), "ready", 2),
        (wav(2.2), "ready", 3),
        (flac(42), "ready", 42),
        (wav(0), "error", 0),
        (b"<html><script>alert(1)</script></html>", "error", 0),
        (b"RIFF\xff\xff\xff\xffWAVE", "error", 0),
        (b"fLaC", "error", 0),
        (b"\0" * 100, "error", 0),
    ],
)
def test_an_upload_is_judged_by_its_content(api: Client, content: bytes, status: str, duration: int) -> None:
    uploaded = upload(api, content)
    assert (uploaded["status"], uploaded["duration"], uploaded["source"]) == (
        "pending-conversion",
        0,
        "file-upload",
    )
    path = f"/audio-files/{uploaded['sid']}"
    assert api.do("GET", path)["status"] == "processing"
    done = api.do("GET", path)
    assert (done["status"], done["duration"]) == (status, duration)
    assert api.do("GET", path) == done


def test_an_audio_file_can_be_named_first_and_uploaded_later(api: Client) -> None:
    named = api.do("POST", "/audio-files", json={"name": "Later"})
    assert (named["status"], named["duration"]) == ("pending-content", 0)
    path = f"/audio-files/{named['sid']}"
    first = api.do("PUT", f"{path}/file", files={"file": ("a", wav(1))})
    assert first["status"] == "pending-conversion"
    # Another content comes before the first is converted: the steps of the first count no more.
    assert api.do("POST", f"{path}/file", files={"file": ("a", wav(5))})["status"] == "pending-conversion"
    states = [api.do("GET", path) for _ in range(4)]
    assert [state["status"] for state in states][-1] == "ready"
    assert states[-1]["duration"] == 5
    assert api.do("PATCH", path, json={"name": "Renamed"})["name"] == "Renamed"
    assert api.do("GET", "/audio-files?status=ready&source=file-upload&name=renam")["total"] == 1
    code = api.do("PUT", f"{path}/phone-id?country=GB")
    assert code["number"].startswith("+44")
    assert 100_000 <= code["code"] <= 999_999
    assert api.do("PUT", f"{path}/phone-id?country=ZZ")["number"].startswith("+33")
    api.do("DELETE", path)
    assert api.refused("GET", path)[0] == 404


def test_a_read_only_audio_file_stays(api: Client) -> None:
    sid = api.do("POST", "/audio-files", json={"name": "Hold music"})["sid"]
    api.state.database.run("update audio_files set readonly = 1, source = 'system'")
    assert api.refused("DELETE", f"/audio-files/{sid}") == (
        403,
        "forbidden",
        f"the audio file `{sid}` is read-only",
    )


BOUNDARY = {"content-type": 'multipart/form-data; boundary="x"'}
PART = 'content-disposition: form-data; name="name"\r\n\r\nA\r\n'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("--x\r\n" + PART, "the body is cut off, or its parts are not separated by the boundary"),
        ("hello", "the body is cut off, or its parts are not separated by the boundary"),
        ("--x--\r\n", "`file` is missing"),
        (f"--x\r\n{PART}--x\r\n{PART}--x--", "the body has two parts named `name`"),
        (f"--xy{PART}--x--", "a boundary of the body is not followed by a line break"),
        (
            "--x\r\ncontent-type: text/plain\r\n\r\nA\r\n--x--",
            "a part of the body has no `content-disposition",
        ),
        ("--x\r\nfoo\r\n--x--", "a part of the body has no end of its headers"),
        (f"--x\r\n{PART}--x--", "`file` is missing"),
        (f"--x\r\n{PART.replace('A', chr(0xDCFF))}--x--", "the part `name` is not UTF-8"),
        (f"--x\r\n{PART.replace('name=', 'x=')}--x--", "a part of the body has no `content-disposition"),
        (f"--x\r\n{PART.replace('A', 'é').encode().decode('latin-1')}--x--", "`file` is missing"),
        (
            "".join(f"--x\r\n{PART.replace('name=', f'name={n}')}" for n in range(30)) + "--x--",
            "the body has over 20",
        ),
        (
            f'--x\r\n{PART}--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nA\r\n--x--',
            "`file` must be a file",
        ),
    ],
)
def test_a_multipart_body_that_is_broken_is_refused(api: Client, body: str, reason: str) -> None:
    status, _, message = api.refused(
        "POST", "/audio-files", content=body.encode("utf-8", "surrogateescape"), headers=BOUNDARY
    )
    assert status == 400
    assert message.startswith(reason)


def test_parts_that_are_not_asked_for_are_not_looked_at(api: Client) -> None:
    odd = 'content-disposition: form-data; name="odd"\r\n\r\n\xff\r\n'
    body = f"--x\r\n{odd}--x\r\n{odd}--x\r\n{PART}"
    file = 'content-disposition: form-data; name="file"; filename="a"\r\n\r\nA\r\n--x--'
    sent = api.do("POST", "/audio-files", content=f"{body}--x\r\n{file}".encode("latin-1"), headers=BOUNDARY)
    assert sent["name"] == "A"


@given(
    parts=st.dictionaries(st.text("abcdé /", min_size=1, max_size=8), st.binary(max_size=60), max_size=5),
    boundary=st.text("ab-'", min_size=1, max_size=6),
)
def test_what_another_program_writes_as_multipart_is_read(parts: dict[str, bytes], boundary: str) -> None:
    assume(not any(f"--{boundary}".encode() in content for content in parts.values()))
    files = [(name, ("a", content)) for name, content in parts.items()]
    kind = f'multipart/form-data; boundary="{boundary}"'
    request = httpx.Request("POST", "http://a", files=files, headers={"content-type": kind})
    body = request.read() if files else f"--{boundary}--".encode()
    assert read_multipart(kind, body, parts) == parts


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"]
)
def test_a_multipart_body_needs_a_boundary(api: Client, kind: str) -> None:
    status, _, message = api.refused(
        "POST", "/audio-files", content=b"x", headers={"content-type": kind.encode()}
    )
    assert (status, message) == (400, "the content-type multipart/form-data has no valid `boundary`")


@pytest.mark.parametrize(
    ("recipient", "statuses", "error"),
    [
        ("+33639989000", ["pending", "sent", "remote-queued", "failed"], "the handset refused the message"),
        (
            "+33639989199",
            ["pending", "sent", "remote-queued", "expired"],
            "the handset was not reachable in time",
        ),
        ("+33639989250", ["pending", "error"], "no network takes messages for this number"),
        ("+33639989300", ["pending", "sent", "remote-queued", "delivered"], ""),
    ],
)
def test_some_numbers_show_how_messages_fail(
    api: Client, recipient: str, statuses: list[str], error: str
) -> None:
    sid = api.do("POST", "/sms", params={"to": recipient}, json={"text": "Hi"})["sid"]
    api.run(api.app.drain(5))
    message = api.do("GET", f"/sms/{sid}")
    assert [change["after"] for change in message["statusHistory"]] == statuses
    assert (message["status"], message["error"]) == (statuses[-1], error)
    assert (message["delivered"] is not None) == (error == "")


def test_a_message_goes_through_its_states(api: Client) -> None:
    sent = api.do("POST", "/sms?to=%2B33639981020&from=MyCompany", json={"text": "Hello"})
    assert {
        key: sent[key] for key in ("status", "parts", "encoding", "cost", "network", "sent", "delivered")
    } == {
        "status": "created",
        "parts": 1,
        "encoding": "gsm",
        "cost": "5.50",
        "network": "20801",
        "sent": None,
        "delivered": None,
    }
    path = f"/sms/{sent['sid']}"
    states = [api.do("GET", path) for _ in range(5)]
    assert [state["status"] for state in states] == [
        "pending",
        "sent",
        "remote-queued",
        "delivered",
        "delivered",
    ]
    last = states[-1]
    assert [each["after"] for each in last["statusHistory"]] == [
        "pending",
        "sent",
        "remote-queued",
        "delivered",
    ]
    assert last["sent"] < last["delivered"] == last["updated"]
    assert api.do("GET", "/billing/credit") == "9994.50"
    assert (
        api.do("GET", "/sms?contains=HELL&status=delivered&from=MyCompany&direction=outbound")["total"] == 1
    )
    assert api.do("GET", f"/sms?createdAfter={sent['created']}")["total"] == 0


@pytest.mark.parametrize(
    ("text", "query", "encoding", "parts"),
    [
        ("a" * 160, "", "gsm", 1),
        ("a" * 161, "", "gsm", 2),
        ("€" * 80, "", "gsm", 1),
        ("€" * 81, "", "gsm", 2),
        ("名" * 70, "", "unicode", 1),
        ("名" * 71, "", "unicode", 2),
        ("a" * 71, "&encoding=unicode", "unicode", 2),
    ],
)
def test_parts_and_encoding_follow_the_alphabet(
    api: Client, text: str, query: str, encoding: str, parts: int
) -> None:
    sent = api.do("POST", f"/sms?to=%2B33639981020{query}", json={"text": text})
    assert (sent["encoding"], sent["parts"], sent["body"]["text"]) == (encoding, parts, text)
    assert sent["cost"] == f"{parts * 5.5:.2f}"


def test_forced_gsm_replaces_what_the_alphabet_does_not_have(api: Client) -> None:
    sent = api.do("POST", "/sms?to=%2B33639981020&encoding=gsm", json={"text": "a名b"})
    assert (sent["encoding"], sent["body"]["text"]) == ("gsm", "a?b")


def test_a_message_that_the_credit_is_too_low_for_is_refused(api: Client) -> None:
    api.state.database.run("update accounts set credit = 54999")
    assert api.refused("POST", "/sms?to=%2B33639981020", json={"text": "x"}) == (
        400,
        "bad-request",
        "the account's credit is too low for this message; top it up",
    )
    assert api.do("POST", api.control("/credit"), json={"cents": 1}) == "6.4999"
    api.do("POST", "/sms?to=%2B33639981020", json={"text": "x"})
    assert api.do("GET", "/billing/credit") == "0.9999"


def test_a_message_is_received_on_a_number_of_the_account(api: Client) -> None:
    number = api.number("country=FR&type=mobile")
    body = {"from": "+447700900123", "to": number, "text": "Hé"}
    received = api.do("POST", api.control("/sms"), json=body)
    assert (received["direction"], received["status"], received["cost"], received["sent"]) == (
        "inbound",
        "delivered",
        "0.00",
        None,
    )
    assert api.do("GET", "/sms?direction=inbound")["hits"] == [received]
    assert api.refused("POST", api.control("/sms"), json={**body, "to": "+33639989999"})[0] == 404


SPAN = "direction=inbound&from=2024-04-01T00:00:00Z&to=2024-05-01T00:00:00Z"


def record(callid: int, **other: Any) -> dict[str, Any]:
    from callr_actions.account.resources.calls import COLUMNS

    known = {
        "direction": "inbound",
        "callid": callid,
        "started": "2024-04-10T10:00:00.000Z",
        "callerRestricted": False,
    }
    return {**dict.fromkeys(COLUMNS, ""), **known, **other}


def test_an_export_is_a_task_whose_result_is_a_csv(api: Client) -> None:
    from callr_actions.account.stores import calls

    owner = api.app.gate.main.id
    with api.state.database.transaction(writes=True):
        calls.insert(api.state.database, owner, record(1, callerName="=cmd()", callerNumber="+33199001234"))
        calls.insert(api.state.database, owner, record(2, started="2024-05-01T00:00:00.000Z"))
        calls.insert(api.state.database, owner, record(3, direction="outbound"))
    taskid = api.do("POST", f"/calls/export?{SPAN}")
    states = [api.do("GET", f"/tasks/{taskid}") for _ in range(3)]
    assert [(state["status"], state["percent"]) for state in states] == [
        ("running", 50),
        ("success", 100),
        ("success", 100),
    ]
    assert states[0]["ended"] is None
    assert states[1]["ended"] is not None
    url = states[1]["result"]
    response = api.send("GET", url)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    head, row, end = response.text.split("\r\n")
    assert head.startswith("direction,callid,callerName,callerNumber,callerRestricted,")
    assert row.startswith("inbound,1,'=cmd(),+33199001234,false,")
    assert end == ""
    api.do("POST", api.control("/clock"), json={"seconds": 24 * 3600})
    assert api.refused("GET", url)[0] == 404


def test_exports_have_limits(api: Client) -> None:
    long = SPAN.replace("05-01", "05-03")
    assert api.refused("POST", f"/calls/export?{long}")[:2] == (400, "bad-request")
    assert (
        api.refused("POST", f"/calls/export?{SPAN.replace('05-01', '04-01')}")[2]
        == "`from` must be before `to`"
    )
    for _ in range(5):
        api.do("POST", f"/calls/export?{SPAN}")
    response = api.send("POST", f"/calls/export?{SPAN}")
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 24 * 3600
    api.do("POST", api.control("/clock"), json={"seconds": int(response.headers["retry-after"])})
    api.do("POST", f"/calls/export?{SPAN}")


def test_a_task_can_be_canceled_until_it_has_ended(api: Client) -> None:
    first = api.do("DELETE", "/recordings")
    api.do("DELETE", f"/tasks/{first}")
    ended = api.do("GET", f"/tasks/{first}")
    assert (ended["status"], ended["result"]) == ("canceled", None)
    assert api.refused("DELETE", f"/tasks/{first}")[2] == (
        "the task has ended (canceled); only a pending or running one can be canceled"
    )


def test_recordings_are_marked_and_deleted_one_by_one_or_together(api: Client) -> None:
    from callr_actions.account.stores import recordings

    given = {"type": "call", "caller": "+33199001234", "callee": "+33199005678", "callid": 7, "duration": 5}
    details: dict[str, Any] = {"scenario": {}, "caller": {}, "options": {}, "transcription": {}}
    with api.state.database.transaction(writes=True):
        sids = [api.state.names.sid() for _ in range(3)]
        for sid in sids:
            more = {**given, "size": 100, "details": details}
            recordings.insert(api.state.database, api.app.gate.main.id, sid, more, api.state.clock.tick())
    assert api.do("PATCH", f"/recordings/{sids[0]}", json={"read": True})["read"] is True
    assert api.do("PATCH", f"/recordings/{sids[0]}", json={})["read"] is True
    assert api.do("GET", "/recordings?read=true&callid=7&caller=+33199001234&minDuration=5")["total"] == 1
    assert api.do("GET", "/recordings?minDuration=6")["total"] == 0
    assert api.do("PATCH", f"/recordings/{sids[0]}", json={"read": False})["readAt"] is None
    task = api.do("PATCH", f"/recordings?sid={sids[0]}&sid={sids[1]}", json={"read": True})
    api.run(api.app.drain(5))
    assert api.do("GET", f"/tasks/{task}")["result"] == {"updated": 2}
    api.do("DELETE", f"/recordings/{sids[0]}")
    assert api.refused("GET", f"/recordings/{sids[0]}")[0] == 404
    task = api.do("DELETE", f"/recordings?sid[]={sids[1]}")
    api.run(api.app.drain(5))
    assert api.do("GET", f"/tasks/{task}")["result"] == {"deleted": 1}
    api.do("DELETE", "/recordings")
    api.run(api.app.drain(5))
    assert api.do("GET", "/recordings")["total"] == 0
