"""Parts of a page beside its body: comments, which are not the report's; a first paragraph in a box of its own; who wrote it."""

import re
from typing import Any

_CHARSET, _ENGLISH = (
    re.compile(rb"charset|encoding", re.IGNORECASE),
    re.compile(rb"<html[^>]*\blang=[\"']?en\b", re.IGNORECASE),
)
_COMMENTS = re.compile(
    r"(?:user-?|reader-?|fb-?|post-?)?comments?(?:-?(?:list|section|area|thread|block|wrapper|container|box|s))?|disqus_thread|respond|commentlist",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|lead|lede|intro(?:duction)?|summary|chapo|chapeau|vorspann|deck|dek|sub-?head(?:line)?|sub-?title|excerpt|abstract|ingress|sapo|entradilla|bajada)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|related|teasers?|side-?bar|widget|promo|newsletter|caption|credits?|by-?line|author|share|social|tags?|cookie|consent|ad|ads|advert\w*|banner|breadcrumbs?|menu|nav|footer|most-?read|recommended|popular|disclaimer|copyright|sponsor\w*|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
_APART = (
    "nav",
    "aside",
    "footer",
    "figure",
    "figcaption",
    "form",
    "table",
    "ul",
    "ol",
    "button",
    "noscript",
    "script",
    "style",
)
_ADVERT = {"ad", "ads", "advert", "advertisement", "ad-label", "ad-slot", "ad-container"}
_BY = re.compile(r"(?:by|von|par|por|di|av|af|door)\s+(.{3,80})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){1,4}")
_LONG_ENOUGH = 50  # characters of a first paragraph


def as_text(data: bytes | str) -> bytes | str:
    """A page's characters where its bytes are UTF-8 whatever they are said to be, else the bytes, whose coding is found later.

    >>> as_text("Inès".encode())
    'Inès'
    """
    if isinstance(data, str) or b"\x1b$" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        head = data[:2048]
        if _CHARSET.search(head) or not _ENGLISH.search(head):
            return data
        words = data.decode(
            "windows-1252", "replace"
        )  # what browsers take an English page for that declares nothing
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", words, count=1)


def drop_comments(tree: Any) -> str:
    """Take what readers wrote out of a page and tell its words: their times and words are none of the report's."""
    said: list[str] = []
    for element in tree.xpath("//section | //div | //ul | //ol | //aside"):
        names = [*(element.get("class") or "").split(), element.get("id") or ""]
        if any(_COMMENTS.fullmatch(n) for n in names) and not element.xpath(
            ".//h1 | .//article[not(ancestor::*[contains(@class, 'comment')])]"
        ):
            parent = element.getparent()
            if parent is not None:
                said.append(element.text_content()[:20_000])
                element.drop_tree()
    return "\n".join(said)


def drop_adverts(tree: Any) -> None:
    """Take the labels of advertisements out of a page."""
    for element in tree.xpath("//div[@class] | //p[@class] | //span[@class]"):
        if (
            _ADVERT & set((element.get("class") or "").lower().split())
            and len(element.text_content().strip()) < 40
        ):
            element.drop_tree()


def with_lead(tree: Any, text: str) -> str:
    """A body with the paragraphs that stand between the headline and its beginning, in boxes of their own, and belong to the report."""
    heads = tree.xpath("//h1")
    lines = text.strip().split("\n")
    at = int(bool(heads) and len(lines) > 1 and _fold(lines[0]) == _fold(heads[-1].text_content()))
    first = _fold(lines[at])[:60]
    if len(first) < 20 or not heads:
        return text
    lead = _lead_paragraphs(heads[-1], first, text)
    return "\n".join((*lines[:at], *lead, *lines[at:])) if lead else text


def _lead_paragraphs(head: Any, first: str, text: str) -> list[str]:
    whole = _fold(text)
    found: list[str] = []
    for element in head.xpath(
        "following::*[self::p or self::h2 or self::h3 or self::div[not(*[not(self::a or self::b or self::strong or self::em or self::i or self::span or self::br)])]]"
    ):
        words = " ".join(element.text_content().split())
        plain = _fold(words)
        if first in plain:
            return found if len(found) <= 3 else []
        if _is_lead(element, words) and plain[:80] not in whole and words not in found:
            found.append(words)
        if len(found) > 3:
            break
    return []


def _is_lead(element: Any, words: str) -> bool:
    if not _LONG_ENOUGH <= len(words) <= 1200 or words[-1] not in '.!?"”’»)':
        return False
    own = element.get("class") or ""
    named = bool(_LEAD.search(own)) or bool(_LEAD.search(element.getparent().get("class") or ""))
    if element.tag != "p" and not named:
        return False
    above = [a for a in element.iterancestors() if a.tag not in ("html", "body", "main", "article")]
    if any(a.tag in _APART for a in above) or _BESIDE.search(own):
        return False
    return named or not any(_BESIDE.search(f"{a.get('class') or ''} {a.get('id') or ''}") for a in above)


def person_named(tree: Any, house: str) -> str | None:
    """The person whom a page names as its author, where its data name only the house."""
    places = '//*[@rel="author"] | //*[contains(@itemprop, "author")] | //*[contains(@class, "byline")] | //*[contains(@class, "author")]'
    for element in tree.xpath(places):
        if any(a.tag in ("aside", "footer", "nav") for a in element.iterancestors()):
            continue
        words = " ".join(element.text_content().split())
        m = _BY.match(words)
        inner = [" ".join(a.text_content().split()) for a in element.xpath(".//a")]
        for name in (*inner, m[1] if m else words):
            plain = name.strip(" ,|·-")
            if _NAME.fullmatch(plain) and _fold(plain) not in (_fold(house), "") and len(plain) < 60:
                return plain
    return None


def _fold(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
