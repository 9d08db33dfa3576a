"""CA101: text that is not YAML, or that YAML reads otherwise than it looks."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.SYNTAX,
    Explanation(
        code="CA101",
        name="yaml-syntax",
        summary="The file is not valid YAML.",
        why="""\
Nothing of a file that is not YAML can be deployed or run. Most such errors in scenarios come from
JavaScript or prose in unquoted values: a colon followed by a blank starts a key, and `!`, `&`, `*`, `@`,
`%`, `|` and `>` at the start of a value mean something to YAML. A value such as `!$dial.ok` is valid
YAML but not what it looks like: a tag with nothing behind it.
""",
        bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Press one: sales. Press two: support.
""",
        good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: "Press one: sales. Press two: support."
""",
        fix="Put the value in quotes, or write it as a block below `|` or `>`.",
    ),
)
