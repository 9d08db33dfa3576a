"""What `plan`, `deploy` and their like have in common: what is meant, lint, the plan and its doing."""
