"""CA105: nesting and aliases beyond any scenario."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

_DEEP = "description: " + "[" * 201 + "]" * 201 + "\n"

RULE = yaml_rule(
    ProblemKind.TOO_COMPLEX,
    Explanation(
        code="CA105",
        name="too-complex",
        summary="The YAML is nested too deeply, or its aliases stand for too much.",
        why="""\
Files are read up to 200 levels and 100,000 nodes, counting what each alias stands for. A scenario of
32,768 characters comes nowhere near; a few lines of aliases to aliases can stand for billions of nodes
and would stop any program that follows them.
""",
        bad=_DEEP,
        good="""\
description: A flat one.
branches:
  inbound-call:
    actions:
      - action: hangup@v1
""",
        fix="Move inner steps to branches of their own; write out what aliases stand for.",
    ),
)
