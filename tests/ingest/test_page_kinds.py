"""Pages that are no report are told by their kind; reports that look like them are read."""

import pytest

from sayso.errors import InputError
from sayso.ingest.pages import read_page

SENTENCES = [
    "The council of the harbour town met on Tuesday and spoke at length of the bridge over the northern canal.",
    "Its engineers had found cracks in two of the pillars and asked that lorries be kept off it until they are mended.",
    "Traders of the old market said that the detour would cost them their customers in the weeks before the feast.",
    "The mayor promised a ferry for those who work on the other bank and a decision before the end of the month.",
    "Nobody was hurt when a part of the railing fell into the water on Sunday night, the fire brigade said.",
    "A second vote is planned for the session in June, when the report of the engineers is to be published.",
]  # fmt: skip
REPORT = "".join(f"<p>{s}</p>" for s in SENTENCES)
PAID = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge","isAccessibleForFree":%s}</script>'
TITLES = [
    "Ferry office moves to the southern quay", "Two bakers win a prize for their rye bread", "School choir sings for the new bell tower", "Storm takes the roof of the sailing club",
    "Library opens an hour longer on Fridays", "Tram line seven stops at the hospital again", "Fishermen ask for deeper water at pier four", "Museum buys the map of an unknown sailor",
    "Council counts fewer swans on the river", "Night market returns after three dry years",
]  # fmt: skip


def page(body: str, title: str = "Bridge still shut", head: str = "", main: str = "article") -> str:
    menu = "<nav><a href='/a'>Home</a><a href='/b'>Sports</a></nav>"
    return f"<html lang='en'><head><title>{title} | Harbour Echo</title>{head}</head><body>{menu}<{main}><h1>{title}</h1>{body}</{main}><footer>Privacy policy</footer></body></html>"


def listed(tag: str, teaser: str = "", titles: list[str] = TITLES) -> str:
    return "".join(f"<div class='item'><{tag}><a href='/news/{i}'>{t}</a></{tag}>{teaser}</div>" for i, t in enumerate(titles))  # fmt: skip


def figures(
    count: int,
    caption: str = "A view of the bridge from bank number {i}, with the boats of the rowing club in front of it. Photo: Ada Berg",
) -> str:
    return "".join(f"<figure><img src='{i}.jpg'><figcaption>{caption.format(i=i)}</figcaption></figure>" for i in range(count))  # fmt: skip


HOME = "<p>Try the search, or go back to the front page, where you find the latest stories of our town and its harbour.</p>"
MISSING = [
    "Page not found", "404", "Error 404", "404 - Page Not Found", "Sorry, this page could not be found", "Oops! The page you requested cannot be found", "This article is no longer available",
    "The page you are looking for does not exist", "Seite nicht gefunden", "Page introuvable", "Página no encontrada", "Pagina niet gevonden", "We couldn't find that page",
]  # fmt: skip
BARRED = [
    "Just a moment...", "Access Denied", "Attention Required!", "Are you a robot?", "503 Service Unavailable", "502 Bad Gateway", "Pardon Our Interruption", "403 Forbidden",
    "Too Many Requests", "Verifying you are human",
]  # fmt: skip
STUBS = [
    "<div class='box'>Subscribe to continue reading</div>", "<div>This article is for subscribers only.</div>", "<p>To read the full story, log in or register.</p>", "<div><span>You have reached your limit of free articles</span></div>",
    "<div>Already a subscriber? Log in</div>", "<div>Cet article est réservé aux abonnés</div>", "<p>Il vous reste 78.5% de cet article à lire.</p>", "<div>Jetzt weiterlesen mit Plus</div>",
    "<div>Contenido exclusivo para suscriptores</div>", "<section><h3>Sign up and unlock the story</h3></section>", "<div>Become a member to keep reading</div>",
]  # fmt: skip
WALLS = [
    "<p>We and our partners store cookies on your device. With your consent we use personal data for personalised advertising.</p><p>You can accept all or reject all cookies, or change your privacy settings at any time.</p>",
    "<p>We value your privacy. Our 812 vendors use cookies and process personal data on the basis of legitimate interest.</p><p>Press accept all to give your consent, or open the cookie settings to choose among our partners.</p>",
    "<p>Wir verwenden Cookies und verarbeiten Daten mit Ihrer Einwilligung. Sie können der Nutzung von Cookies zustimmen oder sie ablehnen.</p><p>Mehr steht in der Datenschutzerklärung.</p>",
    "<p>Please enable JavaScript to view this site.</p>", "<p>Log in to continue. You need an account to see what stands on this page of the Harbour Echo.</p>", "<p>Our systems have detected unusual traffic from your network. Solve the captcha to go on.</p>",
]  # fmt: skip


def refusal(html: str, url: str | None = "https://echo.example/news/bridge-shut-1") -> str:
    with pytest.raises(InputError) as problem:
        read_page(html, "a.html", url)
    return problem.value.problem


@pytest.mark.parametrize("words", MISSING)
def test_an_error_that_was_served_as_a_page(words: str) -> None:
    assert "no such page" in refusal(page(HOME, words))


@pytest.mark.parametrize("words", BARRED)
def test_a_check_for_robots(words: str) -> None:
    assert "error or a check" in refusal(page(HOME, words))


@pytest.mark.parametrize("box", STUBS)
def test_the_opening_of_a_paid_article(box: str) -> None:
    assert "stub" in refusal(page("".join(f"<p>{s}</p>" for s in SENTENCES[:3]) + box))


def test_a_paid_article_that_says_so_itself() -> None:
    assert "stub" in refusal(page(f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>", head=PAID % '"False"'))
    assert SENTENCES[5] in read_page(page(REPORT + REPORT.replace("Tuesday", "Friday"), head=PAID % "false"), "a.html").text  # fmt: skip


@pytest.mark.parametrize("words", WALLS)
def test_a_wall(words: str) -> None:
    assert "wall" in refusal(page(words, "Harbour Echo"))


@pytest.mark.parametrize(("body", "url"), [
    (listed("h2"), "https://echo.example/"), (listed("h3", "<p>The town has heard of it since Monday.</p>"), "https://echo.example/tag/harbour"), (listed("h2", "<p>More on this in the paper of tomorrow morning.</p>"), "https://echo.example/news/"),
    (listed("h2"), "https://echo.example/news/latest-stories-of-the-week"), (listed("h3"), "https://echo.example/author/ada-berg"), (listed("h4", "<span>2 hours ago</span>"), "https://echo.example/search?q=bridge"),
    (listed("h2", "<p>By Ada Berg</p>"), "https://echo.example/category/politics/page/2"), ("<ul>" + "".join(f"<li><a href='/{i}'>{t}</a></li>" for i, t in enumerate(TITLES)) + "</ul>", "https://echo.example/archive/"),
    (listed("p"), "https://echo.example/topics/bridge"), (listed("h2", "<p>Read on</p>", TITLES * 2), "https://echo.example/local"),
])  # fmt: skip
def test_a_list_of_reports(body: str, url: str) -> None:
    assert "list" in refusal(page(body, "Harbour news", main="main"), url) or "no article" in refusal(page(body, "Harbour news", main="main"), url)  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://echo.example/gallery/bridge",
        "https://echo.example/news/bridge-in-pictures",
        "https://echo.example/photos/1",
    ],
)
@pytest.mark.parametrize("count", [6, 12])
def test_a_gallery(url: str, count: int) -> None:
    why = refusal(page("<p>The bridge in spring.</p>" + figures(count)), url)
    assert "gallery" in why or "no article" in why


OPEN = {
    "a report with a subscription box": (REPORT * 3 + STUBS[0], "Bridge still shut"),
    "a report with a consent banner": (REPORT + WALLS[0], "Bridge still shut"),
    "a report on cookies": ("".join(f"<p>{s}</p>" for s in (*SENTENCES, "The regulator fined the shop for its cookies, which it set without consent.")), "Shop fined for cookies"),
    "a report whose headline speaks of a missing page": (REPORT, "Page not found: how the town lost its archive"),
    "a report on a number": (REPORT, "404 people leave the island"),
    "a report on a denial of access": (REPORT, "Access denied to inspectors at the plant"),
    "a report with links to others": (REPORT + "<aside>" + listed("h3") + "</aside>", "Bridge still shut"),
    "a report with pictures": (REPORT + figures(8), "Bridge still shut"),
    "a short report": (f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>", "Bridge still shut"),
    "a report that ends in a question to readers": (REPORT + "<p>Are you a subscriber of the town's letter? It is free.</p>", "Bridge still shut"),
    "a report with links in its text": ("".join(f"<p>{s[:50]}<a href='/{i}'>{s[50:]}</a></p>" for i, s in enumerate(SENTENCES)) , "Bridge still shut"),
}  # fmt: skip


@pytest.mark.parametrize("name", OPEN)
def test_a_report_that_looks_like_one_of_them(name: str) -> None:
    body, title = OPEN[name]
    assert (
        SENTENCES[1][60:] in read_page(page(body, title), "a.html", "https://echo.example/news/bridge-1").text
    )
