"""A story of a thousand reports is named whole, on the page of its first report and on no other."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec

from sayso.ledger import Ledger, schema
from sayso.ledger.moments import stamp
from sayso.model import Link
from sayso.web import lists

COUNT = 1000
FIRST = datetime(2031, 6, 1, tzinfo=UTC)


def _fill(ledger: Ledger) -> list[str]:
    """Documents a minute apart, every one but each tenth a copy of the one before it in the story; ids without texts are enough here."""
    ids = [f"{n:016x}" for n in range(COUNT)]
    at = [stamp(FIRST + timedelta(minutes=n)) for n in range(COUNT)]
    story = [n for n in range(COUNT) if n % 10]
    with ledger.writing() as connection:
        connection.execute(
            schema.documents.insert(),
            [
                {"id": i, "text": "x", "text_hash": "0" * 64, "known_at": t, "recorded_at": t}
                for i, t in zip(ids, at, strict=True)
            ],
        )
        connection.execute(
            schema.readings.insert(),
            [
                {"document": i, "version": 0, "reader": "test", "body": b"", "recorded_at": t}
                for i, t in zip(ids, at, strict=True)
            ],
        )
        links = []
        for n, (before, after) in enumerate(pairwise(story)):
            link = Link(relation="copy_of", left=ids[after], right=ids[before])
            links.append({
                "id": n + 1, "relation": "copy_of", "left_end": ids[after], "right_end": ids[before], "left_version": 0, "right_version": 0, "left_document": ids[after],
                "right_document": ids[before], "judgement": "same", "score": 1.0, "body": msgspec.json.encode(link), "recorded_at": at[after],
            })  # fmt: skip
        connection.execute(schema.links.insert(), links)
    return [ids[n] for n in story]


def test_a_long_story_is_named_whole_on_one_page() -> None:
    ledger = Ledger(":memory:")
    story = _fill(ledger)
    assert len(story) == 900
    found, cursor = [], None
    with ledger.connect() as connection:
        for _ in range(COUNT):
            page, cursor = lists.page_stories(connection, stamp(FIRST + timedelta(days=9)), 200, cursor)
            found += page
            if cursor is None:
                break
        early, _ = lists.page_stories(connection, stamp(FIRST + timedelta(minutes=499)), 200)
    longest = max(found, key=lambda s: len(s.documents))
    assert list(longest.documents) == story
    assert sorted(d for s in found for d in s.documents) == sorted(f"{n:016x}" for n in range(COUNT))
    assert max(len(s.documents) for s in early) == 450  # of then
