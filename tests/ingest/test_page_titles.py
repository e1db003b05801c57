"""The headline a reader sees, and the day shown over a report."""

import pytest
from lxml.html import fromstring

from sayso.ingest.page_times import find_published
from sayso.ingest.page_titles import find_title


def titled(
    head: str,
    body: str,
    site: str = "",
    named: str | None = None,
    shared: str | None = None,
    address: str | None = "https://echo.example/2031/bridge",
) -> str | None:
    return find_title(
        fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), named, shared, site, address, {}
    )


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (
            "<title>Bridge still shut | Echo</title>",
            '<h1><a href="/">Harbour Echo</a></h1><h2>Bridge still shut</h2>',
            "Bridge still shut",
        ),
        (
            "<title>Bridges: Bridge still shut</title>",
            '<h1><span class="overline">Bridges</span>Bridge still shut</h1>',
            "Bridge still shut",
        ),
        (
            "<title>Bridge still shut</title>",
            '<h1><div class="roofline">Harbour</div> <span>Bridge still shut</span></h1>',
            "Bridge still shut",
        ),
        (
            "<title>All about bridges</title>",
            "<nav><h1>Menu of bridges</h1></nav><h1>Why is the bridge shut?</h1>",
            "Why is the bridge shut?",
        ),
        (
            "<title>News - Echo</title>",
            '<h1 class="sr-only">News</h1><h1>Council shuts the bridge again</h1>',
            "Council shuts the bridge again",
        ),
        ("<title>Bridge still shut - Harbour Echo</title>", "<p>No heading at all.</p>", "Bridge still shut"),
        ("<title>Bridge still shut</title>", "<h1>Local News | Bridge still shut</h1>", "Bridge still shut"),
        ("", "<aside><h2>Most read stories</h2></aside><h2>Bridge still shut</h2>", "Bridge still shut"),
        ("", "", None),
    ],
)
def test_the_heading_that_a_reader_sees_is_the_title(head: str, body: str, wanted: str | None) -> None:
    assert titled(head, body) == wanted


def test_the_head_answers_where_no_heading_does() -> None:
    assert (
        titled("", "<p>x</p>", named="Bridge still shut, council says") == "Bridge still shut, council says"
    )
    assert (
        titled("", "<p>x</p>", site="Harbour Echo", shared="Bridge still shut – Harbour Echo")
        == "Bridge still shut"
    )


@pytest.mark.parametrize(
    ("head", "body", "wanted", "where"),
    [
        (
            "",
            '<h1>Bridge</h1><ul><li class="Date">06.05.2031, 12:01 Uhr</li></ul>',
            "2031-05-06",
            "the day shown over the report",
        ),
        (
            "",
            '<h1>Bridge</h1><p class="post-date">6 May 2031</p>',
            "2031-05-06",
            "the day shown over the report",
        ),
        (
            '<meta name="date" content="2031-05-07">',
            "<h1>Bridge</h1><time>May 6, 2031</time>",
            "2031-05-06",
            "the day shown over the report",
        ),
        (
            '<meta name="date" content="2031-05-06T08:30:00Z">',
            "<h1>Bridge</h1><time>May 6, 2031</time>",
            "2031-05-06T08:30:00+00:00",
            "the day shown over the report",
        ),
        (
            '<meta name="date" content="2030-01-01">',
            '<h1>Bridge</h1><p class="date">6 May 2031</p>',
            "2030-01-01",
            "meta date",
        ),
        (
            '<meta name="pubdate" content="2031-05-01">',
            '<h1>Bridge</h1><p class="date">6 May 2031</p>',
            "2031-05-01",
            "meta pubdate",
        ),
    ],
)
def test_a_day_shown_over_the_report_outweighs_what_is_said_of_the_page(
    head: str, body: str, wanted: str, where: str
) -> None:
    evidence: dict[str, str] = {}
    tree = fromstring(f"<html><head>{head}<title>x</title></head><body>{body}</body></html>")
    assert (find_published(tree, {}, None, evidence), evidence["published"]) == (wanted, where)


@pytest.mark.parametrize(
    "body",
    [
        '<p class="date">6 May 2031</p><h1>Bridge</h1>',
        '<h1>Bridge</h1><footer><p class="date">6 May 2031</p></footer>',
        '<h1>Bridge</h1><div class="related"><p class="date">6 May 2031</p></div>',
        '<h1>Bridge</h1><p class="date">31.31.2031</p>',
        '<h1>Bridge</h1><p class="date">from 6 May 2031 to 8 May 2031</p>',
    ],
)
def test_days_of_other_things_are_left_alone(body: str) -> None:
    assert (
        find_published(
            fromstring(f"<html><head><title>x</title></head><body>{body}</body></html>"), {}, None, {}
        )
        is None
    )
