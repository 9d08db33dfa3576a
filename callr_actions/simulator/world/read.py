"""Reads a world file: a YAML mapping, with everything that is wrong with it as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.language.document import Document, read_document
from callr_actions.language.finding import Severity
from callr_actions.language.problem import ProblemKind
from callr_actions.language.tree import (
    Entry,
    Mapping,
    Scalar,
    Sequence,
    merged_entries,
    plain_data,
    target,
    walk,
)
from callr_actions.language.yaml_parser import parse_yaml
from callr_actions.named_tuple import NamedTuple
from callr_actions.simulator.world.build import build_world
from callr_actions.simulator.world.check import act_finding, check_world
from callr_actions.simulator.world.model import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from callr_actions.language.finding import Finding
    from callr_actions.language.source import Source

_WHAT = "a world"
_MODIFIERS = ("for",)


class WorldFile(NamedTuple):
    """A world file that was read.

    Attributes:
        world: what it says; None where it has errors.
        findings: everything wrong with it, in the order of the file.
        source: its text.
    """

    world: World | None
    findings: tuple[Finding, ...]
    source: Source


def read_world(path: Path, shown: str) -> WorldFile:
    """Read a world file. Never raises.

    Args:
        path: the file.
        shown: its path as findings name it.
    """
    return world_of(read_document(path, shown, what=_WHAT))


def read_script(path: Path, shown: str) -> WorldFile:
    """Read a list of what a caller does, as it stands under `caller: {does: …}` of a world. Never raises."""
    parsed = parse_yaml(read_document(path, shown, what="a script").source)
    document = read_document(path, shown, what="a script")
    if parsed.root is None or not isinstance(target(parsed.root), Sequence):
        return world_of(document)
    start, end = parsed.root.start, parsed.root.end
    does = Mapping(start, end, flow=False)
    does.entries.append(Entry(Scalar(start, start, "does", ""), parsed.root))
    root = Mapping(start, end, flow=False)
    root.entries.append(Entry(Scalar(start, start, "caller", ""), does))
    return world_of(Document(document.source, root, parsed.problems))


def world_of(document: Document) -> WorldFile:
    """Return the world that a document holds; an empty document is an empty world."""
    source = document.source
    problems = document.problems
    if document.root is None and all(each.kind is ProblemKind.EMPTY for each in problems):
        return WorldFile(World(), (), source)
    findings = [each.finding(source) for each in problems]
    root = document.mapping
    if root is not None:
        findings += [*check_world(root, source), *_acts(root, source)]
    if root is None or any(each.severity is Severity.ERROR for each in findings):
        ordered = sorted(findings, key=lambda finding: finding.sort_key)
        return WorldFile(None, tuple(ordered), source)
    data = plain_data(root)
    assert isinstance(data, dict), "the root is a mapping"
    return WorldFile(build_world(data), (), source)


def _acts(root: Mapping, source: Source) -> Iterator[Finding]:
    """Yield a finding for each act that does more than one thing."""
    for node in walk(root):
        if not isinstance(node, Mapping):
            continue
        does = node.get("does")
        acts = target(does.value) if does is not None else None
        for act in acts.items if isinstance(acts, Sequence) else []:
            found = target(act)
            if isinstance(found, Mapping):
                keys = [name for name in merged_entries(found) if name not in _MODIFIERS]
                if len(keys) > 1:
                    yield act_finding(act, source, keys)
