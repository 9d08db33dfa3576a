"""CA107: a file whose top is a list or a single value."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.NOT_A_MAPPING,
    Explanation(
        code="CA107",
        name="not-a-mapping",
        summary="The file's top level is a list or a single value.",
        why="""\
A scenario is a mapping with `branches` in it. A list of steps at the top has no branch to belong to, so
nothing would ever start it.
""",
        bad="""\
- action: hangup@v1
""",
        good="""\
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
        fix="Put the steps below `branches`, the name of a branch, and `actions`.",
    ),
)
