"""XML that is well-formed whatever the text in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.terminal import printable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# XML 1.0 has no way at all to write these; control characters and surrogates are gone by then.
_NOT_IN_XML = lazy_pattern("[\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """Return the text with control characters shown as escapes, since XML cannot hold them."""
    return _NOT_IN_XML.sub("\ufffd", printable(text))


def xml_text(root: Element) -> str:
    """Return the document, indented, with its declaration."""
    ElementTree.indent(root)
    written = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'
