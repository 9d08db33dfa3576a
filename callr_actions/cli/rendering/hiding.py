"""Secrets in what an account answers: known ones anywhere, and those that their key's name gives away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.masking import MASK

if TYPE_CHECKING:
    from callr_actions.masking import Masker

# Not `token`: a reservation is bought with one, and who reserved wants to see it.
_SECRET = lazy_pattern(r"secret|passw|api-?_?key|credential", re.IGNORECASE)


def without_secrets(value: object, masker: Masker, *, by_name: bool = True) -> object:
    """Return a JSON value with every secret in it covered.

    Args:
        value: JSON.
        masker: knows secrets.
        by_name: whether a key's name can make a text a secret, too; not where the user has named the keys.
    """
    match value:
        case str():
            return masker.mask(value)
        case list():
            return [without_secrets(each, masker, by_name=by_name) for each in value]
        case dict():
            return {
                masker.mask(key): MASK
                if by_name and _SECRET.search(key) and isinstance(each, str) and each
                else without_secrets(each, masker, by_name=by_name)
                for key, each in value.items()
            }
        case _:
            return value


def learn_secrets(value: object, masker: Masker) -> None:
    """Teach the masker every text whose key's name says that it is a secret."""
    for key, each in value.items() if isinstance(value, dict) else ():
        if isinstance(each, str) and _SECRET.search(key):
            masker.add(each)
        learn_secrets(each, masker)
