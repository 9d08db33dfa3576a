"""Names have no limit, and what is said of them has."""

from __future__ import annotations

import pytest

from callr_actions import lint

LONG = "b" * 5000


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("CA401", f"goto: {{branch: {LONG}}}"),
        ("CA301", f"action: {LONG}@v1"),
        ("CA501", f"if: ${LONG} === 1, action: hangup@v1"),
        ("CA609", f"if: call.{LONG}, action: hangup@v1"),
        ("CA611", f"if: {LONG}, action: hangup@v1"),
    ],
)
def test_a_long_name_is_cut(code: str, step: str) -> None:
    found = lint(f"branches: {{inbound-call: {{actions: [{{{step}}}]}}}}")
    (message,) = (each.message for each in found if each.code == code)
    assert len(message) < 300
    assert "b…`" in message
