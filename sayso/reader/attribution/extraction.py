"""Who says what: the encoder's spans, their sources traced, their stance, and the chain behind them."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.model import Attribution, ChainLink, Document, Entity, Quoted, Span
from sayso.outlet_registry import outlet_name
from sayso.reader.attribution.chains import (
    Speakers,
    carrier_of,
    describe_source,
    kind_of,
    link_of,
    resolve_source,
)
from sayso.reader.attribution.cues import speech_lemmas
from sayso.reader.attribution.declines import (
    LIKEWISE,
    find_declines,
    find_inner_sources,
    past_the_cited,
    without_cited,
)
from sayso.reader.attribution.nesting import carried_by, nest
from sayso.reader.attribution.outlets_cited import outlets_behind, whom_it_means
from sayso.reader.attribution.sources import Source
from sayso.reader.attribution.stances import find_stance
from sayso.reader.attribution.tidying import is_act, only_supposed, tidy, trim, with_marks
from sayso.reader.document.quotation import Quotation, find_quotations, share_quoted
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.entities.outlets import outlet_slug
from sayso.reader.entities.references import References
from sayso.reader.parse import Parsed

_TOLD = re.compile(
    r"\b(?:told|tells|telling|(?:said|confirmed|wrote|admitted|explained|denied|complained) to|interview (?:with|to)|speaking to|spoke to|statement to|seen by|shared with|obtained by|quoted as saying by|quoted by|according to|reported by|cited by|carried by|in comments to)\s(?:the\s)?$"
)


def find_attributions(
    document: Document,
    parsed: Parsed,
    entities: Sequence[Entity],
    references: References,
    raw: tuple[RawAttribution, ...],
) -> tuple[Attribution, ...]:
    """The attributions of a document in order of their cues."""
    quotations = find_quotations(document.text, parsed.paragraphs)
    tidied = (tidy(a, document.text) for a in raw)
    found = [a for a in tidied if a is not None and a.source and not is_act(a, document.text)]
    refused = [a for a in find_declines(parsed) if not only_supposed(a, parsed)]
    found = [a for a in found if not any(a.cue[0].overlap(d.cue[0]) for d in refused)] + refused
    found += outlets_behind(found, entities, parsed)
    inner = list(find_inner_sources(parsed))
    found = [without_cited(past_the_cited(a, inner, parsed, speech_lemmas()), inner) for a in found]
    found = [a for a in found if not _only_cites(a, inner)]
    found.sort(key=lambda a: (min(a.cue).start, min(a.content).start))
    own = f"outlet:{outlet_slug(document.publisher)}" if document.publisher else None
    publisher = ChainLink(
        name=outlet_name(document.publisher) if document.publisher else "unknown publisher",
        kind="publisher",
        entity=own,
    )
    carrier = carrier_of(document)
    sources = [_source_of(a, parsed, references, own) for a in found]
    behind = _sources_behind(found, sources, inner, parsed, references, own)
    speakers = Speakers(contents=[s for a in found for s in a.content])
    out: list[Attribution] = []
    for n, (attribution, source) in enumerate(zip(found, sources)):
        if source is None:
            if not attribution.source:  # nobody is named: the report answers for it
                out.append(
                    _build(
                        attribution, (), attribution.cue, "unnamed", (publisher,), document.text, quotations
                    )
                )
            continue
        ahead = next(
            (s for s in sources[n + 1 : n + 6] if s is not None and s.words != source.words and not s.bare),
            None,
        )
        link = resolve_source(source, speakers, parsed, references, ahead)
        speakers.known.append((source, link))
        between = _between(attribution, document.text, entities, own, link)
        carried = (
            carrier
            if carrier and not _told_publisher(attribution, document.text, entities, own) and not between
            else None
        )
        known = speakers.chains.get(link.name)
        if known and not between and source.bare:
            between = [k for k in known[1:-1] if carried is None or k.entity != carried.entity]
        chain = [publisher, *([carried] if carried and carried.entity != link.entity else []), *between]
        if link.kind != "publisher":
            chain.append(link)
        beneath = [
            (cue, who)
            for cue, who in inner
            if link.kind == "media" and _same_sentence(parsed, who, attribution)
        ]
        deeper = [_deeper(who, parsed, references, own, speakers) for _, who in beneath[:1]]
        full = tuple([*chain, *(d[1] for d in deeper)])
        if link.kind == "media" and not deeper and link.entity in behind:
            full = (*full, behind[link.entity])
        for n_link, link_ in enumerate(full):
            speakers.chains.setdefault(link_.name, full[: n_link + 1])
        kind = kind_of(source, link)
        out.append(
            _build(attribution, attribution.source, attribution.cue, kind, full, document.text, quotations)
        )
        for (cue, who), (_, inner_link) in zip(beneath, deeper):
            out.append(_build(attribution, (who,), (cue,), inner_link.kind, full, document.text, quotations))
    for n, one in enumerate(out):
        if n and LIKEWISE.fullmatch(one.cue[0].of(document.text)):
            out[n] = replace(one, stance=out[n - 1].stance)
    out = [_with_marks(a, document.text, quotations) for a in out]
    return nest(out, parsed)


def _with_marks(a: Attribution, text: str, quotations: Sequence[Quotation]) -> Attribution:
    """An attribution whose quoted words are held with their marks; a span that would end before it starts stays as it was."""
    content = with_marks(a.content, text, quotations)
    return replace(a, content=tuple(s for s in content if s.start < s.end) or a.content)


def _only_cites(a: RawAttribution, inner: Sequence[tuple[Span, Span]]) -> bool:
    """Whether a "citing two diplomats" was taken for words: the diplomats are its source, not what is said."""
    return any(
        cue.overlap(a.cue[0]) and (all(who.covers(c) for c in a.content) or a.source[0].start >= who.end)
        for cue, who in inner
    )


DIRECT = 0.8  # share of a content between quotation marks from which on it is a direct quote


def _sources_behind(
    found: Sequence[RawAttribution],
    sources: Sequence[Source | None],
    inner: Sequence[tuple[Span, Span]],
    parsed: Parsed,
    references: References,
    own: str | None,
) -> dict[str | None, ChainLink]:
    """For each cited outlet the one source that a report names behind it anywhere ("X, citing a diplomat"), if just one."""
    out: dict[str | None, list[ChainLink]] = {}
    for a, source in zip(found, sources):
        if source is None or source.kind != "media" or source.entity is None:
            continue
        for _, who in inner:
            if _same_sentence(parsed, who, a):
                link = link_of(describe_source(who, parsed, references, own))
                if link.name not in [k.name for k in out.setdefault(source.entity, [])]:
                    out[source.entity].append(link)
    return {entity: links[0] for entity, links in out.items() if len(links) == 1}


def _build(
    a: RawAttribution,
    source: tuple[Span, ...],
    cue: tuple[Span, ...],
    kind: str,
    chain: tuple[ChainLink, ...],
    text: str,
    quotations: Sequence[Quotation],
) -> Attribution:
    words = " ".join(s.of(text) for s in a.content)
    quoted = _quoted(a.content, quotations)
    return Attribution(
        source=source,
        cue=cue,
        content=a.content,
        kind=kind,  # type: ignore[arg-type]
        stance=find_stance(_around(a, text), words, quoted == "direct"),
        quoted=quoted,
        chain=chain,
        score=round(a.score, 3),
    )


def _around(a: RawAttribution, text: str) -> str:
    """The cue's words with the few before and after that are no part of source and content."""
    start, end = min(a.cue).start, max(a.cue).end
    left = max(
        [text.rfind(m, 0, start) + 1 for m in (".", "\n", ";", ",")]
        + [start - 25]
        + [s.end for s in (*a.source, *a.content) if s.end <= start]
    )
    right = min([end + 30] + [s.start for s in (*a.source, *a.content) if s.start >= end])
    stop = re.search(r"[.\n;,–—]|\s-\s", text[end:right])
    return text[left : end + stop.start() if stop else right]


def _quoted(content: Sequence[Span], quotations: Sequence[Quotation]) -> Quoted:
    share = share_quoted(content, quotations)
    return "direct" if share > DIRECT else "mixed" if share > 0 else "indirect"


def _source_of(a: RawAttribution, parsed: Parsed, references: References, own: str | None) -> Source | None:
    if not a.source:
        return None
    if (meant := whom_it_means(a.source[0], parsed)) is not None:
        return describe_source(trim(meant, parsed.text), parsed, references, own)
    span = (
        Span(min(a.source).start, max(a.source).end)
        if len(a.source) == 1 or max(a.source).end - min(a.source).start < 200
        else a.source[0]
    )
    return describe_source(_whole_word(trim(span, parsed.text), parsed.text), parsed, references, own)


_REST_OF_WORD = re.compile(r"[-‐’'](?=[^\W\d_])[\w’'-]+|\w+")


def _whole_word(span: Span, text: str) -> Span:
    """A source that ends within a hyphenated word, to the word's end ("the secretary" of "the secretary-general")."""
    rest = (
        _REST_OF_WORD.match(text, span.end)
        if text[span.end - 1 : span.end].isalpha()
        and text[span.end : span.end + 2].lower() != "'s"
        and text[span.end : span.end + 2].lower() != "’s"
        else None
    )
    return Span(span.start, rest.end()) if rest else span


def _between(
    a: RawAttribution, text: str, entities: Sequence[Entity], own: str | None, link: ChainLink
) -> list[ChainLink]:
    """Outlets that stand between publisher and source: "told Hanbit", "was quoted as saying by Hanbit", "quoted by"."""
    low, high = min(s.start for s in (*a.cue, *a.source)), max(s.end for s in (*a.cue, *a.source))
    stop = text.find("\n", high)
    out = []
    for entity in entities:
        if entity.kind != "outlet" or entity.id in (own, link.entity):
            continue
        for at in entity.mentions:
            if (
                low - 60 <= at.start <= high + 60
                and (stop < 0 or at.start < stop)
                and _TOLD.search(text[max(0, at.start - 40) : at.start])
            ):
                if not re.search(r"[.;]", text[min(at.end, high) : max(at.start, high)]) and not any(
                    s.start <= at.start < s.end for s in a.content
                ):
                    out.append(ChainLink(name=entity.name, kind="media", entity=entity.id, span=at))
                    break
    return out[:1] or carried_by(a, text)


def _told_publisher(a: RawAttribution, text: str, entities: Sequence[Entity], own: str | None) -> bool:
    high = max(s.end for s in (*a.cue, *a.source))
    return any(
        entity.id == own
        and any(
            abs(at.start - high) < 60 and _TOLD.search(text[max(0, at.start - 40) : at.start])
            for at in entity.mentions
        )
        for entity in entities
    )


def _same_sentence(parsed: Parsed, who: Span, a: RawAttribution) -> bool:
    one, two = parsed.sentence_at(who.start), parsed.sentence_at(min(a.cue).start)
    return one is not None and one == two


def _deeper(
    who: Span, parsed: Parsed, references: References, own: str | None, speakers: Speakers
) -> tuple[Source, ChainLink]:
    source = describe_source(who, parsed, references, own)
    link = link_of(source)
    speakers.known.append((source, link))
    return source, link
