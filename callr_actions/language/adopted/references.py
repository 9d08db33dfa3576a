"""Where the schemas of a document stand, and what their references stand for. Nothing is ever fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag, urljoin

from callr_actions.language.adopted.dialect import dialect_of, sub_schemas

if TYPE_CHECKING:
    from callr_actions.language.adopted.dialect import Dialect

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_NO_REFERENCE = frozenset(REFERENCES).isdisjoint


class References:
    """The index of one schema document.

    Attributes:
        places: id of each schema that was found -> its JSON pointer, `/properties/branches`.
        schemas: those schemas, in the order found.
    """

    def __init__(self, root: dict[str, Any], dialect: Dialect) -> None:
        self._root = root
        self._dialect = dialect
        self._bases: dict[int, str] = {}
        self._targets: dict[int, list[Any]] = {}
        self._resources: dict[str, Any] = {"": root}
        self._anchors: dict[tuple[str, str], Any] = {}
        self.places: dict[int, str] = {}
        self.schemas: list[dict[str, Any]] = []
        self._walk(root, "", "")

    def _walk(self, schema: object, base: str, place: str) -> None:
        stack: list[tuple[Any, str, str]] = [(schema, base, place)]
        while stack:
            node, base, place = stack.pop()
            if not isinstance(node, dict) or id(node) in self.places:
                continue
            base = self._identify(node, base)
            self._bases[id(node)] = base
            self.places[id(node)] = place
            self.schemas.append(node)
            inner = [(each, base, place + _pointer(way)) for way, each in sub_schemas(node)]
            stack.extend(reversed(inner))

    def _identify(self, schema: dict[str, Any], base: str) -> str:
        """Note the names that a schema gives itself; return the base of the references inside it."""
        if not (self._dialect.ref_alone and "$ref" in schema):
            named = schema.get(self._dialect.id_keyword)
            if isinstance(named, str):
                url, fragment = _address(base, named)
                if url != base or not fragment:
                    base = url
                    self._resources.setdefault(url, schema)
                if fragment:
                    self._anchors.setdefault((base, fragment), schema)
        for keyword in ("$anchor", "$dynamicAnchor"):
            anchor = schema.get(keyword)
            if isinstance(anchor, str):
                self._anchors.setdefault((base, anchor), schema)
        return base

    def own(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return what counts in a schema: in older drafts a `$ref` puts all beside it out of force."""
        if self._dialect.ref_alone and "$ref" in schema:
            return {"$ref": schema["$ref"]}
        ignored = self._dialect.ignored
        if ignored.isdisjoint(schema):
            return schema
        return {keyword: value for keyword, value in schema.items() if keyword not in ignored}

    def targets(self, schema: dict[str, Any]) -> list[Any]:
        """Return the schemas that the references of a schema stand for; what cannot be found is left out."""
        if _NO_REFERENCE(schema):
            return []
        known = self._targets.get(id(schema)) if id(schema) in self.places else None
        if known is None:
            base = self._bases.get(id(schema), "")
            named = [
                schema[each] for each in REFERENCES if each in schema and each not in self._dialect.ignored
            ]
            found = [self.resolve(each, base) for each in named if isinstance(each, str)]
            known = self._targets[id(schema)] = [each for each in found if each is not None]
        return list(known)

    def resolve(self, reference: str, base: str = "") -> Any | None:  # noqa: ANN401 - a schema is a dict or a bool
        """Return the schema that a reference stands for, or None."""
        url, fragment = _address(base, reference)
        if (url, fragment) in self._anchors:
            return self._anchors[url, fragment]
        start = self._resources.get(url)
        if start is None or (fragment and not fragment.startswith("/")):
            return None
        node = start
        for part in unquote(fragment).split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and key in node:
                node = node[key]
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                return None
        if not isinstance(node, dict | bool):
            return None
        self._walk(node, url, unquote(fragment))
        return node

    def lost(self) -> tuple[str, str] | None:
        """Return the first reference that leads out of the document or nowhere, and where it stands."""
        at = 0
        while at < len(self.schemas):  # resolving may find more
            schema = self.schemas[at]
            at += 1
            for keyword in REFERENCES:
                reference = schema.get(keyword)
                if not isinstance(reference, str) or dialect_of(reference) is not None:
                    continue
                if self.resolve(reference, self._bases[id(schema)]) is None:
                    return reference, f"#{self.places[id(schema)]}"
        return None


def _address(base: str, reference: str) -> tuple[str, str]:
    """Return the document and the fragment that a reference names."""
    try:
        url, fragment = urldefrag(base + reference if reference.startswith("#") else urljoin(base, reference))
    except ValueError:
        return reference, ""
    return url, fragment


def _pointer(way: tuple[str, ...]) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in way)
