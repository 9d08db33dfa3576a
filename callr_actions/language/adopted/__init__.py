"""Callr's own JSON Schema, adopted by the user: its verdicts, and the catalog that it implies."""
