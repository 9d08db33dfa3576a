"""The free names of a tree: a walk without recursion that knows JavaScript's scopes and patterns."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from callr_actions.javascript.members import Path
from callr_actions.javascript.model import Access
from callr_actions.javascript.scopes import Scopes, Use
from callr_actions.javascript.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from callr_actions.javascript.tree import Syntax


class _Role(Enum):
    """What a node is there for, as seen from the node above it."""

    READ = "read"
    GUARDED = "operand of typeof"
    WRITE = "target of an assignment"
    UPDATE = "target of an updating assignment"
    DECLARE = "binding in this scope"
    HOIST = "binding in this function"
    BODY = "body of a function"


_NAMES: Final = frozenset(
    ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "undefined")
)
_PATTERNS: Final = frozenset(("object_pattern", "array_pattern", "rest_pattern", "formal_parameters"))
_DEFAULTS: Final = frozenset(("assignment_pattern", "object_assignment_pattern"))


def free_names(syntax: Syntax) -> list[Use]:
    """Return the uses of names that the code does not declare, in order of position."""
    walk = _Walk(syntax)
    walk.run()
    return sorted(walk.scopes.free(), key=lambda use: use.node.start_byte)


class _Walk:
    """Visits every node once. What is still to be visited waits on a stack, ends of scopes as None."""

    def __init__(self, syntax: Syntax) -> None:
        self.scopes = Scopes()
        self._source = syntax.source
        self._waiting: list[tuple[Node, _Role] | None] = [(syntax.root, _Role.READ)]

    def run(self) -> None:
        """Visit all nodes."""
        waiting = self._waiting
        while waiting:
            item = waiting.pop()
            if item is None:
                self.scopes.close()
                continue
            node, role = item
            if role is not _Role.READ:
                self._in_role(node, role)
            elif (kind := node.type) in _NAMES:
                self._use(node, role)
            elif (visit := _VISITS.get(kind)) is not None:
                visit(self, node)
            else:
                self._all(node)

    def _all(self, node: Node, role: _Role = _Role.READ) -> None:
        self._waiting.extend([(child, role) for child in reversed(node.named_children)])

    def _later(self, node: Node | None, role: _Role = _Role.READ) -> None:
        """Put a node on the stack; broken code lacks some."""
        if node is not None:
            self._waiting.append((node, role))

    def _open(self, *names: str, function: bool = False) -> None:
        """Begin a scope that ends when all that is put on the stack from now on has been visited."""
        self.scopes.open(names, function=function)
        self._waiting.append(None)

    def _name(self, node: Node) -> str:
        return unescaped(self._source[node.start_byte : node.end_byte].decode())

    def _use(self, node: Node, role: _Role, path: Path | None = None) -> None:
        name = self._name(node)
        if not name:  # the parser makes up what it misses
            return
        access = Access.READ
        if role is _Role.WRITE:
            access = Access.WRITE
        elif role is _Role.UPDATE:
            access = Access.UPDATE
        links = () if path is None else path.links
        self.scopes.use(Use(name, node, access, links, role is _Role.GUARDED))

    def _in_role(self, node: Node, role: _Role) -> None:
        """Visit a pattern, or what else stands where something is declared, assigned to or guarded."""
        kind = node.type
        if role is _Role.BODY:
            self._function_body(node)
        elif kind in _NAMES:
            if role in (_Role.DECLARE, _Role.HOIST):
                self.scopes.declare(self._name(node), hoisted=role is _Role.HOIST)
            else:
                self._use(node, role)
        elif kind in _PATTERNS or kind == "parenthesized_expression":
            self._all(node, role)
        elif kind in _DEFAULTS:
            self._later(node.child_by_field_name("right"))
            self._later(node.child_by_field_name("left"), role)
        elif kind == "pair_pattern":
            self._later(node.child_by_field_name("value"), role)
            self._later(node.child_by_field_name("key"))
        else:  # a member that is assigned to, a comment
            self._later(node)

    def _function_body(self, body: Node) -> None:
        if body.type == "statement_block":
            # A scope of its own, which the defaults of parameters do not see.
            self._open(function=True)
            self._all(body)
        else:
            self._later(body)

    def visit_function(self, node: Node) -> None:
        kind = node.type
        name = node.child_by_field_name("name")
        own = [] if kind == "arrow_function" else ["arguments"]
        if name is not None:
            if kind == "method_definition":
                self._later(name)
            elif kind.endswith("_declaration"):
                self.scopes.declare(self._name(name))
            else:
                own.append(self._name(name))
        self._open(*own)
        self._later(node.child_by_field_name("body"), _Role.BODY)
        self._later(node.child_by_field_name("parameters"), _Role.DECLARE)
        self._later(node.child_by_field_name("parameter"), _Role.DECLARE)

    def visit_class(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        own = [] if name is None else [self._name(name)]
        if node.type == "class_declaration":
            for declared in own:
                self.scopes.declare(declared)
        self._open(*own)
        self._waiting.extend([(child, _Role.READ) for child in node.named_children if child != name])

    def visit_static_block(self, node: Node) -> None:
        self._later(node.child_by_field_name("body"), _Role.BODY)

    def visit_block(self, node: Node) -> None:
        self._open()
        self._all(node)

    def visit_catch(self, node: Node) -> None:
        self._open()
        self._later(node.child_by_field_name("body"))
        self._later(node.child_by_field_name("parameter"), _Role.DECLARE)

    def visit_for_in(self, node: Node) -> None:
        kind = node.child_by_field_name("kind")
        role = _Role.WRITE
        if kind is not None:
            role = _Role.HOIST if kind.type == "var" else _Role.DECLARE
        left = node.child_by_field_name("left")
        self._open()
        self._waiting.extend((child, _Role.READ) for child in node.named_children if child != left)
        self._later(left, role)

    def visit_declarations(self, node: Node) -> None:
        role = _Role.HOIST if node.type == "variable_declaration" else _Role.DECLARE
        for child in reversed(node.named_children):
            name = child.child_by_field_name("name")
            if child.type == "variable_declarator" and name is not None:
                self._later(child.child_by_field_name("value"))
                self._later(name, role)
            else:
                self._later(child)

    def visit_assignment(self, node: Node) -> None:
        role = _Role.WRITE if node.type == "assignment_expression" else _Role.UPDATE
        self._later(node.child_by_field_name("right"))
        self._later(node.child_by_field_name("left"), role)

    def visit_update(self, node: Node) -> None:
        self._all(node, _Role.UPDATE)

    def visit_unary(self, node: Node) -> None:
        operator = node.child_by_field_name("operator")
        guarded = operator is not None and operator.type == "typeof"
        self._all(node, _Role.GUARDED if guarded else _Role.READ)

    def visit_member(self, node: Node) -> None:
        path = Path(node, self._source)
        for other in path.aside:
            self._later(other)
        if path.base.type in _NAMES:
            self._use(path.base, _Role.READ, path)
        elif path.base == node:  # broken code: a chain without its parts
            self._all(node)
        else:
            self._later(path.base)


_VISITS: Final[dict[str, Callable[[_Walk, Node], None]]] = {
    "arrow_function": _Walk.visit_function,
    "assignment_expression": _Walk.visit_assignment,
    "augmented_assignment_expression": _Walk.visit_assignment,
    "call_expression": _Walk.visit_member,
    "catch_clause": _Walk.visit_catch,
    "class": _Walk.visit_class,
    "class_declaration": _Walk.visit_class,
    "class_static_block": _Walk.visit_static_block,
    "for_in_statement": _Walk.visit_for_in,
    "for_statement": _Walk.visit_block,
    "function_declaration": _Walk.visit_function,
    "function_expression": _Walk.visit_function,
    "generator_function": _Walk.visit_function,
    "generator_function_declaration": _Walk.visit_function,
    "lexical_declaration": _Walk.visit_declarations,
    "member_expression": _Walk.visit_member,
    "method_definition": _Walk.visit_function,
    "statement_block": _Walk.visit_block,
    "subscript_expression": _Walk.visit_member,
    "switch_body": _Walk.visit_block,
    "unary_expression": _Walk.visit_unary,
    "update_expression": _Walk.visit_update,
    "variable_declaration": _Walk.visit_declarations,
}
