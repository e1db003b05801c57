"""A server of feeds on localhost in bad weather: each feed has its own address (127.0.x.y) and its own way of failing, by the hour."""

import gzip
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

KINDS = (
    "good", "good", "good", "good", "good", "slow", "flaky", "drops", "lies", "torn", "busy", "away", "loops", "shares", "moody", "flood",
)  # fmt: skip
"""By number: five of sixteen are good; the others fail each in its way."""
FAULTLESS = ("good", "slow", "shares")
"""Kinds whose articles are to be added in the hour in which they appear."""
PROMISED = (*FAULTLESS, "flaky", "drops", "torn", "moody")
"""Kinds none of whose articles may be lost: each can be had in the end."""
_TOWNS = "Sarel Morun Tavik Oster Lindau Pereg Quana Holmet Birsk Adana Velo Dunmar Kirkas Navra Elsin Torp".split()
_ACTS = (
    "opened a bridge", "closed its harbour", "elected a mayor", "buried a sailor", "arrested two smugglers", "lost its lighthouse", "launched a ferry", "signed a lease",
)  # fmt: skip


class Article(NamedTuple):
    """One article of a feed: its number within it and the hour in which it appears."""

    feed: int
    number: int
    hour: int

    @property
    def path(self) -> str:
        """Its path on the feed's host."""
        return f"/news/{self.feed}-{self.number}"


class Weather(ThreadingHTTPServer):
    """`hour` is what time it is; `fair` ends all bad weather; asked counts requests by path."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, feeds: int, hours: int, articles: int) -> None:
        super().__init__(("0.0.0.0", 0), _Handler)  # every address of 127/8 is this machine
        self.feeds, self.hours, self.hour, self.fair = feeds, hours, 0, False
        self.asked: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.articles = {
            a.path: a
            for f in range(feeds)
            for n in range(articles)
            for a in [Article(f, n, (f * 5 + n * max(1, hours // articles)) % hours)]
        }

    def kind(self, feed: int) -> str:
        """How a feed behaves."""
        return KINDS[feed % len(KINDS)]

    def host(self, feed: int) -> str:
        """The host of a feed."""
        return f"127.0.{feed // 250}.{feed % 250 + 2}:{self.server_address[1]}"

    def url(self, feed: int, path: str = "/feed") -> str:
        """An address on a feed's host."""
        return f"http://{self.host(feed)}{path}"

    def count(self, key: str) -> int:
        """How often this was asked before."""
        with self.lock:
            self.asked[key] += 1
            return self.asked[key] - 1

    def feed(self, feed: int) -> bytes:
        """What a feed names in this hour: the last of its articles, each under a link that differs from hour to hour; `shares` names its neighbour's too."""
        own = [a for a in self.articles.values() if a.feed == feed and a.hour <= self.hour]
        links = [self.url(feed, f"{a.path}?utm_source=h{self.hour}") for a in own]
        if self.kind(feed) == "shares" and feed:
            links += [self.url(a.feed, a.path) for a in self.articles.values() if a.feed == feed - 1 and a.hour <= self.hour]  # fmt: skip
        if self.kind(feed) == "flood" and not self.fair:
            links += [self.url(feed, f"/none/{self.hour}-{i}") for i in range(40)]
        items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
        return f"<rss version='2.0'><channel><title>F{feed}</title>{items}</channel></rss>".encode()


def make_page(article: Article) -> bytes:
    """An article of a few sentences, in words that no other has."""
    town, act = (
        _TOWNS[article.feed % len(_TOWNS)],
        _ACTS[(article.feed // len(_TOWNS) + article.number) % len(_ACTS)],
    )
    place = f"{town} {article.feed}"
    words = (
        f"<p>The town of {place} {act} on Monday, its council said in paper number {article.number} of that day, after a vote of the whole house.</p>"
        f"<p>The council's clerk told the reporters of feed {article.feed} that the matter had waited for {article.number + 2} years and that nobody spoke against it.</p>"
        f"<p>A second meeting is planned in {town} for Friday, when bill {article.feed * 100 + article.number} is to be read.</p>"
    )
    head = f"<title>{place} {act} ({article.number})</title><meta property='article:published_time' content='2024-05-06T{article.hour % 24:02}:00:00Z'>"
    return f"<html lang='en'><head>{head}</head><body><article><h1>{place} {act} ({article.number})</h1>{words}</article></body></html>".encode()


class _Handler(BaseHTTPRequestHandler):
    server: Weather
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        path = urlsplit(self.path).path
        parts = (self.headers.get("Host") or "").partition(":")[0].split(".")
        feed = int(parts[2]) * 250 + int(parts[3]) - 2
        try:
            if path == "/feed":
                self._weather(feed, self.server.feed(feed), "application/rss+xml")
            elif path in self.server.articles:
                self._weather(feed, make_page(self.server.articles[path]), "text/html; charset=utf-8")
            else:
                self._answer(404, b"none")
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _weather(self, feed: int, body: bytes, kind: str) -> None:
        weather = self.server
        how = "good" if weather.fair else weather.kind(feed)
        before = weather.count(f"{feed} {urlsplit(self.path).path}")
        times = before % 2 == 0  # every other time
        if how == "slow":
            time.sleep(0.2)
        if how == "flaky" and times:
            self._answer(500, b"broken")
        elif how == "drops" and times:
            self._answer(200, body, kind, length=len(body) * 2)
        elif how == "torn" and times:
            self._answer(200, gzip.compress(body)[:-20], kind, Content_Encoding="gzip")
        elif how == "moody" and times:
            self._answer(
                503, b"later", Retry_After=("²", "99999999999999999999", "-5", "600")[before // 2 % 4]
            )
        elif how == "busy":
            self._answer(429, b"too many", Retry_After="1")
        elif how == "away":
            self.connection.close()
        elif how == "loops":
            self._answer(302, b"", Location=self.path)
        elif how == "lies":
            lie = (b"<html><body>Welcome</body></html>", b"\0" * 999, b"", b"{" * 5000, b"<rss><channel>" + b"<item>" * 9000)  # fmt: skip
            self._answer(200, lie[before % len(lie)], ("application/rss+xml", "image/png")[before % 2])
        else:
            self._answer(200, body, kind)

    def _answer(
        self, status: int, body: bytes, kind: str = "text/plain", length: int | None = None, **more: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value.encode("latin-1", "replace").decode("latin-1"))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
