"""Puts a starting state in the place of everything that the account has: all of it or nothing."""

from __future__ import annotations

import binascii
import json
import math
from base64 import b64decode
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from callr_actions.account import instants
from callr_actions.account.operation import SID, Body
from callr_actions.account.problem import VALIDATION, Problem
from callr_actions.account.request_checks import check_body
from callr_actions.account.runs.beginnings import world_of_data
from callr_actions.account.sound import examine
from callr_actions.account.starting_state import (
    BEHAVIOURS,
    CREDIT,
    SECTIONS,
    SUB_ACCOUNTS,
    VERSION,
    WORLD,
)
from callr_actions.account.stores import accounts, audio_files, contracts
from callr_actions.account.stores.all import STORES
from callr_actions.account.values import Text, kind, shown
from callr_actions.closest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callr_actions.account.call import Call

_MOST_TOLD = 20
_ACCOUNT_KEYS = ("credit", WORLD, *SECTIONS)
_NAME = Text(1, 64)


def clear(call: Call) -> None:
    """Make the account as it was when it was new; its SID and its key stay."""
    database = call.database
    call.sessions.clear()
    for store in reversed(STORES):
        for table in reversed(store.contents):
            if table != "accounts":
                database.run(f"delete from {table}")  # noqa: S608 - our own names
    database.run("delete from accounts where id <> ?", (call.owner.id,))
    database.run(
        "update accounts set credit = ? where id = ?",
        (accounts.STARTING_CENTS * accounts.UNITS_A_CENT, call.owner.id),
    )


def restore(call: Call, document: object) -> None:
    """Replace everything by a document's state, within a transaction that writes.

    Raises:
        Problem: 400 with everything that is wrong with it.
    """
    reader = _Reader()
    main, others = reader.document(document)
    if reader.wrong:
        more = f"; and {len(reader.wrong) - _MOST_TOLD} more" if len(reader.wrong) > _MOST_TOLD else ""
        raise Problem(400, "; ".join(reader.wrong[:_MOST_TOLD]) + more, code=VALIDATION)
    clear(call)
    call.names.skip(reader.sids)
    _put(call, call.owner.id, main)
    for other in others:
        accounts.add(call.database, other.get("sid") or call.names.sid(), other["name"])
        row = call.database.row("select max(id) from accounts")
        assert row is not None
        _put(call, row[0], other)


class _Reader:
    """Holds a document against what may be in it, and gathers what is wrong."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.sids: set[str] = set()
        self._numbers: set[str] = set()

    def document(self, given: object) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        if not isinstance(given, dict):
            self.wrong.append(f"the document must be an object, not {kind(given)}")
            return {}, []
        if given.get("version") != VERSION:
            self.wrong.append(f"`version` must be {VERSION}")
        self._unknown("", given, ("version", *_ACCOUNT_KEYS, SUB_ACCOUNTS))
        main = self._account("", given)
        others = []
        for place, each in self._items("", given, SUB_ACCOUNTS):
            self._unknown(place, each, ("sid", "name", *_ACCOUNT_KEYS))
            reason = _NAME.check(each.get("name"))
            if reason is not None:
                self.wrong.append(f"{place}`name` {reason}")
            reason = SID.check(each["sid"]) if "sid" in each else None
            if reason is not None:
                self.wrong.append(f"{place}`sid` {reason}")
            self._note(place, self.sids, each.get("sid"))
            others.append({**each, **self._account(place, each)})
        return main, others

    def _account(self, place: str, given: dict[str, Any]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        if "credit" in given:
            reason = CREDIT.check(given["credit"])
            if reason is not None:
                self.wrong.append(f"{place}`credit` {reason}")
            read["credit"] = given["credit"]
        if WORLD in given:
            self._world(place, WORLD, given[WORLD])
            read[WORLD] = given[WORLD]
        hooks: set[str] = set()
        behaving: set[str] = set()
        for section, fields in SECTIONS.items():
            read[section] = []
            for at, item in self._items(place, given, section):
                wrong: list[str] = []
                values = check_body(Body(fields), item, wrong)
                self.wrong += [f"{at}{reason}" for reason in wrong]
                self._unknown(at, item, [field.name for field in fields])
                self._note(at, self.sids, values.get("sid"))
                known = behaving if section == BEHAVIOURS else self._numbers
                self._note(at, known, values.get("number"))
                if section == "webhooks" and len(values.keys() & {"type", "endpoint"}) == 2:
                    self._note(at, hooks, f"{values['type']} {values['endpoint']}")
                self._decode(at, values)
                if WORLD in values:
                    self._world(at, WORLD, values[WORLD])
                if section == BEHAVIOURS and not wrong:
                    world = {"numbers": {values["number"]: values["behaviour"]}}
                    self._world(at, "behaviour", world)
                read[section].append(values)
        self._references(place, read)
        return read

    def _items(self, place: str, given: dict[str, Any], name: str) -> Iterable[tuple[str, dict[str, Any]]]:
        items = given.get(name, [])
        if not isinstance(items, list):
            self.wrong.append(f"{place}`{name}` must be a list, not {kind(items)}")
            return
        for number, item in enumerate(items, 1):
            at = f"{place}{name}, item {number}: "
            if isinstance(item, dict):
                yield at, item
            else:
                self.wrong.append(f"{at}must be an object, not {kind(item)}")

    def _unknown(self, place: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        known = list(known)
        for name in given.keys() - set(known):
            near = closest(name, known)
            guess = f"; did you mean `{near}`?" if near else f"; there are {', '.join(known)}"
            self.wrong.append(f"{place}there is no key {shown(name)}{guess}")

    def _note(self, place: str, seen: set[str], name: str | None) -> None:
        if isinstance(name, str):
            if name in seen:
                self.wrong.append(f"{place}`{name}` is there twice")
            seen.add(name)

    def _world(self, place: str, name: str, world: object) -> None:
        if not isinstance(world, dict):
            self.wrong.append(f"{place}`{name}` must be an object, not {kind(world)}")
            return
        try:
            world_of_data(world, f"`{name}`")
        except Problem as problem:
            self.wrong.append(f"{place}{problem.message}")

    def _decode(self, place: str, values: dict[str, Any]) -> None:
        if "content" in values:
            try:
                values["content"] = b64decode("".join(values["content"].split()), validate=True)
            except (binascii.Error, ValueError):
                self.wrong.append(f"{place}`content` is not base64")

    def _references(self, place: str, read: dict[str, Any]) -> None:
        for field, section in (("scenario", "scenarios"), ("end-user", "end-users")):
            there = {item.get("sid") for item in read[section]}
            for number in read["numbers"]:
                sid = number.get(field)
                if sid is not None and sid not in there:
                    self.wrong.append(
                        f"{place}numbers, {number.get('number')}: there is no {field} with the sid `{sid}`"
                    )


def _put(call: Call, account: int, given: dict[str, Any]) -> None:
    database = call.database
    if "credit" in given:
        units = int(Decimal(given["credit"]) * accounts.UNITS_A_CENT)
        database.run("update accounts set credit = ? where id = ?", (units, account))
    _put_world(call, account, None, given)
    rows: dict[str, int] = {}
    for item in given["scenarios"]:
        values = {"format": item["format"], "script": item["script"]}
        row = _insert(call, "scenarios", account, item, **_folded(item), **values)
        rows[item["sid"]] = row
        _put_world(call, account, row, item)
    for item in given["end-users"]:
        values = {"comment": item["comment"], "address": json.dumps(item["address"])}
        row = _insert(call, "end_users", account, item, **_folded(item), **values)
        rows[item["sid"]] = row
    for item in given["audio-files"]:
        _put_audio_file(call, account, item)
    for item in given["webhooks"]:
        values = {name: item[name] for name in ("type", "endpoint", "status")}
        values |= {"options": json.dumps(item["options"]), "secret": item.get("secret")}
        _insert(call, "webhooks", account, item, **values, failed=0, failures_in_a_row=0)
    for item in given["numbers"]:
        _put_number(call, account, item, rows)
    for item in given[BEHAVIOURS]:
        database.run(
            "insert into behaviours values (?, ?, ?)",
            (account, item["number"], json.dumps(item["behaviour"])),
        )


def _put_world(call: Call, account: int, scenario: int | None, given: Mapping[str, Any]) -> None:
    if WORLD in given:
        call.database.run(
            "insert into worlds values (?, ?, ?)", (account, scenario, json.dumps(given[WORLD]))
        )


def _put_audio_file(call: Call, account: int, item: dict[str, Any]) -> None:
    content = item.get("content")
    sound = None if content is None else examine(content)
    status = audio_files.PENDING_CONTENT if content is None else audio_files.ERROR
    values = {"status": status if sound is None else audio_files.READY, "source": "file-upload"}
    numbers = {
        "readonly": int(item["readonly"]),
        "duration": 0 if sound is None else math.ceil(sound.seconds),
        "revision": 0,
    }
    row = _insert(call, "audio_files", account, item, **_folded(item), **values, **numbers)
    if content is not None:
        call.database.run("insert into audio_contents values (?, ?)", (row, content))


def _put_number(call: Call, account: int, item: dict[str, Any], rows: Mapping[str, int]) -> None:
    at = _time(item.get("assigned"), call.now)
    contract = item.get("contract", contracts.contract(at))
    pricing = item.get("pricing", contracts.pricing(item["type"], item["class"]))
    call.database.run(
        "insert into numbers (account, e164, class, type, country, assigned, scenario, enduser, contract,"
        " pricing, compliance) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(account, item["number"], item["class"], item["type"], item["country"], at),
            *(rows.get(item.get(name) or "") for name in ("scenario", "end-user")),
            *(json.dumps(each) for each in (contract, pricing, item["compliance"])),
        ),
    )


def _insert(call: Call, table: str, account: int, item: dict[str, Any], **values: Any) -> int:  # noqa: ANN401
    if "sid" not in item:
        item["sid"] = call.names.sid()
    created = _time(item.get("created"), call.now)
    updated = _time(item.get("updated"), created)
    row = {"account": account, "sid": item["sid"], "created": created, "updated": updated, **values}
    marks = ", ".join("?" * len(row))
    call.database.run(
        f"insert into {table} ({', '.join(row)}) values ({marks})",  # noqa: S608 - our own names
        tuple(row.values()),
    )
    found = call.database.row("select last_insert_rowid()")
    assert found is not None
    return int(found[0])


def _folded(item: dict[str, Any]) -> dict[str, str]:
    return {"name": item["name"], "folded": item["name"].casefold()}


def _time(text: str | None, otherwise: int) -> int:
    at = None if text is None else instants.read(text)
    return otherwise if at is None else at
