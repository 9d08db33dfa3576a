"""CA903: keys that stand in the file. They are masked first, then reported without being shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from callr_actions.language.finding import Edit, Fix
from callr_actions.language.tree import Mapping, Scalar, walk
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.masking import SHORTEST_SECRET
from callr_actions.project.template import HOLE
from callr_actions.project.tree_access import child, entries, scalar

if TYPE_CHECKING:
    from callr_actions.language.document import Document
    from callr_actions.language.source import Source
    from callr_actions.language.tree import Node
    from callr_actions.masking import Masker
    from callr_actions.project.report import Report

HOLE_SHAPE = lazy_pattern(r"\$\{[^{}]*\}?")
# For a file that is not valid YAML, where the tree does not have everything.
_KEY_IN_TEXT = lazy_pattern(
    r"""api[-_]?key["']?[ \t]*:[ \t]*(?:[|>][-+0-9]*\s*)?["'*&!]?([^\s"',}\]#]+)""", re.IGNORECASE
)
# As shells write it. No key consists of words in capitals.
_VARIABLE = lazy_pattern(r"\$(?:[A-Z_]+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)")
_LEAST_PART = 8
_USER_INFO = lazy_pattern(r"^[A-Za-z][A-Za-z0-9+.-]*:/*(?P<user>[^/?#@]*)@")


def mask_secrets(document: Document, masker: Masker) -> None:
    """Teach the masker every key of the file, before anything is said about the file."""
    source, root = document.source, document.root
    for match in _KEY_IN_TEXT.finditer(source.text) if document.problems else ():
        _mask(match[1], masker)
    for node in walk(root) if root is not None else ():
        if isinstance(node, Mapping):
            for name, entry in entries(node):
                if is_key_name(name):
                    _mask_below(entry.value, source, masker)
                elif name == "url" and (value := scalar(entry.value)) is not None:
                    for secret in literal_credentials(value.value):
                        _mask(secret, masker)
                        # Too short to be hidden alone, it is with what stands around it.
                        user = _USER_INFO.match(value.value)
                        if user is not None and len(secret) < SHORTEST_SECRET:
                            masker.add(user[0])


def check_secrets(root: Mapping, report: Report) -> None:
    """Report literal keys, and passwords in an account's address."""
    for node in walk(root):
        if isinstance(node, Mapping):
            for name, entry in entries(node):
                if is_key_name(name):
                    _check_key(entry.value, report, quotes=node.flow)
    for name, entry in entries(child(root, "accounts")):
        for part, url in entries(entry.value):
            found = scalar(url.value)
            if part == "url" and found is not None and literal_credentials(found.value):
                report.add(
                    "CA903",
                    url.value,
                    "the address has a user or password in it; a secret never belongs in this file",
                    help=f"delete it up to the `@`, and write `api-key: ${{{_variable(name)}}}`; "
                    "whoever can read the repository knows the old one: make a new one",
                )


def _check_key(node: Node, report: Report, *, quotes: bool) -> None:
    found = scalar(node)
    if found is None or not found.value or found.is_null or HOLE_SHAPE.fullmatch(found.value):
        return  # what is wrong with the shape of a value or of a hole is said by CA901 and CA908
    if _VARIABLE.fullmatch(found.value):
        right = f"${{{found.value[1:]}}}"
        edit = Edit(
            report.source.span(found.start, found.end), f'"{right}"' if found.style or quotes else right
        )
        report.add(
            "CA908",
            node,
            f"`{found.value}` is not read from the environment; did you mean `{right}`?",
            fix=Fix(f"write `{right}`", safe=True, edits=(edit,)) if node is found else None,
        )
        return
    message = "an API key stands here; it is read from the environment, never from this file"
    if HOLE.search(found.value):
        message = "the key is `${NAME}` and nothing else; other text stands beside it"
    report.add(
        "CA903",
        node,
        message,
        help="write `${NAME}`, such as `api-key: ${CALLR_PRODUCTION_KEY}`; whoever can read the repository "
        "knows this key: make a new one",
    )


def literal_credentials(url: str) -> list[str]:
    """Return what is secret in an address as it stands: the password, or the user without one."""
    match = _USER_INFO.match(url)
    if match is None:
        return []
    user, _, password = match["user"].partition(":")
    secret = password or user
    return [secret] if secret and not HOLE.search(secret) else []


def _mask_below(node: Node, source: Source, masker: Masker) -> None:
    for found in walk(node):
        if isinstance(found, Scalar):
            _mask(found.value, masker)
            # As findings show the source line: with escapes as written, each line of its own.
            for line in source.text[found.start : found.end].splitlines():
                _mask(line.strip(" \t\"'"), masker)
    value = scalar(node)
    if value is not None:
        _mask(value.value, masker)


def _mask(text: str, masker: Masker) -> None:
    if text.strip() and not HOLE_SHAPE.fullmatch(text) and not _VARIABLE.fullmatch(text):
        masker.add(text.strip())
        # Of a key with a hole in it, what stands beside the hole; not so little that it occurs in any text.
        for part in HOLE_SHAPE.split(text):
            if len(part.strip()) >= _LEAST_PART:
                masker.add(part.strip())


def is_key_name(name: str) -> bool:
    """Whether what stands below this key is an API key, however the key is spelt."""
    return name.casefold().replace("-", "").replace("_", "") == "apikey"


def _variable(account: str) -> str:
    return f"CALLR_{re.sub('[^A-Za-z0-9]', '_', account).upper()}_KEY"
