"""One value as people read it: local time, minutes, readable money; nothing that steers a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.cli.rendering.view import Kind
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable


def cell(value: object, kind: Kind) -> str:
    """Return a value as one line that is safe on a terminal; nothing is the empty text.

    A value that is not what its kind says is shown as it is.
    """
    if value is None:
        return ""
    text = _plain(value)
    try:
        shown = _SHOWN[kind](text)
    except ValueError:
        shown = text
    return printable(shown).replace("\n", "\\n")


def _plain(value: object) -> str:
    """Return a value as text: what has a name by its name, small objects as pairs, others as JSON."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case None:
            return "-"
        case dict():
            return _object(value)
        case list() if all(_is_short(each) for each in value):
            return ", ".join(_plain(each) for each in value if each is not None)
        case list():
            return _json(value)
        case _:
            return str(value)


def _object(value: dict[str, object]) -> str:
    match value:
        case {"e164": str(number)}:
            return number
        case {"sid": str(sid), "name": str(name)} if value.keys() == {"sid", "name"}:
            return f"{name} ({sid})"
        case _ if any(isinstance(each, dict | list) for each in value.values()):
            return _json(value)
        case _:
            return ", ".join(f"{key}: {_plain(each)}" for key, each in value.items())


def _is_short(value: object) -> bool:
    return not isinstance(value, list) and (not isinstance(value, dict) or "e164" in value)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _time(text: str) -> str:
    """Return a time in this machine's zone."""
    from callr_actions.api.models.timestamp import Timestamp

    try:
        return f"{Timestamp.parse(text).astimezone():%Y-%m-%d %H:%M:%S}"
    except OverflowError:  # the year 1 or 9999, on the other side of the zone
        return text


def _money(text: str) -> str:
    """Return cents as they came, and in whole units: no field of the API names the currency."""
    from callr_actions.api.models.money import Money

    return f"{text} cents ({Money(text).units:f})"


def _seconds(text: str) -> str:
    minutes, seconds = divmod(float(text), 60)
    if not minutes:
        return f"{seconds:g} s"
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{int(seconds):02}" if hours else f"{minutes}:{int(seconds):02}"


def _bytes(text: str) -> str:
    size = float(text)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:,.3g} GB"


def _lines(text: str) -> str:
    count = len(text.splitlines())
    return f"{count} line{'' if count == 1 else 's'}"


_SHOWN: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: str,
    Kind.TIME: _time,
    Kind.MONEY: _money,
    Kind.SECONDS: _seconds,
    Kind.BYTES: _bytes,
    Kind.LINES: _lines,
}
