"""What is read from feeds, sitemaps and lists of feeds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article_links import article_key
from sayso.errors import InputError
from sayso.watch.feeds import read_feed
from sayso.watch.lists import read_list

URL = "https://echo.example/feeds/all"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Echo</title><ttl>30</ttl>
<item><title>Ferry  sinks</title><link>https://echo.example/a?utm_source=rss&amp;id=7</link><pubDate>Tue, 06 May 2031 08:30:00 +0200</pubDate><source url="https://ntb.example/rss">NTB</source></item>
<item><title>No link</title></item><item><guid>https://echo.example/b</guid><title>By its id</title></item>
<item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Echo</title><entry><title>Ferry sinks</title><link href="../a"/><updated>2031-05-06T08:30:00Z</updated></entry></feed>"""
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"Echo","items":[{"id":"1","url":"/a","title":"Ferry sinks","date_published":"2031-05-06T08:30:00+02:00"},{"id":"2"},7]}'
NEWS = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://echo.example/a</loc>
<news:news><news:publication><news:name>Harbour Echo</news:name></news:publication><news:publication_date>2031-05-06</news:publication_date><news:title>Ferry sinks</news:title></news:news></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://echo.example/old.xml</loc><lastmod>2030-01-01</lastmod></sitemap>
<sitemap><loc>https://echo.example/new.xml</loc><lastmod>2031-05-06</lastmod></sitemap></sitemapindex>"""


def test_rss_gives_links_times_credit_and_rest() -> None:
    feed = read_feed(RSS, URL)
    assert (feed.title, feed.rest) == ("Harbour Echo", 1800.0)
    first, second = feed.entries
    assert (first.url, first.key) == (
        "https://echo.example/a?utm_source=rss&id=7",
        "https://echo.example/a?id=7",
    )
    assert (first.title, first.published, first.source) == ("Ferry sinks", "2031-05-06T08:30:00+02:00", "NTB")
    assert second.url == "https://echo.example/b"


@pytest.mark.parametrize(
    ("body", "url", "published"),
    [
        (ATOM, "https://echo.example/a", "2031-05-06T08:30:00+00:00"),
        (JSON, "https://echo.example/a", "2031-05-06T08:30:00+02:00"),
        (NEWS, "https://echo.example/a", "2031-05-06T00:00:00"),
    ],
)
def test_other_kinds_of_feeds_give_the_same(body: bytes, url: str, published: str) -> None:
    (entry,) = read_feed(body, URL).entries
    assert (entry.url, entry.title) == (url, "Ferry sinks")
    assert (entry.published or "").startswith(published[:10])


def test_a_sitemap_index_names_the_latest_first() -> None:
    assert read_feed(INDEX, URL).more == ("https://echo.example/new.xml", "https://echo.example/old.xml")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>hello</body></html>",
        b'{"items": []}',
        b"{broken",
        b"plain words",
        b"<rss",
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_feed_is_refused_with_a_remedy(body: bytes) -> None:
    with pytest.raises(InputError, match=r"feed|sitemap"):
        read_feed(body, URL)


def test_entities_are_not_followed_and_do_not_grow() -> None:
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"ha" * 500
        + b'">'
        + b"".join(
            b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((98 + n,) + (97 + n,) * 10)
            for n in range(8)
        )
        + b"]>"
    )
    secret = b'<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'
    for head, name in ((laughs, b"i"), (secret, b"s")):
        for body in (
            head
            + b"<rss version='2.0'><channel><title>&"
            + name
            + b";</title><item><link>https://echo.example/a</link><title>&"
            + name
            + b";</title></item></channel></rss>",
            head + b"<urlset><url><loc>https://echo.example/&" + name + b";</loc></url></urlset>",
        ):
            try:
                feed = read_feed(body, URL)
            except InputError:
                continue
            assert "root:" not in str(feed)
            assert len(str(feed)) < 100_000


@given(
    st.binary(max_size=400)
    | st.sampled_from([RSS, ATOM, JSON, NEWS, INDEX]).flatmap(
        lambda b: st.integers(0, len(b)).map(lambda n: b[:n])
    )
)
def test_any_bytes_are_a_feed_or_an_input_error(body: bytes) -> None:
    try:
        feed = read_feed(body, URL)
    except InputError:
        return
    assert all(e.url.startswith(("http://", "https://")) for e in feed.entries)


def test_one_article_has_one_key() -> None:
    same = {
        article_key(u)
        for u in (
            "https://Echo.example/a",
            "https://echo.example/a#top",
            "https://echo.example/a?utm_medium=x&fbclid=1",
        )
    }
    assert same == {"https://echo.example/a"}
    assert article_key("https://echo.example/a?id=2") not in same


def test_lists_of_feeds(tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="Echo"><outline type="rss" xmlUrl="https://echo.example/rss" /></outline></body></opml>'
    )
    plain = tmp_path / "feeds.txt"
    plain.write_text("# ours\nhttps://echo.example/rss\n\nhttps://post.example/atom # the post\n")
    assert read_list([str(opml), str(plain), "https://post.example/atom"]) == (
        "https://echo.example/rss",
        "https://post.example/atom",
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "names no feed"),
        ("not an address\n", "line 1"),
        ("<opml><body/></opml>", "names no feed"),
        ("<opml", "no OPML"),
    ],
)
def test_lists_that_name_nothing_are_refused(tmp_path: Path, words: str, why: str) -> None:
    path = tmp_path / "feeds"
    path.write_text(words)
    with pytest.raises(InputError, match=why):
        read_list([str(path)])
    with pytest.raises(InputError, match="cannot be read"):
        read_list([str(tmp_path / "none")])
