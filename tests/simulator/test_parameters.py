"""What a step really gets is held against the facts: a documented one stops the run, others are warned of."""

from __future__ import annotations

import pytest

from callr_actions.simulator import events
from tests.simulator.example import play


@pytest.mark.parametrize(
    ("step", "kind", "message"),
    [
        ("{action: say@v2, params: {what: 12}}", "error", "say@v2: `what` is 12; it has to be text"),
        ("{action: say@v2}", "error", "say@v2: `what` is missing"),
        (
            "{action: gather@v2, params: {maxDigits: 0}}",
            "warning",
            "gather@v2: `maxDigits` is 0; it has to be at least 1",
        ),
        (
            "{action: gather@v2, params: {maxDigits: '${{ [1, 2] }}'}}",
            "error",
            "gather@v2: `maxDigits` is [1, 2]; it has to be a whole number",
        ),
        (
            "{action: gather@v2, params: {finishKey: ab, timeout: 0}}",
            "warning",
            'gather@v2: `finishKey` is "ab"; it has to be as the pattern `^[0-9*#]$` has it',
        ),
        (
            "{action: sms@v1, params: {to: '${{ undefined }}', body: a}}",
            "error",
            "sms@v1: `to` is missing",
        ),
        (
            "{action: dial@v1, params: {targets: [{number: '+33199001234', timeout: x}]}}",
            "error",
            'dial@v1: `targets[0].timeout` is "x"; it has to be a number',
        ),
    ],
)
def test_a_parameter_that_does_not_fit(step: str, kind: str, message: str) -> None:
    run = play(f"branches: {{inbound-call: {{actions: [{step}]}}}}", "others: busy")
    told = [each for each in run.events if isinstance(each, (events.Failed, events.Warned))]
    assert (told[0].kind, told[0].message) == (kind, message)
    assert (run.outcome == "failed") == (kind == "error")
