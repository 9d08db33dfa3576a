"""Lint, simulate, deploy and run Callr Actions scenarios from git."""

__version__ = "0.1.0"
