"""Compiles the facts of `schemas/catalog/` into what the program, editors and readers use.

`python -m schemas.compile` writes the files, `python -m schemas.compile --check` says which are stale.
"""
