"""Every rule, in the order of its code. A new rule is one file and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callr_actions.linter.rules import (
    action_and_goto,
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
    step_without_effect,
    then_without_if,
    too_complex,
    unclosed_expression,
    undeclared_variable,
    undefined_initial_value,
    unknown_action,
    unknown_branch,
    unknown_key,
    unknown_parameter,
    unquoted_compat_date,
    unreachable_branch,
    unreadable_file,
    unused_suppression,
    variable_out_of_context,
    wrong_type,
    yaml_boolean,
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
    unquoted_compat_date.RULE,
    undefined_initial_value.RULE,
    yaml_boolean.RULE,
    unused_suppression.RULE,
    unknown_key.RULE,
    no_entry_branch.RULE,
    wrong_type.RULE,
    step_without_effect.RULE,
    then_without_if.RULE,
    action_and_goto.RULE,
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
