"""Whom a speaker's words mean: "he" after a sentence about somebody, "one of them", "his ministry", "a spokesman".

Nearest sentence first, and within a sentence whoever stands highest in its parse: its subject before the subject of a clause in it.
"""

import re
from collections.abc import Iterator, Sequence

from sayso.model import ChainLink, Span
from sayso.reader.attribution.sources import Source, describe_source, is_people_word
from sayso.reader.entities.names import slug_of
from sayso.reader.entities.recognition import institution_slug
from sayso.reader.entities.references import References
from sayso.reader.parse import Parsed, Sentence, Token

_REACH = 3  # sentences
_ONE = re.compile(
    r"^(?P<n>one|another|some|two|three|several|others?|both|none|neither|many|most) of them$", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?:the|these|those|some|several|many|both|all|about|at least|nearly|more than|two|three|four|five|six|seven|eight|nine|ten|\d+)\s|"
    r"(?:one|two|three|some|several|many|most)\sof\s(?:the\s)?)+",
    re.IGNORECASE,
)
_HIS_OFFICE = re.compile(
    r"^(?:his|her|its|their)\s(?:own\s)?(?P<office>ministry|office|department)$", re.IGNORECASE
)
_HOLDER = re.compile(
    r"(?P<who>(?:[A-ZÀ-Þ][\w’'-]*\s){0,3}(?:(?:foreign|interior|defen[cs]e|finance|prime|health|energy|justice|transport|economy|trade|education|agriculture|environment|labou?r|culture|oil|information)\s)?)(?P<role>[Mm]inister|[Ss]ecretary|[Pp]resident|[Gg]overnor|[Mm]ayor|[Pp]rosecutor)\b"
)
_OFFICES = re.compile(
    r"\b(?:agency|ministry|authority|commission|committee|council|company|firm|operator|office|department|police|army|navy|guard|court|group|union|league|party|association|federation|"
    r"institute|bank|hospital|airline|airport|port|municipality|parliament|government|embassy|bureau|service|board|foundation|university|corporation|shipping|energy|railways?|administration)\b",
    re.IGNORECASE,
)


def person_before(
    span: Span,
    known: Sequence[tuple[Source, ChainLink]],
    parsed: Parsed,
    references: References,
    contents: Sequence[Span],
) -> ChainLink | None:
    """The one person whom the nearest sentence before a "he" or "she" is about; None where there is nobody."""
    here = parsed.sentence_at(span.start)
    if here is None:
        return None
    number = parsed.tokens[here.first].sentence
    for sentence in reversed(parsed.sentences[max(0, number - _REACH) : number + 1]):
        best: tuple[int, ChainLink] | None = None
        for depth, phrase in _subjects(parsed, sentence, span.start, contents):
            link = _link_at(phrase, known, parsed, references)
            if link is not None and (best is None or depth < best[0]):
                best = (depth, link)
        for source, link in known:
            if (
                sentence.start <= source.span.start < min(sentence.end, span.start)
                and not source.plural
                and link.kind in ("named_person", "unnamed")
            ):
                head = parsed.head_of(source.span)
                depth = _depth(parsed, head) if head else 9
                if best is None or depth <= best[0]:
                    best = (depth, link)
        if best is not None:
            return best[1]
    return None


def _subjects(
    parsed: Parsed, sentence: Sentence, before: int, contents: Sequence[Span]
) -> Iterator[tuple[int, Span]]:
    for token in parsed.tokens[sentence.first : sentence.last]:
        if token.end > before or token.pos not in ("NOUN", "PROPN"):
            continue
        if token.dep == "poss":
            if parsed.tokens[token.head].dep not in ("nsubj", "nsubjpass"):
                continue
        elif token.dep not in ("nsubj", "nsubjpass"):
            continue
        if any(c.start <= token.start < c.end for c in contents):
            continue
        tree = [k for k in parsed.subtree(token.i) if parsed.tokens[k].end <= before]
        yield (
            _depth(parsed, token),
            parsed.span([k for k in tree if not (k == max(tree) and parsed.tokens[k].tag == "POS")]),
        )


def _depth(parsed: Parsed, token: Token) -> int:
    return sum(1 for _ in parsed.ancestors(token.i))


def _link_at(
    phrase: Span, known: Sequence[tuple[Source, ChainLink]], parsed: Parsed, references: References
) -> ChainLink | None:
    source = describe_source(phrase, parsed, references, None)
    if (
        source.plural
        or source.kind not in ("named_person", "unnamed")
        or not source.words
        or source.words.lower() in ("he", "she", "who", "nobody", "no one")
    ):
        return None
    if source.kind == "unnamed" and (source.description is None or not _is_person(source)):
        return None
    spoken = next((k for s, k in reversed(known) if source.entity and k.entity == source.entity), None)
    return spoken or ChainLink(
        name=source.name,
        kind=source.kind,
        entity=source.entity,
        institution=source.institution,
        span=source.span,
        description=source.description if source.kind == "unnamed" else None,
    )


def _is_person(source: Source) -> bool:

    return any(
        is_people_word(w) for w in re.split(r"\s(?:of|for|in|from|at|who|with)\s|,", source.words)[0].split()
    )


def one_of(words: str, group: ChainLink | None) -> str:
    """The name of one among a group: "one of them" after "two retired officers" is one of the retired officers.

    >>> one_of("One of them", ChainLink(name="two retired officers", kind="unnamed"))
    'one of the retired officers'
    """
    m = _ONE.match(words)
    if m is None or group is None or re.match(r"\w+ in \w+\b", group.name):
        return words
    return f"{m['n'].lower()} of the {_LEAD.sub('', group.name)}"


def office_of(source: Source, parsed: Parsed, references: References) -> ChainLink | None:
    """The institution behind "his ministry" after "Latvia's defence minister": "Latvia's defence ministry"."""
    m = _HIS_OFFICE.match(source.words)
    sentence = parsed.sentence_at(source.span.start)
    if m is None or sentence is None:
        return None
    number = parsed.tokens[sentence.first].sentence
    for at in reversed(parsed.sentences[max(0, number - 1) : number + 1]):
        holders = list(_HOLDER.finditer(parsed.text, at.start, min(at.end, source.span.start)))
        if m["office"].lower() == "ministry":
            holders = [h for h in holders if h["role"].lower() in ("minister", "secretary")]
        if holders:
            who = holders[0]
            own = references.entities_in(Span(who.start(), who.end()))
            organisation = next((e for e in own if e.kind == "organisation"), None)
            role = who["role"].lower()
            name = (
                (who["who"] + m["office"].lower())
                if role in ("minister", "secretary") and m["office"].lower() != "office"
                else f"{who['who']}{role}'s {m['office'].lower()}"
            )
            id, slug = organisation.id if organisation else None, institution_slug(name)
            country = next((e.country or e.id.removeprefix("state:") for e in own if e.kind == "state"), None)
            if id is None and slug and country:
                id = f"org:{country}/{slug}"
            return ChainLink(
                name=name.strip(), kind="named_organisation", entity=id, institution=id, span=source.span
            )
    return None


def spoken_for(source: Source, parsed: Parsed, references: References) -> ChainLink | None:
    """The institution for which "a spokesman" speaks: the subject of what he says, else the last institution named."""
    sentence = parsed.sentence_at(source.span.start)
    if sentence is None:
        return None
    for token in parsed.tokens[sentence.first : sentence.last]:
        if (
            token.dep in ("nsubj", "nsubjpass")
            and token.pos in ("NOUN", "PROPN")
            and token.end <= source.span.start
        ):
            phrase = parsed.span(parsed.subtree(token.i))
            inside = references.entity_at(phrase)
            if (inside and inside.kind == "organisation") or (
                token.pos == "PROPN" and _OFFICES.search(token.text)
            ):
                organisation = inside if inside and inside.kind == "organisation" else None
                id = (
                    organisation.id
                    if organisation
                    else "org:" + slug_of(phrase.of(parsed.text).removeprefix("the ").removeprefix("The "))
                )
                return ChainLink(
                    name=phrase.of(parsed.text), kind="unnamed", entity=id, institution=id, span=source.span
                )
    start = parsed.paragraphs[0].start if parsed.paragraphs else 0
    near = [e for e in references.entities_in(Span(start, source.span.start)) if e.kind == "organisation"]
    chosen = next((e for e in reversed(near) if "/" in e.id), near[-1] if near else None)
    if chosen is None:
        return None
    return ChainLink(
        name=chosen.name, kind="unnamed", entity=chosen.id, institution=chosen.id, span=source.span
    )
