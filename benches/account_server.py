"""The local account in a process of its own, as the benchmark and the verification of it start one."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from calibration import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = """
import asyncio, json, resource, sys, threading, time
from pathlib import Path
from callr_actions.account.served import Address, served

def tell():
    for _ in sys.stdin:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps([time.process_time(), peak]), flush=True)

async def main():
    async with served(Path(sys.argv[1]), Address(port=int(sys.argv[2]))) as account:
        print(json.dumps([account.base_url, account.key]), flush=True)
        threading.Thread(target=tell, daemon=True).start()
        await asyncio.Event().wait()

asyncio.run(main())
"""


class Server:
    """A served account.

    Args:
        file: where its state is.
        port: 0 for any free one.
    """

    def __init__(self, file: Path, port: int = 0) -> None:
        self.file = file
        started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(file), str(port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url, self.key = self._line()
        self.port = int(self.url.split(":")[2].partition("/")[0])
        self._http = http.client.HTTPConnection("127.0.0.1", self.port)
        self.get("/ping")
        self.ready_ms = (time.perf_counter() - started) * 1000

    def _line(self) -> list[Any]:
        assert self._process.stdout is not None
        said: list[Any] = json.loads(self._process.stdout.readline())
        return said

    def spent(self) -> tuple[float, float]:
        """Return the server's processor time in seconds, and the most memory that it has had in MiB."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        seconds, peak = self._line()
        return seconds, peak / 2**20

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Return what a path of the API answers."""
        return self._ask("GET", f"/v2.0{path}")

    def post(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Return what a path, of the API or of the control routes, answers to JSON."""
        return self._ask("POST", path, body)

    def put(self, path: str, body: object = None) -> None:
        """Send JSON to a path, of the API or of the control routes, that answers nothing."""
        self._ask("PUT", path, body)

    def _ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        headers = {"x-api-key": self.key, "content-type": "application/json"}
        self._http.request(method, path, "" if body is None else json.dumps(body), headers)
        answer = self._http.getresponse()
        content = answer.read()
        assert 200 <= answer.status < 300, content
        return json.loads(content) if content else None

    def written(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Return a request as it goes over the wire."""
        kind = b"content-type: application/json\r\n" if body else b""
        head = f"{method} /v2.0{path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\nx-api-key: {self.key}\r\n"
        return head.encode() + kind + b"content-length: %d\r\n\r\n" % len(body) + body

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.communicate()

    def close(self) -> None:
        """End the process."""
        self._http.close()
        self._process.terminate()
        self._process.communicate()


@contextlib.contextmanager
def serving(file: Path) -> Iterator[Server]:
    """Serve the account in a file."""
    server = Server(file)
    try:
        yield server
    finally:
        server.close()
