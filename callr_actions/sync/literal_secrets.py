"""Secrets in a script of an account: found before it becomes a file, because git forgets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import parse_document
from callr_actions.language.source import Source
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.masking import Masker

_CODE = "CA701"


class Literal(NamedTuple):
    """A secret that stands in a script.

    Attributes:
        line: of the script, from 1.
        message: what it is; the secret itself is not in it.
    """

    line: int
    message: str


def literal_secrets(script: str, known: str, masker: Masker) -> tuple[Literal, ...]:
    """Return the secrets of a script that the file does not have already; the masker learns them all.

    Args:
        script: what is to be written.
        known: what the file holds now.
        masker: hides them in whatever is shown.
    """
    from callr_actions.linter.context import LintContext  # noqa: PLC0415 - only what is written is looked through
    from callr_actions.linter.engine import check_document  # noqa: PLC0415
    from callr_actions.linter.selection import Selection  # noqa: PLC0415

    checked = check_document(
        parse_document(Source("script", script)), LintContext(), Selection(select=(_CODE,))
    )
    for secret in checked.secrets:
        masker.add(secret)
    return tuple(
        Literal(found.span.start.line, found.message)
        for found in checked.findings
        if found.code == _CODE and script[found.span.start.offset : found.span.end.offset] not in known
    )
