"""Which rules count: callr.yaml's `lint` and the command line put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.language.finding import Severity
from callr_actions.linter.profiles import DEFAULT, find_profile
from callr_actions.linter.selection import PerFile, Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

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
) -> Selection:
    """Combine what callr.yaml says with the command line, which wins.

    Args:
        settings: callr.yaml's `lint`.
        select: values of `--select`, each one code or several with commas between.
        ignore: values of `--ignore`, likewise; added to callr.yaml's.
        fail_on: the value of `--fail-on`.
        profile: the value of `--profile`; stands for callr.yaml's `select` and `fail-on`, too.
        known: codes and names that are known to exist; looking for others imports every rule.

    Raises:
        CallrActionsError: a code, name or profile that does not exist, with its place where it is in
            callr.yaml.
    """
    selected, ignored = _split(select), _split(ignore)
    _refuse_unknown(selected, known)
    _refuse_unknown(ignored, known)
    _refuse_unknown_in_file(settings, known)
    in_file = settings.profile
    written = DEFAULT if in_file is None else in_file.text
    chosen = find_profile(written, None if in_file is None else str(in_file.place))
    asked = None
    if profile is not None:
        chosen = asked = find_profile(profile)
    if not selected:
        from_file = settings.select if asked is None else None
        selected = ("default",) if from_file is None else _texts(from_file)
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


def _refuse_unknown_in_file(settings: LintSettings, known: Collection[str]) -> None:
    placed = [*(settings.select or ()), *settings.ignore]
    for choice in settings.per_file:
        placed += [*choice.select, *choice.ignore]
    for each in placed:
        try:
            _refuse_unknown([each.text], known)
        except CallrActionsError as error:
            error.file = str(each.place)
            raise
