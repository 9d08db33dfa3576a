"""Scripts that tests run, and how they are put on an account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.account.client import Client

CALLER = "+33639980107"
TARGET = "+33142000000"
MENU = """\
branches:
  inbound-call:
    actions:
      - action: gather@v2
        params: {prompt: {what: Press a key}, maxDigits: 1, timeout: 20}
        result: $pressed
      - action: sms@v1
        params: {to: ["+33639980042", "+33639980043"], body: "Pressed ${{ $pressed.digits }}"}
        result: $sent
  hangup:
    actions:
      - action: javascript@v1
        params: {code: $over = true}
"""
FORWARD = f"""\
branches:
  inbound-call:
    actions:
      - action: startRecording@v1
        params: {{transcription: {{language: fr-FR}}}}
        events:
          ready:
            - action: javascript@v1
              params: {{code: $recording = recording.sid}}
      - action: dial@v1
        params: {{targets: [{{number: "{TARGET}"}}]}}
        result: $dial
"""


def taken_by(api: Client, script: str) -> tuple[str, str]:
    """Put a script on a number; return the scenario's SID and the number."""
    number, sid = api.number(), api.scenario(script=script)
    api.do("PUT", f"/actions/{sid}/numbers/{number}")
    return sid, number


def place(api: Client, number: str, **more: Any) -> tuple[int, str]:
    """Call a number; return the ids of the call and of its run."""
    placed = api.do("POST", api.control("/calls"), json={"from": CALLER, "to": number, **more})
    return placed["callid"], placed["runid"]


def state(api: Client, runid: str) -> dict[str, Any]:
    found: dict[str, Any] = api.do("GET", api.control(f"/runs/{runid}"))
    return found


def finished(api: Client, runid: str) -> dict[str, Any]:
    """Do all that is due on the account, deliveries excepted; return the run's state."""
    while api.app.work.next_due() is not None:
        api.app.work.take_due()
    return state(api, runid)


def kinds(api: Client, runid: str) -> list[str]:
    return [each["kind"] for each in api.do("GET", api.control(f"/runs/{runid}/events"))]


def records(api: Client) -> list[dict[str, Any]]:
    """Return the records of the calls that have ended, in the order in which they began."""
    return [
        json.loads(row["record"])
        for row in api.state.database.rows("select record from calls order by callid")
    ]


def listen(api: Client, *types: str) -> None:
    """Have events of these types written down; nothing sends them in these tests."""
    for each in types:
        api.do("POST", f"/webhooks?type={each}", json={"endpoint": "https://receiver.example"})


def announced(api: Client) -> list[tuple[str, Any]]:
    """Return the events that wait for their delivery, and what they say."""
    rows = api.state.database.rows(
        "select type, payload from deliveries join webhooks on webhooks.id = webhook order by deliveries.id"
    )
    return [(row["type"], json.loads(row["payload"])) for row in rows]
