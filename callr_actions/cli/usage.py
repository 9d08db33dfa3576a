"""Mistakes in the command line in this program's words: names in backquotes, the closest match."""

from __future__ import annotations

import click

from callr_actions.closest import closest
from callr_actions.lazy_pattern import lazy_pattern

# What click says of a value that is none of a few; the error has the value nowhere else.
_NONE_OF = lazy_pattern(r"""(?P<quote>['"])(?P<value>.*)(?P=quote) is not one of .*""")

# Others of its messages, and ours for them.
_OURS = {
    lazy_pattern(r"'(?P<value>.*)' is not a valid integer(?: range)?\."): "`{value}` is not a whole number",
    lazy_pattern(
        r"(?P<value>.*) is not in the range (?P<range>.*)\."
    ): "{value} is not allowed; allowed: {range}",
    lazy_pattern(r"Got unexpected extra argument \((?P<value>.*)\)"): "`{value}` is one argument too many",
    lazy_pattern(r"Got unexpected extra arguments \((?P<value>.*)\)"): "`{value}` are too many arguments",
}


def usage_message(error: click.UsageError) -> str:
    """Return what is wrong with a command line, on one line."""
    if isinstance(error, click.NoSuchOption):
        near = f"; did you mean `{error.possibilities[0]}`?" if error.possibilities else ""
        return f"there is no option `{error.option_name}`{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} needs a value"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{_name(error.param)} is missing"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name(error.param)}: {_choice(error) or _in_our_shape(error.message)}"
    return _in_our_shape(error.format_message())


def _choice(error: click.BadParameter) -> str | None:
    """Return what is wrong with a value that is none of a few; None where something else is wrong."""
    assert error.param is not None, "asked for errors with a parameter only"
    found = _NONE_OF.fullmatch(error.message)
    if found is None or not isinstance(error.param.type, click.Choice):
        return None
    allowed = [str(value) for value in error.param.type.choices]
    near = closest(found["value"], allowed)
    known = f"did you mean `{near}`?" if near is not None else f"allowed: {', '.join(allowed)}"
    return f"there is no `{found['value']}`; {known}"


def _name(parameter: click.Parameter) -> str:
    """Return an option as it is written out, an argument as help shows it."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name


def _in_our_shape(message: str) -> str:
    """Return a message of click's as one of ours begins and ends."""
    for pattern, ours in _OURS.items():
        if (found := pattern.fullmatch(message)) is not None:
            return ours.format(**found.groupdict())
    text = message.removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
