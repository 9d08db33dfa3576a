"""Which account is meant, where its key comes from, and where a key may go."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import stat
import sys
import time
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from callr_actions import api_keys
from callr_actions.account.running import Running, announce
from callr_actions.api.client import AsyncClient, Client
from callr_actions.api.errors import ApiError
from callr_actions.api.pace import RateLimit
from callr_actions.api.requests.audio_files import CreateAudioFile
from callr_actions.api.requests.sms import SendSms
from callr_actions.api.resources import audio_files, sms
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.masking import Masker
from callr_actions.project.project import Account, Project
from callr_actions.project.state_folder import state_folder
from callr_actions.project.template import Template
from callr_actions.project.user_config import UserAccount, UserConfig
from callr_actions.targets import (
    Surroundings,
    choose_account,
    connect,
    open_blocking_client,
    open_client,
    surroundings,
)

KEY = "0123456789abcdef" + "fedcba9876543210"


def account(name: str = "production", url: str = "https://api.callr.com/v2.0", **more: Any) -> Account:
    at = f"accounts.{name}"
    parts: dict[str, Any] = {
        part: Template(value, f"{at}.{part}") if isinstance(value, str) else value
        for part, value in more.items()
    }
    return Account(name, Template(url, f"{at}.url"), **parts)


def project(*accounts: Account, default: str | None = None, **more: Any) -> Project:
    known = {"local": Account("local", None)} | {each.name: each for each in accounts}
    return Project(
        Path("/p"), Path("/p/s"), accounts=MappingProxyType(known), default_account=default, **more
    )


def around(user: UserConfig | None = None, **environ: str) -> Surroundings:
    return Surroundings(environ, user or UserConfig(Path("config.toml")), Masker(), interactive=True)


def refused(*arguments: Any, call: Any = choose_account, **more: Any) -> CallrActionsError:
    with pytest.raises(CallrActionsError) as caught:
        call(*arguments, **more)
    return caught.value


@pytest.mark.parametrize(
    ("named", "variable", "default", "chosen"),
    [
        ("production", "staging", "third", "production"),
        (None, "staging", "third", "staging"),
        (None, None, "third", "third"),
        (None, None, None, "local"),
    ],
)
def test_who_says_which_account(
    named: str | None, variable: str | None, default: str | None, chosen: str
) -> None:
    known = project(account(), account("staging"), account("third"), default=default)
    environ = {} if variable is None else {"CALLR_ACCOUNT": variable}
    surrounding = around()._replace(environ=environ)
    assert choose_account(known, named, surrounding).name == chosen


def test_an_account_that_is_not_there() -> None:
    error = refused(project(account()), "prodution", around())
    assert str(error) == "--account: there is no account `prodution`; did you mean `production`?"
    error = refused(project(account()), None, around(CALLR_ACCOUNT="x"))
    assert str(error) == "CALLR_ACCOUNT: there is no account `x`; allowed: local, production, env"


@pytest.mark.parametrize("surrounding", [around(CI="1"), around()._replace(interactive=False)])
def test_what_writes_unattended_needs_a_name(surrounding: Surroundings) -> None:
    error = refused(project(), None, surrounding, must_be_named=True)
    assert str(error) == "no account is named, and nobody is here to be asked"
    assert choose_account(project(default="local"), None, surrounding, must_be_named=True).is_local
    assert choose_account(project(), None, surrounding).is_local


@pytest.mark.parametrize("variable", ["CALLR_API_KEY", "CALLR_API_URL"])
@pytest.mark.parametrize("named", ["production", None])
def test_the_environment_s_key_is_for_the_environment_s_account(variable: str, named: str | None) -> None:
    error = refused(project(account()), named, around()._replace(environ={variable: "https://x"}))
    meant = named or "local"
    assert str(error) == f"{variable} is set, which is for the account `env`, but `{meant}` is meant"
    assert error.exit_code is ExitCode.USAGE


def test_the_environment_s_account() -> None:
    surrounding = around(CALLR_ACCOUNT="env", CALLR_API_KEY=KEY, CALLR_API_URL="http://127.0.0.1:8080/v2.0/")
    found = connect(project(), choose_account(project(), None, surrounding), surrounding)
    assert found.url == "http://127.0.0.1:8080/v2.0"
    assert found.credentials is not None
    assert found.credentials.header() == ("x-api-key", KEY)
    error = refused(project(), choose_account(project(), "env", around()), around(), call=connect)
    assert str(error) == "`the account env` reads the environment variable CALLR_API_KEY, which is not set"
    assert error.exit_code is ExitCode.AUTHENTICATION


def test_everything_an_account_says_reaches_the_client() -> None:
    one = account(account="${SID}", api_key="${KEY}", rate_limit=2.5)
    surrounding = around(SID="abcd1234", KEY=KEY)
    found = connect(project(one, operations={"actionsGet": "/a/{sid}"}), one, surrounding)
    assert found.credentials is not None
    assert found.credentials.account == "abcd1234"
    assert found.rate_limit == RateLimit(2.5, 2)
    assert found.operations["actionsGet"].path == "/a/{sid}"
    assert surrounding.masker.mask(KEY) == "••••"
    with open_blocking_client(found) as client:
        assert isinstance(client, Client)

    async def opened() -> None:
        async with open_client(found) as client:
            assert isinstance(client, AsyncClient)

    asyncio.run(opened())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://api.callr.com/v2.0", "`http` is not safe: anyone on the way could read the key"),
        (
            "https://evil.example/v2.0",
            "`evil.example` is not a host of callr.com: the key of this account would go there",
        ),
        ("https://me@api.callr.com/", "an address has no user and password in it"),
        ("https://api.callr.com.evil.example/", "`api.callr.com.evil.example` is not a host of callr.com"),
    ],
)
def test_where_no_key_goes(url: str, message: str) -> None:
    one = account(url=url, api_key="${KEY}")
    error = refused(project(one), one, around(KEY=KEY), call=connect)
    assert str(error).startswith(f"`accounts.production.url`: {message}")
    assert error.exit_code is ExitCode.REFUSED


def test_the_address_is_judged_before_the_key_is_looked_for() -> None:
    user = UserConfig(Path("c"), {"production": UserAccount(("must-not-run",))})
    one = account(url="https://evil.example/")
    assert "evil.example" in str(refused(project(one), one, around(user), call=connect))


def test_the_user_allows_a_host_for_one_account() -> None:
    allowed = UserConfig(Path("c"), {"staging": UserAccount(allow_hosts=frozenset({"callr.test"}))})
    staging = account("staging", "https://callr.test", api_key="${KEY}")
    other = account("production", "https://callr.test", api_key="${KEY}")
    assert connect(project(staging), staging, around(allowed, KEY=KEY)).url == "https://callr.test"
    assert "callr.test" in str(refused(project(other), other, around(allowed, KEY=KEY), call=connect))


def command(code: str) -> UserConfig:
    return UserConfig(Path("config.toml"), {"production": UserAccount((sys.executable, "-c", code))})


def test_a_command_gives_the_key_where_the_environment_has_none() -> None:
    one = account(api_key="${KEY}")
    surrounding = around(command(f"print('{KEY}'); print('more')"))
    found = connect(project(one), one, surrounding)
    assert found.credentials is not None
    assert found.credentials.header() == ("x-api-key", KEY)
    assert surrounding.masker.mask(KEY) == "••••"
    other = connect(project(one), one, around(command("print('other')"), KEY=KEY))
    assert other.credentials is not None
    assert other.credentials.header() == ("x-api-key", KEY)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (f"print('{KEY}'); raise SystemExit(3)", "ended with 3"),
        ("", "printed nothing"),
        ("import time; time.sleep(9)", "took longer than 0.5 s"),
    ],
)
def test_a_command_that_fails(code: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_keys, "_COMMAND_SECONDS", 0.5 if "sleep" in code else 60)
    one = account()
    error = refused(project(one), one, around(command(code)), call=connect)
    assert str(error) == f"config.toml: `accounts.production.api-key-command` ({sys.executable}) {message}"
    assert error.exit_code is ExitCode.AUTHENTICATION


def test_a_command_that_is_not_there() -> None:
    one = account()
    user = UserConfig(Path("config.toml"), {"production": UserAccount(("no-such-program",))})
    error = refused(project(one), one, around(user), call=connect)
    assert "(no-such-program) could not be started: No such file or directory" in str(error)


def local_project(root: Path) -> Project:
    return Project(root, root / "scenarios")


def test_local_is_in_this_process_and_stays(tmp_path: Path) -> None:
    surrounding = around()
    connection = connect(local_project(tmp_path), Account("local", None), surrounding)
    assert connection.local_file == tmp_path / ".callr" / "account.sqlite3"
    given = CreateAudioFile(name="Welcome")

    async def create() -> str:
        async with open_client(connection) as client:
            return (await client.send(audio_files.create(given))).sid

    sid = asyncio.run(create())
    with open_blocking_client(connection) as client:
        assert client.send(audio_files.get(sid)).name == "Welcome"
    for name in (".gitignore", "account.sqlite3"):
        assert stat.S_IMODE((tmp_path / ".callr" / name).stat().st_mode) == 0o600
    assert (tmp_path / ".callr" / ".gitignore").read_text() == "*\n"
    with closing(sqlite3.connect(tmp_path / ".callr" / "account.sqlite3")) as database:
        key = database.execute("select value from settings where name = 'api-key'").fetchone()[0]
    assert surrounding.masker.mask(f"key {key}") == "key ••••"


def test_what_is_due_on_local_is_done_before_the_end_even_of_a_failure(tmp_path: Path) -> None:
    connection = connect(local_project(tmp_path), Account("local", None), around())

    async def fail() -> None:
        async with open_client(connection) as client:
            await client.send(sms.send(SendSms(to="+33199001234", text="Hello")))
            await client.send(audio_files.get("missing1"))

    with pytest.raises(ApiError):
        asyncio.run(fail())
    with closing(sqlite3.connect(tmp_path / ".callr" / "account.sqlite3")) as database:
        assert database.execute("select status from sms").fetchall() == [("delivered",)]


def test_waiting_on_local_takes_no_time(tmp_path: Path) -> None:
    edge = connect(local_project(tmp_path), Account("local", None), around()).edge
    before, started = edge.clock(), time.monotonic()

    async def wait() -> None:
        await edge.asleep(3600)

    asyncio.run(wait())
    edge.sleep(3600)
    assert 7200 <= edge.clock() - before < 7260
    assert time.monotonic() - started < 60


def test_local_is_the_server_while_one_runs(tmp_path: Path) -> None:
    folder = state_folder(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v2.0"
        announce(folder, Running(url, os.getpid(), KEY))
        found = connect(local_project(tmp_path), Account("local", None), around())
    assert (found.url, found.local_file, found.rate_limit) == (url, None, None)
    assert found.credentials is not None
    assert found.credentials.header() == ("x-api-key", KEY)
    # Nobody listens there any more: it was killed.
    found = connect(local_project(tmp_path), Account("local", None), around())
    assert found.local_file is not None


def test_a_state_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / ".callr").write_text("")
    error = refused(local_project(tmp_path), Account("local", None), around(), call=connect)
    folder = tmp_path / ".callr"
    assert str(error) == f"{folder}: the folder for the project's state cannot be made: file exists"
    assert error.hint == "check the permissions of the folder above it"


def test_a_local_account_that_cannot_be_opened(tmp_path: Path) -> None:
    (state_folder(tmp_path) / "account.sqlite3").write_bytes(b"no database" * 100)
    connection = connect(local_project(tmp_path), Account("local", None), around())
    with pytest.raises(CallrActionsError, match="file is not a database"), open_blocking_client(connection):
        pass


def test_what_surrounds_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = surroundings(Masker())
    assert found.user.file == tmp_path / "callr-actions" / "config.toml"
    assert not found.interactive
