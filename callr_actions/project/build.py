"""From a tree in which no error was found to the project as values."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from callr_actions.language.finding import Severity
from callr_actions.language.tree import Mapping, Sequence, target
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.places import Place, Placed
from callr_actions.project.project import DEFAULT_FOLDER, DEFAULT_URL, LOCAL, Account, Project
from callr_actions.project.settings import (
    DriftIgnore,
    LintSettings,
    PerFile,
    RunSettings,
    ScenarioSettings,
)
from callr_actions.project.template import Template
from callr_actions.project.tree_access import child, entries, items, scalar, text
from callr_actions.project.variables import AUDIO_PREFIX, Audio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node
    from callr_actions.project.settings import KeyPath
    from callr_actions.project.variables import VariableValue

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def build_project(root: Mapping, source: Source, path: Path) -> Project:
    """Return the project that a good tree says; `path` is the file, absolute."""
    return _Builder(source, path.parent).project(root, path)


class _Builder(NamedTuple):
    source: Source
    folder: Path

    def project(self, root: Mapping, path: Path) -> Project:
        accounts = {LOCAL: Account(LOCAL, None)}
        for name, entry in entries(child(root, "accounts")):
            accounts[name] = self._account(name, entry.value, entry.key)
        scenarios = entries(child(root, "scenario-settings"))
        settings = [self._settings(key, entry.value, entry.key) for key, entry in scenarios]
        schema = self._placed(child(root, "schema"))
        return Project(
            root=self.folder,
            scenarios=self.folder / (text(child(root, "scenarios")) or DEFAULT_FOLDER),
            file=path,
            shown=self.source.path,
            accounts=accounts,
            default_account=text(child(root, "default-account")),
            settings={found.key: found for found in settings},
            lint=self._lint(child(root, "lint")),
            schema=None if schema is None else self.folder / schema.text,
            schema_place=None if schema is None else schema.place,
            operations={name: text(e.value) or "" for name, e in entries(child(root, "operations"))},
        )

    def _account(self, name: str, node: Node, key: Node) -> Account:
        rate = scalar(child(node, "rate-limit"))
        protected = scalar(child(node, "protected"))
        at = f"accounts.{name}"
        url = self._template(child(node, "url"), f"{at}.url")
        if url is None and name != LOCAL:
            url = Template(DEFAULT_URL, f"{at}.url")
        return Account(
            name,
            url,
            account=self._template(child(node, "account"), f"{at}.account"),
            api_key=self._template(child(node, "api-key"), f"{at}.api-key"),
            protected=protected is not None and protected.data is True,
            rate_limit=float(rate.data) if rate is not None and isinstance(rate.data, int | float) else None,
            place=self._place(key),
        )

    def _settings(self, written: str, node: Node, key: Node) -> ScenarioSettings:
        at = f"scenario-settings.{written}.variables"
        world = text(child(node, "world"))
        return ScenarioSettings(
            key=unicodedata.normalize("NFC", written),
            name=text(child(node, "name")),
            numbers={
                account: tuple(text(item) or "" for item in items(entry.value))
                for account, entry in entries(child(node, "numbers"))
            },
            variables={
                account: {
                    name: self._variable(variable.value, f"{at}.{account}.{name}")
                    for name, variable in entries(entry.value)
                }
                for account, entry in entries(child(node, "variables"))
            },
            run=self._run(child(node, "run")),
            world=None if world is None else self.folder / world,
            drift_ignore=tuple(self._drift_ignore(item) for item in items(child(node, "drift-ignore"))),
            positions={(): self._place(key), **dict(self._positions(node, ()))},
        )

    def _variable(self, node: Node, at: str) -> VariableValue:
        written = text(node)
        if written is not None and written.startswith(AUDIO_PREFIX):
            return Audio(Template(written.removeprefix(AUDIO_PREFIX), at, self._place(node)))
        return self._value(node, at)

    def _value(self, node: Node, at: str) -> VariableValue:
        found = target(node)
        if isinstance(found, Mapping):
            return {name: self._value(entry.value, f"{at}.{name}") for name, entry in entries(found)}
        if isinstance(found, Sequence):
            return [self._value(item, f"{at}[{index}]") for index, item in enumerate(found.items)]
        written = text(node)
        if written is not None and "${" in written:
            return Template(written, at, self._place(node))
        return None if found is None else found.data

    def _run(self, node: Node | None) -> RunSettings:
        timeout = text(child(node, "timeout"))
        return RunSettings(
            until=self._placed(child(node, "until")),
            fail_if=self._placed(child(node, "fail-if")),
            timeout=None if timeout is None else seconds(timeout),
            outputs={
                name: Placed(text(entry.value) or "", self._place(entry.value))
                for name, entry in entries(child(node, "outputs"))
            },
        )

    def _drift_ignore(self, node: Node) -> DriftIgnore:
        return DriftIgnore(
            field=text(child(node, "field")) or "",
            until=date.fromisoformat(text(child(node, "until")) or ""),
            account=text(child(node, "account")),
            reason=text(child(node, "reason")),
            place=self._place(node),
        )

    def _lint(self, node: Node | None) -> LintSettings:
        fail_on = text(child(node, "fail-on"))
        return LintSettings(
            select=self._rules(node, "select") if child(node, "select") is not None else None,
            ignore=self._rules(node, "ignore"),
            per_file=tuple(
                PerFile(
                    Placed(glob, self._place(entry.key)),
                    self._rules(entry.value, "select"),
                    self._rules(entry.value, "ignore"),
                )
                for glob, entry in entries(child(node, "per-file"))
            ),
            fail_on=None if fail_on is None else Severity(fail_on),
            profile=self._placed(child(node, "profile")),
            baseline=self._placed(child(node, "baseline")),
        )

    def _rules(self, node: Node | None, name: str) -> tuple[Placed, ...]:
        return tuple(Placed(text(item) or "", self._place(item)) for item in items(child(node, name)))

    def _template(self, node: Node | None, at: str) -> Template | None:
        written = text(node)
        return None if node is None or written is None else Template(written, at, self._place(node))

    def _placed(self, node: Node | None) -> Placed | None:
        written = text(node)
        return None if node is None or written is None else Placed(written, self._place(node))

    def _place(self, node: Node) -> Place:
        return Place(self.source.path, self.source.span(node.start, node.end))

    def _positions(self, node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Place]]:
        for name, entry in entries(node):
            yield (*path, name), self._place(entry.value)
            yield from self._positions(entry.value, (*path, name))
        for index, item in enumerate(items(node)):
            yield (*path, index), self._place(item)
            yield from self._positions(item, (*path, index))


def seconds(written: str) -> float:
    """Return a time such as `60s`, `1500ms` or `5m` in seconds; the schema has its pattern."""
    digits = written.rstrip("mhs")
    return int(digits) * _SECONDS[written[len(digits) :]]
