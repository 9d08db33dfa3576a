"""The local account on the command line: serving it, commands within it, its starting state, its world."""
