"""Answers that a feed, a sitemap, a page or a robots.txt may give, each of which once ended something or was near to it."""

from tests.fetch import server as misbehaving
from tests.fetch.server import Handler, Page

XML = {"Content-Type": "application/xml"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
WORDS = (
    "<p>The council of Tollmark met on Tuesday and spoke of the shut bridge at length, the mayor said.</p>"
    * 4
)


def raw(data: bytes) -> Page:
    def answer(handler: Handler) -> None:
        handler.wfile.write(data)

    return answer


def feed(channel: str = "", item: str = "", link: str = "/x") -> Page:
    words = f'<rss version="2.0"><channel><title>E</title>{channel}<item><title>T</title><link>{link}</link>{item}</item></channel></rss>'
    return 200, XML, words.encode("utf-8", "surrogatepass")


def page(
    head: str = "", title: str = "Ferry sinks", kind: str = HTML["Content-Type"], body: str = WORDS
) -> Page:
    words = f"<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    return 200, {"Content-Type": kind}, words.encode("utf-8", "surrogatepass")


def linked(words: str) -> Page:
    return page(f'<script type="application/ld+json">{words}</script>')


def retry(words: str) -> Page:
    return raw(f"HTTP/1.1 429 Slow\r\nRetry-After: {words}\r\nContent-Length: 0\r\n\r\n".encode())


FEEDS: dict[str, Page] = {
    "retry-superscript": raw("HTTP/1.1 429 Slow\r\nRetry-After: ²\r\nContent-Length: 0\r\n\r\n".encode("latin-1")),
    "retry-utf8": retry("²"), "retry-arabic": retry("١٢٠"), "retry-year": retry("Mon, 01 Jan 99999999999999999999 00:00:00 GMT"),
    "retry-zone": retry("Mon, 01 Jan 2024 00:00:00 +999999"), "retry-minus": retry("-5"), "retry-empty": retry(" "), "retry-long": retry("9" * 5000),
    "location-bracket": (302, {"Location": "http://["}, b""), "location-port": (302, {"Location": "http://a.example:99999999/"}, b""),
    "location-blank": (302, {"Location": " "}, b""), "location-file": (301, {"Location": "file:///etc/passwd"}, b""), "location-nul": raw(b"HTTP/1.1 301 M\r\nLocation: http://a\x00b/\r\n\r\n"),
    "location-long": (302, {"Location": "/" + "a" * 60_000}, b""), "location-loop": (302, {"Location": "/location-loop"}, b""), "location-none": (302, {}, b""),
    "status-0": raw(b"HTTP/1.1 000 Nothing\r\n\r\n"), "status-text": raw(b"HTTP/1.1 abc OK\r\n\r\n"), "status-99999": raw(b"HTTP/1.1 99999 OK\r\n\r\n"), "no-http": misbehaving.garbage, "nothing": raw(b""),
    "length-superscript": raw("HTTP/1.1 200 OK\r\nContent-Length: ²\r\n\r\n<rss/>".encode("latin-1")), "length-huge": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx"),
    "length-minus": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx"), "chunks-broken": misbehaving.bad_chunks, "many-headers": raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n"),
    "header-long": raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"), "drip": misbehaving.dripping_body, "silent": misbehaving.silent, "endless": misbehaving.endless, "bomb": misbehaving.bomb,
    "coding-odd": raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n<rss/>"), "coding-false": raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<rss/>"),
    "etag-newline": raw(b"HTTP/1.1 200 OK\r\nETag: \"a\x0bb\x7f\"\r\nContent-Length: 54\r\n\r\n<rss version='2.0'><channel><title>E</title></channel></rss>"),
    "ttl-superscript": feed("<ttl>²</ttl>"), "ttl-huge": feed(f"<ttl>{'9' * 4400}</ttl>"), "date-year": feed(item="<pubDate>Mon, 01 Jan 99999999999999999999 00:00:00 GMT</pubDate>"),
    "date-0001": feed(item="<pubDate>Mon, 01 Jan 0001 00:00:00 +1400</pubDate>"), "date-9999": feed(item="<pubDate>9999-12-31T23:59:59-23:59</pubDate>"), "title-long": feed(f"<title>{'A' * 3_000_000}</title>"),
    "link-bracket": feed(link="http://["), "link-data": feed(link="data:text/html,x"), "link-surrogate": feed(link="/&#xD800;"), "link-ipv6": feed(link="http://[::1%25lo]/"), "entities": (200, XML, b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'),
    "nested": (200, XML, b"<rss version='2.0'><channel>" + b"<a>" * 100_000), "encoding-odd": (200, XML, b'<?xml version="1.0" encoding="undefined"?><rss version="2.0"><channel/></rss>'),
    "encoding-escape": (200, {"Content-Type": "application/rss+xml; charset=unicode_escape"}, b'<rss version="2.0"><channel><title>\\ud800</title></channel></rss>'), "utf16": (200, XML, "<rss/>".encode("utf-16")),
    "json-surrogate": (200, {}, b'{"version": "https://jsonfeed.org/version/1.1", "title": "\\ud800", "items": [{"url": "/x", "title": "\\udfff"}]}'),
    "json-nul": (200, {}, b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/x\\u0000", "title": "a\\u0000b", "date_published": "0001-01-01"}]}'),
    "json-deep": (200, {}, b'{"version": ' + b"[" * 200_000), "json-types": (200, {}, b'{"version": "jsonfeed.org", "items": [1, null, [], {"url": 5, "date_published": {}}, {"url": ["a"], "title": 1e999}]}'), "json-number": (200, {}, b'{"version": "jsonfeed.org", "items": [' + b"9" * 5000 + b"]}"),
    "sitemap-bracket": (200, XML, b"<sitemapindex><sitemap><loc>http://[</loc></sitemap></sitemapindex>"), "sitemap-item": (200, XML, b"<urlset><url><loc>http://[</loc></url></urlset>"),
    "sitemap-itself": (200, XML, b"<sitemapindex><sitemap><loc>/sitemap-itself</loc></sitemap></sitemapindex>"), "sitemap-date": (200, XML, b"<urlset><url><loc>/x</loc><lastmod>0001-01-01T00:00:00+23:59</lastmod></url></urlset>"),
}  # fmt: skip
PAGES: dict[str, Page] = {
    "charset-undefined": page(kind="text/html; charset=undefined", body=WORDS + "é"), "charset-escape": (200, {"Content-Type": "text/html; charset=unicode_escape"}, b"<p>\\ud800 \xff</p>" * 20),
    "charset-rot13": (200, {"Content-Type": "text/html; charset=rot13"}, b"<p>\xff</p>" * 20), "charset-idna": (200, {"Content-Type": "text/html; charset=idna"}, b"<p>\xff</p>" * 20), "charset-utf7": (200, {"Content-Type": "text/html; charset=utf-7"}, b"<p>+2AA- \xff</p>" * 20),
    "meta-charset": (200, {"Content-Type": "text/html"}, b'<meta charset="undefined"><p>\xff words</p>' * 9), "published-0001": page('<meta property="article:published_time" content="Mon, 01 Jan 0001 00:00:00 +1400">'),
    "published-9999": page('<meta property="article:published_time" content="Fri, 31 Dec 9999 23:59:59 -2359">'), "published-year": page('<meta property="article:published_time" content="99999999999999999999-01-01">'), "published-zone": page('<meta property="article:published_time" content="2024-05-07T10:00:00+99:99">'),
    "title-million": page(title="Ferry " * 250_000), "linked-surrogate": linked('{"@type": "NewsArticle", "headline": "\\ud800", "author": "\\udfff", "datePublished": "2024-05-07"}'),
    "linked-deep": linked('{"@graph": ' + "[" * 5000), "linked-types": linked('{"@type": [1, null, {}], "headline": 5, "author": [[[["x"]]], 3], "publisher": {"name": {}}, "datePublished": ["2024"], "isAccessibleForFree": []}'), "linked-author": linked('{"@type": "NewsArticle", "author": ' + '{"name": ' * 900 + '"x"' + "}" * 900 + "}"),
    "canonical-bracket": page('<link rel="canonical" href="http://[">'), "og-bracket": page('<meta property="og:url" content="http://[::">'), "canonical-long": page(f'<link rel="canonical" href="http://a.example/{"a" * 50_000}">'),
    "nul": page(body=WORDS + "\0"), "nested-divs": page(body="<div>" * 60_000 + WORDS), "one-word": page(body=f"<p>{'a' * 1_200_000}</p>"), "many-times": page(body=WORDS + "<time datetime='x'>5 May 2024</time>" * 20_000), "date-words": page(body=WORDS + "".join(f'<span class="date">{n} Zzzz 2024</span>' for n in range(3000))),
    "empty": (200, HTML, b""), "no-html": (200, HTML, b"\x00\x01\x02" * 400), "frames": (200, HTML, b"<frameset><frame src=x></frameset>"), "text-nul": (200, {"Content-Type": "text/plain"}, b"words\0words"), "text-long": (200, {"Content-Type": "text/plain"}, b"word " * 400_000),
    "type-odd": page(kind="text/html; charset=\"'; ="), "type-none": (200, {}, b"<p>x"), "comments": page(body="<!--" * 50_000 + WORDS), "title-escape": page(title="\x1b[2J\x9b31mFerry\u202e sinks"),
}  # fmt: skip
ROBOTS: dict[str, Page] = {
    "robots-delay": (200, {}, b"User-agent: *\nCrawl-delay: nan"), "robots-delay-huge": (200, {}, b"User-agent: *\nCrawl-delay: 1e999"), "robots-pattern": (200, {}, b"User-agent: *\nDisallow: /" + b"*a" * 3000 + b"$"),
    "robots-bytes": (200, {}, bytes(range(256)) * 50), "robots-bracket": (200, {}, b"Sitemap: http://[\nUser-agent: *\nDisallow: http://["),
}  # fmt: skip
