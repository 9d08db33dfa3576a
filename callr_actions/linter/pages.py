"""The page of one finding code, for a terminal and for the documentation."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callr_actions.language.explanation import Explanation

_WIDTH = 88


def terminal_page(page: Explanation, room: int | None = None) -> str:
    """Return the page as plain text, its prose in so many columns at most."""
    width = min(room or _WIDTH, _WIDTH)

    def fill(text: str) -> str:
        return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)

    parts = [f"{page.code} {page.name}", fill(page.summary), fill(page.why)]
    for title, example in (("Wrong", page.bad), ("Right", page.good)):
        if example:
            parts.append(f"{title}:\n\n{textwrap.indent(shown_example(example), '    ')}")
    parts.append(fill(f"How to fix: {page.fix}"))
    parts.append(fill(f"How to silence: {_silence(page)}"))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def markdown_page(page: Explanation) -> str:
    """Return the page as Markdown, for `docs/rules/CODE.md`."""
    parts = [f"# {page.code}: {page.name}", page.summary, textwrap.fill(page.why, 110)]
    for title, example in (("Wrong", page.bad), ("Right", page.good)):
        if example:
            parts.append(f"## {title}\n\n```yaml\n{shown_example(example)}\n```")
    parts.append(f"## How to fix\n\n{page.fix}")
    parts.append(f"## How to silence\n\n{textwrap.fill(_silence(page), _WIDTH)}")
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def markdown_index(pages: Iterable[Explanation]) -> str:
    """Return the list of all pages as Markdown, for `docs/rules/README.md`."""
    rows = "".join(f"| [{page.code}]({page.code}.md) | {page.name} | {page.summary} |\n" for page in pages)
    return f"# What the linter finds\n\n| code | name | what it finds |\n|---|---|---|\n{rows}"


def shown_example(example: str) -> str:
    """Return an example as it is printed: long lines cut, control characters as escapes."""
    from callr_actions.terminal import printable  # noqa: PLC0415 - only pages need it here

    lines = (
        line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…" for line in example.rstrip().splitlines()
    )
    return "\n".join(printable(line) for line in lines)


def _silence(page: Explanation) -> str:
    everywhere = f"`--ignore {page.code}`, or `lint: {{ignore: [{page.code}]}}` in callr.yaml"
    if page.file != "scenario":
        return everywhere
    return (
        f"a comment `# callr: ignore[{page.code}] reason` at the end of the line, or on a line of its own "
        f"above the step, branch or key; `# callr: ignore-file[{page.code}] reason` for the file. "
        f"Everywhere: {everywhere}."
    )
