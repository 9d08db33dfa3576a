"""Run Schemathesis against the local account as it is served: does it do what its /openapi.json says?

Requests are made from the description, right ones and wrong ones, and every answer is held against it. Things
of each kind exist beforehand and their ids are sometimes used, so that more than 404 is seen. Takes the
program's path, and passes further options on to it. Ends with its exit code.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from account_server import Server

MANY = 40
EXAMPLES = 100
# Which ids a path takes.
IDS = {
    "/actions/": ("path.sid", "scenarios"),
    "/audio-files/": ("path.sid", "audio-files"),
    "/end-?users/": ("path.sid", "end-users"),
    "/webhooks/": ("path.sid", "webhooks"),
    "/sms/": ("path.sid", "messages"),
    "/tasks/": ("path.taskid", "tasks"),
    "/(actions/.*/)?numbers/": ("path.number", "numbers"),
    "/actions/.*/runs/": ("path.runid", "runs"),
    r"/calls/\{": ("path.callid", "calls"),
    "/numbers/.*/scenario/": ("path.sid", "scenarios"),
    "/numbers/.*/enduser/": ("path.sid", "end-users"),
}
SCRIPT = """\
branches:
  api-initiated:
    actions:
      - action: dial@v1
        params: {targets: [{number: "+33142000000"}], answerOnBranch: answered}
        result: $dial
  answered:
    actions:
      - action: gather@v2
        params: {timeout: 3600}
        result: $digits
  inbound-call:
    actions:
      - action: dial@v1
        params: {targets: [{number: "+33142000000"}]}
        result: $dial
"""
# What no schema can say: a request may be right by itself and still be refused with 400.
REFUSED = {
    "callsExport": "`from` after `to`, or over 31 days",
    "numbersStoreReserve": "the stock has not as many",
    "webhooksCreate": "type and endpoint are taken",
    "actionsCreate": "the script is no YAML",
    "actionsUpdate": "the script is no YAML",
    "actionsStart": "the scenario has no branch api-initiated",
    "tasksCancel": "the task has ended",
}
# In a form every field is text, so what Schemathesis takes for a wrong number is a right name.
FORMS = ("audioFilesUpload", "audioFilesUpdateFile", "audioFilesUpdateFileAlias1")
# What is cancelled is still there: a run that ended can be read.
STAYS = ("actionsGetRun", "actionsCancelRun")


def make_things(server: Server) -> dict[str, list[str]]:
    """Make things of each kind; return their ids by kind."""
    server.post("/__local__/credit", {"cents": 100_000_000})
    made: dict[str, list[str]] = {kind: [] for _, kind in IDS.values()}
    token = server.post(f"/v2.0/numbers/store?country=FR&type=geographic&quantity={MANY}")["token"]
    made["numbers"] = [item["e164"] for item in server.post(f"/v2.0/numbers/store/{token}")["items"]]
    for n in range(MANY):
        one: tuple[tuple[str, str, Any], ...] = (
            ("scenarios", "/actions", {"name": f"Scenario {n}", "script": SCRIPT}),
            ("audio-files", "/audio-files", {"name": f"Audio {n}"}),
            ("end-users", "/end-users", {"name": f"User {n}", "address": {}}),
            ("webhooks", "/webhooks?type=v2.task.updated", {"endpoint": f"https://a.example/{n}"}),
            ("messages", "/sms?to=%2B33639981020", {"text": f"Text {n}"}),
        )
        for kind, path, body in one:
            made[kind].append(server.post(f"/v2.0{path}", body)["sid"])
    # Nobody hangs up, so that calls are in progress and runs go on all the time.
    server.put("/__local__/world", {"world": {"others": {"talks": None}}})
    for sid, number in zip(made["scenarios"], made["numbers"], strict=True):
        made["runs"].append(server.post(f"/v2.0/actions/{sid}/runs", {"variables": {"$n": 1}})["runid"])
        server.put(f"/v2.0/actions/{sid}/numbers/{number}")
        placed = server.post("/__local__/calls", {"from": "+33639980107", "to": number})
        made["calls"].append(placed["callid"])
    exports = "direction=inbound&from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z"
    made["tasks"] = [server.post(f"/v2.0/calls/export?{exports}") for _ in range(5)]
    return made


def configuration(made: dict[str, list[str]]) -> str:
    """Return Schemathesis's configuration, in TOML; a string of JSON is one of TOML too."""
    lines = [f"[dictionaries.{kind}]\nvalues = {json.dumps(ids)}\n" for kind, ids in made.items()]
    for path, (parameter, kind) in IDS.items():
        lines.append(
            f"[[operations]]\ninclude-path-regex = {json.dumps('^' + path)}\n"
            f'parameters = {{ "{parameter}" = {{ dictionary = "{kind}", probability = 0.6 }} }}\n'
        )
    for operation, why in REFUSED.items():
        statuses = '["2xx", "3xx", 400, 401, 403, 404, 409, 429]'
        lines.append(
            f'[[operations]]\ninclude-operation-id = "{operation}"\n'
            f"# {why}\nchecks.positive_data_acceptance.expected-statuses = {statuses}\n"
        )
    lines += [
        f'[[operations]]\ninclude-operation-id = "{operation}"\n'
        'checks.negative_data_rejection.expected-statuses = ["2xx", "4xx"]\n'
        for operation in FORMS
    ]
    lines += [
        f'[[operations]]\ninclude-operation-id = "{operation}"\nchecks.use_after_free.enabled = false\n'
        for operation in STAYS
    ]
    return "\n".join(lines)


def main() -> int:
    """Run it; return its exit code."""
    program, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "account.sqlite3")
        try:
            config = Path(folder) / "schemathesis.toml"
            config.write_text(configuration(make_things(server)), encoding="utf-8")
            command = [
                program, "--config-file", str(config), "run", f"{server.url}/openapi.json",
                "--header", f"x-api-key: {server.key}", "--continue-on-failure",
                "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES), *options,
            ]  # fmt: skip
            return subprocess.run(command, cwd=folder, check=False).returncode
        finally:
            server.close()


if __name__ == "__main__":
    sys.exit(main())
