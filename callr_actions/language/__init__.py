"""The Callr Actions language: source text, positioned tree, scenario model, catalog of facts."""
