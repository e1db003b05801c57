"""Persons: names that the pipeline's ner finds, and names that speak or bear a role; short forms join the full name."""

import re
from collections.abc import Sequence

from sayso.model import Span
from sayso.reader.coverage import Coverage
from sayso.reader.entities.names import NameFinder
from sayso.reader.entities.state_names import find_state_names
from sayso.reader.parse import Parsed

_UP = "A-ZÀ-ÖØ-ÞĀ-ŽŐŰĄĆĘŁŃŚŹŻŞĞİ"
_WORD = rf"[{_UP}][\w’'-]{{0,58}}\w"  # bounded: what no name is that long costs no more for being longer
_BEGIN = r"(?<!\w)(?<!\w[-’'])"
_PARTICLE = r"(?:al|el|bin|ibn|van|von|de|der|del|di|da|dos|la|le|ter)"
_NAME = rf"(?:{_WORD}|[{_UP}]\.)(?:\s(?:{_PARTICLE}[\s-])?{_WORD}){{1,3}}"
_SPEAKS = (
    r"(?:said|says|told|tells|added|adds|warned|wrote|writes|argued|argues|announced|claimed|claims|denied|denies|confirmed|insisted|stressed|noted|remarked|charged|"
    r"believes|sighed|sighs|scoffed|declared|declined|explained|predicted|recalled|admitted|stated|replied|tweeted|posted|put|conceded|acknowledged|went on)"
)
_ROLE = (
    r"(?:[Mm]inister|[Pp]resident|[Pp]remier|[Cc]hancellor|[Ss]pokes(?:man|woman|person)|[Oo]fficial|[Cc]ommissioner|[Oo]fficer|[Dd]irector|[Pp]rosecutor|[Cc]hief|[Ee]nvoy|[Aa]mbassador|[Gg]eneral|"
    r"[Cc]olonel|[Aa]dmiral|[Cc]aptain|[Ii]nspector|[Ss]ecretary|[Ll]awmaker|[Ss]enator|[Gg]overnor|[Mm]ayor|[Ll]eader|[Aa]nalyst|[Rr]esearcher|[Pp]rofessor|[Ee]conomist|[Dd]octor|[Ll]awyer|[Jj]udge|"
    r"[Nn]egotiator|[Cc]oordinator|[Ss]pokesperson|[Mm]anager|[Oo]wner|[Hh]ead|[Cc]hairman|[Cc]hairwoman|[Dd]eputy|[Aa]ctivist|[Rr]esident|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Gen\.|Col\.|Sgt\.)"
)
_PATTERNS = (
    re.compile(
        rf"{_BEGIN}(?P<name>{_NAME})(?=,[^.\n“”\"]{{3,120}},\s{_SPEAKS}\b|\s(?:has |had |also |later |then )?{_SPEAKS}\b)"
    ),
    re.compile(rf"\b{_SPEAKS}\s(?:[a-z][\w-]*\s){{0,6}}?(?P<name>{_NAME})"),
    re.compile(rf"\b{_ROLE},?\s(?P<name>{_NAME})"),
    re.compile(
        rf"\b(?:according to|to|by|through|with)\s(?:(?:its|the|his|her|their)\s)?(?:[\w-]+\s){{0,3}}?{_ROLE},?\s(?P<name>{_NAME})"
    ),
)
_ORGANISED = re.compile(
    r"\b(?:Ministry|Office|Council|Party|Committee|Agency|Authority|Group|Union|League|Shipping|Company|Corp|Inc|Ltd|Bank|Institute|University|Center|Centre|Foundation|Association|Forces?|Guards?|"
    r"Command|Staff|Court|Commission|House|Street|Square|Airport|Port|Island|Sea|River|Bay|City|Province|District|Hospital|School|College|Times|Post|News|Press|Wire|Herald|Republic|Kingdom|"
    r"States|Nations|Parliament|Assembly|Senate|Congress|Police|Army|Navy|Department|Board|Federation|Movement|Front|Brigade|Division|Coast|State|Secretary|Minister|President|Day|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|Foreign|Defen[cs]e|Interior|Prime|National|General|Deputy|Chief)\b"
)
_NOT_FIRST = re.compile(
    r"^(?:The|A|An|In|On|At|But|And|For|He|She|It|They|His|Her|Its|Their|This|That|When|While|After|Before|As|If|We|Our|No|One|Two|Three|Some|Many|Most|Both|From|By|With|According)\s"
)


def find_persons(parsed: Parsed, taken: Sequence[Span]) -> list[tuple[str, Span]]:
    """Persons under their fullest name; a surname (or, for names like Moon Chae-rin, the first word) alone joins the one full name.

    `taken` are stretches that name something else: an outlet is no person.
    """
    text = parsed.text
    spans: dict[int, Span] = {}
    others = Coverage(((t.start, t.end) for t in taken), len(text))

    def note(start: int, end: int, least: int = 2) -> None:
        start += titles_before(text[start:end], least)
        words = text[start:end]
        if others.touches(start, end) or _ORGANISED.search(words) or find_state_names(words):
            return
        if start not in spans or spans[start].end < end:
            spans[start] = Span(start, end)

    for n in parsed.names:
        if n.label == "PERSON":
            end = n.end
            while end < min(len(text), n.end + 60) and (
                text[end].isalnum() or text[end] in "-’'" and text[end + 1 : end + 2].isalpha()
            ):
                end += 1
            words = re.sub(r"['’]s?$", "", text[n.start : end])
            alone = " " not in words
            if words[:1].isupper() and not (alone and (_placed(text, n.start) or _LEADS.match(text, end))):
                note(n.start, n.start + len(words), 1)
    prose = Coverage(((p.start, p.end) for p in parsed.paragraphs), len(text))
    for pattern in _PATTERNS:
        for m in pattern.finditer(text):
            start, end = m.span("name")
            lead = _NOT_FIRST.match(text[start:end])
            if lead:
                start += lead.end()
            words = re.sub(r"['’]s$", "", text[start:end])
            if " " in words and prose.holds(start):
                note(start, start + len(words))
    return _join_short_forms(text, list(spans.values()), others)


_TITLE = re.compile(
    r"(?:[Ff]oreign|[Pp]rime|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Ff]ormer|[Dd]eputy|[Vv]ice|[Rr]ear|[Ll]ieutenant|[Mm]ajor|[Bb]rigadier|[Ss]taff|[Ss]enior|[Cc]hief|[Aa]ssistant|[Aa]cting|[Dd]etective|[Cc]onstable|[Ss]ergeant|"
    r"[Rr]epresentative|[Cc]ongress(?:man|woman)|[Cc]ouncill?or|[Rr]abbi|[Ii]mam|[Bb]ishop|[Ss]heikh|[Ss]ir|[Dd]ame|[Ll]ord|[Ll]ady|[Kk]ing|[Qq]ueen|[Pp]rince(?:ss)?|[Cc]oach|[Pp]rof\.?|[Rr]ev\.?|[Ss]en\.?|[Rr]ep\.?|[Gg]ov\.?|[Ll]t\.?|[Cc]apt\.?|[Aa]dm\.?|Dr|Maj\.?|"
    + _ROLE[3:]
)


def titles_before(words: str, least: int) -> int:
    """The length of the titles and offices before a name of which at least `least` words remain: 6 for "Mayor Per Lund"."""
    parts = words.split(" ")
    n = 0
    while len(parts) - n > least and _TITLE.fullmatch(parts[n]):
        n += 1
    return sum(len(p) + 1 for p in parts[:n])


_LEADS = re.compile(rf"[ \t][{_UP}]")  # the next word is a name's too: "Austin Police Chief Ann Lee"


def _placed(text: str, start: int) -> bool:
    return bool(re.search(r"\b(?:in|at|near|of|off|from|outside|around)\s$", text[max(0, start - 9) : start]))


def _join_short_forms(text: str, spans: Sequence[Span], others: Coverage) -> list[tuple[str, Span]]:
    full = sorted({s.of(text) for s in spans if " " in s.of(text)}, key=lambda w: (-len(w), w))
    longer = _longer_names(full)
    out: list[tuple[str, Span]] = []
    named = Coverage((), len(text))
    for span in spans:
        words = span.of(text)
        names = longer.get(words, [])
        out.append((names[0] if len(names) == 1 else words, span))
        named.add(span.start, span.end)
    means: dict[str, str] = {}
    for name in full:
        for short in _short_forms(name):
            means.setdefault(short, name)
    for start, end in NameFinder(means).find(text):
        if not named.holds(start) and not others.holds(start):
            out.append((means[text[start:end]], Span(start, end)))
            named.add(start, end)
    return out


def _longer_names(full: Sequence[str]) -> dict[str, list[str]]:
    """For what a full name begins or ends with, as words, the full names that do."""
    out: dict[str, list[str]] = {}
    for name in full:
        tails = {name[m.end() :] for m in re.finditer(r"[ -]", name)}
        for part in tails | {name[: m.start()] for m in re.finditer(" ", name)}:
            out.setdefault(part, []).append(name)
    return out


def _short_forms(name: str) -> list[str]:
    """What a person of that full name may be called alone, longest first: surname, all but the first word, the first of a Korean name."""
    parts = name.split()
    shorts = {parts[-1], parts[0] if "-" in parts[-1] else parts[-1], " ".join(parts[1:])}
    out = [s for s in sorted(shorts, key=lambda w: (-len(w), w)) if len(s) >= 3 and not find_state_names(s)]
    return [
        v
        for s in out
        for v in ([f"{a}{s[2:]}" for a in ("al", "Al", "AL")] if s[:3].lower() == "al-" else [s])
    ]


# words that a body's name has and a person's has not
_BODY_WORD = re.compile(
    r"\b(?:Ministry|Office|Council|Party|Committee|Agency|Authority|Group|Union|League|Shipping|Company|Corp|Inc|Ltd|Bank|Institute|University|Center|Centre|Foundation|Association|Force|Guard|Command|Staff|Court|Commission|"
    r"Navigation|Lines|Airlines|Airways|Industries|Energy|Holdings|Logistics|Marine|Maritime|Motors|Telecom|Media|Systems|Technologies|Services|Partners|Consortium|Corporation|Steel|Oil|Gas|Petroleum|Power|"
    r"Electric|Railways|Ferries|Mining|Resources|Foods|Chemicals|Trading|Transport|Contractors|Construction|Engineering|Insurance|Capital|Labs|Forum|Federation|Front|Movement|Army|Brigade|Society|Trust|"
    r"Network|Watch|International|Observatory|Department|Directorate|Bureau|Secretariat|Club|Navy|Police|Survey)\b"
)


def is_body_name(name: str) -> bool:
    """Whether a name is that of a company, an office or another body, whatever a tagger takes it for.

    >>> is_body_name("Green Delta Navigation"), is_body_name("Ann Lee")
    (True, False)
    """
    return bool(_BODY_WORD.search(name))
