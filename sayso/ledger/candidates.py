"""Which held documents a new one is compared with: found by keys, bounded in number, whatever the ledger holds.

What is chosen of older documents depends on these alone, and what is chosen of newer ones on those published no later: so that links
between documents of a time are the same in a ledger that never saw what came after.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import Connection, text

from sayso.ledger.moments import stamp, unstamp

_NEIGHBOURS = 24  # documents taken from each side in time of a key
_OLDER_MOST, _NEWER_MOST, _NEWER_NEAREST = 40, 20, 20  # documents compared with a new one
_SURE = 3  # keys in common that are no chance
_ALONE = timedelta(
    days=30
)  # so far apart in time a single key in common is a lead: one name says little, and less after a while
_KEYS = 16  # keys in one question
_OLDER = f"known_at <= :known ORDER BY known_at DESC, document DESC LIMIT {_NEIGHBOURS}"
_NEWER = f"known_at > :known ORDER BY known_at, document LIMIT {_NEIGHBOURS}"
_NEAR = text(
    " UNION ALL ".join(
        f"SELECT document, known_at FROM (SELECT document, known_at FROM candidate_keys WHERE key = :key{n} AND {side}) AS found"
        for n in range(_KEYS)
        for side in (_OLDER, _NEWER)
    )
)


def find_candidates(connection: Connection, keys: Sequence[int], known: str, own: str) -> list[str]:
    """The documents to compare a document with that becomes known at a moment, the likeliest first; never itself."""
    distinct = list(dict.fromkeys(keys))
    found: list[tuple[str, str]] = []
    for first in range(0, len(distinct), _KEYS):
        some = distinct[first : first + _KEYS]
        asked = {f"key{n}": some[n] if n < len(some) else None for n in range(_KEYS)}
        found += [
            (row[0], row[1]) for row in connection.execute(_NEAR, {**asked, "known": known}) if row[0] != own
        ]
    return choose_candidates(found, known)


def choose_candidates(found: Iterable[tuple[str, str]], known: str) -> list[str]:
    """Of documents with their moments, each named once for every key in common, those to compare.

    >>> choose_candidates([("a", "2024-05-01T00:00:00.000000Z"), ("b", "2023-05-01T00:00:00.000000Z")], "2024-05-07T00:00:00.000000Z")
    ['a']
    """
    votes: dict[tuple[str, str], int] = {}
    for document, moment in found:
        votes[moment, document] = votes.get((moment, document), 0) + 1
    first, last = stamp(unstamp(known) - _ALONE), stamp(unstamp(known) + _ALONE)
    near = sorted(at for at in votes if votes[at] > 1 or first <= at[0] <= last)
    older = sorted((at for at in reversed(near) if at[0] <= known), key=lambda at: -votes[at])[:_OLDER_MOST]
    newer = [at for at in near if at[0] > known]
    chosen = dict.fromkeys(
        [*[at for at in newer if votes[at] >= _SURE][:_NEWER_MOST], *newer[:_NEWER_NEAREST]]
    )
    return [document for _, document in (*older, *chosen)]
