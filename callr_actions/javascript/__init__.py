"""JavaScript as scenarios use it: parsed, checked by compiling, its names found; never run here."""
