"""Which names code takes from outside, what it does to them, and which members it reads."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from callr_actions.javascript.analysis import analyse
from callr_actions.javascript.model import LONGEST_CODE, Access, Analysis, Form, Member, Reference
from callr_actions.javascript.names import free_names
from callr_actions.javascript.tree import Syntax, parse

if TYPE_CHECKING:
    from tree_sitter import Node

E, P = Form.EXPRESSION, Form.PROGRAM
MARKS = {Access.READ: "", Access.WRITE: "=", Access.UPDATE: "+="}

# Hand-written and random code with the answers of eslint-scope 9.1 over acorn 8.19, frozen.
# `a@0 b@4=` reads: `a` is read at index 0, `b` is written at index 4; `+=` is an update.
TABLE = json.loads(Path(__file__).with_name("free_names.json").read_text(encoding="utf-8"))


def references(code: str, form: Form = E) -> str:
    """The free names of code without faults, in the table's notation."""
    analysis = analyse(code, form)
    assert analysis.fault is None, code
    assert not analysis.skipped, code
    return names(analysis)


def names(analysis: Analysis) -> str:
    return " ".join(f"{ref.name}@{ref.start}{MARKS[ref.access]}" for ref in analysis.references)


def path(code: str) -> str:
    """The first reference with its members: `?` before an optional one, `()` after a called one."""
    first = analyse(code, E).references[0]
    members = (f"{'?' * m.optional}.{m.name}{'()' * m.called}" for m in first.members)
    return f"{'typeof ' * first.guarded}{first.name}{''.join(members)}"


def test_free_names_are_those_of_the_reference() -> None:
    assert [row | {"free": references(row["code"], Form(row["form"]))} for row in TABLE] == TABLE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("call.cdr.status.match(/x/)", "call.cdr.status.match()"),
        ("$api?.json?.results", "$api?.json?.results"),
        ("$x['name'].first", "$x.name.first"),
        ('$x?.["a b"]', "$x?.a b"),
        ("$x['']", "$x."),
        ("$x[`name`].first", "$x"),
        ("$x.list[0].name", "$x.list"),
        ("$x[$key].name", "$x"),
        ("$x['a\\n'].b", "$x"),
        ("$x.f().y.z", "$x.f()"),
        ("$x.f?.(1).y", "$x.f()"),
        ("$x.f`a`.y", "$x.f()"),
        ("f(1).y", "f"),
        ("f()().y", "f"),
        ("new $x.Y(1)", "$x.Y"),
        ("($x.y).z", "$x.y.z"),
        ("(/* a */ $x?.y /* b */).z()", "$x?.y.z()"),
        ("($a, $x).z", "$a"),
        ("$x.y = 1", "$x.y"),
        ("$x.y.z++", "$x.y.z"),
        ("delete $x.y", "$x.y"),
        ("typeof $x", "typeof $x"),
        ("typeof ($x)", "typeof $x"),
        ("typeof /* a */ (/* b */ $x)", "typeof $x"),
        ("typeof $x.y", "$x.y"),
        ("typeof ($x, $y)", "$x"),
        ("void $x", "$x"),
        ("$x /* a */ . /* b */ y", "$x.y"),
        ("\\u0061b.\\u{63}d", "ab.cd"),
        ("\\u0024x.y", "$x.y"),
        ("undefined.y", "undefined.y"),
        ("x.class.undefined.if", "x.class.undefined.if"),
    ],
)
def test_members_read_from_a_name(code: str, expected: str) -> None:
    assert path(code) == expected


def test_every_part_of_a_reference_has_its_place() -> None:
    code = "'😀é' + ñ?.['ü'].x(`\r\n${$y}`)"
    assert analyse(code, E).references == (
        Reference(
            "ñ",
            7,
            8,
            Access.READ,
            (
                Member("ü", 12, 13, optional=True, called=False),
                Member("x", 16, 17, optional=False, called=True),
            ),
            guarded=False,
        ),
        Reference("$y", 23, 25, Access.READ, (), guarded=False),
    )


@pytest.mark.parametrize(
    ("code", "form", "expected"),
    [
        ("$x = $y", E, "$x@0= $y@5"),
        ("({a: $x} = $o)", E, "$x@5= $o@11"),
        ("$x.y = 1", E, "$x@0"),
        ("[$x.y, $z] = $o", E, "$x@1 $z@7= $o@13"),
        ("$x ??= 1", E, "$x@0+="),
        ("(($x))++", E, "$x@2+="),
        ("for ($i of xs) $i", P, "$i@5= xs@11 $i@15"),
        ("let $i; for ($i of xs) $i", P, "xs@19"),
        ("import(a, b)", E, "a@7 b@10"),
        ("arguments", P, "arguments@0"),
        ("class A { static #a; static { A.#a = b } }", P, "b@37"),
    ],
)
def test_what_happens_to_a_name(code: str, form: Form, expected: str) -> None:
    assert references(code, form) == expected


@pytest.mark.parametrize(
    ("code", "form", "expected"),
    [
        ("a + ", E, "a@0"),
        ("f(a, b.c", E, "f@0 a@2 b@5"),
        ("(a b)", E, "a@1 b@3"),
        ("$x = = $y", E, "$x@0= $y@7"),
        ("let $x = $y", E, "let@0= $y@9"),
        ("if ($a) { $b", P, "$a@4 $b@10"),
        ("const = 1; $b", P, "$b@11"),
        ("class { a", E, ""),
        ("x.", E, "x@0"),
        ("x[", E, "x@0"),
        ("typeof", E, ""),
        ("for ($a of", P, "$a@5"),
        ("function (", P, ""),
        ("try { } catch ( { $a }", P, "$a@18"),
        ("\\u{ffffffff}a", E, "\\u{ffffffff}a@0"),
        ("`${", E, ""),
    ],
)
def test_broken_code_still_tells_what_it_can(code: str, form: Form, expected: str) -> None:
    analysis = analyse(code, form)
    assert analysis.fault is not None
    assert names(analysis) == expected


DEEP = {
    "parentheses": "(" * 10_000 + "a" + ")" * 10_000,
    "arrays": "[" * 10_000 + "a" + "]" * 10_000,
    "objects": "{x:" * 10_000 + "a" + "}" * 10_000,
    "arrows": "x=>" * 10_000 + "a",
    "not": "!" * 10_000 + "a",
    "typeof": "typeof " * 10_000 + "a",
    "calls": "x=>x(" * 10_000 + "a" + ")" * 10_000,
    "templates": "`${" * 10_000 + "a" + "}`" * 10_000,
    "functions": "(function(x){return " * 10_000 + "a" + "})" * 10_000,
    "blocks": "()=>{" + "{var x;" * 10_000 + "a" + "}" * 10_001,
    "patterns": "(" + "[" * 10_000 + "x" + "]" * 10_000 + ")=>a",
    "members": "a" + ".b" * 10_000,
    "optional members": "a" + "?.b" * 10_000,
    "indexes": "a" + "[0]" * 10_000,
}


@pytest.mark.no_cover
@pytest.mark.parametrize("code", DEEP.values(), ids=DEEP)
def test_the_walk_does_not_recurse(code: str) -> None:
    syntax = parse(code, E, broken=False)
    assert syntax is not None
    assert [use.name for use in free_names(syntax)] == ["a"]


@pytest.mark.parametrize("kind", ["member_expression", "call_expression"])
def test_a_chain_without_its_parts_is_no_chain(kind: str) -> None:
    # The parser promises not to build one; should it do so, the walk must neither raise nor go in circles.
    node = SimpleNamespace(type=kind, named_children=[], child_by_field_name=lambda _name: None)
    assert free_names(Syntax(cast("Node", node), b"", 0)) == []


def test_a_long_chain() -> None:
    assert len(analyse("a" + "+a" * 10_000, E).references) == 10_001


def test_long_broken_code_is_skipped() -> None:
    analysis = analyse("a b " * 1_100, E)
    assert analysis.fault is not None
    assert analysis.skipped


def test_code_that_the_tolerant_parser_loses_itself_in_is_skipped() -> None:
    analysis = analyse("+in" * 1_000, E)
    assert analysis.fault is not None
    assert analysis.skipped
    assert references("a" * 2_000 + " + b") == f"{'a' * 2_000}@0 b@2003"


def test_longer_code_than_the_platform_takes_is_skipped() -> None:
    assert analyse("(" * (LONGEST_CODE + 1), E) == Analysis(None, (), skipped=True)
