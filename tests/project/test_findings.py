"""Whole files and exactly what is said about them: findings/NAME.yaml with its lines in NAME.out."""

from __future__ import annotations

from pathlib import Path

import pytest

from callr_actions.masking import MASK, Masker
from callr_actions.project.file import load_project
from callr_actions.project.user_config import UserAccount, UserConfig
from tests.project.example import GOOD, lines, load

FOLDER = Path(__file__).parent / "findings"


def test_there_are_examples_and_the_whole_format_is_good(tmp_path: Path) -> None:
    assert len(list(FOLDER.glob("*.yaml"))) > 20
    assert load(tmp_path, GOOD).findings == ()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_findings(file: Path) -> None:
    loaded = load_project(file, shown="callr.yaml")

    assert lines(loaded.findings) == file.with_suffix(".out").read_text(encoding="utf-8").splitlines()
    assert (loaded.project is None) == any(found.severity.value == "error" for found in loaded.findings)


def test_help_names_what_to_do(tmp_path: Path) -> None:
    text = (
        "fail-on: error\naccounts: {a: {schema: x}}\n"
        "scenario-settings: {a: {numbers: {local: [+33199001234]}}}\n"
        "lint: {selct: []}\n"
    )

    findings = load(tmp_path, text).findings

    assert [found.help for found in findings] == [
        "add `version: 1`",
        "it belongs under `lint`",
        "it belongs at the top level of the file",
        'put it in quotes: "+33199001234"',
        "allowed here: `select`, `ignore`, `per-file`, `fail-on`, `profile`, `baseline`",
    ]


def test_a_number_without_quotes_has_a_fix(tmp_path: Path) -> None:
    text = "version: 1\nscenario-settings: {a: {numbers: {local: [&n +33199001234, *n]}}}\n"

    first, second = load(tmp_path, text).findings

    assert first.fix is not None
    edit = first.fix.edits[0]
    assert text[edit.span.start.offset : edit.span.end.offset] == "+33199001234"
    assert edit.text == '"+33199001234"'
    assert second.fix is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    loaded = load_project(tmp_path / "callr.yaml", shown="callr.yaml")

    assert lines(loaded.findings) == ["1:1 CA100 cannot be read: no such file or directory"]
    assert loaded.project is None


def test_nesting_by_aliases_is_refused_and_not_followed(tmp_path: Path) -> None:
    deep = "".join(
        f"k{n}: &a{n} " + "[" * 150 + (f"*a{n - 1}" if n else "") + "]" * 150 + "\n" for n in range(30)
    )

    loaded = load(tmp_path, "version: 1\n" + deep)

    assert lines(loaded.findings) == ["3:159 CA105 nested more than 200 levels deep; the rest was not read"]


def test_an_allowed_host_gives_no_warning(tmp_path: Path) -> None:
    text = "version: 1\naccounts: {a: {url: 'https://Proxy.example.com:8443/callr'}, b: {url: 'https://b.example'}}\n"
    of_b = UserAccount(allow_hosts=frozenset({"proxy.example.com", "b.example"}))
    user = UserConfig(tmp_path / "config.toml", {"b": of_b}, frozenset({"proxy.EXAMPLE.com"}))

    assert load(tmp_path, text, user=user).findings == ()


def test_a_host_that_is_allowed_for_another_account_gives_one(tmp_path: Path) -> None:
    text = "version: 1\naccounts: {a: {url: 'https://b.example'}, b: {url: 'https://b.example'}}\n"
    of_b = UserAccount(allow_hosts=frozenset({"b.example"}))

    findings = load(tmp_path, text, user=UserConfig(tmp_path / "config.toml", {"b": of_b})).findings

    assert lines(findings) == [
        "2:21 warning CA907 `b.example` is not a host of callr.com: the key of this account would go there"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "version: 1\naccounts: {a: {api-key: SECRETKEY}}\n",
        "version: 1\naccounts: {a: {api-key: |\n  SECRETKEY\n}}\n",
        "version: 1\naccounts: {a: {api_key: SECRETKEY}}\n",
        "version: 1\naccounts: {a: {api-key: [SECRETKEY]}}\n",
        'version: 1\naccounts: {a: {api-key: "SECRET\\x4bEY", "b": SECRETKEY}}\n',
        "version: 1\naccounts: {a: {url: 'https://SECRETKEY@api.callr.com'}}\n",
        "version: 1\naccounts: {a: {api-key: *SECRETKEY}}\n",
        "version: 1\nx: &a SECRETKEY\naccounts: {a: {api-key: *a}}\n",
        "version: 1\naccounts: {a: {api-key: SECRETKEY, api-key: SECRETKEY}}\n",
        "version: 1\ndefault-account: SECRETKEY\naccounts: {a: {api-key: SECRETKEY}}\n",
        "version: 1\naccounts: {a: {api-key: 'SECRETKEY}}\n",
    ],
)
def test_no_finding_shows_a_key_and_the_masker_knows_it(text: str, tmp_path: Path) -> None:
    masker = Masker()

    loaded = load(tmp_path, text, masker=masker)

    assert loaded.project is None
    assert "SECRETKEY" not in str([found.to_json() for found in loaded.findings])
    assert masker.mask("SECRETKEY") == MASK


def test_a_path_that_is_a_link_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "schema.json").symlink_to(tmp_path / "elsewhere.json")

    findings = load(tmp_path / "project", "version: 1\nschema: schema.json\n").findings

    assert lines(findings) == ["2:9 CA909 `schema.json` is a link that leads out of the project's folder"]


def test_a_variable_without_braces_has_a_fix(tmp_path: Path) -> None:
    text = """\
version: 1
accounts:
  a:
    api-key: $MY_KEY
  b: {api-key: $MY_KEY}
  c:
    api-key: "$MY_KEY"
"""

    fixes = [found.fix for found in load(tmp_path, text).findings]

    assert [(fix.safe, fix.edits[0].text) for fix in fixes if fix] == [
        (True, "${MY_KEY}"),
        (True, '"${MY_KEY}"'),
        (True, '"${MY_KEY}"'),
    ]


@pytest.mark.parametrize("credentials", ["u:abc", "u:a", ":a", "a", "abc:", "user:abcd"])
def test_short_credentials_in_an_address_are_hidden(tmp_path: Path, credentials: str) -> None:
    masker = Masker()
    file = tmp_path / "callr.yaml"
    file.write_text(f"version: 1\naccounts: {{a: {{url: 'https://{credentials}@api.callr.com/v2.0'}}}}\n")

    load_project(file, shown="callr.yaml", masker=masker)

    assert f"{credentials}@" not in masker.mask(file.read_text())
