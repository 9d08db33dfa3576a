"""JavaScript run for real, in a process that can be killed; a context for each run, its variables mirrored.

`Pool` hands out contexts, `Context` evaluates, `Outcome` is what comes out; `values` has the values of
JavaScript that Python lacks. Nothing of the engine is loaded into this process.
"""
