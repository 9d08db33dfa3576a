"""CA103: bytes or characters that a scenario cannot hold."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.ENCODING,
    Explanation(
        code="CA103",
        name="encoding",
        summary="The file is not UTF-8, or holds a character that YAML does not allow.",
        why="""\
A script travels to Callr as text inside JSON. Bytes in another encoding turn into wrong letters, and
control characters are refused by every YAML reader. They get into a file by copying from a terminal or
by saving in an old encoding.
""",
        bad="branches:\n  inbound-call:\n    actions:\n      - action: say@v2\n"
        '        params:\n          what: "Ring\x07 ring."\n',
        good="""\
branches:
  inbound-call:
    actions:
      - action: say@v2
        params:
          what: "Ring ring."
""",
        fix="Save the file as UTF-8 and delete the character, or write it as an escape in double quotes.",
    ),
)
