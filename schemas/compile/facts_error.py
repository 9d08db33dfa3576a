"""The error of the generator: facts that are not in their form."""


class FactsError(Exception):
    """A file of facts is wrong; the message names the file and the place in it."""
