"""A run for each row of a file: checked whole before the first, and never twice.

`source` to `read` turn a file into rows, `columns` and `checks` rows into what a run starts with, `loading`
puts all of them into the `ledger`. `work` starts and follows them, by way of `supply` (which is next) and
`commits` (the disk); `results` reads out what came of them.
"""
