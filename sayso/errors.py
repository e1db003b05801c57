"""What can go wrong, said so that a person can act on it."""


class SaysoError(Exception):
    """Something the user can mend: the message names the thing and the remedy."""


class InputError(SaysoError):
    """One input that was refused, by `name`, with the `problem` and the `remedy`.

    >>> str(InputError("a.txt", "is empty", "leave it out"))
    'a.txt: is empty; leave it out'
    """

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        self.name, self.problem, self.remedy = name, problem, remedy
        super().__init__(f"{name}: {problem}; {remedy}")


class LedgerError(SaysoError):
    """A ledger that cannot be opened, read or written."""
