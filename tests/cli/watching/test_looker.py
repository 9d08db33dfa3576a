"""The warm linter: after any changes it finds what `lint` finds at that moment."""

from __future__ import annotations

import io
import json
import os
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callr_actions.cli import app
from callr_actions.cli.checking import Unchecked
from callr_actions.cli.session import MASKER
from callr_actions.cli.watching import looker as looker_module
from callr_actions.cli.watching.interests import Asked
from callr_actions.cli.watching.looker import WarmLooker
from callr_actions.errors import CallrActionsError
from callr_actions.linter.batch import LEAST_FILES
from callr_actions.linter.outputs.json_v1 import render
from callr_actions.linter.outputs.style import Style
from callr_actions.watch.loop import attempt
from callr_actions.watch.stamps import sight_of
from callr_actions.watch.work import EVERYTHING, SEARCH, Work, candidate_folders, folders_to_watch, work_for
from tests.cli.conftest import BAD, GOOD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from callr_actions.cli.checking import FileChecker
    from callr_actions.linter.result import Checked
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.watch.loop import Looked

Step = tuple[str, str, str]
NUMBER = "branches: {inbound-call: {actions: [{action: dial@v1, params: {targets: ['+33199001234']}}]}}\n"
TEXTS = st.sampled_from((GOOD, BAD, NUMBER, "branches: [", "", "\ufeffbranches: {}\n", "x: \x00"))
NAMES = st.sampled_from(("a", "b", "sub/a", "sub/deep/c", "worlds/d", "legacy/e", ".hidden/f"))
FILES = NAMES.map(lambda name: f"scenarios/{name}.yaml")
PROJECTS = st.sampled_from(
    (
        "version: 1\n",
        "version: 1\nlint: {ignore: [CA301], per-file: {'legacy/**': {ignore: [CA304]}}}\n",
        "version: 1\nlint: {profile: all}\nscenario-settings: {a: {}}\n",
        "version: 1\nlint: {profile: nonsense, ignore: [CA301, CA999]}\n",
        "version: 1\nlint: {baseline: known.yaml}\n",
        "version: 1\nscenarios: scenarios/sub\n",
        "version: 1\nscenario-settings: {b: {numbers: {local: ['+33199001234']}}}\n",
        "version: 2\nnonsense: 1\n",
        "[",
    )
)
IGNORES = st.sampled_from(("", "sub/\n", "a.yaml\n!sub/a.yaml\n", "*.yaml\n"))
BASELINE = "version: 1\nfindings:\n  - {file: scenarios/a.yaml, code: CA301, count: 1}\n"
STEPS = st.one_of(
    st.tuples(st.just("write"), FILES, TEXTS),
    st.tuples(st.just("save"), FILES, TEXTS),
    st.tuples(st.just("delete"), FILES, st.just("")),
    st.tuples(st.just("move"), FILES, FILES),
    st.tuples(st.just("link"), FILES, FILES),
    st.tuples(st.just("move"), st.sampled_from(("scenarios/sub", "scenarios")), st.just("away")),
    st.tuples(st.just("move"), st.just("away"), st.sampled_from(("scenarios/sub", "scenarios"))),
    st.tuples(st.just("write"), st.sampled_from((".gitignore", "scenarios/.gitignore")), IGNORES),
    st.tuples(st.just("write"), st.just("callr.yaml"), PROJECTS),
    st.tuples(st.just("write"), st.just("known.yaml"), st.sampled_from((BASELINE, "version: 1\n"))),
    st.tuples(
        st.sampled_from(("delete", "touch")), st.sampled_from(("callr.yaml", "known.yaml")), st.just("")
    ),
)


def do(root: Path, step: Step) -> list[str]:
    """Do one thing to the disk; return the paths at which a system says that something happened."""
    what, name, other = step
    path, second = root / name, root / other
    known = {folder for folder in (*path.parents, *second.parents) if folder.exists()}
    with suppress(OSError):  # what cannot be done, such as writing behind a broken link, changes nothing
        if what in ("write", "save", "link"):
            path.parent.mkdir(parents=True, exist_ok=True)
        if what == "write":
            path.write_text(other)
        elif what == "save":
            path.with_name("4913").write_text(other)
            path.with_name("4913").replace(path)
        elif what == "link":
            path.unlink(missing_ok=True)
            path.symlink_to(second)
        elif what == "delete":
            path.unlink()
        elif what == "touch":
            os.utime(path)
        elif what == "move":
            second.parent.mkdir(parents=True, exist_ok=True)
            path.rename(second)
    made = {folder for folder in (*path.parents, *second.parents) if folder not in known}
    # What is written through a link happens where that leads.
    return [str(each) for each in (path, second, os.path.realpath(path), *made)]


def lint() -> Any:
    """Return what `lint` finds now; where it finds no scenario or cannot be, what it says."""
    out, errors = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = app.run(("lint", "--json", "--no-cache", "--jobs", "1"))
    out.seek(0)
    return json.loads(out.read()) if code in (0, 1) else errors.getvalue()


def watched(looker: WarmLooker) -> dict[str, int]:
    """Return the folders that are watched, and which ones they are."""
    interests = looker.interests
    there = [folder for folder in candidate_folders(interests) if Path(folder).is_dir()]
    return {folder: Path(folder).stat().st_ino for folder in folders_to_watch(interests, there)}


def heard(paths: Iterable[str], folders: Iterable[str], looker: WarmLooker) -> Work:
    """Return the work for what can be heard of: what lies directly in a watched folder, or is one."""
    near = [path for path in paths if path in folders or str(Path(path).parent) in folders]
    return work_for(map(sight_of, near), looker.interests)


def check(looked: Looked | None, failure: Exception | None, what: object) -> None:
    """Compare what was found, or why nothing could be, with what `lint` says."""
    expected = lint()
    if isinstance(expected, str):
        assert looked is None or looked.scenarios == 0, (what, expected)
        # A watch waits for the first scenario; whatever else is wrong is said meanwhile.
        assert failure is None or str(failure) in expected or "no scenario found" in expected, what
    else:
        assert looked is not None, (what, failure)
        assert json.loads(render(looked.result, Style(masker=MASKER))) == expected, what


@given(st.lists(st.lists(STEPS, min_size=1, max_size=4), max_size=6))
def test_it_finds_what_lint_finds(bursts: list[list[Step]]) -> None:
    with TemporaryDirectory() as name, chdir(name), pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", name)
        root = Path(name).resolve()
        (root / ".git").mkdir()
        looker = WarmLooker(Asked(jobs=1, no_cache=True))
        looked, failure = attempt(lambda: looker.look(EVERYTHING))
        folders = watched(looker)
        for burst in bursts:
            paths = [path for step in burst for path in do(root, step)]
            work = heard(paths, folders, looker)
            # As the loop does it: with nothing to do nobody looks, after a failure everything is looked at.
            if not work.is_nothing:
                looked, failure = attempt(partial(looker.look, EVERYTHING if failure else work))
            while (now := watched(looker)) != folders or not folders.keys().isdisjoint(paths):
                folders, paths = now, []
                looked, failure = attempt(partial(looker.look, EVERYTHING if failure else SEARCH))
            check(looked, failure, burst)


@pytest.fixture
def looker(project: Path, monkeypatch: pytest.MonkeyPatch) -> WarmLooker:
    """Has looked at a project with a good and a bad scenario."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(project / "config"))
    found = WarmLooker(Asked(jobs=1))
    assert len(found.look(EVERYTHING).result.findings) == 3
    return found


def test_of_callr_yaml_only_that_is_said_to_have_changed(looker: WarmLooker, project: Path) -> None:
    (project / "callr.yaml").write_text("version: 1\nlint: {ignore: [CA301]}\n")
    looked = looker.look(EVERYTHING)
    assert looked.changes == (("callr.yaml", "changed"),)
    assert looked.checked == ("scenarios/good.yaml", "scenarios/legacy/bad.yaml")
    assert [finding.code for finding in looked.result.findings if finding.code == "CA301"] == []
    assert looked.news


def test_settings_that_change_no_finding_check_nothing_again(looker: WarmLooker, project: Path) -> None:
    (project / "callr.yaml").write_text("version: 1 # as before\n")
    looked = looker.look(EVERYTHING)
    assert (looked.changes, looked.checked) == ((("callr.yaml", "changed"),), ())


def test_other_bytes_under_an_old_stamp_are_seen_where_something_was_heard(
    looker: WarmLooker, project: Path
) -> None:
    """Two saves within one tick of the file system's clock, of the same length."""
    file = project / "scenarios" / "good.yaml"
    status = file.stat()
    file.write_text(GOOD.replace("hangup", "hangpu"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    looked = looker.look(Work(files=frozenset((str(file),))))
    assert looked.changes == (("scenarios/good.yaml", "changed"),)
    assert "scenarios/good.yaml" in {finding.file for finding in looked.result.findings}
    again = looker.look(Work(files=frozenset((str(file),))))
    assert (again.changes, again.news) == ((), False)


def test_a_file_that_cannot_be_read_is_no_news_each_time(looker: WarmLooker, project: Path) -> None:
    link = project / "scenarios" / "lost.yaml"
    link.symlink_to("nowhere.yaml")
    assert "CA100" in {finding.code for finding in looker.look(SEARCH).result.findings}
    assert not looker.look(SEARCH).news


def test_what_a_link_leads_to_is_of_interest(looker: WarmLooker, project: Path) -> None:
    target = project / "scenarios" / "worlds" / "shared.yaml"
    target.parent.mkdir()
    target.write_text(GOOD)
    (project / "scenarios" / "linked.yaml").symlink_to(target)
    looker.look(SEARCH)
    assert str(target) in looker.interests.named


def test_a_process_that_died_at_a_file_is_an_error_of_one_pass(
    looker: WarmLooker, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(LEAST_FILES):
        (project / "scenarios" / f"{number}.yaml").write_text(GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(looker_module, "check_files", lost_one)
        with pytest.raises(CallrActionsError, match="the process that was at it ended early"):
            looker.look(SEARCH)
    assert len(looker.look(SEARCH).result.paths) == LEAST_FILES + 2


def lost_one(
    _: object, todo: Sequence[ScenarioFile], checker: FileChecker, *more: Any, **__: object
) -> Iterator[Checked]:
    """Check all but the first file."""
    more[1].append(Unchecked(todo[0].shown, "signal 9"))
    yield from (checker(each)[0] for each in todo[1:])
