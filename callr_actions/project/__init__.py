"""The project: callr.yaml, accounts and settings as values, discovery of scenarios."""
