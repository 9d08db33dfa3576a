"""CA701 finds secrets, and no output shows them. Every secret here is made up and put together as it runs."""

from __future__ import annotations

import time
from itertools import product

import pytest

from callr_actions.language.document import document_from_bytes
from callr_actions.linter.engine import MOST_REPORTS_PER_RULE, LintResult, lint_document, lint_documents
from callr_actions.linter.outputs import OUTPUTS, renderer
from callr_actions.linter.outputs.style import Style
from callr_actions.linter.secrets import find_secrets, looks_secret, secret_by_name
from callr_actions.linter.selection import Selection

pytestmark = pytest.mark.no_cover  # the same over and over; others cover it

FILL = "N0tARealKey" * 4
SHAPES = {
    "a private key": "{0}BEGIN PRIVATE KEY{0}\nTm90IGEga2V5\nYXQgYWxs\n{0}END PRIVATE KEY{0}".format("-" * 5),
    "a JSON web token": "eyJ" + FILL[:12] + ".eyJ" + FILL[:12] + "." + FILL[:12],
    "an AWS access key": "AK" + "IA" + FILL.upper()[:16],
    "a Stripe key": "sk" + "_live_" + FILL[:20],
    "a Slack token": "xo" + "xb-" + FILL[:20],
    "a GitHub token": "gh" + "p_" + FILL[:36],
    "a GitLab token": "gl" + "pat-" + FILL[:20],
    "a key of an AI service": "s" + "k-" + FILL[:24],
    "a Google key": "AI" + "za" + FILL[:35],
    "a SendGrid key": "S" + "G." + FILL[:20] + "." + FILL[:20],
}
FILE = """\
description: a {0} b
variables:
  $x: {0}
branches:
  inbound-call:
    actions:
      - action: fetch@v2
        params:
          url: https://example.com/{0}?nobody=1
          body: "{0} ${{{{ unknownName }}}}"
          timeout: "{0}"
          headers:
            - {0}
      - action: {0}
      - {{if: "'{0}' === $y", action: say@v2, params: {{what: "${{{{ '{0}' + }}}}"}}}}
      - goto: {{branch: "{0}"}} # {0}
"""


def lint(text: str, *ignore: str) -> LintResult:
    return lint_documents([document_from_bytes(text.encode(), "a.yaml")], selection=Selection(ignore=ignore))


@pytest.mark.parametrize("what", SHAPES)
def test_shapes(what: str) -> None:
    text = f"before {SHAPES[what]} behind"
    [hit] = find_secrets(text)
    assert (text[hit.start : hit.end], hit.what, hit.sure) == (SHAPES[what], what, True)


def test_a_webhook_is_a_secret() -> None:
    secret = "T" + "000/B" + "000/" + FILL[:10]
    text = "https://hooks.slack.com/services/" + secret
    [hit] = find_secrets(text)
    assert (text[hit.start :], hit.what) == (secret, "a Slack webhook")


@pytest.mark.parametrize("ignore", [(), ("CA701",)])
@pytest.mark.parametrize("what", [what for what in SHAPES if what != "a private key"])
def test_no_output_shows_it(what: str, ignore: tuple[str, ...]) -> None:
    result = lint(FILE.format(SHAPES[what]), *ignore)
    assert any(finding.code == "CA701" for finding in result.findings) is not bool(ignore)
    for output, width in product(OUTPUTS, (40, 100, 1000)):
        text = renderer(output)(result, Style(width=width))
        assert FILL[:10] not in text, output
        assert FILL.upper()[:10] not in text, output
        assert "••••" in text, output


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_shows_a_line_of_a_key(output: str) -> None:
    lines = "".join(f"    {line}\n" for line in SHAPES["a private key"].splitlines())
    text = f"variables:\n  $key: |\n{lines}branches: {{}}\n"
    shown = renderer(output)(lint(text), Style())
    assert "CA701" in shown
    assert not any(line.strip() in shown for line in lines.splitlines())


def test_a_secret_with_escapes_is_hidden_as_it_stands_in_the_file() -> None:
    secret = "sk" + "_live_" + "N0tAReal" + "\\x4bey0000000000"
    text = (
        f'branches: {{inbound-call: {{actions: [{{action: hangup@v1}}]}}}}\nvariables: {{$x: "{secret}"}}\n'
    )
    shown = renderer("text")(lint(text), Style())
    assert "a Stripe key stands in the file" in shown
    assert "N0tAReal" not in shown


def test_all_secrets_are_hidden_also_those_that_are_not_reported() -> None:
    count = MOST_REPORTS_PER_RULE + 50
    keys = [f"{'sk'}_live_N0tARealKey{number:08}" for number in range(count)]
    steps = "".join(f"      - action: {key}\n" for key in keys)
    result = lint("branches:\n  inbound-call:\n    actions:\n" + steps)
    assert sum(finding.code == "CA701" for finding in result.findings) == MOST_REPORTS_PER_RULE
    assert set(keys) <= result.secrets
    assert "N0tARealKey" not in renderer("json")(result, Style())


def test_without_a_receiver_secrets_are_forgotten() -> None:
    document = document_from_bytes(f"variables: {{$x: {SHAPES['a Slack token']}}}\n".encode(), "a.yaml")
    assert "CA701" in {finding.code for finding in lint_document(document)}


def test_one_alias_is_one_secret() -> None:
    result = lint(f"variables: {{$x: &a {SHAPES['a Slack token']}, $y: *a}}\n")
    assert [finding.code for finding in result.findings].count("CA701") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer ${{ $token }}",
        "?token=changeme123",
        "https://user:${{ $password }}@example.com",
        "password: 'your-password-1'",
        "secret: '<secret-1234>'",
        "the token of the call",
        "sk-",
        "sip:abc@sip.example.com",
        "a@b:c",
        "sk" + "_live_" + "x" * 20,
        "Basic information12 ".lower()[:5],
    ],
)
def test_placeholders_and_words_are_silent(text: str) -> None:
    assert list(find_secrets(text)) == []


def test_what_stands_in_a_key_is_said_once() -> None:
    text = "Bearer " + SHAPES["a Stripe key"]
    assert [hit.sure for hit in find_secrets(text)] == [True]


def test_names() -> None:
    assert secret_by_name("content-type", "n0t-a-Real-key", header=True) is None
    assert secret_by_name("x-api-key", "short1", header=True) is None
    hit = secret_by_name("authorization", "Basic n0t-a-Real-key ", header=True)
    assert hit is not None
    assert (hit.start, hit.end, hit.sure) == (6, 20, False)
    assert not looks_secret("aaaaaaaaaaA1")
    assert not looks_secret("onlyletters".lower())


@pytest.mark.parametrize(
    "text",
    [
        "eyJ" * 10_000,
        "eyJ-" * 8_000,
        "{0}BEGIN PRIVATE KEY{0}".format("-" * 5) * 1_000,
        "token" * 6_000,
        "://" * 10_000,
        "://a:" * 6_000,
        "?a=" * 10_000,
        "SG." * 10_000,
        "bearer " * 4_000,
        "a" * 32_000,
        "btoa('" * 5_000,
    ],
)
def test_hostile_text_takes_no_longer(text: str) -> None:
    start = time.process_time()
    list(find_secrets(text))
    secret_by_name(text, text, header=True)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_message_shows_no_beginning_of_a_secret(name: str) -> None:
    """Messages cut what is long; the beginning of a secret tells much of it."""
    secret = "eyJ" + FILL + ".eyJ" + FILL + "." + FILL
    step = f"action: fetch@v2, params: {{url: 'https://example.com', method: '{secret}'}}"
    text = f"branches: {{inbound-call: {{actions: [{{{step}}}, {{goto: {{branch: {secret}}}}}]}}}}"
    result = lint_documents([document_from_bytes(text.encode(), "a.yaml")])
    assert {"CA309", "CA401", "CA701"} <= {each.code for each in result.findings}
    assert secret[:8] not in renderer(name)(result, Style())
