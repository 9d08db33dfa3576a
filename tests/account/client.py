"""A client for tests: plain calls, no event loop in sight."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import httpx
import jsonschema_rs

from callr_actions.account.app import LocalAccount
from callr_actions.account.clock import Pace, wall
from callr_actions.account.embedded import BASE_URL
from callr_actions.account.runs.sessions import NO_WORLDS
from callr_actions.account.state import open_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from callr_actions.account.runs.worlds import Worlds


class Client:
    """An account and a client that is signed in to it."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        seed: int | None = 1,
        pace: Pace = Pace.VIRTUAL,
        wall_clock: Callable[[], int] = wall,
        worlds: Worlds = NO_WORLDS,
        **options: Any,
    ) -> None:
        self.state = open_state(path, seed=seed, pace=pace, wall_clock=wall_clock, worlds=worlds)
        self.app = LocalAccount(self.state, **options)
        self.key = self.app.gate.key
        self._runner = asyncio.Runner()
        # What the app does not catch is a failure of the test.
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        self._http = httpx.AsyncClient(transport=transport, base_url=BASE_URL)

    def send(self, method: str, path: str, *, signed: bool = True, **more: Any) -> httpx.Response:
        headers = {"x-api-key": self.key} if signed else {}
        headers |= more.pop("headers", {})
        response: httpx.Response = self._runner.run(self._http.request(method, path, headers=headers, **more))
        assert response.status_code != 500, response.text
        if response.is_success:
            self._hold_against_declaration(method, response)
        return response

    def _hold_against_declaration(self, method: str, response: httpx.Response) -> None:
        path = response.request.url.raw_path.partition(b"?")[0]
        if path in {b"/openapi.json", b"/v2.0/openapi.json"}:
            return
        operation = self.app._find(method, path).operation
        assert response.status_code == operation.success
        if operation.answer is None:
            assert response.content == b""
        else:
            if operation.media == "application/json":
                jsonschema_rs.validate(operation.answer, response.json(), validate_formats=True)
            assert response.headers["content-type"] == operation.media

    def do(self, method: str, path: str, **more: Any) -> Any:
        """Send what has to work; return the body, None for none."""
        response = self.send(method, path, **more)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def do_text(self, url: str) -> str:
        """Get a file; return it as text."""
        response = self.send("GET", url)
        assert response.is_success, response.text
        return response.text

    def refused(self, method: str, path: str, **more: Any) -> tuple[int, str, str]:
        """Send what has to be refused; return status, code and message."""
        response = self.send(method, path, **more)
        assert response.is_error, response.text
        body = response.json()
        assert set(body) == {"code", "message"}
        return response.status_code, body["code"], body["message"]

    def scenario(self, name: str = "Front desk", script: str = "branches: {}") -> str:
        sid: str = self.do("POST", "/actions", json={"name": name, "script": script})["sid"]
        return sid

    def one_of_each(self) -> dict[str, str]:
        """Make one thing of each kind; return their ids."""
        kind = "v2.billing.credit.shutdown"
        return {
            "scenario": self.scenario(),
            "audio": self.do("POST", "/audio-files", json={"name": "Welcome"})["sid"],
            "enduser": self.do("POST", "/end-users", json={"name": "Them", "address": {}})["sid"],
            "webhook": self.do("POST", f"/webhooks?type={kind}", json={"endpoint": "https://a.example"})[
                "sid"
            ],
            "number": self.number(),
        }

    def number(self, query: str = "country=FR&type=geographic") -> str:
        """Buy a number."""
        token = self.do("POST", f"/numbers/store?{query}")["token"]
        bought: str = self.do("POST", f"/numbers/store/{token}")["items"][0]["e164"]
        return bought

    @staticmethod
    def quoted(text: str) -> str:
        return quote(text, safe="")

    @staticmethod
    def url(path: str, query: dict[str, str]) -> str:
        return f"{path}{'&' if '?' in path else '?'}{urlencode(query)}"

    @staticmethod
    def control(path: str) -> str:
        return f"http://localhost/__local__{path}"

    def raw_response(self, method: str, path: str, query: bytes = b"") -> httpx.Response:
        """Send a path exactly as it is given; httpx would tidy it."""
        scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(b"host", b"localhost"), (b"x-api-key", self.key.encode())],
        }
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        self._runner.run(self.app(scope, receive, send))
        return httpx.Response(sent[0]["status"], content=sent[1]["body"])

    def raw(self, method: str, path: str, query: bytes = b"") -> int:
        """Send a path exactly as it is given; return the status."""
        response = self.raw_response(method, path, query)
        assert set(response.json()) == {"code", "message"}
        return response.status_code

    def run(self, coroutine: Any) -> Any:
        return self._runner.run(coroutine)

    def close(self) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()
        self.state.close()
