"""Models in, text out, in the form that is wanted; the one place where answers leave the program."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.cli.rendering.cells import cell
from callr_actions.cli.rendering.csv_text import csv_text
from callr_actions.cli.rendering.fields import at_path, check_fields, selected
from callr_actions.cli.rendering.hiding import without_secrets
from callr_actions.cli.rendering.table import details, table
from callr_actions.cli.session import MASKER
from callr_actions.cli.texts import for_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.cli.rendering.shape import Shape
    from callr_actions.cli.rendering.view import View

VERSION = 1


def show_item(item: object, view: View, shape: Shape) -> None:
    """Show one object.

    Args:
        item: a model, or a JSON object.
        view: how its kind is shown.
        shape: the forms that are wanted; `json` is `{version, item}`.

    Raises:
        CallrActionsError: a field is wanted that it does not have, or the file cannot be written.
    """
    plain = _plain(item)
    check_fields(shape.fields, view.fields, [plain])
    wanted = selected(plain, shape.fields) if shape.fields else plain
    for place in shape.places:
        match place.format:
            case "json":
                text = _json({"version": VERSION, "item": wanted})
            case "jsonl":
                text = _line(wanted)
            case "csv":
                text = _csv([plain], view, shape)
            case _:
                assert isinstance(wanted, dict)
                known = [key for key in view.fields if key in wanted]
                keys = shape.fields or [*known, *_unknown(wanted, view)]
                text = details([(_safe(key), cell(wanted[key], view.kind(key))) for key in keys])
        write(for_output(text) if place.file is None else text, place.file)


def show_items(items: Sequence[object], view: View, shape: Shape, *, total: int | None = None) -> None:
    """Show a list of objects; in text nothing at all where there are none.

    Args:
        items: models, or JSON objects.
        view: how their kind is shown.
        shape: the forms that are wanted; `json` is `{version, total, items}`.
        total: how many the account has; None where these are all.

    Raises:
        CallrActionsError: a field is wanted that none of them has, or the file cannot be written.
    """
    plain = [_plain(item) for item in items]
    check_fields(shape.fields, view.fields, plain)
    wanted = [selected(item, shape.fields) for item in plain] if shape.fields else plain
    for place in shape.places:
        match place.format:
            case "json":
                count = len(items) if total is None else total
                text = _json({"version": VERSION, "total": count, "items": wanted})
            case "jsonl":
                text = "".join(map(_line, wanted))
            case "csv":
                text = _csv(plain, view, shape)
            case _:
                text = _table(plain, view, shape)
        write(for_output(text) if place.file is None else text, place.file)


def write(text: str | bytes, file: str | None = None) -> None:
    """Write text, or bytes as they are, to a file or to standard output.

    Raises:
        CallrActionsError: the file cannot be written.
    """
    if file is None:
        if sys.stdout is not None:
            data = text.encode("utf-8", errors="backslashreplace") if isinstance(text, str) else text
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    from callr_actions.atomic import write_atomic

    try:
        write_atomic(Path(file), text)
    except OSError as error:
        from callr_actions.file_errors import unwritable

        raise unwritable(file, error) from error


def _plain(item: object) -> object:
    """Return a model as the JSON object that it came as, without secrets."""
    from callr_actions.api.models.json import to_builtins

    return without_secrets(to_builtins(item), MASKER)


def _table(items: Sequence[object], view: View, shape: Shape) -> str:
    if not items:
        return ""
    columns = {path: path for path in shape.fields} or view.columns
    rows = [[cell(at_path(item, path), view.kind(path)) for path in columns.values()] for item in items]
    return table([*columns], rows, whole=bool(shape.fields))


def _csv(items: Sequence[object], view: View, shape: Shape) -> str:
    paths = shape.fields or tuple(view.columns.values())
    return csv_text(paths, [[at_path(item, path) for path in paths] for item in items])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _unknown(item: dict[str, object], view: View) -> list[str]:
    return [key for key in item if key not in view.fields]


def _safe(name: str) -> str:
    from callr_actions.terminal import printable

    return printable(name).replace("\n", "\\n")
