"""The facts and schemas that this version of the program comes with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import ExitCode
from callr_actions.language.catalog_json import catalog_from_json

if TYPE_CHECKING:
    from callr_actions.language.catalog import Catalog

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def bundled() -> Catalog:
    """Return the facts that this version of the program comes with, read once.

    Raises:
        CallrActionsError: the installation lacks `catalog.json`.
    """
    return catalog_from_json(json.loads(schema_text("catalog.json")))


def schema_text(name: str) -> str:
    """Return the text of a compiled schema: `catalog.json`, `scenario.schema.json`, `project.schema.json`.

    An installed package holds them itself; in a checkout they lie beside the package.

    Raises:
        CallrActionsError: there is no such file in either place.
    """
    for folder in (_PACKAGE / "schemas", _PACKAGE.parent / "schemas"):
        try:
            return (folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
    raise CallrActionsError(
        f"the bundled schema {name} is missing",
        hint="install callr-actions again; in a checkout, run script/generate",
        exit_code=ExitCode.INTERNAL,
    )
