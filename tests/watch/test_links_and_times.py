"""One article under many links is one; the time of a feed is on the clock that it names."""

import pytest

from sayso.article_links import article_key
from sayso.watch.feeds import read_feed

ARTICLE = "https://www.quay.example/news/ferry-sinks"
SAME = [
    "http://www.quay.example/news/ferry-sinks", "https://quay.example/news/ferry-sinks", "https://www.quay.example//news/ferry-sinks", "https://www.quay.example/news/ferry-sinks/", "https://www.quay.example:443/news/ferry-sinks", "https://www.quay.example/news/ferry-sinks#comments",
    "https://www.quay.example/news/ferry-sinks?at_medium=RSS&at_campaign=KARANGA", "https://www.quay.example/news/ferry-sinks?ns_mchannel=rss&ns_campaign=x", "https://www.quay.example/news/ferry-sinks?ref=rss", "https://www.quay.example/news/ferry-sinks?cmp=share_btn", "https://www.quay.example/news/ferry-sinks?srnd=premium",
    "https://www.quay.example/news/ferry-sinks?amp=1", "https://www.quay.example/news/ferry-sinks?outputType=amp", "https://www.quay.example/news/ferry-sinks/amp/", "https://www.quay.example/amp/news/ferry-sinks", "https://amp.quay.example/news/ferry-sinks", "https://m.quay.example/news/ferry-sinks",
    "https://www.quay.example/news/ferry-sinks?print=true", "https://www.quay.example/news/ferry-sinks?view=print", "https://www.quay.example/news/ferry-sinks/print/", "https://WWW.QUAY.example/news/ferry-sinks?fbclid=abc&msclkid=5&utm_source=x",
]  # fmt: skip
OTHER = [
    "https://www.quay.example/news/ferry-sinks-again", "https://www.quay.example/news/ferry-sinks?id=2", "https://www.quay.example/news/ferry-sinks?page=2", "https://www.quay.example/news/ferry-sinks?ref=20313", "https://www.quay.example/news", "https://news.quay.example/news/ferry-sinks",
    "https://www.quay.example/News/ferry-sinks", "https://www.quay.example/news/ferry-sinks?view=story", "https://www.quay.example/camp/news/ferry-sinks", "https://quay.com/news/ferry-sinks", "https://www.quay.example:8080/news/ferry-sinks",
]  # fmt: skip


@pytest.mark.parametrize("link", SAME)
def test_links_to_one_article(link: str) -> None:
    assert article_key(link) == article_key(ARTICLE)


@pytest.mark.parametrize("link", OTHER)
def test_links_to_others(link: str) -> None:
    assert article_key(link) != article_key(ARTICLE)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tue, 03 Dec 2024 22:30:47 PST", "2024-12-03T22:30:47-08:00"), ("Tue, 03 Dec 2024 23:30:00 CET", "2024-12-03T23:30:00+01:00"), ("Tue, 03 Dec 2024 22:30:00 America/Los_Angeles", "2024-12-03T22:30:00-08:00"), ("Tue, 03 Dec 2024 22:00:00 BRT", "2024-12-03T22:00:00-03:00"),
        ("Tue, 03 Dec 2024 22:30:47 GMT+7", "2024-12-03T22:30:47+07:00"), ("Tue, 03 Dec 2024 01:45:08 +02:00", "2024-12-03T01:45:08+02:00"), ("Tue, 03 Dec 2024 01:45:08 Z", "2024-12-03T01:45:08+00:00"), ("Tue, 03 Dec 2024 01:45:08 IST", "2024-12-03T01:45:08+05:30"), ("3 December 2024 01:45 CEST", "2024-12-03T01:45:00+02:00"),
        ("Tue, 3 Dec 2024 01:45:08 UTC-03:30", "2024-12-03T01:45:08-03:30"), ("Tue, 03 Dec 2024 01:45:08 Asia/Kathmandu", "2024-12-03T01:45:08+05:45"), ("Tue, 03 Dec 2024 01:45:08 JST", "2024-12-03T01:45:08+09:00"), ("Tue, 03 Dec 2024 01:45:08", "2024-12-03T01:45:08+00:00"), ("Tue, 03 Dec 2024 01:45:08 +0530 (IST)", "2024-12-03T01:45:08+05:30"),
        ("Tue, 03 Dec 2024 01:45:08 AEDT", "2024-12-03T01:45:08+11:00"), ("Tue, 03 Dec 2024 01:45:08 XQZ", "2024-12-03"), ("2024-12-03T01:45:08+05:00", "2024-12-02T20:45:08+00:00"),
    ],
)  # fmt: skip
def test_the_time_of_an_entry_is_on_the_clock_that_it_names(written: str, read: str) -> None:
    feed = f"<rss version='2.0'><channel><item><title>T</title><link>http://a.example/a</link><pubDate>{written}</pubDate></item></channel></rss>"
    (entry,) = read_feed(feed.encode(), "http://a.example/feed").entries
    assert entry.published == read
