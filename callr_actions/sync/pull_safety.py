"""What keeps a pull from writing: secrets that would come into git, and work that git does not have yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callr_actions.sync.literal_secrets import literal_secrets
from callr_actions.sync.pull_rows import Row, text_of
from callr_actions.sync.pulling import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callr_actions.masking import Masker
    from callr_actions.sync.pull_rows import Folder, Wish


def without_secrets(row: Row, folder: Folder, wish: Wish, masker: Masker) -> Row:
    """Return a row that writes no secret which the file does not have already; the masker learns them."""
    old = folder.texts.get(row.key)
    known = text_of(old.content) if old is not None and isinstance(old.content, bytes) else ""
    found = [
        (f"line {each.line}: {each.message}", each) for each in literal_secrets(row.text or "", known, masker)
    ]
    settings = json.dumps(row.settings.get("variables", {}))
    found += [(f"callr.yaml: {each.message}", each) for each in literal_secrets(settings, known, masker)]
    if not found:
        return row
    where = "; ".join(words for words, _ in found)
    if wish.with_secrets:
        return row._replace(notes=(*row.notes, where))
    return _refused(row, f"{where}; take it out of the script in the portal, or pull it --with-secrets")


def without_losses(rows: Sequence[Row], folder: Folder) -> tuple[Row, ...]:
    """Return rows none of which writes over a file that git does not have as it is."""
    over = {row.key: folder.path(row.key) for row in rows if row.text is not None and row.key in folder.paths}
    git = folder.git
    lost = frozenset(over.values()) if git is None else git.differs(over.values())
    why = "it lies in no git repository" if git is None else "it has changes that no commit has"
    reason = f"the file would be written over, and {why}: commit it first"
    return tuple(_refused(row, reason) if over.get(row.key) in lost else row for row in rows)


def _refused(row: Row, reason: str) -> Row:
    return row._replace(outcome=Outcome.REFUSED, text=None, settings={}, refused=True, reason=reason)
