"""The base error builds its message; the closest word; the mask; the exit codes."""

from __future__ import annotations

import pytest

from callr_actions.closest import closest
from callr_actions.errors import CallrActionsError
from callr_actions.exit_codes import MEANINGS, ExitCode
from callr_actions.masking import Masker


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CallrActionsError("no such account"), "no such account"),
        (CallrActionsError("no such key", file="callr.yaml"), "callr.yaml: no such key"),
        (
            CallrActionsError("unknown account `prdo`", allowed=["prod", "local"], found="prdo"),
            "unknown account `prdo`; did you mean `prod`?",
        ),
        (
            CallrActionsError("unknown account `x`", allowed=["prod", "local"], found="x"),
            "unknown account `x`; allowed: prod, local",
        ),
        (
            CallrActionsError("which account?", allowed=["prod", "local"]),
            "which account?; allowed: prod, local",
        ),
        (CallrActionsError("nothing is allowed", found="x"), "nothing is allowed"),
    ],
)
def test_message(error: CallrActionsError, text: str) -> None:
    assert str(error) == text
    assert error.args == (text,)


def test_parts() -> None:
    error = CallrActionsError("refused", hint="use --yes", exit_code=ExitCode.REFUSED)
    assert (error.hint, error.exit_code, error.allowed, error.closest) == ("use --yes", 3, (), None)
    assert CallrActionsError("x").exit_code == 64


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("actoin", ["action", "params"], "action"),
        ("on_branch", ["onBranch", "branch"], "onBranch"),
        ("ANSWER@V1", ["answer@v1"], "answer@v1"),
        ("inboundcall", ["inbound-call", "inbound-sms"], "inbound-call"),
        ("zzz", ["action"], None),
        ("", ["action"], None),
        ("action", [], None),
        ("a" * 81, ["a" * 80], None),
        ("a-b", ["ab", "a_b"], "a_b"),
        ("lang", ["language", "late"], "language"),
        ("lan", ["language", "lantern"], None),
    ],
)
def test_closest(word: str, known: list[str], expected: str | None) -> None:
    assert closest(word, known) == expected
    assert closest(word, reversed(known)) == expected


@pytest.mark.parametrize(
    ("secrets", "text", "masked"),
    [
        (["s3cret"], "key=s3cret;", "key=••••;"),
        (["abcd", "abcdef"], "abcdef abcd", "•••• ••••"),
        (["abc"], "abc", "abc"),
        ([""], "abc", "abc"),
        ([], "abc", "abc"),
        (["key.*"], "keys key.*", "keys ••••"),
    ],
)
def test_mask(secrets: list[str], text: str, masked: str) -> None:
    masker = Masker()
    for secret in secrets:
        masker.add(secret)
    assert masker.mask(text) == masked


def test_every_exit_code_has_one_meaning() -> None:
    assert list(MEANINGS) == list(ExitCode)
    assert len(set(MEANINGS.values())) == len(ExitCode)
