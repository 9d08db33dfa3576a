"""Runs that the API starts: checked variables, conditions, polling, outcomes. Nothing is printed here.

Callr's API tells only a run's variables. Whether it has ended is for a condition to say: `Judge` holds that
against the variables, `follow` asks for them until it holds, and everything that happens is an event.
"""
