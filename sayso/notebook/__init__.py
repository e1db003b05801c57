"""The library as a person in a notebook or a script uses it: a ledger with the command line's verbs, answers
as tables."""

from sayso.notebook.ledger import Added, Ledger
from sayso.notebook.results import Results
from sayso.notebook.shown import EventView, ReadingView, highlight

__all__ = ["Added", "EventView", "Ledger", "ReadingView", "Results", "highlight"]
