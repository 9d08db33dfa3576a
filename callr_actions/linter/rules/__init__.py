"""Every rule, in the order of its code. A new rule is one file and one line here.

A line is the rule's code, its name, which is its file's, and the words (`when`) of which one has to stand in
a file that the rule can report anything in. Leave the words out where in doubt: the rule then always runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.listed import Listed, Sign

if TYPE_CHECKING:
    from callr_actions.linter.rule import Rule

RULES: tuple[Listed, ...] = (
    Listed("CA100", "unreadable-file", when=Sign.PROBLEM),
    Listed("CA101", "yaml-syntax", when=Sign.PROBLEM),
    Listed("CA102", "duplicate-key", when=Sign.PROBLEM),
    Listed("CA103", "encoding", when=Sign.PROBLEM),
    Listed("CA104", "empty-file", when=Sign.PROBLEM),
    Listed("CA105", "too-complex", when=Sign.PROBLEM),
    Listed("CA106", "script-too-long"),
    Listed("CA107", "not-a-mapping", when=Sign.PROBLEM),
    Listed("CA108", "unquoted-compat-date", when=("version",)),
    Listed("CA109", "undefined-initial-value", when=("undefined",)),
    Listed("CA110", "yaml-boolean"),
    Listed("CA111", "unused-suppression", when=("allr:", "ALLR:")),
    Listed("CA201", "unknown-key"),
    Listed("CA202", "no-entry-branch"),
    Listed("CA203", "wrong-type"),
    Listed("CA204", "step-without-effect"),
    Listed("CA205", "then-without-if", when=("then", "else")),
    Listed("CA206", "action-and-goto"),
    Listed("CA301", "unknown-action"),
    Listed("CA302", "missing-parameter"),
    Listed("CA303", "unknown-parameter"),
    Listed("CA304", "parameter-type"),
    Listed("CA305", "parameter-value"),
    Listed("CA306", "outdated-version"),
    Listed("CA307", "phone-number", when=("dial@", "sms@")),
    Listed("CA308", "url", when=("url",)),
    Listed("CA309", "http-request", when=("fetch@",)),
    Listed("CA310", "schema-violation", when=Sign.ADOPTED),
    Listed("CA311", "language-tag", when=("language",)),
    Listed("CA312", "sms-sender", when=("sms@",)),
    Listed("CA313", "sms-too-long", when=("sms@",)),
    Listed("CA314", "sms-parts", when=("sms@",)),
    Listed("CA401", "unknown-branch"),
    Listed("CA402", "unreachable-branch"),
    Listed("CA403", "unreachable-step"),
    Listed("CA404", "endless-loop", when=("goto",)),
    Listed("CA405", "media-before-answer", when=("autoAnswer",)),
    Listed("CA406", "no-leg"),
    Listed("CA407", "silent-answered-branch", when=("answerOnBranch",)),
    Listed("CA408", "unchecked-dial", when=("dial@",)),
    Listed("CA409", "unlimited-menu", when=("gather@",)),
    Listed("CA410", "own-number", when=("dial@",)),
    Listed("CA501", "undeclared-variable"),
    Listed("CA502", "variable-out-of-context"),
    Listed("CA503", "variable-name"),
    Listed("CA504", "unused-variable", when=("variables",)),
    Listed("CA505", "unread-result", when=("result",)),
    Listed("CA506", "read-before-assignment"),
    Listed("CA507", "case-differs"),
    Listed("CA508", "shadowed-predefined"),
    Listed("CA601", "expression-syntax"),
    Listed("CA602", "unclosed-expression", when=("${{",)),
    Listed("CA603", "braces-in-condition", when=("${{",)),
    Listed("CA605", "not-evaluated", when=("${{",)),
    Listed("CA606", "constant-condition"),
    Listed("CA607", "assignment-in-condition", when=("=",)),
    Listed("CA608", "object-in-text", when=("${{",)),
    Listed("CA609", "unknown-property"),
    Listed("CA610", "await-in-expression", when=("await",)),
    Listed("CA611", "unknown-global"),
    Listed("CA612", "missing-braces"),
    Listed("CA613", "mixed-comparison", when=("==", "switch")),
    Listed("CA701", "literal-secret"),
    Listed("CA702", "plain-http", when=("url",)),
    Listed("CA703", "unencoded-url", when=("${{",)),
    Listed("CA704", "injected-code", when=("${{", "eval", "Function")),
    Listed("CA705", "personal-data-in-log", when=("log@",)),
)


def every_rule() -> tuple[Rule, ...]:
    """Import all rules and return them."""
    return tuple(listed.rule for listed in RULES)
