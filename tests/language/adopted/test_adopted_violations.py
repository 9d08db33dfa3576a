"""What two differently shaped schemas have against scenarios, each cause once and in the right place."""

from collections.abc import Callable

import pytest

from callr_actions.language.adopted.schema import AdoptedSchema
from callr_actions.language.adopted.violations import violations
from callr_actions.language.scenario import Scenario

Find = Callable[[AdoptedSchema, str], list[str]]

GOOD = """\
description: Fine
variables:
  $name: Ann
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello ${{ $name }}.
          speed: ${{ 1 + 1 }}
      - if: $name == 'Ann'
        then:
          - if: now.getHours() > 8
            then:
              - action: %s
                params: %s
          - goto:
              branch: bye
  bye:
    actions: []
"""


def test_good_scenarios(tree: AdoptedSchema, conditions: AdoptedSchema, found: Find) -> None:
    assert found(tree, GOOD % ("queue@v1", "{name: sales, music: no}".replace("no", "false"))) == []
    assert found(conditions, GOOD % ("transfer@v1", "{to: '+33199001234', x-weight: 1.5}")) == []


TREE = {
    "{action: say@v2, params: {what: Hi, voice: ana}}": [
        (
            "44 value: `voice` of `say@v2` is one of `anna`, `boris`, `clara`; this is `ana`; did you"
            " mean `anna`?"
        )
    ],
    "{action: say@v2, params: {what: 5}}": [
        "33 type: `what` of `say@v2` is text; this is the number `5` (put it in quotes)"
    ],
    "{action: say@v2, params: {what: [Hi]}}": [
        "33 type: `what` of `say@v2` is text; this is a list (The words to say.)"
    ],
    "{action: say@v2, params: {waht: Hi}}": [
        "27 parameter: `say@v2` has no parameter `waht`; did you mean `what`?"
    ],
    "{action: say@v2, params: {what: Hi, colour: red}}": [
        "37 parameter: `say@v2` has no parameter `colour` (known: `loop`, `speed`, `voice`, `what`)"
    ],
    "{action: say@v2, params: [Hi]}": ["26 type: `params` of `say@v2` is a mapping; this is a list"],
    "{action: say@v2}": ["10 missing: `say@v2` needs `params`"],
    "{action: say@v2, parms: {what: Hi}}": [
        "18 key: a step with `say@v2` has no key `parms`; did you mean `params`?"
    ],
    "{action: say@v2, params: {what: '', loop: 0}, result: x}": [
        (
            "33 value: `what` of `say@v2` is text of at least 1 character; this has 0 characters (The"
            " words to say.)"
        ),
        "43 value: `loop` of `say@v2` is more than 0; this is the number `0`",
        r"55 other: `result` is text that matches `^\$\w+$`; this is `x`",
    ],
    "{action: sya@v2, params: {what: Hi}}": [
        "10 action: there is no action `sya@v2`; did you mean `say@v2`?"
    ],
    "{action: say@v1, params: {what: Hi}}": [
        "10 action: `say@v1` is not a known version of `say` (known: `say@v2`)"
    ],
    "{action: say}": ["10 action: `say` names no version; write `say@v2` (known: `say@v2`)"],
    "{action: zzz@v1}": [
        (
            "10 action: there is no action `zzz@v1` (known: `dial@v1`, `gather@v2`, `hangup@v1`, `queue@v1`,"
            " `say@v2`, `sms@v2`, `startRecording@v1`)"
        )
    ],
    "{action: 5}": [
        (
            "10 action: there is no action `5` (known: `dial@v1`, `gather@v2`, `hangup@v1`, `queue@v1`,"
            " `say@v2`, `sms@v2`, `startRecording@v1`)"
        )
    ],
    "null": ["1 shape: a step is a mapping; this is nothing"],
    "[]": ["1 shape: a step is a mapping; this is a list"],
    "{}": ["1 other: a step needs `action` or `then`"],
    "{if: x}": ["1 other: a step needs `action` or `then`"],
    "{goto: {brnch: x}}": ["9 key: `goto` has no key `brnch`; did you mean `branch`?"],
    "{goto: {}}": ["2 other: `goto` needs `branch`"],
    "{goto: x}": ["8 shape: `goto` is a mapping; this is `x`"],
    "{if: a, then: [{action: say@v2, params: {what: Hi, speed: 7}}]}": [
        "59 value: `speed` of `say@v2` is at most 2; this is the number `7`"
    ],
    "{if: a, then: [{action: hangup@v1}, {if: b, then: [{action: queue@v1, params: {}}]}]}": [
        "61 missing: `queue@v1` needs `name`"
    ],
    "{action: dial@v1, params: {targets: []}}": [
        "37 value: `targets` of `dial@v1` is a list of at least 1 item; this has 0 items"
    ],
    "{action: dial@v1, params: {targets: [{number: '+33'}]}}": [
        (
            r"47 value: `targets[0].number` of `dial@v1` is text that matches"
            r" `^(\+\d{6,15}|sip:.+)$`; this is `+33`"
        )
    ],
    "{action: dial@v1, params: {targets: [{number: '+33199001234', timeout: 1.5}, {}]}}": [
        "72 type: `targets[0].timeout` of `dial@v1` is a whole number; this is the number `1.5`",
        "78 missing: `dial@v1` needs `targets[1].number`",
    ],
    "{action: dial@v1, params: {targets: [{number: '+33199001234'}, {number: '+33199001234'}]}}": [
        "37 value: `targets` of `dial@v1` is a list without repetitions; this is a list"
    ],
    "{action: dial@v1, params: {targets: [{number: '+33199001234', time: 5}]}}": [
        "63 parameter: `targets[0]` of `dial@v1` has no key `time`; did you mean `timeout`?"
    ],
    "{action: dial@v1, params: {targets: ['${{ $t }}', 3]}}": [
        "51 type: `targets[1]` of `dial@v1` is a mapping; this is the number `3`"
    ],
    "{action: gather@v2, params: {maxDigits: 0}}": [
        "10 missing: `gather@v2` needs `prompt` or `audio`",
        "41 value: `maxDigits` of `gather@v2` is at least 1; this is the number `0`",
    ],
    "{action: gather@v2, params: {prompt: {what: x}, audio: y}}": [
        "29 value: `params` of `gather@v2` fits several forms of which only one is allowed"
    ],
    "{action: gather@v2, params: {prompt: {what: x, repeat: {what: 4}}}}": [
        "63 type: `prompt.repeat.what` of `gather@v2` is text; this is the number `4` (put it in quotes)"
    ],
    "{action: gather@v2, params: {prompt: {}}}": ["30 missing: `gather@v2` needs `prompt.what`"],
    "{action: sms@v2, params: {to: ['+1', true], body: this text is too long, from: 3}}": [
        "38 type: `to[1]` of `sms@v2` is text; this is the boolean `true` (put it in quotes)",
        "51 value: `body` of `sms@v2` is text of at most 20 characters; this has 21 characters",
        "80 type: `from` of `sms@v2` is nothing or text; this is the number `3`",
    ],
    "{action: startRecording@v1, events: {ready: [{action: say@v2, params: {}}], done: []}}": [
        "55 missing: `say@v2` needs `what`",
        "77 key: `events` has no key `done` (known: `failed`, `ready`)",
    ],
    "{action: hangup@v1, params: {a: 1}}": [
        (
            "21 key: a step with `hangup@v1` has no key `params` (known: `action`, `goto`, `if`,"
            " `result`, `then`)"
        )
    ],
}


@pytest.mark.parametrize("step", TREE)
def test_steps_of_the_first_schema(tree: AdoptedSchema, in_step: Find, step: str) -> None:
    assert in_step(tree, step) == TREE[step]


DOCUMENTS = {
    "branches: {}\n": ["1:11 other: `branches` is a mapping of at least 1 key; this has 0 keys"],
    "description: x\n": ["1:1 other: a scenario needs `branches`"],
    "? [a]\n: 1\n": ["1:1 other: a scenario needs `branches`"],
    "branches: []\n": ["1:11 shape: `branches` is a mapping; this is a list"],
    "branch: {a: {actions: []}}\n": [
        "1:1 key: a scenario has no key `branch`; did you mean `branches`?",
    ],
    "branches: {a: {actions: [], extra: 1}}\n": [
        "1:29 key: the branch `a` has no key `extra` (known: `actions`)"
    ],
    "branches: {a: []}\n": ["1:15 shape: the branch `a` is a mapping; this is a list"],
    "branches: {a: {}}\n": ["1:12 other: the branch `a` needs `actions`"],
    """\
branches: {a: {actions: []}}
defaults: {langage: en-GB, language: english, autoAnswer: 'yes'}
compat: {version: 2025-09-02}
variables: {a: 1, $b: 2}
""": [
        "2:12 key: `defaults` has no key `langage` (known: `autoAnswer`, `language`, `voice`)",
        (
            "2:38 other: `defaults.language` is text that matches `^[a-z]{2}-[A-Z]{2}$`; this is `english`"
            " (The language of all speech.)"
        ),
        "2:59 shape: `defaults.autoAnswer` is `true` or `false`; this is `yes`",
        (
            "3:19 other: `compat.version` is one of `2025-09-01`, `2026-01-15`; this is `2025-09-02`;"
            " did you mean `2025-09-01`?"
        ),
        r"4:13 other: a key of `variables` is text that matches `^\$[a-zA-Z]\w*$`; this is `a`",
    ],
}


@pytest.mark.parametrize("text", DOCUMENTS)
def test_documents_by_the_first_schema(tree: AdoptedSchema, found: Find, text: str) -> None:
    assert found(tree, text) == DOCUMENTS[text]


CONDITIONS = {
    "{action: say@v2, params: {what: Hi, speed: fast}}": [
        "44 type: `speed` of `say@v2` is a number; this is `fast`"
    ],
    "{action: say@v2, params: {what: Hi, speed: -1}}": [
        "44 value: `speed` of `say@v2` is at least 0; this is the number `-1`"
    ],
    "{action: say@v4}": ["10 action: `say@v4` is not a known version of `say` (known: `say@v2`, `say@v3`)"],
    "{action: sya@v2}": ["10 action: there is no action `sya@v2`; did you mean `say@v2`?"],
    "{action: fetch@v2, params: {url: 'http://x', method: PSOT}}": [
        (
            "54 value: `method` of `fetch@v2` is one of `GET`, `POST`, `PUT`; this is `PSOT`; did you"
            " mean `POST`?"
        )
    ],
    "{action: fetch@v2, params: {url: 'http://x', method: 5, audio: {enabled: 'yes'}}}": [
        "54 value: `method` of `fetch@v2` is one of `GET`, `POST`, `PUT`; this is the number `5`",
        "74 type: `audio.enabled` of `fetch@v2` is `true` or `false`; this is `yes`",
    ],
    "{action: fetch@v2, params: {url: 'no uri', headers: {a-very-long-header-name: x}, retry: [1, a, 3]}}": [
        "34 value: `url` of `fetch@v2` is written as `uri`; this is `no uri`",
        "54 other: a key of `headers` of `fetch@v2` is text of at most 20 characters; this has 23 characters",
        "94 type: `retry[1]` of `fetch@v2` is a whole number; this is `a`",
        "97 value: `retry[2]` of `fetch@v2` is not allowed here",
    ],
    "{action: transfer@v1, params: {x-a: 0.3, y: 1}}": [
        "37 value: `x-a` of `transfer@v1` is a multiple of 0.5; this is the number `0.3`",
        "42 parameter: `transfer@v1` has no parameter `y` (known: `message`, `to`, keys that match `^x-`)",
    ],
    "{action: transfer@v1, params: {}}": [
        "31 value: `params` of `transfer@v1` is a mapping of at least 1 key; this has 0 keys"
    ],
    "{action: answer@v1, params: {}}": ["21 value: `params` of `answer@v1` is not allowed here"],
    "{action: say@v3, params: {whom: all}}": [
        "33 value: `whom` of `say@v3` is something that the schema rules out; this is `all`"
    ],
    "{params: {}}": ["1 other: a step needs `action`"],
    "{then: []}": ["1 other: a step needs `if`"],
    "{result: x}": ["1 other: a step needs `action`"],
    "{if: 3, then: [{action: say@v2, params: {what: 3}}], else: [{action: log@v1, params: {mesage: 3}}]}": [
        "6 shape: `if` is `true` or `false` or text; this is the number `3`",
        "48 type: `what` of `say@v2` is text; this is the number `3` (put it in quotes)",
        "87 parameter: `log@v1` has no parameter `mesage`; did you mean `message`?",
    ],
    "{actoin: say@v2}": ["2 key: a step has no key `actoin`; did you mean `action`?"],
}


@pytest.mark.parametrize("step", CONDITIONS)
def test_steps_of_the_second_schema(conditions: AdoptedSchema, in_step: Find, step: str) -> None:
    assert in_step(conditions, step) == CONDITIONS[step]


NAMES = {
    "name: Élan 9\nbranches: {a: {actions: []}}\n": [],
    "name: 9x\nbranches: {a: {actions: []}}\n": [
        r"1:7 other: `name` is text that matches `^\p{L}[\p{L}\p{N} -]*$`; this is `9x`"
    ],
    "branches: {A: {actions: []}, é: {}}\n": [
        r"1:12 key: `branches` has no key `A` (known: keys that match `^\p{Ll}[a-z-]*$`)",
        "1:30 other: the branch `é` needs `actions`",
    ],
}


@pytest.mark.parametrize("text", NAMES)
def test_names_by_the_second_schema(conditions: AdoptedSchema, found: Find, text: str) -> None:
    assert found(conditions, text) == NAMES[text]


@pytest.mark.parametrize(
    "step",
    [
        "{action: dial@v1, params: {targets: '${{ $t }}'}}",
        "{action: dial@v1, params: '${{ $t }}'}",
        "{action: dial@v1, params: {targets: ['${{ $t }}', {number: '${{ $n }}', timeout: '${{ 5 }}'}]}}",
        "{action: dial@v1, params: {targets: [{number: '${{ $a }}'}, {number: '${{ $a }}'}]}}",
        "{action: say@v2, params: {what: Hi, voice: '${{ $v }}', loop: '${{ $l }}'}}",
        "{action: gather@v2, params: {prompt: '${{ $p }}'}}",
        "{if: a, then: [{action: sms@v2, params: {to: '${{ $l }}', body: 'a very long ${{ text }} here'}}]}",
    ],
)
def test_a_parameter_may_hold_an_expression(tree: AdoptedSchema, in_step: Find, step: str) -> None:
    assert in_step(tree, step) == []


def test_an_expression_elsewhere_is_only_text(tree: AdoptedSchema, in_step: Find) -> None:
    assert in_step(tree, "{action: hangup@v1, result: '${{ $x }}'}") == [
        r"29 other: `result` is text that matches `^\$\w+$`; this is `${{ $x }}`"
    ]


def test_an_expression_does_not_excuse_its_neighbour(tree: AdoptedSchema, in_step: Find) -> None:
    assert in_step(tree, "{action: say@v2, params: {what: '${{ 1 }}', loop: no}}") == [
        "51 type: `loop` of `say@v2` is a whole number; this is `no`"
    ]


def test_aliases_and_merged_keys_are_checked_where_they_are_used(tree: AdoptedSchema, found: Find) -> None:
    text = """\
branches:
  a:
    actions:
      - &hello {action: say@v2, params: {what: Hello}}
      - {<<: *hello, params: {what: 3}}
      - *hello
"""
    assert found(tree, text) == [
        "5:37 type: `what` of `say@v2` is text; this is the number `3` (put it in quotes)"
    ]


def test_a_file_without_a_mapping_has_nothing_to_check(tree: AdoptedSchema) -> None:
    from callr_actions.language.document import parse_document
    from callr_actions.language.scenario_reader import read_scenario
    from callr_actions.language.source import Source

    assert violations(tree, read_scenario(parse_document(Source("flow.yaml", "- a\n")))) == ()


def test_numbers_that_json_does_not_have(tree: AdoptedSchema, in_step: Find) -> None:
    assert in_step(tree, "{action: say@v2, params: {what: Hi, speed: .inf}}") == [
        "44 type: `speed` of `say@v2` is a number; this is the number `inf`"
    ]


def test_the_most_violations_of_a_file(tree: AdoptedSchema, scenario: Callable[[str], Scenario]) -> None:
    steps = "      - {action: say@v2}\n" * 1200
    assert len(violations(tree, scenario(f"branches:\n  a:\n    actions:\n{steps}"))) == 1000
