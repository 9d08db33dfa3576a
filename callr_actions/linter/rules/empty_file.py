"""CA104: a file with nothing in it."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.EMPTY,
    Explanation(
        code="CA104",
        name="empty-file",
        summary="The file is empty, or holds comments only.",
        why="""\
Every YAML file below the scenarios folder is one scenario, and Callr takes no script without text.
An empty one is most often a file that was never finished, or a merge that went wrong.
""",
        bad="# to do\n",
        good="""\
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
        fix="Write the scenario, or delete the file.",
    ),
)
