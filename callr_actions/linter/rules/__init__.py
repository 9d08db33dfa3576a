"""Every rule, in the order of its code. A new rule is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.rules import (
    duplicate_key,
    empty_file,
    encoding,
    expression_syntax,
    missing_parameter,
    no_entry_branch,
    not_a_mapping,
    parameter_type,
    parameter_value,
    schema_violation,
    script_too_long,
    too_complex,
    unclosed_expression,
    undeclared_variable,
    unknown_action,
    unknown_branch,
    unknown_key,
    unknown_parameter,
    unreachable_branch,
    unreadable_file,
    unused_suppression,
    variable_out_of_context,
    wrong_type,
    yaml_syntax,
)

if TYPE_CHECKING:
    from callr_actions.linter.rule import Rule

RULES: tuple[Rule, ...] = (
    unreadable_file.RULE,
    yaml_syntax.RULE,
    duplicate_key.RULE,
    encoding.RULE,
    empty_file.RULE,
    too_complex.RULE,
    script_too_long.RULE,
    not_a_mapping.RULE,
    unused_suppression.RULE,
    unknown_key.RULE,
    no_entry_branch.RULE,
    wrong_type.RULE,
    unknown_action.RULE,
    missing_parameter.RULE,
    unknown_parameter.RULE,
    parameter_type.RULE,
    parameter_value.RULE,
    schema_violation.RULE,
    unknown_branch.RULE,
    unreachable_branch.RULE,
    undeclared_variable.RULE,
    variable_out_of_context.RULE,
    expression_syntax.RULE,
    unclosed_expression.RULE,
)
