import pytest

from sayso.errors import InputError
from sayso.ingest.documents import UNDATED
from sayso.ingest.formats import read_html
from sayso.ingest.page_times import zone_of_host
from sayso.ingest.pages import read_page

BODY = "".join(
    f"<p>The council of the harbour town met on Tuesday and spoke of the bridge for the {n}th time, at length and without a vote.</p>"
    for n in range(6)
)


def page(head: str = "", body: str = "", article: str = BODY, lang: str = "en") -> bytes:
    return f'<html lang="{lang}"><head><title>Bridge still shut - Harbour Echo</title>{head}</head><body>{body}<article>{article}</article></body></html>'.encode()


def linked(kind: str, more: str) -> str:
    return f'<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"{kind}",{more}}}]}}</script>'


def test_linked_data_come_first_and_say_so() -> None:
    head = linked(
        "NewsArticle",
        '"headline":"Bridge still shut","datePublished":"2031-05-06T08:30:00+02:00","author":[{"name":"Ada Berg"},{"name":"Per Lie"}],"publisher":{"name":"Harbour Echo"},"creditText":"NTB"',
    )
    found = read_page(
        page(head + '<meta name="date" content="2031-05-09">', "<h1>Bridge still shut</h1>"), "a.html"
    )
    assert (found.published, found.evidence["published"]) == (
        "2031-05-06T08:30:00+02:00",
        "JSON-LD datePublished",
    )
    assert (found.title, found.byline, found.publisher, found.credit, found.language) == (
        "Bridge still shut",
        "Ada Berg, Per Lie",
        "Harbour Echo",
        "NTB",
        "en",
    )
    assert "spoke of the bridge" in found.text


@pytest.mark.parametrize(
    ("head", "body", "url", "published", "evidence"),
    [
        (
            '<meta property="article:published_time" content="2031-05-06T08:30:00Z">',
            "",
            None,
            "2031-05-06T08:30:00+00:00",
            "meta article:published_time",
        ),
        (
            "",
            '<time datetime="2031-05-06">6 May</time><footer><time datetime="2030-01-01">x</time></footer>',
            None,
            "2031-05-06",
            "time element",
        ),
        (
            "",
            '<time class="updated" datetime="2031-05-09">9 May</time><time class="entry-date" datetime="2031-05-06">6 May</time>',
            None,
            "2031-05-06",
            "time element entry-date",
        ),
        ("", "", "https://echo.example/2031/05/06/bridge", "2031-05-06", "the address"),
        (
            '<meta name="date" content="soon"><meta name="pubdate" content="20310506">',
            "",
            None,
            "2031-05-06",
            "meta pubdate",
        ),
    ],
)
def test_times_and_their_evidence(
    head: str, body: str, url: str | None, published: str, evidence: str
) -> None:
    found = read_page(page(head, body), "a.html", url)
    assert (found.published, found.evidence["published"]) == (published, evidence)


def test_a_time_in_utc_is_shown_by_the_publishers_clock() -> None:
    head = '<meta property="article:published_time" content="2031-05-06T23:30:00Z"><link rel="canonical" href="https://eco.example.bo/puente">'
    found = read_page(page(head), "a.html")
    assert (found.published, found.evidence["zone"]) == ("2031-05-06T19:30:00-04:00", "the host's country")
    head = '<meta property="article:published_time" content="2031-05-07T02:30:00Z"><link rel="canonical" href="https://echo.example/2031/05/06/bridge">'
    assert (read_page(page(head), "a.html").published or "")[:10] == "2031-05-06"
    assert zone_of_host("echo.example.us") is None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (page(linked("LiveBlogPosting", '"headline":"As it happened"')), "live blog"),
        (page(linked("ImageGallery", '"name":"Ten bridges"')), "gallery"),
        (
            page(
                article="<p>We use cookies to improve your visit. Please give your consent to go on to our site.</p>"
            ),
            "wall",
        ),
        (
            page(
                linked("NewsArticle", '"headline":"Bridge still shut","isAccessibleForFree":"False"'),
                article="<p>The council met on Tuesday and spoke of the bridge, which has been shut since the storm of last winter.</p>"
                * 2,
            ),
            "stub",
        ),
        (b"<html><body></body></html>", "no article"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_page(data, "a.html")


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"<",
        b"<html>" * 2000,
        b'<script type="application/ld+json">{"@type":' * 5,
        b'<script type="application/ld+json">[[[[]]]]</script>' + BODY.encode(),
    ],
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read_page(data, "a.html").text
    except InputError as problem:
        found = problem.problem
    assert found


def test_a_page_becomes_a_document() -> None:
    head = '<meta property="og:site_name" content="Harbour Echo"><meta property="article:published_time" content="2031-05-06"><link rel="canonical" href="https://echo.example/bridge">'
    document = read_html(page(head, "<h1>Bridge still shut</h1>"), "a.html", UNDATED)
    assert (document.title, document.publisher, document.url, document.published_precision) == (
        "Bridge still shut",
        "Harbour Echo",
        "https://echo.example/bridge",
        "day",
    )
