"""A starting state as YAML, for people to read, change and commit: scripts stand in it as they are written.

The same state gives the same bytes.
"""

from __future__ import annotations

from typing import Any, cast

import yaml

from callr_actions.errors import CallrActionsError

_HEAD = "# A starting state of the local account: `callr-actions dev import FILE` puts it in place.\n"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_DEEPEST = 60


def _without_timestamps(resolvers: dict[str, Any]) -> dict[str, Any]:
    # Times are texts here, whoever writes them.
    return {
        first: [(tag, pattern) for tag, pattern in each if tag != _TIMESTAMP]
        for first, each in resolvers.items()
    }


class _Dumper(yaml.SafeDumper):
    yaml_implicit_resolvers = _without_timestamps(yaml.SafeDumper.yaml_implicit_resolvers)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 - PyYAML's signature
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers = _without_timestamps(yaml.SafeLoader.yaml_implicit_resolvers)
    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        self._depth += 1
        # A few aliases can stand for more than any memory holds.
        alias = isinstance(event, yaml.AliasEvent)
        if alias or self._depth > _DEEPEST:
            problem = "an alias cannot stand here" if alias else "nested too deeply"
            raise yaml.composer.ComposerError(None, None, problem, cast("yaml.error.Mark", event.start_mark))
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def to_yaml(document: dict[str, Any]) -> str:
    """Return a document as text."""
    return _HEAD + yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def from_yaml(text: str, file: str) -> object:
    """Return the document that a text is.

    Args:
        text: what is in the file.
        file: as the user names it.

    Raises:
        CallrActionsError: it is no YAML.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = "" if mark is None else f"line {mark.line + 1}: "
        raise CallrActionsError(f"{line}{error.problem}", file=file) from error
    except (yaml.YAMLError, ValueError) as error:
        raise CallrActionsError(f"is not YAML: {error}".splitlines()[0], file=file) from error
