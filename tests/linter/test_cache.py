"""The cache: what it serves and what it does not, and that nothing is wrong with a run when it is broken."""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.linter import cache as room
from callr_actions.linter.cache import Cache
from callr_actions.linter.context import LintContext
from callr_actions.linter.engine import check_document
from callr_actions.linter.selection import PerFile, Selection
from callr_actions.masking import Masker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from callr_actions.linter.result import Checked

SHOWN = "scenarios/a.yaml"
TEXT = b"branches: {inbound-call: {actions: [{action: sya@v2}, {goto: {branch: inbound-cal}}]}}\n"
EVERYTHING = Selection()
CONTEXT = [["+33199005678"], None]


def checked(text: bytes = TEXT, shown: str = SHOWN) -> Checked:
    return check_document(document_from_bytes(text, shown), LintContext(), EVERYTHING)


def plain(found: Checked | None) -> tuple[object, ...] | None:
    """Return what can be compared: of the source its text."""
    return found and (*found._replace(source=None), found.source and found.source.text)


def digest(text: bytes = TEXT) -> str:
    return sha256(text).hexdigest()


def opened(root: Path, stamp: str = "1", masker: Masker | None = None) -> Cache:
    cache = Cache(root, stamp, masker)
    cache.set_context(CONTEXT)
    return cache


def file_of(root: Path) -> Path:
    return root / ".callr" / "cache" / "lint" / "results.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one scenario, with what came of it in the cache."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / SHOWN).write_bytes(TEXT)
    cache = opened(tmp_path)
    cache.put(checked(), digest(), EVERYTHING)
    cache.write()
    return tmp_path


def test_it_gives_back_what_came_of_a_file(root: Path) -> None:
    assert checked().findings
    assert plain(opened(root).get(SHOWN, TEXT, EVERYTHING)) == plain(checked())


def test_it_remembers_that_there_were_more_findings(root: Path) -> None:
    cache = opened(root)
    many = checked()._replace(more=True, suppressed=3)
    cache.put(many, digest(), EVERYTHING)
    cache.write()
    assert plain(opened(root).get(SHOWN, TEXT, EVERYTHING)) == plain(many)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda root: opened(root, "2").get(SHOWN, TEXT, EVERYTHING), id="program"),
        pytest.param(lambda root: opened(root).get(SHOWN, TEXT + b"\n", EVERYTHING), id="content"),
        pytest.param(lambda root: opened(root).get("scenarios/b.yaml", TEXT, EVERYTHING), id="name"),
        pytest.param(lambda root: opened(root).get(SHOWN, TEXT, Selection(("CA3",))), id="select"),
        pytest.param(lambda root: opened(root).get(SHOWN, TEXT, Selection(ignore=("CA3",))), id="ignore"),
        pytest.param(
            lambda root: opened(root).get(SHOWN, TEXT, Selection(leaves_out=frozenset(("CA3",)))),
            id="profile",
        ),
        pytest.param(
            lambda root: opened(root).get(SHOWN, TEXT, Selection(per_file=(PerFile("*", ("CA3",)),))),
            id="per-file",
        ),
        pytest.param(lambda root: with_context(root, [[], None]), id="numbers"),
        pytest.param(lambda root: with_context(root, [CONTEXT[0], ["schema.json", "0" * 64]]), id="schema"),
    ],
)
def test_it_serves_nothing_when_this_is_another(root: Path, other: Callable[[Path], Checked | None]) -> None:
    assert other(root) is None


def with_context(root: Path, context: list[object]) -> Checked | None:
    cache = opened(root)
    cache.set_context(context)
    return cache.get(SHOWN, TEXT, EVERYTHING)


def test_what_fails_the_run_and_other_files_rules_change_nothing(root: Path) -> None:
    selection = Selection(per_file=(PerFile("legacy/**", ("CA3",)),))
    assert plain(opened(root).get(SHOWN, TEXT, selection)) == plain(checked())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"format": 1, "stamp": "1", "files": []}',
        b'{"format": 1, "stamp": "1", "files": {"scenarios/a.yaml": {}}}',
        b'{"format": 1, "stamp": "1", "files": {"scenarios/a.yaml": 3}, "notes": 4}',
        b'{"format": 1, "stamp": "1", "files": {"scenarios/b.yaml": {"findings": 3}}}',
        b'{"format": 99, "stamp": "1", "files": {}}',
    ],
)
def test_a_broken_one_is_left_aside_and_written_anew(root: Path, content: bytes) -> None:
    file_of(root).write_bytes(content)
    cache = opened(root)
    assert cache.get(SHOWN, TEXT, EVERYTHING) is None
    assert cache.notes == {}
    cache.put(checked(), digest(), EVERYTHING)
    cache.write()
    assert plain(opened(root).get(SHOWN, TEXT, EVERYTHING)) == plain(checked())


@pytest.mark.parametrize("change", ["key", "severity", "span", "fix"])
def test_a_broken_entry_is_left_aside(root: Path, change: str) -> None:
    content = json.loads(file_of(root).read_bytes())
    entry = content["files"][SHOWN]
    if change == "key":
        entry["key"] = "0" * 64
    else:
        entry["findings"][0][change] = "odd"
    file_of(root).write_text(json.dumps(content))
    assert opened(root).get(SHOWN, TEXT, EVERYTHING) is None


def test_files_that_are_gone_are_forgotten(root: Path) -> None:
    cache = opened(root)
    cache.put(checked(shown="scenarios/gone.yaml"), digest(), EVERYTHING)
    cache.write()
    assert opened(root).knows("scenarios/gone.yaml")
    opened(root).write()
    assert not opened(root).knows("scenarios/gone.yaml")
    assert opened(root).knows(SHOWN)


def test_a_file_with_a_secret_is_not_kept(root: Path) -> None:
    key = "sk_live_" + "a1B2c3D4e5F6g7H8i9"
    text = f"description: {key}\n".encode()
    found = checked(text)
    assert found.secrets == {key}
    cache = opened(root)
    cache.put(found, digest(text), EVERYTHING)
    cache.write()
    assert not opened(root).knows(SHOWN)
    assert key not in file_of(root).read_text()


def test_a_finding_that_shows_a_known_secret_is_not_kept(root: Path) -> None:
    masker = Masker()
    masker.add("inbound-cal")
    cache = opened(root, masker=masker)
    cache.put(checked(), digest(), EVERYTHING)
    cache.write()
    assert not opened(root).knows(SHOWN)


def test_what_could_not_be_read_is_not_kept(root: Path) -> None:
    cache = opened(root)
    cache.put(checked(), None, EVERYTHING)
    cache.write()
    assert not opened(root).knows(SHOWN)


def test_it_has_a_limit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = opened(root)
    for number in range(100):
        shown = f"scenarios/{number}.yaml"
        (root / shown).write_bytes(TEXT)
        cache.put(checked(shown=shown), digest(), EVERYTHING)
    monkeypatch.setattr(room, "MOST_CACHE_BYTES", 40_000)
    cache.write()
    assert 10_000 < file_of(root).stat().st_size < 40_000
    assert not opened(root).knows(SHOWN)
    assert opened(root).knows("scenarios/0.yaml")


def test_one_that_is_too_large_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_CACHE_BYTES", 100)
    assert not opened(root).knows(SHOWN)


def test_the_folder_is_private_and_says_what_it_is(root: Path) -> None:
    folder = file_of(root).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert file_of(root).stat().st_mode & 0o777 == 0o600
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "results.json"]


def test_one_that_others_can_write_is_not_read(root: Path) -> None:
    file_of(root).chmod(0o620)
    assert not opened(root).knows(SHOWN)


def test_a_link_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / ".callr" / "cache").rename(elsewhere / "cache")
    (root / ".callr" / "cache").symlink_to(elsewhere / "cache")
    cache = opened(root)
    assert not cache.knows(SHOWN)
    before = (elsewhere / "cache" / "lint" / "results.json").read_bytes()
    cache.put(checked(), digest(), EVERYTHING)
    cache.write()
    assert (elsewhere / "cache" / "lint" / "results.json").read_bytes() == before


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(28, "full"), OSError(30, "read-only")])
def test_a_folder_that_cannot_be_written(root: Path, error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise error

    before = file_of(root).read_bytes()
    cache = opened(root)
    cache.put(checked()._replace(suppressed=1), digest(), EVERYTHING)
    monkeypatch.setattr(room, "_write_new", refuse)
    cache.write()
    assert file_of(root).read_bytes() == before
    assert not list(file_of(root).parent.glob(".*.tmp"))


def test_a_file_that_cannot_take_the_others_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "open elsewhere")

    before = file_of(root).read_bytes()
    cache = opened(root)
    cache.put(checked()._replace(suppressed=1), digest(), EVERYTHING)
    monkeypatch.setattr(type(root), "replace", refuse)
    cache.write()
    assert file_of(root).read_bytes() == before
    assert not list(file_of(root).parent.glob(".*.tmp"))


def test_a_name_that_no_file_can_have_is_forgotten(root: Path) -> None:
    path = file_of(root)
    path.write_text(path.read_text().replace(SHOWN, "a\\u0000b.yaml"))
    cache = opened(root)
    cache.note("codes", ["CA301"])
    cache.write()
    assert "b.yaml" not in path.read_text()


def test_what_a_killed_run_left_is_swept(root: Path) -> None:
    folder = file_of(root).parent
    (folder / ".old.tmp").touch()
    (folder / ".new.tmp").touch()
    os.utime(folder / ".old.tmp", (time.time() - 7200,) * 2)
    cache = opened(root)
    cache.note("codes", ["CA301"])
    cache.write()
    assert sorted(path.name for path in folder.glob(".*.tmp")) == [".new.tmp"]


def test_nothing_new_is_not_written(root: Path) -> None:
    before = file_of(root).stat()
    cache = opened(root)
    assert cache.get(SHOWN, TEXT, EVERYTHING) is not None
    cache.write()
    assert file_of(root).stat() == before
