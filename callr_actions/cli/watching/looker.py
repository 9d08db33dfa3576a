"""The linter kept warm: facts, rules, callr.yaml and what came of each file stay; only changes are checked.

What it finds is always what `lint` would find at this moment.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callr_actions.cli.baseline import find_baseline
from callr_actions.cli.caching import find_project_and_cache, known_codes, note_codes
from callr_actions.cli.checking import FileChecker, Unchecked, check_files, refuse_unchecked
from callr_actions.cli.project import own_numbers
from callr_actions.cli.selection import lint_selection
from callr_actions.cli.subjects import discover_asked, findings_beside, unseen_error
from callr_actions.cli.watching.interests import interests_of
from callr_actions.language.document import read_content
from callr_actions.linter.batch import LEAST_FILES
from callr_actions.linter.result import gather
from callr_actions.named_tuple import NamedTuple
from callr_actions.project.discovery import shown_path
from callr_actions.watch.loop import Looked
from callr_actions.watch.stamps import Change, changes_between, stamps_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callr_actions.cli.baseline import BaselineUse
    from callr_actions.cli.project import FoundProject
    from callr_actions.cli.watching.interests import Asked
    from callr_actions.language.finding import Finding
    from callr_actions.linter.cache import Cache
    from callr_actions.linter.result import Checked, LintResult
    from callr_actions.linter.selection import Selection
    from callr_actions.project.discovery import Discovery, ScenarioFile
    from callr_actions.project.project import Project
    from callr_actions.watch.stamps import Stamp
    from callr_actions.watch.work import Interests, Work


class _Known(NamedTuple):
    """What came of a file, and of which bytes."""

    digest: str | None
    checked: Checked


class _Settings(NamedTuple):
    """What callr.yaml and the command line say together."""

    found: FoundProject
    selection: Selection
    checker: FileChecker
    cache: Cache | None
    baseline: BaselineUse | None
    mistakes: tuple[Finding, ...]


class WarmLooker:
    """Looks at a project again and again.

    Args:
        asked: what is asked for.
        companions: returns the files of which it is to be said when they change, though no finding depends
            on them; asked whenever callr.yaml is read.
    """

    def __init__(self, asked: Asked, companions: Callable[[Project], frozenset[str]] | None = None) -> None:
        self._asked = asked
        self._find_companions = companions
        self._companions: frozenset[str] = frozenset()
        self._settings: _Settings | None = None
        self._discovery: Discovery | None = None
        self._targets: frozenset[str] = frozenset()
        self._beside: tuple[Finding, ...] = ()
        self._known: dict[str, _Known] = {}
        self._rest_on: Any = None
        self._stamps: dict[str, Stamp | None] = {}
        self._last: LintResult | None = None

    @property
    def found(self) -> FoundProject:
        """The project, as it was read last."""
        assert self._settings is not None, "it has been looked at"
        return self._settings.found

    @property
    def discovery(self) -> Discovery:
        """The scenarios, as they were found last."""
        assert self._discovery is not None, "it has been looked at"
        return self._discovery

    @property
    def interests(self) -> Interests:
        """What the findings depend on, as far as that is known by now."""
        project = None if self._settings is None else self._settings.found.project
        found = interests_of(self._asked, project, self._discovery, self._companions)
        return found._replace(named=found.named | self._targets)

    @property
    def _scenarios(self) -> Sequence[ScenarioFile]:
        return () if self._discovery is None else self._discovery.scenarios

    def look(self, work: Work) -> Looked:
        """Look again at what has changed.

        Raises:
            CallrActionsError: as `lint` does, but not where there is no scenario: one may come.
        """
        first = self._last is None
        stamps = self._look_at_stamps(work)
        settings, discovery = self._settings, self._discovery
        assert settings is not None, "read above"
        assert discovery is not None, "made above"
        before, changes = self._stamps, changes_between(self._stamps, stamps)
        todo = [
            each
            for each in discovery.scenarios
            if (path := str(each.path)) not in self._known
            or path in work.files
            or stamps[path] is None  # why it cannot be read can change
            or before.get(path) != stamps[path]
        ]
        touched = self._check(todo, settings)
        self._stamps = stamps
        there = {str(each.path) for each in discovery.scenarios}
        self._known = {path: known for path, known in self._known.items() if path in there}
        result = self._result(settings, discovery)
        last, self._last = self._last, result
        return Looked(
            result,
            len(self._scenarios),
            () if first else self._shown(changes, touched & work.files),
            tuple(each.shown for each in todo),
            self._notes(settings, result),
            clean=not result.fails(settings.selection.fail_on) and not settings.found.broken,
            news=first or bool(changes) or bool(touched) or result != last,
        )

    def _look_at_stamps(self, work: Work) -> dict[str, Stamp | None]:
        """Read what has to be read before any scenario, and return how all files look before that."""
        interests = self.interests
        stamps = stamps_of(interests.settings | interests.companions)
        moved = any(stamps[path] != self._stamps.get(path) for path in interests.settings)
        if work.settings or self._settings is None or moved:
            self._read_settings()
            moved = True
        if moved or work.search or self._discovery is None or self._has_gone():
            self._search()
        interests = self.interests
        beside = (interests.settings | interests.companions) - stamps.keys()
        return stamps | stamps_of(interests.scenarios | beside)

    def _has_gone(self) -> bool:
        return any(not os.path.lexists(each.path) for each in self._scenarios)

    def _read_settings(self) -> None:
        asked = self._asked
        found, cache = find_project_and_cache(asked.project_file, use_cache=not asked.no_cache)
        mistakes: list[Finding] = []
        selection = lint_selection(
            found.project.lint,
            asked.select,
            asked.ignore,
            asked.fail_on,
            asked.profile,
            known=known_codes(cache),
            mistakes=mistakes,
        )
        note_codes(cache, selection)
        baseline = find_baseline(asked.baseline, asked.no_baseline, None, found, selection)
        checker = FileChecker(found.project, selection)
        checker.prepare()
        rest_on = _rest_on(found, selection)
        if self._settings is None or rest_on != self._rest_on:
            self._known = {}
        self._rest_on = rest_on
        if self._find_companions is not None:
            self._companions = self._find_companions(found.project)
        self._settings = _Settings(found, selection, checker, cache, baseline, tuple(mistakes))

    def _search(self) -> None:
        assert self._settings is not None, "read before"
        asked, (found, selection, *_) = self._asked.paths, self._settings
        self._discovery = discover_asked(asked, found)
        # What is written through a link is heard of where that leads: maybe where nobody searches.
        links = [each.path for each in self._scenarios if each.path.is_symlink()]
        self._targets = frozenset(map(os.path.realpath, links))
        beside = findings_beside(asked, found, self._discovery, selection)
        self._beside = (*self._settings.mistakes, *beside)

    def _check(self, todo: Sequence[ScenarioFile], settings: _Settings) -> set[str]:
        """Check files; return the paths of those in which something else stands than before."""
        if len(todo) >= LEAST_FILES:
            unchecked: list[Unchecked] = []
            outcomes = check_files(
                (),
                todo,
                settings.checker,
                settings.selection,
                unchecked,
                cache=settings.cache,
                jobs=self._asked.jobs,
            )
            by_name = {checked.path: checked for checked in outcomes}
            for each in todo:
                if each.shown in by_name:
                    self._known[str(each.path)] = _Known(None, by_name[each.shown])
            refuse_unchecked(unchecked)
            return {str(each.path) for each in todo}
        touched = set()
        for each in todo:
            path = str(each.path)
            known = self._known.get(path)
            if known is None or known.digest is None or known.digest != _digest_of(each.path):
                checked, digest = settings.checker(each)
                if digest is None and known is not None and _same(checked, known.checked):
                    continue  # it cannot be read, as before
                self._known[path] = _Known(digest, checked)
                touched.add(path)
        return touched

    def _result(self, settings: _Settings, discovery: Discovery) -> LintResult:
        """Return all that is to be found now, as `lint` puts it together."""
        found, selection, _, _, baseline, _ = settings
        whole = found.source is not None and (
            not self._asked.paths or any(found.is_file(path) for path in self._asked.paths)
        )
        outcomes = (self._known[str(each.path)].checked for each in discovery.scenarios)
        use = baseline.anew() if baseline is not None else None
        result = gather(
            outcomes if use is None else map(use.watch, outcomes),
            selection,
            further=self._beside,
            further_sources=[found.source] if found.source else (),
        )
        if use is not None:
            result = use.applied(
                result, write=False, whole=whole, everything=not self._asked.paths, fixer=None
            )
        return result._replace(files=result.files + 1) if whole else result

    def _shown(self, changes: Sequence[Change], rewritten: set[str]) -> tuple[Change, ...]:
        """Return the changes with the names that findings use; of files with an old stamp, too."""
        project = self.found.project
        seen = {change.path for change in changes}
        more = [Change(path, "changed") for path in rewritten - seen if path in self._stamps]
        return tuple(
            change._replace(path=shown_path(change.path, project.root, Path.cwd()))
            for change in sorted((*changes, *more))
        )

    def _notes(self, settings: _Settings, result: LintResult) -> tuple[str, ...]:
        found = settings.found
        notes = []
        unseen = unseen_error(found, result)
        if unseen is not None:
            start = unseen.span.start
            notes.append(f"{unseen.file}:{start.line}:{start.column}: error[{unseen.code}] {unseen.message}")
        if found.broken:
            notes.append(f"{found.project.shown} has errors, so nothing in it counts")
        if not self._scenarios:
            notes.append("there is no scenario yet")
        return tuple(notes)


def _rest_on(found: FoundProject, selection: Selection) -> Any:  # noqa: ANN401 - only compared
    """Return what the findings of every file depend on."""
    project = found.project
    schema = None if project.schema is None else _digest_of(project.schema)
    return sorted(own_numbers(project)), project.schema, schema, selection


def _same(one: Checked, other: Checked) -> bool:
    return one._replace(source=None) == other._replace(source=None)


def _digest_of(path: Path) -> str | None:
    content = read_content(path)
    return None if isinstance(content, str) else sha256(content.data).hexdigest()
