"""When a page was published, who wrote it, in what characters, and its first paragraph where that stands in a box of its own."""

import pytest

from sayso.ingest.pages import read_page

FIRST = "RIGA, Latvia -- Customs officers seized four tonnes of cocaine at the port of Riga on Tuesday, the revenue service said."
REST = "".join(f"<p>{words}</p>" for words in (
    "The drugs were hidden under bananas in two containers that had come from Guayaquil in Ecuador, its head, Inese Kalnina, told reporters.",
    "It is the largest seizure we have ever made, she said, and we think that the cargo was meant for buyers in Germany.",
    "Two men from Ventspils were arrested and will be brought before a judge on Friday, the office of the prosecutor said in a note.",
    "Police in Hamburg said they had searched three flats in the district of Altona and had found cash and a pistol there.",
))  # fmt: skip
COMMENTS = '<section class="comments"><h2>Comments</h2><div class="comment"><time datetime="2024-05-16T07:40:00+03:00">May 16, 2024</time><p>Long overdue, and good work by the customs people here.</p></div></section>'


def page(over: str = "", head: str = "", body: str = "", after: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><title>Four tonnes of cocaine seized in Riga | Baltic Ledger</title><meta property="og:site_name" content="Baltic Ledger">{head}</head><body><main><article><h1>Four tonnes of cocaine seized in Riga</h1>{over}{body or f"<p>{FIRST}</p>{REST}"}</article></main>{after}<footer>© Baltic Ledger</footer></body></html>'


SHOWN = {
    '<div class="byline">Wednesday May 15, 2024 9:05 am EEST by <a rel="author" href="/j">Juris Lapsa</a></div>': "2024-05-15T09:05:00+03:00", '<div class="byline">May 15, 2024 by Juris Lapsa</div>': "2024-05-15", '<p class="article-date">15 May 2024, 21:30 GMT</p>': "2024-05-15T21:30:00+00:00",
    '<div class="date">May 15, 2024 at 9:05 p.m. EDT</div>': "2024-05-15T21:05:00-04:00", '<span class="posted-on">15 May 2024 12:10 am CET</span>': "2024-05-15T00:10:00+01:00", '<span class="timestamp">15 May 2024 09:05</span>': "2024-05-15", '<div class="dateline">15. Mai 2024</div>': "2024-05-15",
    "<time>15 May 2024</time>": "2024-05-15", '<div class="byline">By Juris Lapsa, 15 May 2024 | 18:20 UTC+3</div>': "2024-05-15T18:20:00+03:00", '<p class="pubdate">May 15, 2024 12:00 pm IST</p>': "2024-05-15T12:00:00+05:30", "": None,
}  # fmt: skip


@pytest.mark.parametrize("over", SHOWN)
def test_the_time_of_a_comment_is_not_that_of_the_report(over: str) -> None:
    assert read_page(page(over, after=COMMENTS), "a").published == SHOWN[over]


PAIRS = {
    "published on 27 May 2024 at 20:18 (updated on 30 May 2024 at 12:40)": "2024-05-27T20:18:00+03:00", "Published 27 May 2024 20:18 - Updated 30 May 2024 12:40": "2024-05-27T20:18:00+03:00", "First published May 27, 2024, last modified May 30, 2024": "2024-05-27",
    "Posted: 27 May 2024 | Updated: 30 May 2024": "2024-05-27", "Updated 30 May 2024 at 12:40, published 27 May 2024 at 20:18": "2024-05-27T20:18:00+03:00", "Last updated: May 30, 2024 12:40 pm. Published: May 27, 2024 8:18 pm": "2024-05-27T20:18:00+03:00", "Issued 27 May 2024, corrected 30 May 2024": "2024-05-27",
    "Released 27 May 2024 at 8:18 am, revised 30 May 2024": "2024-05-27T08:18:00+03:00", "Created 27 May 2024, edited 30 May 2024 at 12:40": "2024-05-27", "Published 30 May 2024 at 12:40 - Updated 30 May 2024 at 14:00": "2024-05-30T12:40:00+03:00",
    "Published 20 May 2024 - Updated 21 May 2024": "2024-05-30T12:40:00+03:00",
}  # fmt: skip


@pytest.mark.parametrize("line", PAIRS)
def test_an_update_is_not_the_publication_and_the_line_that_says_so_is_no_part_of_the_report(
    line: str,
) -> None:
    meta = '<meta property="article:published_time" content="2024-05-30T12:40:00+03:00">'
    found = read_page(page(f'<p class="dates">{line}</p>', meta), "a")
    assert found.published == PAIRS[line]
    assert line not in found.text and FIRST in found.text


LEADS = [
    f'<p class="standfirst">{FIRST}</p>', f'<div class="intro"><p>{FIRST}</p></div><div class="ad">Advertisement</div>', f'<h2 class="lede">{FIRST}</h2>', f'<div class="teaser-content"><div class="lede-wrap"><p class="lede">{FIRST}</p></div></div>', f'<p class="lead">{FIRST}</p>', f"<p>{FIRST}</p>",
    f'<div class="summary">{FIRST}</div>', f'<header><p class="article-intro">{FIRST}</p></header>', f'<h3 class="sub-title">{FIRST}</h3>', f'<section><p>{FIRST}</p></section>', f'<p class="article__standfirst"><b>{FIRST}</b></p>',
]  # fmt: skip


@pytest.mark.parametrize("kind", ["article-body", "article-text", "story-body"])
@pytest.mark.parametrize("lead", LEADS)
def test_the_first_paragraph_is_read_wherever_it_stands(lead: str, kind: str) -> None:
    found = read_page(page(body=f'{lead}<div class="{kind}">{REST}</div>'), "a")
    assert found.text.count(FIRST) == 1
    assert "Advertisement" not in found.text


@pytest.mark.parametrize(
    "beside",
    [f'<aside><p>{FIRST}</p></aside>', f'<div class="related"><p>{FIRST}</p></div>', f"<figure><figcaption>{FIRST}</figcaption></figure>", f'<p class="caption">{FIRST}</p>', f'<div class="newsletter"><p>{FIRST}</p></div>', f"<nav><p>{FIRST}</p></nav>", f'<div class="promo"><p>{FIRST}</p></div>'],
)  # fmt: skip
def test_what_stands_beside_the_report_is_not_taken_for_its_first_paragraph(beside: str) -> None:
    assert FIRST not in read_page(page(body=f'{beside}<div class="article-body">{REST}</div>'), "a").text


HOUSE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Four tonnes of cocaine seized in Riga", "datePublished": "2024-05-15T06:05:00Z", "author": {"@type": "Organization", "name": "Baltic Ledger"}, "publisher": {"name": "Baltic Ledger"}}</script>'
BYLINES = {
    '<p class="byline">By <a href="/news/jana-ozola">Jana Ozola</a></p>': "Jana Ozola", '<p class="byline">By Jana Ozola</p>': "Jana Ozola", '<a rel="author" href="/j">Jana Ozola</a>': "Jana Ozola", '<span itemprop="author">Jana Ozola</span>': "Jana Ozola", '<div class="author-name">Jana Ozola</div>': "Jana Ozola", '<div class="article-author">von Jana Ozola</div>': "Jana Ozola",
    '<div class="byline"><span>By</span> Jana Ozola</div>': "Jana Ozola", '<p class="byline">By Baltic Ledger</p>': "Baltic Ledger", "": "Baltic Ledger", '<p class="byline">Published on Tuesday, 15 May 2024 at 9</p>': "Baltic Ledger",
}  # fmt: skip


@pytest.mark.parametrize("over", BYLINES)
def test_a_person_who_is_named_wrote_it_rather_than_the_house(over: str) -> None:
    assert read_page(page(over, HOUSE), "a").byline == BYLINES[over]


@pytest.mark.parametrize(
    ("head", "coding"),
    [("", "utf-8"), ("<meta charset=“utf-8”>", "utf-8"), ('<meta charset="iso-8859-1">', "utf-8"), ('<meta charset="windows-1252">', "windows-1252"), ("", "windows-1252"), ("", "latin-1"), ('<meta charset="undefined">', "utf-8"), ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">', "iso-8859-15"), ('<meta charset="nonsense">', "utf-8"), ('<meta charset="utf-8">', "utf-8-sig")],
)  # fmt: skip
def test_characters_are_what_was_written(head: str, coding: str) -> None:
    words = page(head=head, body=f"<p>{FIRST} Inès Kälnina said so.</p>{REST}").replace("©", "(c)")
    assert "Inès Kälnina" in read_page(words.encode(coding, "xmlcharrefreplace"), "a").text
