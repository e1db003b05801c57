"""What newsrooms exchange: NewsML-G2 and NITF (XML), ninjs (JSON), by the standards of IPTC."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sayso.errors import InputError, guarded
from sayso.ingest.announcements import announce_concept, announce_superdesk
from sayso.ingest.documents import Published, make_document
from sayso.ingest.listed import Fetch, Listing, describe_reference
from sayso.model import Document

Refuse = Callable[[InputError], None]
_LISTS = ("_items", "articles", "rows", "items")  # where Superdesk, GDELT, Hypothesis and Zotero keep theirs
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?\s*(Z|[+-]\d\d:?\d\d)?$")


def read_xml(data: bytes, name: str, default: Published, refuse: Refuse) -> Iterator[Document]:
    """The reports of a NewsML-G2 item or message or a NITF file; events in it become announcements to follow."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise InputError(name, f"is no XML that can be read ({problem})", "mend or export it anew") from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(
            name, "declares entities of its own, which are not followed", "export it without them"
        )
    if _local(root) == "nitf":
        yield _read_nitf(root, name, default, {})
        return
    items = [e for e in root.iter() if isinstance(e.tag, str) and _local(e) in ("newsItem", "conceptItem")]
    if not items:
        raise InputError(name, f"is XML of another kind ({_local(root)})", "give NewsML-G2 or NITF")
    for number, item in enumerate(items, 1):
        where = f"{name}, {item.get('guid') or f'item {number}'}"
        try:
            with guarded(where, "item"):
                if _local(item) == "conceptItem":
                    yield from _read_concepts(item, where, default)
                else:
                    yield _read_news_item(item, where, default)
        except InputError as problem:
            if len(items) == 1:
                raise
            refuse(problem)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Any, *path: str) -> list[Any]:
    found: list[Any] = element.xpath(".//" + "//".join(f"*[local-name()='{p}']" for p in path))
    return found


def _said(element: Any, *path: str) -> str | None:
    for one in _all(element, *path):
        words = " ".join("".join(one.itertext()).split())
        if words:
            return words
    return None


def _stamp(words: str | None) -> str | None:
    """A time in ISO 8601, also of one in NITF's basic form."""
    m = _STAMP.match((words or "").strip())
    if not m:
        return words.strip() if words and words.strip() else None
    day = f"{m[1]}-{m[2]}-{m[3]}"
    return f"{day}T{m[4]}:{m[5]}:{m[6] or '00'}{(m[7] or 'Z').replace('Z', '+00:00')}" if m[4] else day


def _paragraphs(element: Any) -> str:
    """The text of some markup, a paragraph a line."""
    blocks = [
        e
        for e in element.iter()
        if isinstance(e.tag, str) and _local(e) in ("p", "hl1", "hl2", "h1", "h2", "h3", "li", "blockquote")
    ]
    above = {a for b in blocks for a in b.iterancestors()}
    leaves = [b for b in blocks if b not in above]
    words = [" ".join("".join(b.itertext()).split()) for b in leaves]
    return "\n\n".join(w for w in words if w) or " ".join("".join(element.itertext()).split())


def _refuse_status(status: str, where: str) -> None:
    """Raise InputError for what its publisher cancelled or holds back."""
    plain = status.strip().lower().rpartition(":")[2]
    if plain in ("canceled", "cancelled", "withheld", "withhold", "killed", "spiked"):
        raise InputError(where, f"was {plain} by its publisher (its status)", "leave it out")


def _embargoed(published: str | None, embargo: str | None) -> str | None:
    """When an item is out: at the end of its embargo where that is later than its version; so that nobody is shown it before.

    >>> _embargoed("2024-09-01T10:00:00Z", "2024-09-03T06:00:00Z"), _embargoed("2024-09-01", None)
    ('2024-09-03T06:00:00Z', '2024-09-01')
    """
    if not embargo:
        return published
    try:
        out, made = (datetime.fromisoformat(w) for w in (embargo, published or embargo))
    except ValueError:
        return published
    out, made = (m if m.tzinfo else m.replace(tzinfo=UTC) for m in (out, made))
    return embargo if out > made else published


def _read_news_item(item: Any, where: str, default: Published) -> Document:
    status = next((e.get("qcode", "") for e in _all(item, "itemMeta", "pubStatus")), "")
    _refuse_status(status, where)
    if any(not "".join(e.itertext()).strip() for e in _all(item, "itemMeta", "embargoed")):
        raise InputError(where, "is embargoed until its publisher says more", "leave it out")
    about = {
        "title": _said(item, "contentMeta", "headline") or _said(item, "itemMeta", "title"),
        "publisher": next(
            (e.get("literal") for e in _all(item, "itemMeta", "provider") if e.get("literal")), None
        )
        or _said(item, "itemMeta", "provider", "name")
        or _said(item, "copyrightHolder"),
        "byline": _said(item, "contentMeta", "by") or _said(item, "contentMeta", "creditline"),
        "published": _embargoed(
            _stamp(_said(item, "itemMeta", "versionCreated") or _said(item, "contentMeta", "contentCreated")),
            _stamp(_said(item, "itemMeta", "embargoed")),
        ),
        "url": next(
            (e.get("href") for e in _all(item, "itemMeta", "link") if str(e.get("href")).startswith("http")),
            None,
        ),
        "language": next(
            (str(e.get("tag"))[:2] for e in _all(item, "contentMeta", "language") if e.get("tag")), None
        ),
    }
    nitf = next(iter(_all(item, "nitf")), None)
    if nitf is not None:
        return _read_nitf(nitf, where, default, about)
    content = next(
        iter([*_all(item, "contentSet", "inlineXML"), *_all(item, "contentSet", "inlineData")]), None
    )
    if content is None:
        raise InputError(where, "holds no text (no inlineXML, no inlineData)", "export it with its content")
    body = next(iter(_all(content, "body")), content)
    text = _paragraphs(body) if len(body) else (body.text or "").strip()
    return make_document(text, about, where, default)


def _read_nitf(root: Any, where: str, default: Published, about: dict[str, str | None]) -> Document:
    content = next(iter(_all(root, "body.content")), None)
    if content is None:
        raise InputError(where, "holds no text (no body.content)", "export it with its content")
    _refuse_status(next((e.get("management-status") or "" for e in _all(root, "docdata")), ""), where)
    place = " ".join(f"{_said(root, 'dateline') or ''}".split())
    own = {
        "title": _said(root, "hedline", "hl1") or _said(root, "hedline") or _said(root, "head", "title"),
        "byline": re.sub(r"^by\s+", "", _said(root, "byline") or "", flags=re.IGNORECASE) or None,
        "published": next(
            (
                _stamp(e.get(key))
                for tag, key in (
                    ("date.issue", "norm"),
                    ("date.release", "norm"),
                    ("pubdata", "date.publication"),
                )
                for e in _all(root, tag)
                if e.get(key)
            ),
            None,
        ),
        "publisher": next((e.get("name") for e in _all(root, "pubdata") if e.get("name")), None)
        or _said(root, "distributor")
        or next((e.get("holder") for e in _all(root, "doc.copyright") if e.get("holder")), None),
        "url": next(
            (e.get("ex-ref") for e in _all(root, "pubdata") if str(e.get("ex-ref")).startswith("http")), None
        ),
    }
    text = _paragraphs(content)
    return make_document(
        f"{place} – {text}" if place and text and not text.startswith(place[:12]) else text,
        own | {k: v for k, v in about.items() if v},
        where,
        default,
    )


def _read_concepts(item: Any, where: str, default: Published) -> Iterator[Document]:
    concepts = [c for c in _all(item, "concept") if _all(c, "eventDetails")]
    if not concepts:
        raise InputError(where, "is a concept, no report and no event", "leave it out")
    provider = next(
        (e.get("literal") for e in _all(item, "itemMeta", "provider") if e.get("literal")), None
    ) or _said(item, "itemMeta", "provider", "name")
    for concept in concepts:
        yield announce_concept(
            concept, provider, _stamp(_said(item, "itemMeta", "versionCreated")), where, default
        )


def read_json(data: str, name: str, default: Published, refuse: Refuse, fetch: Fetch) -> Iterator[Document]:
    """The reports of a JSON file: ninjs objects, Superdesk events, objects with a `text`; one of them or an array.

    Lists of what others hold (CSL-JSON and Zotero, Hypothesis, GDELT's articles) are fetched by address, each once.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InputError(
            name, f"is no JSON ({problem})", "give ninjs, a Superdesk event, or one report a line as .jsonl"
        ) from None
    items = next(
        (found[k] for k in _LISTS if isinstance(found, dict) and isinstance(found.get(k), list)),
        found if isinstance(found, list) else [found],
    )
    listing = Listing(name, default, refuse, fetch)
    if not items:
        raise InputError(name, "holds nothing", "leave it out")
    for number, item in enumerate(items, 1):
        where = f"{name}, item {number}" if len(items) > 1 else name
        try:
            with guarded(where, "item"):
                reference = describe_reference(item)
                document = _read_object(item, where, default) if reference is None else None
            if document is not None:
                yield document
            else:
                yield from listing.read(reference or {}, where)
        except InputError as problem:
            if len(items) == 1:
                raise
            refuse(problem)


def _read_object(item: Any, where: str, default: Published) -> Document:
    from sayso.ingest.formats import read_report

    if not isinstance(item, dict):
        raise InputError(
            where, "is no JSON object", "give ninjs, a Superdesk event, or an object with a text"
        )
    if isinstance(item.get("text"), str):
        return read_report(item, where, default)
    if isinstance(item.get("dates"), dict):
        return announce_superdesk(item, where, default)
    return _read_ninjs(item, where, default)


def _read_ninjs(item: dict[str, Any], where: str, default: Published) -> Document:
    """A ninjs 1.x, 2.x or 3.x news object of type text."""
    kind = item.get("type")
    if kind not in (None, "text"):
        raise InputError(where, f"is a ninjs object of type {kind}, no text", "leave it out")
    for key in ("pubstatus", "pubStatus", "state"):
        _refuse_status(str(item.get(key) or ""), where)
    bodies = {
        str(b.get("contentType") or b.get("contenttype") or "text/plain"): b.get("value")
        for b in _dicts(item.get("bodies"))
    }
    plain = item.get("body_text") or bodies.get("text/plain")
    marked = (
        item.get("body_html")
        or item.get("body_xhtml")
        or next((v for k, v in bodies.items() if "html" in k), None)
    )
    text = (
        plain
        if isinstance(plain, str) and plain.strip()
        else _from_html(marked)
        if isinstance(marked, str)
        else ""
    )
    if not text.strip():
        raise InputError(
            where, "holds no text (no body_text, body_html or bodies)", "export it with its content"
        )
    titles = [h.get("value") for h in _dicts(item.get("headlines"))]
    sources = _dicts(item.get("infosource") or item.get("infoSources"))
    names = {
        "title": item.get("headline") or next(iter(titles), None),
        "publisher": item.get("provider")
        or item.get("source")
        or item.get("copyrightholder")
        or item.get("copyrightHolder"),
    }
    about = {k: v if isinstance(v, str) else None for k, v in names.items()}
    about["byline"] = next(
        (
            v
            for v in (item.get("byline"), item.get("by"), next((s.get("name") for s in sources), None))
            if isinstance(v, str)
        ),
        None,
    )
    about["published"] = _stamp(
        next(
            (
                v
                for k in (
                    "versioncreated",
                    "versionCreated",
                    "firstcreated",
                    "firstCreated",
                    "contentcreated",
                )
                if isinstance(v := item.get(k), str)
            ),
            None,
        )
    )
    embargo = next((v for k in ("embargoed", "embargo") if isinstance(v := item.get(k), str)), None)
    about["published"] = _embargoed(about["published"], _stamp(embargo))
    about["url"] = next(
        (v for v in (item.get("url"), item.get("uri")) if isinstance(v, str) and v.startswith("http")), None
    )
    about["language"] = item["language"][:2] if isinstance(item.get("language"), str) else None
    return make_document(text, about, where, default)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _from_html(words: str) -> str:
    from lxml import html
    from lxml.etree import ParserError

    try:
        return _paragraphs(html.fragment_fromstring(words, create_parent=True))
    except ParserError:
        return ""
