"""A watch as JSON, an object a line: version 1, to which fields and kinds are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callr_actions.cli.session import MASKER
from callr_actions.cli.watching.views import clean, trouble_of
from callr_actions.linter.outputs.json_text import json_text
from callr_actions.linter.outputs.json_v1 import header, summary
from callr_actions.linter.outputs.masked import masked_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from callr_actions.cli.watching.views import Deed
    from callr_actions.watch.loop import Looked, Pass


class JsonView:
    """Writes an object for everything that happens.

    Args:
        write: takes text, line breaks included.
        clock: seconds since the start.
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._put("started", self._clock(), tool=header()["tool"])

    def show(self, passed: Pass) -> None:
        """Write `pass` or `failed`."""
        more = {"number": passed.number, "took": round(passed.took, 6)}
        if passed.failure is not None:
            trouble = trouble_of(passed.failure)
            self._put(
                "failed",
                passed.at,
                **more,
                message=trouble.message,
                help=trouble.help,
                code=int(trouble.exit_code),
            )
        elif passed.looked is not None:
            self._put("pass", passed.at, **more, **_fields(passed.looked))

    def tell(self, deed: Deed) -> None:
        """Write `push`, `run-started` or `run`."""
        self._put(deed.kind, self._clock(), good=deed.good, **deed.data)

    def remark(self, text: str) -> None:
        """Write `remark`."""
        self._put("remark", self._clock(), message=clean(text))

    def resized(self) -> None:
        """Lines stay as they are."""

    def stopping(self) -> None:
        """`ended` says it, once it is."""

    def end(self) -> None:
        """Write `ended`."""
        self._put("ended", self._clock())

    def _put(self, kind: str, at: float, **fields: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        self._write(json_text({"version": 1, "at": round(at, 6), "kind": kind, **fields}))


def _fields(looked: Looked) -> dict[str, Any]:
    masker = MASKER.with_more(looked.result.secrets)
    result = masked_result(looked.result, masker)
    return {
        "clean": looked.clean,
        "changed": [{"file": masker.mask(change.path), "how": change.how} for change in looked.changes],
        "checked": [masker.mask(file) for file in looked.checked],
        "notes": [clean(note) for note in looked.notes],
        "summary": summary(result),
        "findings": [finding.to_json() for finding in result.findings],
    }
