"""Cue verbs: the words that say that somebody says something (sayso/data/cues.tsv)."""

from functools import cache

from sayso.lexicon import load_table


@cache
def speech_lemmas() -> frozenset[str]:
    """Lemmas of cue verbs that need no quotation to be one.

    >>> "say" in speech_lemmas()
    True
    """
    return frozenset(
        row["cue"] for row in load_table("cues") if row["use"] != "quote" and " " not in row["cue"]
    )
