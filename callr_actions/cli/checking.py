"""From discovered files to what came of each: from the cache, or checked, by several processes if many."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

from callr_actions.cli.project import make_context, named_at, own_numbers
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.document import document_from_bytes, read_content, read_document
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from callr_actions.cli.fixing import Fixer
    from callr_actions.cli.ignoring import Ignorer
    from callr_actions.language.document import Document
    from callr_actions.linter.cache import Cache
    from callr_actions.linter.context import LintContext
    from callr_actions.linter.result import Checked
    from callr_actions.linter.selection import Selection
    from callr_actions.project.discovery import ScenarioFile
    from callr_actions.project.project import Project

_MOST_LISTED = 5


class FileChecker:
    """Checks files of one project; can be sent to another process, where it reads the facts anew."""

    def __init__(self, project: Project, selection: Selection) -> None:
        self._numbers = own_numbers(project)
        self._schema = project.schema
        self._named_at = named_at(project)
        self._selection = selection
        self._context: LintContext | None = None

    def __getstate__(self) -> dict[str, object]:
        """Return what is sent: facts and compiled schemas are not."""
        return self.__dict__ | {"_context": None}

    def prepare(self) -> None:
        """Read the facts.

        Raises:
            CallrActionsError: the adopted schema cannot be read or used.
        """
        if self._context is None:
            self._context = make_context(self._numbers, self._schema, self._named_at)

    def check(self, document: Document) -> Checked:
        """Return what comes of a parsed file."""
        from callr_actions.linter.engine import check_document

        self.prepare()
        assert self._context is not None, "made one line above"
        return check_document(document, self._context, self._selection)

    def __call__(self, scenario: ScenarioFile) -> tuple[Checked, str | None]:
        """Return what comes of a file and the digest of the bytes that were read."""
        content = read_content(scenario.path)
        if isinstance(content, str) or content.size != len(content.data):
            return self.check(read_document(scenario.path, scenario.shown)), None
        digest = sha256(content.data).hexdigest()
        return self.check(document_from_bytes(content.data, scenario.shown)), digest


class Unchecked(NamedTuple):
    """A file at which a process has died, and how."""

    shown: str
    how: str


def check_files(
    documents: Sequence[Document],
    scenarios: Sequence[ScenarioFile],
    checker: FileChecker,
    selection: Selection,
    unchecked: list[Unchecked],
    *,
    cache: Cache | None,
    jobs: int,
) -> Iterator[Checked]:
    """Yield what came of each document and then of each file, in their order.

    Args:
        documents: what is parsed already, such as standard input; never cached.
        scenarios: the files.
        checker: what checks them.
        selection: which rules count.
        unchecked: takes the files that are left out because a process died at them.
        cache: results of earlier runs; it is written when all files are through.
        jobs: how many processes may share the work; 0 leaves it to the machine.

    Raises:
        CallrActionsError: the adopted schema cannot be read or used.
    """
    recalled = [_recalled(cache, scenario, selection) for scenario in scenarios]
    missing = [scenario for scenario, known in zip(scenarios, recalled, strict=True) if known is None]
    if documents or missing or not scenarios:
        checker.prepare()
    yield from map(checker.check, documents)
    if missing:
        yield from _checked(scenarios, recalled, missing, checker, selection, unchecked, cache, jobs)
    else:
        yield from (known for known in recalled if known is not None)
    if cache is not None:
        cache.write()


def rewrite_files(
    documents: Sequence[Document],
    scenarios: Sequence[ScenarioFile],
    rewriter: Fixer | Ignorer,
    checker: FileChecker,
) -> Iterator[Checked]:
    """Rewrite each document and each file, in their order, and yield what then comes of it.

    Args:
        documents: what is parsed already and has no file to be written to.
        scenarios: the files.
        rewriter: what changes them.
        checker: what checks them afterwards.

    Raises:
        CallrActionsError: a file cannot be written, or somebody else has changed it meanwhile.
    """
    for document in documents:
        yield checker.check(rewriter.rewrite(document, None))
    for scenario in scenarios:
        document = read_document(scenario.path, scenario.shown)
        yield checker.check(rewriter.rewrite(document, scenario.path))


def _checked(
    scenarios: Sequence[ScenarioFile],
    recalled: Sequence[Checked | None],
    missing: Sequence[ScenarioFile],
    checker: FileChecker,
    selection: Selection,
    unchecked: list[Unchecked],
    cache: Cache | None,
    jobs: int,
) -> Iterator[Checked]:
    import callr_actions.linter.engine  # noqa: F401 - before the process is copied, not in each copy
    from callr_actions.linter.batch import Lost, jobs_for, run_batch

    with closing(run_batch(checker, missing, jobs_for(jobs, len(missing)))) as results:
        for scenario, known in zip(scenarios, recalled, strict=True):
            if known is not None:
                yield known
                continue
            result = next(results)
            if isinstance(result, Lost):
                unchecked.append(Unchecked(scenario.shown, result.how))
                continue
            checked, digest = result
            if cache is not None:
                cache.put(checked, digest, selection)
            yield checked


def _recalled(cache: Cache | None, scenario: ScenarioFile, selection: Selection) -> Checked | None:
    if cache is None or not cache.knows(scenario.shown):
        return None
    content = read_content(scenario.path)
    return None if isinstance(content, str) else cache.get(scenario.shown, content.data, selection)


def refuse_unchecked(unchecked: Sequence[Unchecked]) -> None:
    """Say which files could not be checked.

    Raises:
        CallrActionsError: there are some.
    """
    if not unchecked:
        return
    first, *others = unchecked
    shown = ", ".join(each.shown for each in others[: _MOST_LISTED - 1])
    more = len(others) - _MOST_LISTED + 1
    also = f"; so did those at {shown}" + (f" and {more:,} more" if more > 0 else "") if others else ""
    raise CallrActionsError(
        f"not checked: the process that was at it ended early ({first.how}){also}",
        file=first.shown,
        hint="everything else was checked; was there enough memory? `--jobs 1` uses one process only",
        exit_code=ExitCode.INTERNAL,
    )
