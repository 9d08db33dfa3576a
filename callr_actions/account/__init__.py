"""The local account: a stateful emulator of Callr's REST API v2.0, on the user's own machine.

Callr has no sandbox. This room speaks the same API over SQLite, so that deploying, running, buying numbers
and receiving webhooks can be tried with no account, no network and no cost. It declares the API by itself and
never looks at the client's tables: what both get wrong would otherwise agree.
"""
