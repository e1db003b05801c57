"""Which outlets a report cites: those that its body names with a citing cue; and which reports it withdraws."""

import re
from collections.abc import Sequence

from sayso.model import Attribution, Citation, Document, Entity, Span
from sayso.reader.attribution.chains import carrier_of
from sayso.reader.entities.outlets import outlet_slug

_CITES_BEFORE = re.compile(
    r"\b(?:told|tells|telling|according to|citing|cites|cited|quoting|quoted by|as saying by|per|reported by|first reported (?:by|in)|interview (?:with|to)|seen by|h/t|via|carried by|published by|"
    r"said (?:on|in|to)|in|by|report (?:by|in|of|from)|newspaper|agency|website)\s(?:the\s)?(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_STRONG_BEFORE = re.compile(
    r"\b(?:told|tells|telling|according to|citing|quoting|quoted by|as saying by|reported by|first reported (?:by|in)|interview (?:with|to)|seen by|h/t|carried by|reports? (?:of|by|in|from))\s(?:the\s)?(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
_CITES_AFTER = re.compile(
    r"^(?:['’]s)?(?:,[^,.\n]{2,60},)?\s(?:(?:news agency|newspaper|daily|agency|reporter|correspondent|website)\s)?(?:has |had |have |also |earlier |first |on \w+ |later |which |that )*"
    r"(?:report(?:s|ed|ing)?|said|says|sa(?:y|ying)|wr(?:ote|ites|itten)|quot(?:ed|es|ing)|cit(?:ed|es|ing)|reveal(?:s|ed)|published|claims?|claimed|puts|put|broke|learned|learnt|saw|disclosed|carried|told)\b"
)
_RETRACTS = re.compile(
    r"\b(?:we (?:hereby )?(?:retract|withdraw)|(?:has|have|had|is|was|were) (?:been )?(?:withdrawn|retracted)|(?:retract(?:s|ed|ion)|withdr(?:aws|ew|awn)) (?:the|its|that|this|our) (?:report|story|article))\b",
    re.IGNORECASE,
)


def find_citations(
    document: Document, entities: Sequence[Entity], attributions: Sequence[Attribution]
) -> tuple[Citation, ...]:
    """The outlets that a document cites, each once; not itself, nor an agency that speaks of itself in a copy."""
    text = document.text
    own = f"outlet:{outlet_slug(document.publisher)}" if document.publisher else None
    carrier = carrier_of(document)
    body = [(s.start, s.end) for s in document.sections if s.kind in ("body", "caption")] or [(0, len(text))]
    out: dict[str, Citation] = {}
    for entity in entities:
        if entity.kind != "outlet" or entity.id == own:
            continue
        for at in entity.mentions:
            if not any(a <= at.start < b for a, b in body):
                continue
            before, after = text[max(0, at.start - 70) : at.start], text[at.end : at.end + 120]
            asked = (
                carrier is not None
                and carrier.entity == entity.id
                and not re.search(r"\btold\s(?:the\s)?$", before)
            )
            if asked or not (_STRONG_BEFORE.search(before) or _CITES_AFTER.match(after)):
                continue
            index = next(
                (
                    n
                    for n, a in enumerate(attributions)
                    if any(link.entity == entity.id for link in a.chain[1:])
                ),
                None,
            )
            out.setdefault(
                entity.id, Citation(outlet=entity.name, entity=entity.id, span=at, attribution=index)
            )
            break
    found = list(out.values())
    for m in _RETRACTS.finditer(text):
        if any(a <= m.start() < b for a, b in body):
            found.append(_retraction(document, entities, m.start(), m.end(), own))
    return tuple(sorted(found, key=lambda c: c.span))


def _retraction(
    document: Document, entities: Sequence[Entity], start: int, end: int, own: str | None
) -> Citation:
    """Whose report is withdrawn: the outlet named in the sentence, else the document's own."""
    text = document.text
    left = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    named = next(
        (
            e
            for e in entities
            if e.kind == "outlet" and e.id != own and any(left <= at.start < end + 80 for at in e.mentions)
        ),
        None,
    )
    if named:
        return Citation(outlet=named.name, entity=named.id, span=Span(start, end), retracts=True)
    return Citation(outlet=document.publisher or "", entity=own, span=Span(start, end), retracts=True)
