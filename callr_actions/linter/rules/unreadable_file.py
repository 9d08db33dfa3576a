"""CA100: a file that cannot be read."""

from callr_actions.language.explanation import Explanation
from callr_actions.language.problem import ProblemKind
from callr_actions.linter.rules._yaml import yaml_rule

RULE = yaml_rule(
    ProblemKind.UNREADABLE,
    Explanation(
        code="CA100",
        name="unreadable-file",
        summary="A file or folder that cannot be read.",
        why="""\
A file that is listed but can't be opened (permissions, a folder or a device in its place, a broken link)
is not checked. Passing over it in silence would look like a clean result.
""",
        bad="",
        good="",
        fix="Make the file readable for the user that runs this program, or leave it out of the paths.",
    ),
)
