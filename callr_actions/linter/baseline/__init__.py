"""Baselines: findings that were there when the linter was switched on, and wait to be mended."""
