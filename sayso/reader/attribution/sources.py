"""Who a source is: its kind, the name under which it stands in a chain, the institution it speaks for, what is said of it."""

import re
from typing import NamedTuple

from sayso.model import Entity, SourceDescription, SourceKind, Span
from sayso.reader.entities.names import slug_of
from sayso.reader.entities.outlets import known_outlet
from sayso.reader.entities.persons import is_body_name, titles_before
from sayso.reader.entities.references import References
from sayso.reader.entities.state_names import seat_state
from sayso.reader.parse import Parsed, Token

_PEOPLE = re.compile(
    r"\b(?:sources?|officials?|persons?|people|diplomats?|officers?|interlocutors?|insiders?|experts?|analysts?|witness(?:es)?|residents?|villagers?|drivers?|"
    r"doctors?|medics?|lawmakers?|aides?|advis[eo]rs?|envoys?|mediators?|traders?|activists?|spokes(?:man|woman|person|people|men)|members?|ministers?|"
    r"researchers?|soldiers?|commanders?|generals?|authorities|investigators?|lawyers?|relatives|locals|critics|supporters|observers?|deput(?:y|ies)|governor|mayor|"
    r"prosecutors?|policem[ae]n|fishermen|workers?|employees?|executives?|economists?|historians?|scientists?|elders?|negotiators?|captains?|sailors?|bloggers?|"
    r"reporters?|correspondents?|journalists?|colleagues?|counterparts?|predecessors?|successors?|rivals?|opponents?|volunteers?|pilots?|owners?|managers?|tenants?|passengers?|survivors?|refugees|migrants|veterans?|clerics?|priests?|imams?|bishops?|farmers?|unionists?|strikers|dockers?|miners?|nurses?|surgeons?|physicians?|paramedics?|firefighters?|rescuers?|engineers?|technicians?|inspectors?|judges?|senators?|deput(?:y|ies)|councill?ors?|legislators?|politicians?|parliamentarians?|MPs?|MEPs?|consuls?|attach[eé]s?|strategists?|pollsters?|brokers?|bankers?|investors?|dealers?|manufacturers?|exporters?|importers?|shippers?|hauliers?|truckers?|commuters|tourists|shoppers|customers|pensioners?|parents|mothers?|fathers?|sons?|daughters?|widows?|brothers?|sisters?|wives|wife|husbands?|families|friends?|guards?|sergeants?|colonels?|admirals?|lieutenants?|brigadiers?|marshals?|fighters?|rebels?|militants?|defectors?|hostages?|prisoners?|detainees?|negotiators?|go-betweens?|intermediar(?:y|ies)|bystanders?|onlookers|participants?|delegates?|hosts?|guests?|leaders?|chiefs?|heads?|directors?|presidents?|chairm[ae]n|chairwom[ae]n|chairpersons?|secretar(?:y|ies)|inspectors?|detectives?|coroners?|ecologists?|biologists?|seismologists?|meteorologists?|forecasters?|professors?|lecturers?|scholars?|academics?|commentators?|columnists?|editors?|bakers?|grocers?|vendors?|butchers?|waiters?|taxi drivers?|neighbou?rs|shopkeepers?|teachers?|students?|citizens|men|women|man|woman|parties|businessm[ae]n|submariner|one|both|two|three|several|some|others?|those)\b",
    re.IGNORECASE,
)
_DOCUMENTS = re.compile(
    r"\b(?:statements?|reports?|communiqu[eé]s?|press releases?|releases?|documents?|drafts?|lists?|laws?|decrees?|letters?|memos?|minutes|notes?|surveys?|polls?|stud(?:y|ies)|data|figures|posts?|tweets?|"
    r"transcripts?|rulings?|verdicts?|filings?|emails?|e-mails?|agreements?|treat(?:y|ies)|bulletins?|"
    r"images?|imagery|footage|videos?|photos?|photographs?|pictures?|recordings?|index|resolutions?|announcements?|broadcasts?|articles?|findings|research|analys[ei]s|measurements?|estimates?|leaflets?|"
    r"manuals?|indictments?|affidavits?|lawsuits?|complaints?|petitions?|audits?|dossiers?|memorand(?:um|a))\b",
    re.IGNORECASE,
)
_SECTORS = (
    (
        "military",
        r"\b(?:military|army|navy|naval|defen[cs]e|air force|joint chiefs|soldiers?|(?:general|colonel|officer|brigadier|commander|admiral|submariner)s?)\b",
    ),
    ("diplomatic", r"\b(?:diplomat\w*|foreign ministry|embassy|envoy|ambassador)\b"),
    ("security", r"\b(?:security|intelligence|border guards?)\b"),
    ("police", r"\b(?:police|investigators?)\b"),
    ("judicial", r"\b(?:prosecut\w+|court|judicial|lawyer)\b"),
    ("medical", r"\b(?:doctors?|medics?|medical|hospital|health)\b"),
    ("industry", r"\b(?:industry|company|firm|market|business|traders?|executive|bank)\b"),
    (
        "local",
        r"\b(?:local|residents?|villagers?|shopkeeper|tribal|elders?|municipal|provincial|drivers?|witness\w*)\b",
    ),
    ("academic", r"\b(?:experts?|analysts?|researchers?|professor|economists?|historians?)\b"),
    (
        "government",
        r"\b(?:government|ministry|minister|administration|state|commission|committee|official|customs|revenue|presidential|palace)\b",
    ),
)
_NUMBERS = {
    "one": 1, "two": 2, "both": 2, "pair": 2, "a couple": 2, "a pair": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half a dozen": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "a dozen": 12, "several": 3,
}  # fmt: skip
_SPOKES = re.compile(r"\bspokes(?:man|woman|person|people|men)\b|\bmouthpiece\b", re.IGNORECASE)
_RANK = re.compile(
    r"\b(senior|top|high-ranking|deputy|junior|former|retired|chief|head|spokes\w+|minister|president|commander|commissioner|member|director)s?\b",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(?:this (?:correspondent|reporter|newspaper|agency|paper|website)|our (?:correspondent|reporter)|we)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}$")
_ABSTRACT = re.compile(
    r"^(?:the )?(?:ministry|government|military|army|police|company|agency|committee|party|group|league|union|court|presidency|navy|council|operator|office|authority)$",
    re.IGNORECASE,
)


_CROWD = re.compile(
    r"one|both|two|three|several|some|others?|those|men|women|man|woman|parties|families|friends?|hosts?|guests?|customers|shoppers|hostages?|prisoners?|detainees?|rivals?|opponents?|heads?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"ministry|government|military|army|navy|police|coastguard|agency|committee|council|commission|court|presidency|cabinet|parliament|authority|union|watchdog|regulator|prosecution|embassy|club|operator|"
    r"media|press|newspapers?|tv|television|radio|broadcaster|daily|kremlin|pentagon|vatican|palace",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"statements?|reports?|communiqu[eé]s?|documents?|surveys?|polls?|stud(?:y|ies)|filings?|memos?|letters?",
    re.IGNORECASE,
)


class Source(NamedTuple):
    """A source as its own words tell of it, before it is traced to an antecedent."""

    span: Span
    words: str
    kind: SourceKind
    name: str
    entity: str | None
    institution: str | None
    description: SourceDescription | None
    plural: bool
    bare: bool
    """A pronoun or a definite description: somebody named before."""


_GOVERNMENT = re.compile(r"\b(?:government|cabinet)(?:['’]s)? (?:spokes\w+|press secretary)\b", re.IGNORECASE)


_SEATED = re.compile(
    r"(?:the )?(?P<what>(?:\w+ )?(?:ministry|government|presidency|military|army|navy))\s+in\s+(?P<where>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)",
    re.IGNORECASE,
)


def _seated(words: str) -> str | None:
    """The institution of "the ministry in Riga": of the state whose seat that is."""
    m = _SEATED.match(words)
    state = seat_state(m["where"]) if m else None
    return f"org:{state}/{m['what'].lower().replace(' ', '-')}" if m and state else None


def describe_source(span: Span, parsed: Parsed, references: References, publisher_slug: str | None) -> Source:
    """What the words of a source say of it."""
    words = " ".join(span.of(parsed.text).split()).strip(" ,.;:–—-")
    inside = references.entities_in(span)
    core_end = _core_end(span, parsed)
    core = Span(span.start, core_end)
    in_core = references.entities_in(core)
    lower = words.lower()
    person = None if _only_about(span, core, inside, parsed) else _person_of(span, inside, in_core)
    if person and is_body_name(person.name) and not re.match(r"(?:Mr|Mrs|Ms|Dr)\b", words):
        person = None  # "Green Delta Navigation", taken for a person's name
    outlet = next((e for e in in_core if e.kind == "outlet"), None)
    organisation = _organisation(inside)
    institution = (
        organisation.id
        if organisation
        else _seated(words) or ("org:?/government" if _GOVERNMENT.search(words) else None)
    )
    head = parsed.head_of(core)
    head_word = head.text.lower() if head else lower.split()[-1] if lower else lower
    description = SourceDescription(
        number=_number_of(lower),
        country=next(iter(references.states_in(span)), None),
        institution=institution,
        sector=next((name for name, pattern in _SECTORS if re.search(pattern, words, re.IGNORECASE)), None),
        rank=m[1].lower() if (m := _RANK.search(words)) else None,
        side=next((e.id for e in inside if e.kind in ("group", "bloc")), None),
    )
    plural = bool(head and head.tag in ("NNS", "NNPS")) or lower in (
        "they",
        "both",
        "the pair",
        "the two",
        "we",
        "them",
    )
    bare = bool(
        re.fullmatch(
            r"(?:he|she|it|they|both|the pair|the two|I|we|who|which|one of (?:them|the \w+)|(?:the|this|that|the same|his|her|their) (?:same )?[\w-]+(?: (?:official|source|ministry|spokes\w+|agency|statement))?)",
            lower,
            re.IGNORECASE,
        )
    )
    if _PUBLISHER.search(words) or (
        outlet
        and publisher_slug == outlet.id
        and re.search(r"\b(?:reporter|correspondent|photographer|journalist)\b", lower)
    ):
        return Source(span, words, "publisher", words, None, None, None, False, False)
    if person and not (outlet and head_word in outlet.name.lower()):
        return Source(
            span,
            words,
            "named_person",
            _person_name(person, words),
            person.id,
            institution,
            description,
            False,
            bare and person is None,
        )
    name = (
        None
        if person or outlet
        else _trailing_name(
            core.of(parsed.text),
            [m.of(parsed.text) for e in in_core if e.kind != "person" for m in e.mentions],
        )
    )
    if name:
        return Source(
            span,
            words,
            "named_person",
            name,
            "person:" + slug_of(name),
            institution,
            description,
            False,
            False,
        )
    if (
        head is not None
        and _DOCUMENTS.fullmatch(head_word)
        and not (outlet and any(m.start <= head.start < m.end for m in outlet.mentions))
    ):
        issuer = organisation.name if organisation else None
        return Source(
            span,
            words,
            "document",
            issuer or _core_words(words),
            institution,
            institution,
            description,
            plural,
            bare or not issuer,
        )
    if outlet and not _PEOPLE.search(core.of(parsed.text).replace(outlet.name, "")):
        return Source(span, words, "media", outlet.name, outlet.id, None, None, plural, False)
    if re.search(
        r"\b(?:media|press|newspapers?|television|tv|radio|broadcaster|news agency|newspaper|paper|daily)\b",
        words,
        re.IGNORECASE,
    ) and not organisation_like(words):
        return Source(span, words, "media", _core_words(words), None, None, None, plural, bare)
    apposed = (
        _apposed_organisation(span, core_end, parsed) if head is not None and head.pos == "NOUN" else None
    )
    if (
        apposed
        and head is not None
        and is_people_word(head.text)
        and (" " not in apposed or _looks_like_person(apposed))
    ):
        return Source(
            span,
            words,
            "named_person",
            apposed,
            "person:" + slug_of(apposed),
            institution,
            description,
            False,
            False,
        )
    if apposed:
        entity = organisation if organisation and organisation.name in apposed else None
        id = entity.id if entity else "org:" + slug_of(apposed)
        return Source(span, words, "named_organisation", apposed, id, id, description, False, False)
    named = _state_behind(core, in_core, parsed)
    if named is not None:
        return Source(
            span, words, "named_organisation", named.name, named.id, named.id, description, False, False
        )
    people = _PEOPLE.search(_GUARDS.sub(" ", core.of(parsed.text)))
    within = (
        head is not None
        and head.pos == "PROPN"
        and any(
            m.start <= head.start < m.end
            for e in in_core
            if e.kind == "organisation" and "/" in e.id
            for m in e.mentions
        )
    )
    if institution and not organisation and _SEATED.match(words):
        return Source(
            span,
            words,
            "named_organisation",
            _core_words(words),
            institution,
            institution,
            description,
            plural,
            False,
        )
    if (
        people
        and not within
        and (
            not organisation or re.fullmatch(_PEOPLE, head_word) and not _GUARDS.search(core.of(parsed.text))
        )
        and not _ABSTRACT.match(lower)
    ):
        return Source(
            span, words, "unnamed", _core_words(words), None, institution, description, plural, bare
        )
    if outlet is None and (slug := known_outlet(_core_words(words))):
        return Source(
            span, words, "media", _core_words(words).removeprefix("the "), slug, None, None, False, False
        )
    if head is not None and head.pos == "NOUN" and not within and _is_thing(head, in_core, words):
        return Source(
            span, words, "unnamed", _core_words(words), None, institution, description, plural, bare
        )
    if organisation or any(e.kind in ("state", "bloc", "group") for e in in_core) or _ABSTRACT.match(lower):
        entity = organisation or next((e for e in in_core if e.kind in ("state", "bloc", "group")), None)
        return Source(
            span,
            words,
            "named_organisation",
            _core_words(words),
            entity.id if entity else None,
            entity.id if entity else None,
            description,
            plural,
            bare,
        )
    if (
        head is not None
        and head.pos == "NOUN"
        and _OFFICE.fullmatch(head_word)
        and not re.match(r"(?:an?|one|another|some)\s", lower)
    ):
        return Source(
            span,
            words,
            "named_organisation",
            _core_words(words),
            None,
            institution,
            description,
            plural,
            bare,
        )
    if head is not None and head.pos == "PROPN":
        kind: SourceKind = (
            "named_person"
            if _looks_like_person(words) or _is_first_name(head, words, parsed)
            else "named_organisation"
        )
        return Source(span, words, kind, _core_words(words), None, None, description, plural, False)
    if bare:
        kind = (
            "named_person"
            if lower in ("he", "she")
            else "named_organisation"
            if lower in ("it", "they", "we")
            else "unnamed"
        )
        return Source(span, words, kind, words, None, institution, description, plural, True)
    return Source(span, words, "unnamed", _core_words(words), None, institution, description, plural, bare)


def _is_thing(head: Token, in_core: list[Entity], words: str) -> bool:
    """Whether a phrase with a name in it has a head that is neither part of the name nor a body: "this provocation by the North"."""
    named = any(m.start <= head.start < m.end for e in in_core for m in e.mentions)
    return (
        not named
        and not _BODIES.fullmatch(head.text)
        and not is_speaking_noun(head.text)
        and not _ABSTRACT.match(words.lower())
        and head.text.islower()
    )


_BODIES = re.compile(
    r"(?:administration|side|team|department|leadership|regime|delegation|forces?|troops|compan(?:y|ies)|firms?|service|services|mission|bureau|cent(?:er|re)|staff|"
    r"command|bank|fund|foundation|institute|institutes|university|hospital|consulate|offices?|organi[sz]ations?|alliance|coalition|bloc|junta|campaign|movement|militias?|faction|factions|front|"
    r"opposition|party|groups?|state|states|nation|nations|countr(?:y|ies)|kingdom|republic|island|camp|headquarters|secretariat|panel|board|body|branch|wing|arm|division|unit|directorate|chamber|"
    r"house|assembly|senate|congress|monarchy|crown|church|mosque|airlines?|carrier|railways?|maker|makers|giant|lender|retailer|utility|registry|exchange|network|federation|confederation|association|"
    r"chancellery|ministries|governments|powers|allies|neighbou?rs?|agencies|bodies|zoo|museum|school|college|club|"
    r"brigade|battalion|fleet|squadron|corps|guard|guards|patrol|inspectorate|ombudsman|treasury|customs|province|district|city|town|council|councils|port|airport|charity|charities|monitors?|society|societies)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"department|office|bureau|service|board|directorate|inspectorate|secretariat|airline|airport|hospital|university|bank|firm|museum|institute|federation|association|foundation|carrier|state|municipality",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"(?:the )?(?:\w+ )?(?:mediator|host|neighbou?r|ally|rival|member|newcomer|guarantor|candidate|co-host)$",
    re.IGNORECASE,
)


def _state_behind(core: Span, in_core: list[Entity], parsed: Parsed) -> Entity | None:
    """The state that a source names right behind what it is there: "mediator Qatar", "neighbour Oman"."""
    for e in in_core:
        at = (
            next((m for m in e.mentions if m.end == core.end and m.start > core.start), None)
            if e.kind == "state"
            else None
        )
        if at is not None and _SIDES.match(parsed.text[core.start : at.start].strip()):
            return e
    return None


_GUARDS = re.compile(
    r"\b(?:coast|border|national|home|presidential|republican|frontier|civil) guard\b|\brevolutionary guards?\b",
    re.IGNORECASE,
)  # bodies, not persons
_ABOUT = re.compile(
    r"\b(?:to|for|of|at|with|from|by|near|in|inside|behind|against|around)\s(?:the\s)?(?:(?:late|former|then|President|Minister|[A-Z][a-z]+)\s)?$"
)


def _only_about(span: Span, core: Span, inside: list[Entity], parsed: Parsed) -> bool:
    """Whether a person stands in a source only as whom a nameless one belongs to: "an aide to Ann Lee", "Lee's lawyer", "a source at Lee Marine"."""
    own = [m for e in inside if e.kind == "person" for m in e.mentions if span.covers(m)]
    head = parsed.head_of(core)
    if (
        not own
        or head is None
        or head.pos != "NOUN"
        or not (is_people_word(head.text) or _BODIES.fullmatch(head.text))
        or any(m.start <= head.start < m.end for m in own)
    ):
        return False
    return all(
        re.match(r"['’]s?\s", parsed.text[m.end : m.end + 3])
        or _ABOUT.search(parsed.text[core.start : m.start])
        and m.start > head.start
        for m in own
    )


def _number_of(words: str) -> int | None:
    """How many a source's words say that they are: "at least five witnesses", "12 drivers"; several are three."""
    m = re.match(
        r"(?:about |at least |some |nearly |more than |the |all |all of the )?(?:(?P<digits>\d{1,3})(?![\d,.%-])|(?P<word>"
        + "|".join(sorted(_NUMBERS, key=len, reverse=True))
        + r")\b)",
        words,
    )
    return None if m is None else int(m["digits"]) if m["digits"] else _NUMBERS[m["word"]]


def _person_of(span: Span, inside: list[Entity], in_core: list[Entity]) -> Entity | None:
    """The person that a source names: at an end of the phrase rather than within it ("a lawmaker of the Green Left, Ann Lee")."""
    people = [e for e in (*in_core, *inside) if e.kind == "person" and "-based " not in e.name]
    at_edge = [e for e in people if any(m.end == span.end or m.start == span.start for m in e.mentions)]
    return next(iter(at_edge or people), None)


def _is_first_name(head: Token, words: str, parsed: Parsed) -> bool:
    """Whether a single name is a person's: told of as one ("Anna, who sells bread"), or so labelled by the pipeline."""
    if " " in _core_words(words) or _ACRONYM.match(head.text):
        return False
    behind = parsed.text[head.end : head.end + 12]
    return bool(re.match(r",\s(?:who\b|\d\d[,.])", behind)) or any(
        n.label == "PERSON" and n.start <= head.start < n.end for n in parsed.names
    )


def is_people_word(word: str) -> bool:
    """Whether a noun means persons: source, officials, envoy."""
    return bool(_PEOPLE.fullmatch(word))


def is_speaking_noun(word: str) -> bool:
    """Whether a noun is one for who or what speaks: people in an office, a body, media, a document; no mere numeral or crowd."""
    word = word.strip("'’\"“”").casefold()
    return (
        (bool(_PEOPLE.fullmatch(word)) and not _CROWD.fullmatch(word))
        or bool(_BODY.fullmatch(word))
        or bool(_PAPERS.fullmatch(word))
    )


def may_know(head: Token) -> bool:
    """Whether the head of a noun phrase may be where knowledge comes from; "a threat to health" and "bad weather" are reasons."""
    return (
        head.pos != "NOUN"
        or not _REASON.fullmatch(head.text)
        or is_speaking_noun(head.text)
        or bool(_DOCUMENTS.fullmatch(head.text) or _BODIES.fullmatch(head.text))
    )


_REASON = re.compile(
    r"\w+(?:ness|ment|ments|ity|ities|ance|ances|ence|ism|ships?|[^n]ing|ings|[^r]tion|[^r]tions|sion|sions|ure|ures|acy|age|ages|ty|th|ths)|threats?|weather|reasons?|lack|need|needs|risks?|fears?|concerns?|costs?|privacy|rules?|"
    r"health|examples?|release|delays?|cases?|facts?|lawsuits?|endorsements?|record|history|war|attacks?|crimes?|loss|losses|success|progress|problems?|issues?|errors?|rise|fall|drop|decline|growth|demand|"
    r"prices?|taxes|wages|jobs|votes?|strikes?|clash(?:es)?|audits?|bias|abuse|abuses|violence|trouble|doubts?|differences|terms?|grounds|power|right|rights|principles?|ideals?|values?|goals?|use|way|ways|lies|words",
    re.IGNORECASE,
)


def _trailing_name(core: str, taken: list[str]) -> str | None:
    """The name of a person at the end of a noun phrase: alone, or after a word for a person ("spokeswoman Ane Dahl")."""
    m = re.search(
        r"(?:^|(?<=\s))(?P<name>(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*\s){1,3}(?:(?:al|bin|ibn|van|von|de|der|del|di|da|el)[\s-])?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]+)$",
        core,
    )
    if m is None or "-based " in m["name"] or any(t in m["name"] or m["name"] in t for t in taken):
        return None
    name = m["name"][titles_before(m["name"], 1) :]
    before = core[: m.end() - len(name)].strip()
    if before and not _PEOPLE.search(before.split()[-1]):
        return None
    return (
        name
        if (_looks_like_person(name) or name != m["name"])
        and not re.match(r"(?:The|A|An|His|Her|Its|Their)\s", m["name"])
        else None
    )


def organisation_like(words: str) -> bool:
    """Whether words with "media" or "press" in them name an office after all."""
    return bool(
        re.search(
            r"\b(?:ministry|media wing|press (?:secretary|officers?|offices?|service|release|centre|center|aides?|attach[eé]|chief|team|department|corps|conference)|spokes)\b",
            words,
            re.IGNORECASE,
        )
    )


def _apposed_organisation(span: Span, core_end: int, parsed: Parsed) -> str | None:
    """The name behind a description: "the ship's manager, Oslo-based Fjord Lines"."""
    behind = parsed.text[core_end : span.end]
    m = re.match(
        r",\s(?:the\s)?(?:[\w-]+-based\s|[a-z]+\s){0,3}(?P<name>[A-ZÀ-Þ][\w&’'-]*(?:\s(?:of\s|and\s|&\s)?[A-ZÀ-Þ][\w&’'-]*){0,4})$",
        behind,
    )
    return m["name"] if m else None


def speaks_for(words: str) -> bool:
    """Whether words describe somebody who speaks for an institution."""
    return bool(_SPOKES.search(words))


def _organisation(inside: list[Entity]) -> Entity | None:
    ranked = [e for e in inside if e.kind == "organisation" and "/" in e.id] or [
        e for e in inside if e.kind in ("organisation", "group", "bloc")
    ]
    return ranked[0] if ranked else None


def _person_name(person: Entity, words: str) -> str:
    return person.name if len(person.name) >= 3 else words


def _core_end(span: Span, parsed: Parsed) -> int:
    """Where a noun phrase ends before its relative clause or apposition."""
    words = span.of(parsed.text)
    cut = re.search(r",\s|\s(?:who|which|that|whose)\s|\s[–—-]\s", words)
    return span.start + cut.start() if cut and cut.start() > 2 else span.end


def _core_words(words: str) -> str:
    cut = re.split(r",\s|\s(?:who|which|whose|speaking|asking|requesting|citing)\s", words)[0]
    return cut.strip(" ,.;:")


def _looks_like_person(words: str) -> bool:
    name = _core_words(words)
    parts = name.split()
    return (
        2 <= len(parts) <= 4
        and all(p[:1].isupper() or p in ("al", "bin", "van", "de", "von", "der") for p in parts)
        and not is_body_name(name)
    )
