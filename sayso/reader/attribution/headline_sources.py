"""Whom a headline gives beside a colon or a dash: "Minister: talks near", "Talks near – minister", "Two killed in blast: police".

Read in lines of the text that stand like a headline (a heading without a full stop). A headline sums up the body: where the body names the
same source, the headline's attribution takes over that one's chain and adds none. Conventions: wire services' and newspapers' style guides.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Attribution, Document, Entity, Span
from sayso.reader.attribution.sources import is_speaking_noun
from sayso.reader.document.sections import is_headline_like
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.entities.state_names import seat_state

_MARK = re.compile(r"(?P<colon>:)\s+|\s(?P<dash>[–—-]{1,2})\s")
_LABELS = re.compile(
    r"(?:(?:the )?(?:big |daily |weekly )?(?:live|breaking|exclusive|update[ds]?|opinion|analysis|explainer|explained|video|watch|photos?|pictures|gallery|review|profile|obituary|editorial|"
    r"comment(?:ary)?|column|interview|factbox|fact check|timeline|correction|clarification|editor['’]s note|note|notebook|round-?up|podcast|quiz|letters?|feature|special report|in brief|"
    r"news|blog|recap|preview|the latest|q ?& ?a|transcript|full text|flashback|diary|scoop)s?)$",
    re.IGNORECASE,
)
_NO_PHRASE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|must|do|does|did|says?|said|not|it['’]s|he['’]s|that['’]s|what|why|how|when|where|if|I|we|you|it|he|she|they)\b|[?!\d“”\"]",
    re.IGNORECASE,
)
_CUT = re.compile(r",\s|\s(?:of|for|from|at|in|on|behind|close|familiar|with|near|who|briefed|involved)\s")
_MOST_WORDS = 8
_SCORE = 0.6


def find_headline_sources(document: Document, entities: Sequence[Entity]) -> list[RawAttribution]:
    """The attributions of lines that stand like headlines; the cue is the colon or the dash.

    >>> from sayso.ingest.documents import make_document
    >>> from sayso.model import Section
    >>> from msgspec.structs import replace
    >>> text = "Ferry talks near an end – mayor"
    >>> document = replace(make_document(text, {}, "x"), sections=(Section("body", 0, len(text)),))
    >>> [(a.source[0].of(text), a.content[0].of(text)) for a in find_headline_sources(document, [])]
    [('mayor', 'Ferry talks near an end')]
    """
    names = {m.of(document.text).casefold(): e for e in entities for m in e.mentions} | {
        e.name.casefold(): e for e in entities
    }
    out = []
    for section in document.sections:
        if section.kind == "body" and is_headline_like(document.text[section.start : section.end]):
            found = _split(document.text, Span(section.start, section.end), names)
            if found is not None:
                out.append(found)
    return out


def _split(text: str, line: Span, names: dict[str, Entity]) -> RawAttribution | None:
    marks = list(_MARK.finditer(text, line.start, line.end))
    for m, last in [*((m, True) for m in marks[-1:]), *((m, False) for m in marks[:1])]:
        left, right = Span(line.start, m.start()), Span(m.end(), line.end)
        who, what = (right, left) if last else (left, right)
        if len(what.of(text).split()) >= 2 and is_speaker(who.of(text), names, last):
            cue = Span(*m.span("colon" if m["colon"] else "dash"))
            return RawAttribution((who,), (cue,), (what,), _SCORE)
    return None


def is_speaker(words: str, names: dict[str, Entity], last: bool) -> bool:
    """Whether words beside a headline's mark are a source: a word for people, bodies or documents as their head, or a name that the report knows.

    `last`: they end the headline, where a capital stands for its government too.
    """
    if (
        not words.strip()
        or len(words.split()) > _MOST_WORDS
        or _LABELS.match(words)
        or _NO_PHRASE.search(words)
    ):
        return False
    known = names.get(words.casefold())
    if known is not None:
        return (
            known.kind in ("person", "organisation", "outlet", "group", "bloc")
            or last
            and known.kind == "state"
        )
    core = _CUT.split(words)[0].split()
    if not core:
        return False
    if is_speaking_noun(core[-1]):
        return len(core) == 1 or not any(w.endswith("ing") for w in core)
    named = _named(words, names)
    return named or last and bool(seat_state(words))


def _named(words: str, names: dict[str, Entity]) -> bool:
    """A person's surname or full name, after nothing but words for an office: "Mayor Lund"."""
    parts = words.split()
    surname = parts[-1].casefold()
    if not any(e.kind == "person" and e.name.casefold().split()[-1] == surname for e in names.values()):
        return False
    return all(is_speaking_noun(w) or w[:1].isupper() for w in parts[:-1]) and parts[-1][:1].isupper()


def lead_back(
    found: Sequence[Attribution], headlines: Sequence[RawAttribution], text: str
) -> list[Attribution]:
    """The attributions with those of `headlines` given the chain and the kind of the same source in the body, if it is there."""
    cues = {h.cue[0] for h in headlines}
    body = [a for a in found if a.cue[0] not in cues and a.source]
    out = []
    for a in found:
        if a.cue[0] in cues and a.source:
            own = a.source[0].of(text)
            meant = next((b for b in body if _same(own, b, text)), None)
            a = replace(a, kind=meant.kind, chain=meant.chain) if meant else a
        out.append(a)
    return out


def _same(own: str, b: Attribution, text: str) -> bool:
    """Whether a source of the body may be the one that the headline names by its office, its name, or as a source."""
    head = next(iter((_CUT.split(own)[0].split() or own.split())[::-1]), own).casefold()
    words = " ".join(s.of(text) for s in b.source).casefold()
    stem = head.removesuffix("s")
    if (
        re.search(rf"\b{re.escape(stem)}s?\b", words)
        or b.chain
        and re.search(rf"\b{re.escape(stem)}s?\b", b.chain[-1].name.casefold())
    ):
        return True
    return stem in ("source", "official", "insider", "person") and b.kind == "unnamed"
