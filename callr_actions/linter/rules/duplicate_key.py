"""CA102: one key twice in a mapping."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.DUPLICATE_KEY,
    Explanation(
        code="CA102",
        name="duplicate-key",
        summary="The same key stands twice in one mapping.",
        why="""\
YAML wants keys to be unique. Readers that let duplicates pass keep one of the values without a word, so
a branch or a parameter that was written down does not exist.
""",
        bad="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Hello.
          what: Good morning.
""",
        good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: Good morning.
""",
        fix="Delete one of the two, or give it the name that was meant.",
    ),
)
