"""Which files are taken as a schema, and what is said of the others."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from callr_actions.errors import CallrActionsError
from callr_actions.language.adopted import load
from callr_actions.language.adopted.load import load_schema, schema_from_bytes
from callr_actions.language.adopted.schema import AdoptedSchema

DRAFTS = {
    "https://json-schema.org/draft/2020-12/schema": "draft 2020-12",
    "https://json-schema.org/draft/2019-09/schema#": "draft 2019-09",
    "http://json-schema.org/draft-07/schema#": "draft 7",
    "https://json-schema.org/draft-06/schema": "draft 6",
    "http://json-schema.org/draft-04/schema#": "draft 4",
}
REMOTE = "leads out of the file, and nothing is fetched"


@pytest.mark.parametrize("uri", DRAFTS)
def test_every_draft_is_known_by_its_uri(uri: str) -> None:
    schema = schema_from_bytes(json.dumps({"$schema": uri, "type": "object"}).encode(), "s.json")
    assert schema.dialect.name == DRAFTS[uri]


def test_a_draft_beside_a_reference_is_known_too() -> None:
    text = {"$schema": "https://json-schema.org/draft-07/schema", "$ref": "#/definitions/a"}
    data = {**text, "definitions": {"a": {"type": "object"}}}
    schema = schema_from_bytes(json.dumps(data).encode(), "s.json")
    assert schema.validator.is_valid({})
    assert not schema.validator.is_valid([])


def test_without_a_draft_it_is_the_newest() -> None:
    assert schema_from_bytes(b"type: object\n", "s.yaml").dialect.name == "draft 2020-12"


GOOD = {
    "an anchor": {"$ref": "#a", "$defs": {"x": {"$anchor": "a"}}},
    "a place": {"properties": {"a": {"$ref": "#/$defs/x~1y%25"}}, "$defs": {"x/y%": {}}},
    "a place in a list": {"properties": {"a": {"$ref": "#/allOf/0"}}, "allOf": [{}]},
    "an unusual place": {"properties": {"a": {"$ref": "#/parts/b"}}, "parts": {"b": {"type": "string"}}},
    "a boolean": {"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": True}},
    "a name of its own": {
        "$id": "https://callr.example/s.json",
        "properties": {"a": {"$ref": "sub.json"}, "b": {"$ref": "sub.json#here"}},
        "$defs": {"x": {"$id": "sub.json", "$defs": {"y": {"$anchor": "here"}}}},
    },
    "a name in draft 4": {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "definitions": {"a": {"id": "#foo", "minimum": 3, "exclusiveMinimum": True}},
        "allOf": [{"$ref": "#foo"}],
    },
    "a meta-schema": {"properties": {"a": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}},
    "itself, one level down": {"properties": {"a": {"$ref": "#"}}},
    "itself, dynamically": {"$dynamicAnchor": "n", "properties": {"a": {"$dynamicRef": "#n"}}},
    "200 levels": json.loads('{"properties":{"a":' * 99 + "{}" + "}}" * 99),
}


@pytest.mark.parametrize("name", GOOD)
def test_references_inside_the_file_work(name: str) -> None:
    data = GOOD[name]
    schema = schema_from_bytes(json.dumps(data).encode(), "s.json")
    assert schema.validator.is_valid("anything") in (True, False)


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "s.json:1:1: nothing in this file; a JSON Schema is a mapping"),
    "a list": (b"[]", "s.json: a JSON Schema is an object; this is a list"),
    "broken JSON": (
        b'{"a"',
        "s.json: it is not JSON: expecting ':' delimiter: line 1 column 5 (char 4)",
    ),
    "deep JSON": (
        b'{"not":' * 5000,
        (
            "s.json: it is not JSON: maximum recursion depth exceeded while decoding a json object from a"
            " unicode string"
        ),
    ),
    "no number": (b'{"minimum":NaN}', "s.json: it is not JSON: nan is no json number"),
    "too deep": (b'{"not":' * 300 + b"{}" + b"}" * 300, "s.json: it is nested more than 200 levels deep"),
    "no UTF-8": (b"\xff\xfe", "s.json: the file is not UTF-8"),
    "no schema": (b"{}", "s.json: it is not a JSON Schema"),
    "a scenario": (b"branches: {}", "s.json: it is not a JSON Schema"),
    "an API": (b'{"openapi": "3.1.0"}', "s.json: it is not a JSON Schema"),
    "an unknown draft": (
        b'{"$schema":"http://x.example/y","type":"object"}',
        (
            's.json: its `$schema` is "http://x.example/y", which is no known draft of JSON Schema; allowed: '
            "https://json-schema.org/draft/2020-12/schema, https://json-schema.org/draft/2019-09/schema, "
            "http://json-schema.org/draft-07/schema, http://json-schema.org/draft-06/schema, "
            "http://json-schema.org/draft-04/schema"
        ),
    ),
    "a draft that is no text": (
        b'{"$schema":3}',
        (
            "s.json: its `$schema` is 3, which is no known draft of JSON Schema; allowed: "
            "https://json-schema.org/draft/2020-12/schema, https://json-schema.org/draft/2019-09/schema, "
            "http://json-schema.org/draft-07/schema, http://json-schema.org/draft-06/schema, "
            "http://json-schema.org/draft-04/schema"
        ),
    ),
    "another document": (
        b'{"properties":{"a":{"$ref":"http://x.example/y.json#/a"}}}',
        f"s.json: the reference 'http://x.example/y.json#/a' at #/properties/a {REMOTE}",
    ),
    "a file": (b'{"$ref":"file:///etc/passwd"}', f"s.json: the reference 'file:///etc/passwd' at # {REMOTE}"),
    "a file beside": (b'{"$ref":"other.json"}', f"s.json: the reference 'other.json' at # {REMOTE}"),
    "no address": (b'{"$ref":"http://["}', f"s.json: the reference 'http://[' at # {REMOTE}"),
    "no address with a place": (
        b'{"$id":"http://[#y","$ref":"http://[#x"}',
        f"s.json: the reference 'http://[#x' at # {REMOTE}",
    ),
    "nothing there": (b'{"$ref":"#/x"}', "s.json: the reference '#/x' at # leads nowhere"),
    "no such item": (
        b'{"$ref":"#/allOf/1","allOf":[{}]}',
        "s.json: the reference '#/allOf/1' at # leads nowhere",
    ),
    "no such anchor": (b'{"$ref":"#x"}', "s.json: the reference '#x' at # leads nowhere"),
    "no schema there": (
        b'{"allOf":[{"$ref":"#/title"}],"title":"x"}',
        "s.json: the reference '#/title' at #/allOf/0 leads nowhere",
    ),
    "a wrong keyword": (
        b'{"$defs":{"a":{"minLength":-1}}}',
        (
            "s.json: it is not valid as a JSON Schema (draft 2020-12) at #/$defs/a/minLength:"
            " -1 is less than the minimum of 0"
        ),
    ),
    "a broken pattern": (
        b'{"type":"string","pattern":"("}',
        "s.json: the pattern '(' at # is no regular expression of ECMAScript, or too large",
    ),
    "a broken pattern of keys": (
        b'{"$defs":{"a":{"patternProperties":{"[":{}}}}}',
        "s.json: the pattern '[' at #/$defs/a is no regular expression of ECMAScript, or too large",
    ),
    "a pattern that is too large": (
        b'{"pattern":"(((a{1,1000}){1,1000}){1,1000})","type":"string"}',
        (
            "s.json: the pattern '(((a{1,1000}){1,1000}){1,1000})' at # is no regular expression of"
            " ECMAScript, or too large"
        ),
    ),
    "a broken pattern in draft 7": (
        b'{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"a":{"pattern":"("}}}',
        's.json: it is not valid as a JSON Schema (draft 7) at #/properties/a/pattern: "(" is not a "regex"',
    ),
    "half a character": (
        b'{"enum":["\\ud800"]}',
        (
            "s.json: it cannot be used: Failed to get UTF-8 representation: UnicodeEncodeError:"
            " 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed"
        ),
    ),
    "a circle": (
        b'{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}}',
        "s.json: the schema at #/$defs/a refers to itself for the same value, without end",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_says_what_is_wrong_with_a_file(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(CallrActionsError) as error:
        schema_from_bytes(content, "s.json")
    assert str(error.value) == message


HINTS = {
    b'{"$ref":"a.json"}': "copy what it refers to into the file, below `$defs`, and refer to that",
    b"branches: {}": "this is a scenario; give the JSON Schema that scenarios follow",
    b'{"openapi": "3.1.0"}': "this is an OpenAPI document; give the JSON Schema of scenarios",
    b"{}": "give the JSON Schema that Callr publishes",
}


@pytest.mark.parametrize("content", HINTS)
def test_says_what_to_do(content: bytes) -> None:
    with pytest.raises(CallrActionsError) as error:
        schema_from_bytes(content, "s.json")
    assert error.value.hint == HINTS[content]


def test_braces_in_a_yaml_file_may_be_yaml() -> None:
    assert schema_from_bytes(b"{type: object}", "s.yaml").data["type"] == "object"


def test_yaml_errors_have_a_place() -> None:
    with pytest.raises(CallrActionsError, match=r"^s\.yaml:1:4: "):
        schema_from_bytes(b"a: [1\nb", "s.yaml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CallrActionsError, match=r"^x\.json: cannot be read: no such file or directory$"):
        load_schema(tmp_path / "x.json", "x.json")


def test_a_file_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "LARGEST_SCHEMA_BYTES", 10)
    with pytest.raises(CallrActionsError, match=r"^s\.json: the file has more than 10 bytes$"):
        schema_from_bytes(b" " * 11, "s.json")


def bomb(levels: int) -> dict[str, Any]:
    """Each definition refers twice to the next: 2 ** levels checks of one value."""
    defs: dict[str, Any] = {
        f"d{level}": {"allOf": [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(levels)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**defs, f"d{levels}": {"type": "string"}}}


def test_a_bomb_is_refused_before_it_is_lit() -> None:
    with pytest.raises(CallrActionsError, match=r"combines too many schemas for one value$"):
        schema_from_bytes(json.dumps(bomb(40)).encode(), "s.json")


@pytest.mark.no_cover  # others cover the same
def test_a_very_long_chain_is_refused() -> None:
    chain: dict[str, Any] = {f"d{at}": {"$ref": f"#/$defs/d{at + 1}"} for at in range(5000)}
    data = {"$ref": "#/$defs/d0", "$defs": {**chain, "d5000": {}}}
    with pytest.raises(CallrActionsError, match=r"combines too many schemas for one value$"):
        schema_from_bytes(json.dumps(data).encode(), "s.json")


def test_nothing_is_fetched_even_if_the_check_of_references_misses_it(
    tree: AdoptedSchema, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_network(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", no_network)
    secret = tmp_path / "secret.json"
    secret.write_text('{"type": "string"}')
    for target in ("http://127.0.0.1:9/x.json", "https://example.org/x", secret.as_uri(), "other.json"):
        with pytest.raises(ValueError, match=r"offline|retriev|base URI"):
            tree.compiled({"$ref": target})


def test_equal_texts_are_equal_schemas(tree: AdoptedSchema) -> None:
    one, same = (schema_from_bytes(b"type: object", "s.yaml") for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    assert one != tree
    assert one != schema_from_bytes(b"type: object ", "s.yaml")
    assert one != "s.yaml"
