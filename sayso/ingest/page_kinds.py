"""Pages that are no report, told from what they say and how they are built: errors served as pages, walls, stubs, galleries, lists.

Each check needs two signs that do not depend on one another (what stands in the headline, how much is left as text, how much of it is links),
since a report may speak of cookies, of a page that was not found, or carry a subscription box.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlparse

from sayso.errors import InputError

SHORT, STUB, LEAD = (
    250,
    700,
    1500,
)  # characters: of a wall's words, of a stub's, of the longest opening that a stub shows
_MISSING = re.compile(
    r"(?:error\s*)?(?:404|410)\b(?!\s+(?:people|dead|killed|votes))|(?:(?:sorry|oops|uh oh|hoppla|ups)[,!.…\s]+)*(?:(?:this|the|that|die|cette|la|esta|a|diese) )?"
    r"(?:(?:page|article|story|content|url|link|resource)(?: you(?:'re| are) looking for| you requested)?(?: (?:was|is|could|can|has|cannot|does|doesn't))*(?: (?:not|no longer|n[o']t|been))*(?: (?:be|exist|available|found|removed|moved|deleted|expired))+"
    r"|(?:page|article) (?:introuvable|non trouvée?)|seite (?:konnte )?nicht (?:gefunden|mehr verfügbar)(?: werden)?|página no encontrada|página não encontrada|pagina (?:non trovata|niet gevonden)"
    r"|not found|nothing (?:was )?found|we (?:can't|cannot|couldn't|could not) find (?:that|the|this) (?:page|article|story))",
    re.IGNORECASE,
)
_BARRED = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you (?:a robot|human)|pardon our interruption|verify(?:ing)? (?:that )?you are (?:a )?human|security check|please wait|"
    r"bot verification|(?:403|429|500|502|503|504)\b.{0,40}|forbidden|service (?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|too many requests|site (?:is )?under maintenance",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent(?:s|ed)?|privacy (?:policy|settings|choices)|personal data|personali[sz]ed (?:ads|advertising|content)|vendors|our partners|legitimate interest|accept all|reject all|einwilligung|zustimm\w+|datenschutz\w*|datos personales|vie privée|traceurs)\b",
    re.IGNORECASE,
)
_ENTRANCE = re.compile(
    r"\b(?:enable javascript|turn on javascript|javascript is (?:disabled|required)|log ?in to continue|sign in to continue|are you a robot|captcha|access denied|unusual traffic|verify you are human|disable your ad ?blocker)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\b(?:(?:subscribe|sign up|register|log ?in|sign in|join|become a (?:subscriber|member)) (?:now |today |here )?(?:to|and) (?:continue|keep|read|unlock|access|get (?:full )?access)\b"
    r"|(?:article|story|content|analysis|report) is (?:only |exclusively )?(?:for|available to|reserved for) (?:our |paying )?(?:subscribers|members)|(?:for|to) subscribers only|subscriber[- ]exclusive|exclusive to subscribers|continue reading (?:this article )?(?:with|for|by)|"
    r"(?:to )?(?:read|see|unlock) the (?:full|whole|rest of the|rest of this|complete) (?:article|story|report)|you(?: ha)?ve (?:reached|used|read) (?:your|all) .{0,30}(?:free )?articles|already a (?:subscriber|member)\?"
    r"|réservée? aux abonnés|il vous reste [\d,.]+ ?% de cet article|la suite est réservée|weiterlesen mit|jetzt weiterlesen|nur für abonnenten|exklusiv für abonnenten|contenido exclusivo para suscriptores|solo para suscriptores|contenuto riservato agli abbonati|exclusivo para assinantes)",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|sections?|authors?|search|archives?|latest|themen?|rubrique|seccion|page/\d+)(?:/[^/]*)?/?$|^/(?:[a-z-]{2,20}/?){0,2}$", re.IGNORECASE,
)  # fmt: skip
_GALLERY = re.compile(r"/(?:gallery|galleries|photo-?galler\w+|slideshows?|photos|pictures|in-pictures|bildergalerie|fotostrecke|diaporama)(?:/|$)", re.IGNORECASE)  # fmt: skip
_MANY_LINKS, _MANY_PICTURES = 8, 5
_HEADLINE = 20  # characters: shorter links are menus


def refuse_kind(kinds: Sequence[str], address: str | None, name: str) -> None:
    """Refuse what a page's own JSON-LD (`kinds`, its types) or its address calls a live blog, a gallery or a list."""
    said, path = " ".join(kinds), urlparse(address or "").path
    article = "Article" in said or "BlogPosting" in said
    if "LiveBlogPosting" in said or re.search(r"/live-?blog/|/live/\d", path):
        raise InputError(name, "is a live blog, not one report", "save single entries as reports")
    if re.search(r"\b(?:ImageGallery|MediaGallery)\b", said) and not article:
        raise InputError(name, "is a gallery, not a report", "leave it out")
    lists = re.search(r"\b(?:CollectionPage|SearchResultsPage|ProfilePage)\b", said)
    if lists and not article and (path in ("", "/") or _LISTING.search(path)):
        raise _is_list(name)


def refuse_error(tree: Any, is_article: bool, name: str) -> None:
    """Refuse an error that was served as a page: its headline says so, and nothing in it says that it is an article."""
    if is_article:
        return
    heads = [" ".join(h.text_content().split()) for h in tree.xpath("//h1 | //head/title")[:4]]
    for head in heads:
        part = re.split(r"\s+[|–—·:-]\s+", head)
        for words in {part[0], part[-1], head}:
            plain = words.strip(" .!?…-")
            if _MISSING.fullmatch(plain):
                raise InputError(
                    name, f"says that there is no such page ({words[:60]!r})", "look for its new address"
                )
            if _BARRED.fullmatch(plain):
                raise InputError(name, f"is an error or a check for robots ({words[:60]!r})", "save the page as a reader sees it")  # fmt: skip


def refuse_wall(tree: Any, text: str, is_paid: bool, name: str) -> None:
    """Refuse a page whose text is a wall's (cookies, a login), or the opening of an article that must be paid for (`is_paid`: as it says itself)."""
    if len(text) < SHORT and (_ENTRANCE.search(text) or _CONSENT.search(text)):
        raise _is_wall(name)
    if len(text) < LEAD:
        lines = [line for line in text.split("\n") if line.strip()]
        about = sum(len(line) for line in lines if _CONSENT.search(line))
        if about > 0.5 * len(text) and len(_CONSENT.findall(text)) > 3:
            raise _is_wall(name)
    if len(text) >= LEAD:
        return
    asked = _PAID.search(text) or (
        _PAID.search(_shown(tree)) if len(text) < STUB or _breaks_off(text) else None
    )
    if is_paid and len(text) < STUB or asked:
        words = f": {asked[0][:60]!r}" if asked else ""
        raise InputError(name, f"is the stub of a paid article ({len(text)} characters{words})", "save the page as a subscriber sees it")  # fmt: skip


def refuse_list(tree: Any, text: str, is_article: bool, address: str | None, name: str) -> None:
    """Refuse a page whose text is the headlines that it links to, or captions of its pictures."""
    path = urlparse(address or "").path
    lines = [fold for line in text.split("\n") if (fold := _fold(line))]
    whole = sum(map(len, lines)) or 1
    heads = _headlines(tree)
    linked = sum(len(line) for line in lines if any(line.startswith(h) or h.endswith(line) for h in heads))
    if not is_article and len(heads) >= _MANY_LINKS:
        bare = address is not None and bool(_LISTING.search(path))
        again = whole - sum(map(len, set(lines)))  # "Read on", under each
        if linked + again > 0.5 * whole or (bare and (linked > 0.15 * whole or path in ("", "/"))):
            raise _is_list(name)
    captions = [fold for f in tree.xpath("//figcaption") if (fold := _fold(f.text_content()))]
    pictured = sum(len(line) for line in lines if any(line in c or c in line for c in captions))
    many = len(tree.xpath("//figure[.//img]")) >= _MANY_PICTURES
    if many and whole - pictured < SHORT and (pictured > 0.6 * whole or _GALLERY.search(path)):
        raise InputError(name, "is a gallery, not a report", "leave it out")
    if many and _GALLERY.search(path) and not is_article and whole < STUB:
        raise InputError(name, "is a gallery, not a report", "leave it out")


def _headlines(tree: Any) -> set[str]:
    """The folded words of what a page links to outside its running text."""
    links = tree.xpath("//a[@href][not(ancestor::p) or count(ancestor::p[1]/node()[normalize-space()]) = 1]")[
        :2000
    ]
    words = (" ".join(a.text_content().split()) for a in links)
    return {_fold(w) for w in words if len(w) >= _HEADLINE}


def _shown(tree: Any) -> str:
    """The words of the page's boxes outside navigation and forms for a newsletter."""
    parts = tree.xpath("//body//*[self::div or self::p or self::section or self::h2 or self::h3 or self::span or self::aside][not(ancestor::nav or ancestor::footer or ancestor::header)]/text()")  # fmt: skip
    return " ".join(" ".join(parts).split())[:20_000]


def _breaks_off(text: str) -> bool:
    return text.rstrip().endswith(("…", "...")) or text.rstrip()[-1:].isalnum()


def _is_wall(name: str) -> InputError:
    return InputError(name, "shows a wall (cookies, consent or a login), not a report", "save the page as a reader sees it")  # fmt: skip


def _is_list(name: str) -> InputError:
    return InputError(name, "is a list of reports, not one", "save the reports themselves, or watch its feed")


def _fold(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()
