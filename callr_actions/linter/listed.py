"""One line of the list of rules, and whether a file can give its rule anything to report.

Most files have neither an SMS nor a request in them. The modules of the rules about those are not imported
for them: that is what makes the check of one file quick.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from callr_actions.language.bundled import bundled
from callr_actions.lazy_pattern import lazy_pattern
from callr_actions.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callr_actions.linter.context import Subject
    from callr_actions.linter.rule import Rule

# How a word can be spelt without standing in the text: escapes of YAML and JavaScript, and a line that ends
# in the middle of it.
_SPELT = lazy_pattern(r"\\[xuU/\r\n\x85\u2028\u2029]")


class Sign(Enum):
    """What must hold of a file that no word of it shows."""

    PROBLEM = "problem"
    """Its reader has something against it as YAML."""
    ADOPTED = "adopted"
    """Callr's own schema is adopted."""


class Listed(NamedTuple):
    """A rule that is not imported yet; its module has its name.

    Attributes:
        when: words without which the rule has nothing to report: keys, actions, names, pieces of syntax.
            One of them has to stand in the text. None at all: the rule always runs.
    """

    code: str
    name: str
    when: tuple[str, ...] | Sign = ()

    @property
    def rule(self) -> Rule:
        """The rule; its module is imported now, not before."""
        return _rule(self.name)

    def may_report(self, subject: Subject) -> bool:
        """Return whether the rule can have anything to report; True wherever that is not sure."""
        if self.when is Sign.PROBLEM:
            return bool(subject.scenario.document.problems)
        if self.when is Sign.ADOPTED:
            return subject.context.adopted is not None
        text = subject.scenario.source.text
        return not self.when or subject.words_may_hide or any(word in text for word in self.when)


@cache
def _rule(name: str) -> Rule:
    module = import_module(f"callr_actions.linter.rules.{name.replace('-', '_')}")
    rule: Rule = module.RULE
    return rule


def words_may_hide(subject: Subject) -> bool:
    """Return whether words can matter that do not stand in the text, or other words than the list says.

    The list knows the bundled facts; those of an adopted schema may give the same meaning to other names.
    """
    return subject.catalog is not bundled() or _SPELT.search(subject.scenario.source.text) is not None
