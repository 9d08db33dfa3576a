"""A key that stands in callr.yaml is in no output, whole or in part, and carets still point at it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Program

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

KEY = "4f1e9a70c2d84b6bd0c1"
PROJECTS = {
    "plain": f"api-key: {KEY}",
    "quoted": f'api-key: "{KEY}"',
    "beside others": f"{{api-key: {KEY}, protcted: {KEY}, rate-limit: x}}",
    "misspelt": f"api_key: {KEY}",
    "block": f"api-key: |\n      {KEY}",
    "two lines": f'api-key: "{KEY[:10]}\n      {KEY[10:]}"',
    "escaped": f'api-key: "\\x34{KEY[1:]}"',
    "far to the right": f"{{rate-limit: {'1' * 85}, api-key: {KEY}, rate-limit: {'1' * 85}}}",
    "cut on its left": f"{{api-key: {KEY}, {'a' * 20}: 1, b: {'1' * 90}}}",
    "unclosed": f"[api-key: {KEY}",
    "a list": f"api-key: [{KEY}]",
    "hole beside it": f"api-key: ${{NAME}}{KEY}",
    "password in an address": f"url: https://user:{KEY}@api.callr.com/v2.0",
}


def parts(key: str) -> set[str]:
    """Return every piece of eight characters: half a key is too much, too."""
    return {key[at : at + 8] for at in range(len(key) - 7)}


@pytest.mark.parametrize("account", PROJECTS.values(), ids=PROJECTS)
def test_no_output_holds_it(account: str, program: Program, project: Path) -> None:
    inner = account if account.startswith(("{", "[")) else f"\n    {account}"
    (project / "callr.yaml").write_text(f"version: 1\naccounts:\n  production: {inner}\n")
    (project / "scenarios" / "copy.yaml").write_text(
        f"branches: {{inbound-call: {{actions: [{{action: {KEY}@v2}}, {{goto: {{branch: x{KEY}}}}}]}}}}\n"
    )
    files = ("-o", "text=a.txt", "-o", "concise=b.txt", "-o", "json=c.json")
    outputs = [
        program("lint"),
        program("lint", *files),
        program("lint", "--json"),
        program("lint", "-o", "concise"),
    ]
    assert {ended.code for ended in outputs} == {1}
    everything = [text for ended in outputs for text in (ended.out, ended.err)]
    everything += [(project / name).read_text() for name in ("a.txt", "b.txt", "c.json")]
    for text in everything:
        assert [part for part in parts(KEY) if part in text] == []
    assert all(each["file"] for each in json.loads(outputs[2].out)["findings"])


def test_carets_point_at_the_mask(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(f"version: 1\naccounts: {{a: {{api-key: {KEY}, protcted: true}}}}\n")
    assert (
        program("lint", "callr.yaml").out
        == """\
error[CA903] an API key stands here; it is read from the environment, never from this file
 --> callr.yaml:2:25
  |
2 | accounts: {a: {api-key: ••••, protcted: true}}
  |                         ^^^^
  = help: write `${NAME}`, such as `api-key: ${CALLR_PRODUCTION_KEY}`; whoever can \
read the repository knows this key: make a new one

error[CA902] `protcted` is not a key of `accounts.a`; did you mean `protected`?
 --> callr.yaml:2:47
  |
2 | accounts: {a: {api-key: ••••, protcted: true}}
  |                               ^^^^^^^^
  = help: allowed here: `url`, `account`, `api-key`, `protected`, `rate-limit`

1 file checked: 2 errors
"""
    )


def test_errors_and_bugs_hide_it(program: Program, project: Path) -> None:
    (project / "callr.yaml").write_text(f"version: 1\naccounts: {{a: {{api-key: {KEY}}}}}\n")
    assert KEY not in program("lint", f"{KEY}.yaml").err
    assert program("lint", f"{KEY}.yaml").err == "error: ••••.yaml: there is no such file or folder\n"
