"""Which rules count: callr.yaml's `lint` and the command line put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.linter.profiles import DEFAULT, find_profile
from callr_actions.linter.selection import PerFile, Selection
from callr_actions.project.report import quoted
from callr_actions.project.scenario_check import unknown_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from callr_actions.language.finding import Finding
    from callr_actions.project.places import Placed
    from callr_actions.project.settings import LintSettings


def lint_selection(
    settings: LintSettings,
    select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
    profile: str | None = None,
    *,
    known: Collection[str] = (),
    mistakes: list[Finding] | None = None,
) -> Selection:
    """Combine what callr.yaml says with the command line, which wins.

    Args:
        settings: callr.yaml's `lint`.
        select: values of `--select`, each one code or several with commas between.
        ignore: values of `--ignore`, likewise; added to callr.yaml's.
        fail_on: the value of `--fail-on`.
        profile: the value of `--profile`; stands for callr.yaml's `select` and `fail-on`, too.
        known: codes and names that are known to exist; looking for others imports every rule.
        mistakes: takes a finding for each code, name or profile in callr.yaml that does not exist, and is
            left out then; None refuses those, too.

    Raises:
        CallrActionsError: a code, name or profile that does not exist, with its place where it is in
            callr.yaml.
    """
    selected, ignored = _split(select), _split(ignore)
    _refuse_unknown(selected, known)
    _refuse_unknown(ignored, known)
    found: list[Finding] = []
    settings = _existing(settings, known, found if mistakes is not None else None)
    if mistakes is not None:
        mistakes += found
    in_file = settings.profile
    chosen = find_profile(DEFAULT if in_file is None else in_file.text)
    asked = None
    if profile is not None:
        chosen = asked = find_profile(profile)
    if not selected:
        from_file = settings.select if asked is None else None
        selected = ("default",) if from_file is None else _texts(from_file)
    if found:
        selected = (*selected, found[0].code)  # whatever else counts
    per_file = tuple(
        PerFile(choice.glob.text, _texts(choice.select), _texts(choice.ignore))
        for choice in settings.per_file
    )
    severity = Severity(fail_on) if fail_on else asked and asked.fail_on
    return Selection(
        selected,
        (*_texts(settings.ignore), *ignored),
        per_file,
        severity or settings.fail_on or chosen.fail_on or Severity.ERROR,
        chosen.leaves_out,
    )


def _split(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


def _texts(placed: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(each.text for each in placed)


def patterns_of(selection: Selection) -> set[str]:
    """Return every code and name of a selection."""
    patterns = {*selection.select, *selection.ignore}
    for choice in selection.per_file:
        patterns.update(choice.select, choice.ignore)
    return patterns


def _refuse_unknown(patterns: Iterable[str], known: Collection[str]) -> None:
    patterns = [pattern for pattern in patterns if pattern not in known]
    if patterns:
        from callr_actions.linter.rules import RULES
        from callr_actions.linter.selection import check_patterns
        from callr_actions.project.explanations import EXPLANATIONS

        check_patterns(patterns, (*RULES, *EXPLANATIONS))


def _existing(settings: LintSettings, known: Collection[str], mistakes: list[Finding] | None) -> LintSettings:
    """Return callr.yaml's `lint` with what exists of it.

    Args:
        settings: as it is written.
        known: as for `lint_selection`.
        mistakes: takes what does not exist; None refuses it.
    """

    def exist(written: Iterable[Placed]) -> tuple[Placed, ...]:
        return tuple(
            each for each in written if _exists(each, lambda text: _refuse_unknown([text], known), mistakes)
        )

    select = None if settings.select is None else exist(settings.select)
    ignore = exist(settings.ignore)
    per_file = tuple(
        choice._replace(select=exist(choice.select), ignore=exist(choice.ignore))
        for choice in settings.per_file
    )
    profile = settings.profile
    if profile is not None and not _exists(profile, find_profile, mistakes):
        profile = None
    if settings.select and not select:
        select = None  # nothing of it exists; an empty list would check nothing
    return settings._replace(select=select, ignore=ignore, per_file=per_file, profile=profile)


def _exists(written: Placed, look: Callable[[str], object], mistakes: list[Finding] | None) -> bool:
    try:
        look(written.text)
    except CallrActionsError as error:
        if mistakes is None:
            error.file = str(written.place)
            raise
        said = str(error).replace(f"`{written.text}`", quoted(written.text))
        mistakes.append(unknown_rule(written, said, error.hint))
        return False
    return True
