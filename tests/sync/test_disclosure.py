"""What may be shown of scripts, and how."""

from __future__ import annotations

from callr_actions.sync.disclosure import difference, without_values
from callr_actions.sync.holes import Hole, HoledText

TEMPLATE = HoledText('variables:\n  $key: "${KEY}"\n  $n: 1\nlog: new\n', (Hole(20, "KEY"),))


def test_a_value_that_is_as_it_was_sent_is_its_hole_again() -> None:
    filled = TEMPLATE.filled({"KEY": "s3cret"})
    shown = without_values(filled.replace("new", "old"), TEMPLATE, filled)
    assert shown == TEMPLATE.text.replace("new", "old")
    assert difference(shown, TEMPLATE.text) == (
        '@@ -1,4 +1,4 @@\n variables:\n   $key: "${KEY}"\n   $n: 1\n-log: old\n+log: new'
    )


def test_an_old_secret_is_hidden_wherever_it_stands() -> None:
    there = "variables: {$key: 0ldsecret, $n: 1}\nlog: 0ldsecret\n"
    shown = without_values(there, TEMPLATE, TEMPLATE.filled({"KEY": "s3cret"}))
    assert shown == 'variables: {$key: "••••", $n: 1}\nlog: ••••\n'


def test_what_fills_a_hole_is_hidden_also_where_another_variable_had_it() -> None:
    """As in a file that took the place of another one, or whose variable has another name now."""
    there = 'variables:\n  $old: "s3cret-s3cret"\n  $n: 1\nlog: old\n'
    shown = without_values(there, TEMPLATE, TEMPLATE.filled({"KEY": "s3cret-s3cret"}))
    assert shown == 'variables:\n  $old: "••••"\n  $n: 1\nlog: old\n'


def test_texts_without_holes_are_shown_as_they_are() -> None:
    assert without_values("a: 1\n", HoledText("a: 2\n"), "a: 2\n") == "a: 1\n"
    assert (
        without_values("- no\n- mapping\n", TEMPLATE, TEMPLATE.filled({"KEY": "s3cret"}))
        == "- no\n- mapping\n"
    )


def test_what_looks_like_a_secret_is_hidden_in_a_difference() -> None:
    key = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    assert difference(f"a: {key}\n", "a: none\n") == "@@ -1 +1 @@\n-a: ••••\n+a: none"
