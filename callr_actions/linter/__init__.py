"""The linter: rules over a scenario, findings out."""
