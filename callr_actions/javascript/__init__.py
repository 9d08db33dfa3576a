"""JavaScript as scenarios use it: parsed, checked by compiling, its names found; never run here.

`model` has the values that the room answers with, and loads neither parser.
"""
