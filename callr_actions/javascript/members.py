"""The path of members read from a value: `call.cdr.status` is `call` and then `cdr`, `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.javascript.scopes import Link

if TYPE_CHECKING:
    from tree_sitter import Node


class Path:
    """A chain of members, indexes and calls taken apart from its outer end.

    Attributes:
        base: what the chain begins with; never itself a chain, unless the code is broken there.
        links: the members read from the base, nearest first.
        aside: nodes to be looked at on their own: arguments and computed members.
    """

    def __init__(self, node: Node, source: bytes) -> None:
        self.aside: list[Node] = []
        self._source = source
        self._links: list[Link] = []
        self._called = False
        self.base = node
        while (inner := self._step(self.base)) is not None:
            self.base = inner

    @property
    def links(self) -> tuple[Link, ...]:
        """The members, nearest first; up to the first call or computed member."""
        return tuple(reversed(self._links))

    def _step(self, node: Node) -> Node | None:
        """Take one step off the chain and return what it was taken from, or None at the base."""
        match node.type:
            case "member_expression":
                return self._member(node, node.child_by_field_name("property"))
            case "subscript_expression":
                return self._member(node, node.child_by_field_name("index"))
            case "call_expression":
                return self._call(node)
            case "parenthesized_expression":
                inside = [child for child in node.named_children if child.type != "comment"]
                return inside[0] if len(inside) == 1 else None
            case _:
                return None

    def _member(self, node: Node, member: Node | None) -> Node | None:
        inner = node.child_by_field_name("object")
        if inner is None or member is None:
            return None
        string = member.type == "string" and self._is_plain(member)
        if string or member.type == "property_identifier":
            optional = node.child_by_field_name("optional_chain") is not None
            self._links.append(Link(member, string, optional, self._called))
        else:
            # What follows a member that only the running code knows says nothing about the base.
            self._links.clear()
            self.aside.append(member)
        self._called = False
        return inner

    def _call(self, node: Node) -> Node | None:
        inner = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if inner is None or arguments is None:
            return None
        self.aside.append(arguments)
        self._links.clear()  # they are members of what the call returns
        self._called = True
        return inner

    def _is_plain(self, string: Node) -> bool:
        """Whether a string literal is closed and stands for the very characters between its quotes."""
        literal = self._source[string.start_byte : string.end_byte]
        return len(literal) >= 2 and literal[:1] == literal[-1:] and b"\\" not in literal
