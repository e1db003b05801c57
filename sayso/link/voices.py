"""Who of the parties spoke on record: confirmed, denied, declined; and the names under which institutions are shown."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.model import Attribution, ChainLink, EventMention, Reading, ReceiptLine, Status

_OFFICIAL = re.compile(
    r"\b(?:official|spokes\w+|minister|ministry|embassy|office|command|military|police|government)\b",
    re.IGNORECASE,
)

_DESK = re.compile(
    r"(?:['’]s?)?\s(?:public affairs|press|media|communications?|information|public relations|spokes\w+['’]?s?)\s(?:office|service|department|desk|cent(?:er|re)|team|wing|bureau)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:the|a|an)\s+(?:(?:country|nation|state|kingdom|republic)['’]s\s+)?", re.IGNORECASE
)
_SILENT = re.compile(
    r"\b(?:respond|repl|answer|return)\w*\b|\breached\b|\bavailable\b|\b(?:has|have|had)(?: not|n['’]t) (?:yet )?commented\b",
    re.IGNORECASE,
)


@cache
def _states() -> dict[str, tuple[str, str]]:
    return {
        r["code"]: (r["names"].split("|")[0], r["adjectives"].split("|")[0]) for r in load_table("states")
    }


def institution_name(entity: str | None, fallback: str) -> str:
    """A readable name of an institution's id.

    >>> institution_name("org:KOR/defence-ministry", "ministry")
    'South Korean defence ministry'
    """
    if entity and "/" in entity and entity.startswith("org:"):
        code, slug = entity[4:].split("/", 1)
        adjective = _states().get(code, ("", ""))[1] or _states().get(code, (code, ""))[0]
        if code == "?":
            return fallback
        return f"{adjective} {slug.replace('-', ' ')}"
    if entity and entity.startswith("state:"):
        return _states().get(entity[6:], (fallback, ""))[0]
    return fallback


def speaker_name(link: ChainLink) -> str:
    """The name under which a source is shown: its institution where it speaks for one, else its own."""
    if (
        link.institution
        and link.institution.startswith("org:")
        and "/" in link.institution
        and "?" not in link.institution
    ):
        return institution_name(link.institution, link.name)
    if link.kind == "named_person" and link.institution and link.institution.startswith("org:?/"):
        return link.institution.partition("/")[2].replace(
            "-", " "
        )  # "Air Force spokesman Taras Y." where no state is told
    return link.name


def country_of(link: ChainLink) -> str | None:
    """The state for which a source speaks (ISO 3166 alpha-3), as far as its id tells."""
    for id in (link.institution, link.entity):
        if id and id.startswith("org:") and "/" in id and "?" not in id:
            return id[4:].split("/", 1)[0]
        if id and id.startswith("state:"):
            return id[6:]
    return link.description.country if link.description else None


class Voice(NamedTuple):
    """One party's word on an event in one document."""

    link: ChainLink
    document: str
    at: float
    said: str
    """confirmed, denied or declined."""


def find_voices(
    mentions: Iterable[tuple[Reading, EventMention]],
    participants: Sequence[str],
    receipt: Sequence[ReceiptLine] = (),
    status: Status = "occurred",
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """confirmed_by, denied_by and declined_by of an event, cumulatively; who speaks later no longer declines.

    `receipt` tells who vouches for the event: the parties among them confirm it. Who both confirms and denies in one document
    denies only a point of it, unless its `status` is denied. Parties are the participants and the state where it takes place.
    """
    mentions = list(mentions)
    parties = (
        (*participants, *dict.fromkeys(m.place.country for _, m in mentions if m.place and m.place.country))
        if participants
        else ()
    )
    if len(participants) < 2 and mentions and all(m.concept == "aid" for _, m in mentions):
        parties = ()  # who hands over is not told: the government that says so may be the one
    voices = _spoken(mentions, parties)
    published = {reading.document.id: _moment(reading) for reading, _ in mentions}
    for line in receipt:
        link = line.chain[-1]
        if _on_record(link, False) and _party(link, parties, False):
            voices.append(Voice(link, line.document, published.get(line.document, 0.0), "confirmed"))
    by_party = _group_by_party(sorted(voices, key=lambda v: (v.at, v.document)), _other_names(receipt))
    told = _names_told(reading for reading, _ in mentions)
    said: dict[str, list[str]] = {"confirmed": [], "denied": [], "declined": []}
    for spoken in by_party:
        kinds = _settle(spoken, status)
        for kind in kinds:
            said[kind].append(_shown_name([v.link for v in spoken], told))
    return (
        tuple(dict.fromkeys(said["confirmed"])),
        tuple(dict.fromkeys(said["denied"])),
        tuple(dict.fromkeys(said["declined"])),
    )


def _moment(reading: Reading) -> float:
    published = reading.document.published_at
    return published.timestamp() if published else 0.0


def _spoken(mentions: Iterable[tuple[Reading, EventMention]], participants: Sequence[str]) -> list[Voice]:
    """What parties say of the mentions that their attributions hold or bear on."""
    voices: list[Voice] = []
    for reading, mention in mentions:
        indexes = [*([mention.attribution] if mention.attribution is not None else []), *mention.bears_on]
        for index in indexes:
            attribution = reading.attributions[index]
            link, declines = attribution.chain[-1], attribution.stance == "declines"
            if not _on_record(link, declines) or not _party(link, participants, declines):
                continue
            if declines:
                said = "declined" if not _silent(reading, attribution) else ""
            elif attribution.stance == "denies":
                said = "denied"
            elif attribution.stance in ("asserts", "confirms", "predicts") and mention.status != "denied":
                said = "confirmed" if index == mention.attribution or attribution.stance == "confirms" else ""
            else:
                said = ""
            if said:
                voices.append(Voice(link, reading.document.id, _moment(reading), said))
    return voices


def _other_names(receipt: Sequence[ReceiptLine]) -> dict[str, str]:
    """Keys that the origins took for one speaker, each with the first of them."""
    first: dict[str, str] = {}
    named = [line for line in receipt if _on_record(line.chain[-1], False)]
    return {
        _key(line.chain[-1]): first.setdefault(line.origin, _key(line.chain[-1])) for line in reversed(named)
    }


def _group_by_party(voices: Sequence[Voice], others: dict[str, str]) -> list[list[Voice]]:
    """Voices of one party together: an institution whose state is not told is the one of its kind, a bare state one of its institutions."""
    keys = dict.fromkeys(_key(v.link) for v in voices)
    groups: dict[str, list[Voice]] = {}
    for voice in voices:
        key = _key(voice.link)
        if key.startswith("org:?/"):
            known = [
                k
                for k in keys
                if k.startswith("org:") and "?" not in k and k.rpartition("/")[2] == key.rpartition("/")[2]
            ]
        elif key.startswith("state:"):
            known = [k for k in keys if k.startswith(f"org:{key.removeprefix('state:')}/")]
        else:
            known = []
        key = known[0] if known else key
        groups.setdefault(others.get(key, key), []).append(voice)
    return list(groups.values())


def _key(link: ChainLink) -> str:
    return link.institution or link.entity or _ARTICLE.sub("", link.name).casefold()


def _settle(spoken: Sequence[Voice], status: Status) -> list[str]:
    """What a party's words in several documents come to: confirmed, denied (or both, one after the other), else declined."""
    kinds = []
    confirmed, denied = (
        {v.document: v.at for v in spoken if v.said == kind} for kind in ("confirmed", "denied")
    )
    if status == "denied":
        confirmed = {d: at for d, at in confirmed.items() if d not in denied}
    else:  # what it denies beside what it tells is a point of the event
        denied = {d: at for d, at in denied.items() if not confirmed or at > max(confirmed.values())}
    if confirmed:
        kinds.append("confirmed")
    if denied:
        kinds.append("denied")
    return kinds or (["declined"] if any(v.said == "declined" for v in spoken) else [])


def _names_told(readings: Iterable[Reading]) -> dict[str, str]:
    """The names under which reports tell of bodies, by id: the longest."""
    names: dict[str, str] = {}
    for reading in readings:
        for e in reading.entities:
            if (
                e.kind in ("organisation", "group")
                and e.name[:1].isupper()
                and len(e.name) > len(names.get(e.id, ""))
            ):
                names[e.id] = e.name
    return names


def _shown_name(links: Sequence[ChainLink], told: dict[str, str]) -> str:
    """The name of a party: its institution's, or the one in the texts where that says more, with the state where they leave it out."""
    found: list[str] = []
    person = next(
        (
            k
            for k in links
            if k.kind == "named_person" and k.institution and "/" not in k.institution and not country_of(k)
        ),
        None,
    )
    if person is not None and all(k.kind == "named_person" for k in links):
        body = told.get(person.institution or "")
        return (
            f"{person.name} ({body})"
            if body and " " in body and body != person.name
            else speaker_name(person)
        )
    for link in links:
        state = country_of(link)
        if link.kind != "named_organisation" or not state or state not in _states():
            continue
        words, names = _seat(state).sub("", _ARTICLE.sub("", link.name).strip()), _state_words(state)
        if not words or words.casefold() in names or len(words) > 60:
            continue
        full = (
            words
            if any(n in words.casefold() for n in names)
            else f"{_states()[state][1] or _states()[state][0]} {words}"
        )
        if not _stems(full) <= _stems(speaker_name(link)):
            found.append(full)
    return _DESK.sub("", max(found, key=len, default=_ARTICLE.sub("", speaker_name(links[0]))))


def _stems(words: str) -> set[str]:
    return {w[:5] for w in re.findall(r"\w{2,}", words.casefold())}


@cache
def _seat(code: str) -> re.Pattern[str]:
    """Where a state's institutions sit, as it stands behind or before their names ("the ministry in Athens")."""
    row = next(r for r in load_table("states") if r["code"] == code)
    seats = "|".join(re.escape(w) for w in (row.get("seats") or "").split("|") if w) or "(?!)"
    return re.compile(rf"\s(?:in|of)\s(?:{seats})$|^(?:{seats})(?:['’]s?)?\s|^(?:{seats})$")


@cache
def _state_words(code: str) -> frozenset[str]:
    row = next(r for r in load_table("states") if r["code"] == code)
    return frozenset(
        w.casefold()
        for field in ("names", "adjectives")
        for w in (row.get(field) or "").split("|")
        if len(w) > 1
    )


def _silent(reading: Reading, attribution: Attribution) -> bool:
    """Whether the cue tells of silence (did not respond, could not be reached), which is no decline."""
    cue = " ".join(span.of(reading.document.text) for span in attribution.cue)
    return bool(_SILENT.search(cue)) and not re.search(r"\b(?:declin|refus)\w+", cue, re.IGNORECASE)


def _on_record(link: ChainLink, declines: bool) -> bool:
    if link.kind in ("named_person", "named_organisation", "document") or (
        link.kind == "publisher" and link.institution
    ):
        return True
    if link.kind != "unnamed":
        return False
    # an official declines for the institution, a nameless spokesperson speaks for it
    return (
        bool(_OFFICIAL.search(link.name))
        if declines
        else bool(re.search(r"\bspokes\w+", link.name, re.IGNORECASE))
        or bool(link.institution and link.entity == link.institution)
    )


# who watches, studies or campaigns is no party to what it tells of, in whatever state it sits
_BYSTANDER = re.compile(
    r"\b(?:universit(?:y|ies)|colleges?|institutes?|think[- ]tanks?|studies|scientists|program(?:me)?|foundation|observatory|monitor(?:s|ing)?|watch|amnesty|human[- ]rights|campaign(?:ers)?|"
    r"analysts?|experts?|professors?|physicists?|historians?|researchers?|economists?|consultan(?:t|ts|cy)|index|cent(?:er|re)[- ]for)\b",
    re.IGNORECASE,
)


def _stands_by(link: ChainLink, participants: Sequence[str]) -> bool:
    """Whether a source is a bystander by its name or institution, and no participant."""
    words = f"{link.name} {(link.institution or '').partition(':')[2].replace('-', ' ')}"
    return bool(_BYSTANDER.search(words)) and link.name not in participants


def _party(link: ChainLink, participants: Sequence[str], declines: bool) -> bool:
    if _stands_by(link, participants):
        return False
    country = country_of(link)
    if country:
        return not participants or country in participants
    if link.institution or link.kind == "named_organisation":
        return True
    return declines
