"""The chain from the publisher inwards to the innermost source, with pronouns and definite descriptions resolved on the way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.model import ChainLink, Document, Span
from sayso.reader.attribution.sources import Source, describe_source, speaks_for
from sayso.reader.document.sections import find_dateline
from sayso.reader.entities.antecedents import office_of, one_of, person_before, spoken_for
from sayso.reader.entities.offices import office_held
from sayso.reader.entities.outlets import OutletName, outlet_slug
from sayso.reader.entities.references import References
from sayso.reader.parse import Parsed

_SINGULAR_PERSON = re.compile(
    r"^(?:he|she|I|the (?:same )?(?:source|person|official|interlocutor|man|woman|officer|diplomat|spokes\w+|minister|lawmaker|researcher|mediator|witness|expert|analyst|doctor|commander|president|governor|mayor|envoy|agent|insider))$",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(
    r"the (?:official|minister|spokes\w+|officer|commander|governor|mayor|diplomat|doctor|lawmaker|executive|lawyer|prosecutor|man|woman|secretary[\w-]*), ",
    re.IGNORECASE,
)
"""Who was spoken of before without a name and now has one ("the official, Ann Lee, said")."""
_ANYBODYS = re.compile(
    r"(?:(?!the |th[eo]se |its |his |her |their )\w+ )*(?:reports|documents|papers|accounts|records|rumours|rumors)$"
)
_ONE_OF = re.compile(
    r"^(?:one|another|some|two|three|others?|both) of (?:them|the (?:two|three|\w+))$", re.IGNORECASE
)


_GENDERED = {
    "he": re.compile(
        r"\b(?:Mr|Sir|Lord|[a-z]*(?:spokes|chair|police|business|fisher|states)man|man|father|son|brother|husband|king|prince|priest|imam)\b"
    ),
    "she": re.compile(
        r"\b(?:Mrs|Ms|Miss|Dame|Lady|[a-z]*(?:spokes|chair|police|business)woman|woman|mother|daughter|sister|wife|widow|queen|princess|nun)\b"
    ),
}
"""Words that tell of a source that it is a he or a she."""


@dataclass
class Speakers:
    """The sources met so far, the last one last."""

    known: list[tuple[Source, ChainLink]] = field(default_factory=list)
    chains: dict[str, tuple[ChainLink, ...]] = field(default_factory=dict)
    """For each source by name the chain by which the report first came to it."""
    contents: Sequence[Span] = ()
    """What is attributed to anybody: whoever is only spoken of there is no antecedent."""

    def last(
        self,
        accept: "re.Pattern[str] | None" = None,
        *,
        plural: bool | None = None,
        kinds: Sequence[str] = (),
        but: str = "",
    ) -> ChainLink | None:
        """The latest source that fits."""
        for source, link in reversed(self.known):
            if (
                plural is not None
                and source.plural != plural
                or but
                and (link.name.lower() == but or _GENDERED[but].search(source.words))
            ):
                continue
            if kinds and link.kind not in kinds:
                continue
            if accept is not None and not accept.search(source.words) and not accept.search(link.name):
                continue
            return link
        return None


def carrier_of(document: Document) -> ChainLink | None:
    """The agency whose report a document is by its dateline or byline, where that is not its own publisher."""
    own = outlet_slug(document.publisher) if document.publisher else None
    body = next((s for kind in ("dateline", "body") for s in document.sections if s.kind == kind), None)
    dateline = find_dateline(document.text, body.start) if body else None
    names = [dateline.agency if dateline else None, document.byline]
    for name in names:
        if not name or re.search(
            r"\b(?:staff|correspondent|reporter|editor|desk|team|admin|special|newsroom|and|with)\b|,|\(",
            name,
            re.IGNORECASE,
        ):
            continue
        slug = outlet_slug(name)
        initials = "".join(w[0] for w in (document.publisher or "").split() if w[:1].isupper())
        if own and (
            slug == own
            or name.replace(".", "").upper() == initials
            or own.startswith(slug + "-")
            or slug.startswith(own + "-")
        ):
            continue
        if name.isupper() or name == (dateline.agency if dateline else None) or _is_outlet(name):
            return ChainLink(name=name, kind="media", entity=f"outlet:{slug}")
    return None


def _is_outlet(name: str) -> bool:
    from sayso.reader.entities.outlets import find_outlet_names

    found: list[OutletName] = find_outlet_names(f"{name} reported", None)
    return any(o.name == name for o in found) or len(name.split()) == 1


def link_of(source: Source) -> ChainLink:
    """The chain's station for a source that needs no antecedent."""
    return ChainLink(
        name=source.name,
        kind=source.kind,
        entity=source.entity,
        institution=source.institution,
        span=source.span,
        description=source.description if source.kind in ("unnamed", "document") else None,
    )


def resolve_source(
    source: Source, speakers: Speakers, parsed: Parsed, references: References, ahead: Source | None
) -> ChainLink:
    """The station of a source: itself, or whom its words mean among those who spoke before (or, in a lead, right after)."""
    link = link_of(source)
    lower = source.words.lower()
    found: ChainLink | None = None
    if office := office_of(source, parsed, references):
        return office
    if _ONE_OF.match(lower):
        group = speakers.last(plural=True, kinds=("unnamed",))
        return ChainLink(
            name=one_of(source.words, group),
            kind="unnamed",
            span=source.span,
            description=(group.description if group else source.description),
        )
    if lower in ("he", "she", "i"):
        other = {"he": "she", "she": "he"}.get(lower, "")
        found = person_before(source.span, speakers.known, parsed, references, speakers.contents)
        if found is None or other and (found.name.lower() == other or _GENDERED[other].search(found.name)):
            found = speakers.last(plural=False, kinds=("named_person", "unnamed"), but=other)
    elif lower in ("they", "both", "the pair", "the two"):
        found = speakers.last(plural=True)
    elif lower == "it":
        found = speakers.last(kinds=("named_organisation", "document", "media"))
    elif lower == "we":
        found = None
    elif (
        source.kind == "media"
        and source.entity is None
        and ahead is not None
        and ahead.kind == "media"
        and ahead.entity
    ):
        # "Armenian media reported": the outlet that is named next
        return ChainLink(name=ahead.name, kind="media", entity=ahead.entity, span=source.span)
    elif source.kind == "media" and source.bare:
        found = speakers.last(kinds=("media",))
    elif source.kind == "document":
        # "reports" and "documents" without an article are nobody's that was named
        meant = source.bare and not _ANYBODYS.match(lower)
        found = speakers.last(kinds=("named_organisation", "document", "named_person")) if meant else None
        if found and found.kind == "named_person" and not found.institution:
            found = None
    elif source.bare or (source.kind == "unnamed" and lower.startswith("the same ")):
        head = lower.split()[-1]
        if _SINGULAR_PERSON.match(lower):
            # one who is described by the head's own word, else a nameless one, else the last who spoke
            found = (
                speakers.last(re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE), plural=False)
                or (
                    speakers.last(kinds=("unnamed",), plural=False)
                    if head
                    in ("source", "person", "official", "interlocutor", "man", "woman", "insider", "officer")
                    else None
                )
                or (
                    speakers.last(kinds=("named_person",))
                    if head not in ("source", "insider", "interlocutor")
                    else None
                )
            )
        elif source.kind in ("named_organisation", "unnamed"):
            found = speakers.last(re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE))
    elif source.kind == "named_person" and " " not in source.name:
        found = speakers.last(re.compile(rf"\b{re.escape(source.name)}$"), kinds=("named_person",))
    elif source.kind == "unnamed" and re.match(r"(?:a |its |his |the )?spokes(?:man|woman|person)$", lower):
        if spoken := spoken_for(source, parsed, references):
            return spoken
    elif (
        source.kind == "unnamed" and not source.plural and ahead is not None and ahead.kind == "named_person"
    ):
        # a lead's "a member of the committee" is whom the next sentence names without introducing him
        if re.match(r"(?:a|an) ", lower) and ahead.words == ahead.name and " " in ahead.name:
            return ChainLink(
                name=ahead.name,
                kind="named_person",
                entity=ahead.entity,
                institution=source.institution or ahead.institution,
                span=source.span,
            )
    if (
        found is None
        and source.kind == "unnamed"
        and not source.plural
        and ahead is not None
        and ahead.kind == "named_person"
        and _TOLD_OF.match(ahead.words)
    ):
        return ChainLink(
            name=ahead.name,
            kind="named_person",
            entity=ahead.entity,
            institution=source.institution or ahead.institution,
            span=source.span,
        )
    if found is not None:
        institution = found.institution or source.institution
        return ChainLink(
            name=found.name,
            kind=found.kind,
            entity=found.entity,
            institution=institution,
            span=source.span,
            description=found.description,
        )
    if source.kind == "named_person" and source.institution is None:
        earlier = next(
            (k for _, k in reversed(speakers.known) if k.entity == link.entity and k.institution), None
        )
        spoken = next((k for s, k in speakers.known if k.entity == link.entity), None)
        if earlier:
            return ChainLink(
                name=link.name,
                kind=link.kind,
                entity=link.entity,
                institution=earlier.institution,
                span=link.span,
            )
        if spoken is None and (held := office_held(_name_in(source, parsed), parsed, references)):
            return ChainLink(
                name=link.name, kind=link.kind, entity=link.entity, institution=held, span=link.span
            )
        if spoken is None and re.search(
            r"\b(?:ministry|army|navy|police|government|coast guard|military|air force|committee) ",
            source.words,
            re.IGNORECASE,
        ):
            word = re.search(
                r"\b(ministry|army|navy|police|government|coast guard|military|air force|committee) ",
                source.words,
                re.IGNORECASE,
            )
            known = speakers.last(re.compile(rf"\b{word[1]}\b", re.IGNORECASE)) if word else None
            if known and known.institution:
                return ChainLink(
                    name=link.name,
                    kind=link.kind,
                    entity=link.entity,
                    institution=known.institution,
                    span=link.span,
                )
    return link


def _name_in(source: Source, parsed: Parsed) -> Span:
    """Where a source's own name stands in its words."""
    at = parsed.text.find(source.name, source.span.start, source.span.end)
    return source.span if at < 0 else Span(at, at + len(source.name))


def kind_of(source: Source, link: ChainLink) -> str:
    """The kind of an attribution's source: that of whom it means; a statement stays a document."""
    if source.kind == "document":
        return "document"
    if source.kind == "unnamed" and speaks_for(source.words) and link.kind != "named_person":
        return "unnamed"
    return link.kind


__all__ = ["Source", "Speakers", "carrier_of", "describe_source", "kind_of", "link_of", "resolve_source"]
