"""The one exception whose message is meant for the person at the terminal."""


class LabError(Exception):
    """Something the lab needs is missing or did not happen; the message says what, and what to do about it."""
