"""What can go wrong, said so that a person can act on it."""

from collections.abc import Iterator
from contextlib import contextmanager


class SaysoError(Exception):
    """Something the user can mend: the message names the thing and the remedy."""


class InputError(SaysoError):
    """One input that was refused, by `name`, with the `problem` and the `remedy`.

    >>> str(InputError("a.txt", "is empty", "leave it out"))
    'a.txt: is empty; leave it out'
    """

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        self.name, self.problem, self.remedy = name, problem, remedy
        words = f"{name}: {problem}; {remedy}"
        super().__init__("".join(c if c.isprintable() else " " for c in words))


@contextmanager
def guarded(name: str, stage: str) -> Iterator[None]:
    """Whatever goes wrong within, one input is refused by `name` and nothing else ends; errors of files stay what they are.

    >>> with guarded("a.html", "page"):
    ...     int("x")
    Traceback (most recent call last):
    sayso.errors.InputError: a.html: cannot be read (page: ValueError: invalid literal for int() with base 10: 'x'); leave it out
    """
    try:
        yield
    except (SaysoError, OSError):
        raise
    except MemoryError:
        raise InputError(name, f"needs more memory than there is ({stage})", "leave it out") from None
    except Exception as problem:
        words = " ".join(str(problem).split())[:160]
        raise InputError(
            name, f"cannot be read ({stage}: {type(problem).__name__}: {words})", "leave it out"
        ) from problem


class LedgerError(SaysoError):
    """A ledger that cannot be opened, read or written."""
