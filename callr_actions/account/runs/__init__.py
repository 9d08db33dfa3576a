"""Runs of scenarios in the local account: kept in its file, gone on with by whoever has it open."""
