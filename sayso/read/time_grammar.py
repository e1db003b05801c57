"""Recognition: expressions over the lexicon of the calendar (`sayso/data/times.tsv`), each read into a `Meaning`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from functools import cache
from typing import NamedTuple

from sayso.lexicon import load_table
from sayso.read.time_meaning import Meaning, Mod

Match = re.Match[str]


class Found(NamedTuple):
    """Words of a text that speak of a time, and what they mean."""

    start: int
    end: int
    meaning: Meaning


@cache
def _words(kind: str) -> dict[str, str]:
    return {w: row["value"] for row in load_table("times") if row["kind"] == kind for w in row["words"].split("|")}


def _any(kind: str) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(_words(kind), key=len, reverse=True)) + ")"


_MODS: dict[str, Mod] = {
    "early": "START", "the start of": "START", "the beginning of": "START", "the first days of": "START", "start of": "START",
    "beginning of": "START", "mid": "MID", "mid-": "MID", "the middle of": "MID", "middle of": "MID", "late": "END", "the end of": "END",
    "end of": "END", "the last days of": "END", "the first week of": "FIRST_WEEK", "first week of": "FIRST_WEEK",
    "the last week of": "LAST_WEEK", "last week of": "LAST_WEEK", "the final week of": "LAST_WEEK", "earlier": "EARLIER", "later": "LATER",
}
_SHIFT = {"last": -1, "past": -1, "previous": -1, "this": 0, "the current": 0, "current": 0, "the same": 0, "next": 1, "the coming": 1, "coming": 1,
          "upcoming": 1, "the following": 1, "following": 1, "the next": 1, "the past": -1, "the last": -1, "the previous": -1}


def _mod(words: str | None) -> Mod:
    return _MODS.get(re.sub(r"\s+", " ", (words or "").lower()).strip(" -") or "", "") if words else ""


def _number(words: str) -> float | None:
    plain = re.sub(r"\s+", " ", words.lower().replace(",", "")).strip()
    if re.fullmatch(r"\d{1,7}(?:\.\d{1,3})?", plain):
        return float(plain)
    table = _words("number")
    if plain in table:
        return float(table[plain])
    parts = re.split(r"[\s-]", plain)
    if len(parts) == 2 and all(p in table for p in parts):
        tens, ones = float(table[parts[0]]), float(table[parts[1]])
        return tens + ones if tens % 10 == 0 and 20 <= tens <= 90 and ones < 10 else None
    return None


def find_meanings(text: str) -> list[Found]:
    """The expressions of a text, the longest where several overlap, in order."""
    found = [f for pattern, build in _rules() for m in pattern.finditer(text) if (f := _build(m, build))]
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for f in found:
        if kept and f.start < kept[-1].end:
            if f.end - f.start > kept[-1].end - kept[-1].start:
                kept[-1] = f
            continue
        kept.append(f)
    return _join_clocks(text, kept)


_BESIDE = re.compile(r",?\s(?:on\s)?")


def _join_clocks(text: str, found: list[Found]) -> list[Found]:
    """`10 p.m. Wednesday`, `5 p.m. EST, Nov. 9` and `Monday at 9:30` are one time each."""
    out: list[Found] = []
    for f in found:
        last = out[-1] if out else None
        if last and last.meaning.kind == "clock" and f.meaning.kind in ("day", "weekday") and _BESIDE.fullmatch(text, last.end, f.start):
            clock, zone = last.meaning.clock, last.meaning.zone
            out[-1] = Found(last.start, f.end, replace(f.meaning, clock=clock, zone=zone, part=""))
        else:
            out.append(f)
    return out


def _build(m: Match, build: Callable[[Match], Meaning | None]) -> Found | None:
    meaning = build(m)
    return Found(m.start(), m.end(), meaning) if meaning else None


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Callable[[Match], Meaning | None]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), build) for pattern, build in _grammar())


def _grammar() -> Iterator[tuple[str, Callable[[Match], Meaning | None]]]:
    month, weekday, number, unit = rf"(?P<month>{_any('month')})\.?", rf"{_any('weekday')}\b\.?", _any("number"), _any("unit")
    part, season = _any("part"), _any("season")
    mods = "(?:" + "|".join(re.escape(m).replace(r"\ ", r"\s") for m in sorted(_MODS, key=len, reverse=True)) + ")"
    shifts = "(?:" + "|".join(re.escape(s).replace(r"\ ", r"\s") for s in sorted(_SHIFT, key=len, reverse=True)) + ")"
    day, year = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b", r"(?P<year>1[5-9]\d\d|20\d\d)\b"
    dash = r"\s?(?:-|–|—|to|until|through|and)\s?"
    before = rf"(?:(?:{weekday},?\s)?(?:(?:the\s)?(?P<part>{part})\sof\s)?)"
    tens = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    count = rf"(?P<count>\d[\d,]*(?:\.\d+)?|{tens}[\s-](?:one|two|three|four|five|six|seven|eight|nine)|{number})"
    approx = r"(?P<approx>(?:about|around|some|nearly|almost|more\sthan|less\sthan|at\sleast|up\sto|over|roughly)\s)?"
    yield r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)\b", _iso_day
    yield rf"\b{before}{month}\s{day}(?!:\d|\s?(?:percent|%))(?:{dash}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:.]\d|\s{_any('month')}))?(?:,?\s{year})?", _day
    yield rf"\b{before}(?:the\s)?{day}(?:{dash}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?\s(?:of\s)?{month}(?![a-z])(?:,?\s{year})?", _day
    yield (
        rf"\b{month}\s{day}{dash}(?P<month2>{_any('month')})\.?\s(?P<last>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s{year})?", _day
    )
    yield rf"\b(?:(?P<mod>{mods})[\s-]?)?(?:(?P<shift>{shifts})\s)?{month}(?![a-z])(?:,?\s(?:of\s)?(?P<year>1[5-9]\d\d|20\d\d|last\syear|this\syear|next\syear))?(?!\s?\d)", _month
    yield rf"\b(?:(?P<mod>{mods})[\s-]?)?{year}(?!\s?(?:percent|%|km|people|men|troops|soldiers|dollars|euros|miles|pounds|jobs|homes))", _year
    yield r"\b(?:the\s)?(?:(?P<mod>early|mid|late)[\s-])?(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b", _decade
    yield rf"\b(?:(?P<mod>early|late|the\s(?:early|small)\shours\sof|early\son|late\son)\s)?(?:(?P<shift>last|next|this|the\sfollowing|the\sprevious|the\ssame)\s)?(?P<weekday>{_any('weekday')})\b(?P<plural>s\b)?\.?(?:['’]s\b)?(?:\s(?P<part>{part}))?(?:,?\sthe\s(?P<dom>[0-3]?\d)(?:st|nd|rd|th)\b)?", _weekday
    yield rf"\b(?P<part>{part})\sof\s(?P<weekday>{_any('weekday')})\b", _weekday
    yield r"\b(?P<word>today|tonight|tomorrow|yesterday|overnight)(?:['’]s\b)?(?:\s(?P<part>morning|afternoon|evening|night))?\b", _today
    yield r"\b(?P<word>this\s(?:morning|afternoon|evening)|last\snight|(?:earlier|later)\s(?:today|in\sthe\sday)|earlier\sin\sthe\sday|the\sday\s(?:before|after)\s(?:yesterday|tomorrow))\b", _today
    yield r"\b(?P<word>a\sday\s(?:earlier|before|later)|the\s(?:day\sbefore|next\sday|following\sday|previous\sday|same\sday|day\safter)|that\s(?:day|night|evening))\b(?!\s(?:yesterday|tomorrow))", _narrative_day
    yield rf"\b(?:(?P<mod>{mods})\s)?(?P<shift>{shifts})\s(?P<unit>weekend|week|month|quarter|year|decade|century|{season})\b(?:['’]s\b)?", _shifted
    yield r"\b(?:the\s)?(?P<unit>weekend)\b", lambda m: Meaning("shift", unit="WE")
    yield rf"\b(?P<mod>{mods})\sthe\s(?P<unit>week|month|year|decade|century)\b(?!\s(?:of|after|before|following))", _shifted
    yield r"(?:(?<=\bof\s)|(?<=\bfor\s))the\s(?:full\s)?(?P<unit>year)\b(?!\s(?:of|after|before|following|ended|ending|that|when|to))", _shifted
    yield r"\b(?:the|a)\s(?P<unit>week|month|year)\s(?:that\s)?(?P<word>earlier|before|later)\b", _ago
    yield rf"\b{approx}{count}(?:\sand\sa\shalf)?[\s-](?P<unit>{unit})s?['’]?\s(?P<word>ago|earlier|before|later|after|from\snow|hence|previously)\b", _ago
    yield rf"\b(?P<word>in)\s{approx}{count}[\s-](?P<unit>{unit})s?['’]?\stime\b", _ago
    yield rf"\b(?:the\s)?(?P<word>past|last|next|coming|previous|first|latest)\s(?:(?P<count>\d+|{number}|few|several)\s)(?P<unit>{unit})s?\b", _span_of
    yield r"\b(?:the\s)?(?P<recent>recent|coming|last\sfew|past\sfew|next\sfew)\s(?P<unit>hours|days|weeks|months|years)\b", _recent
    yield rf"\b(?:the\s(?!a\s|an\s|one\s))?{approx}{count}[\s-](?P<unit>{unit})s?\b(?:[\s-](?:long|old)\b)?", _duration
    yield r"\b(?:(?:a\sfew|several|many|some)\s)?(?P<unit>minutes|hours|days|weeks|months|years|decades|centuries)\b", _vague_duration
    yield r"\b(?:the\s)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)(?:\s?(?:-|–|to|and)\s?(?:the\s)?(?P<last>[0-3]?\d)(?:st|nd|rd|th))?\b(?!\s(?:century|anniversary|birthday|time|floor|place|year|day|week|month|round|package|division|brigade|army|fleet|session|congress|amendment|street|st\.|avenue|district|meeting|summit|edition))", _monthday
    yield r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)(?:\s?\(?(?P<zone>[A-Z]{1,5}|local\stime)\b\)?)?", _clock
    yield r"\b(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)\s?(?:hours\s?)?\(?(?P<zone>GMT|UTC|KST|JST|CET|CEST|EET|EEST|EST|EDT|BST|MSK|IST|PKT|GST|local\stime|hours)\b", _clock
    yield r"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b(?![:\d])", _clock
    yield rf"\b(?:every|each)\s(?P<weekday>{_any('weekday')})s?\b", lambda m: Meaning("set", value=f"XXXX-WXX-{int(_words('weekday')[m['weekday'].lower()]) + 1}")
    yield r"\b(?:every|each)\s(?P<unit>day|week|month|year|night|morning|evening)\b", lambda m: Meaning("set", value=_SETS.get(m["unit"].lower(), "P1D"))
    yield r"\b(?P<word>daily|weekly|monthly|quarterly|annually|annual|yearly)\b", lambda m: Meaning("set", value=_SETS[m["word"].lower()])
    yield r"\b(?P<word>(?:right\s)?now|current|currently|at\spresent|at\sthe\smoment|nowadays|these\sdays)\b", lambda m: Meaning("reference", value="PRESENT_REF")
    yield r"\b(?P<word>(?:more\s)?recently|recent(?!\s(?:days|weeks|months|years|quarters))|lately|the\spast(?=\W*[.,;]|\s(?:and|have|has|it|that|they|he|she|we)\b)|formerly|in\srecent\stimes|in\srecent\shistory|long\sago)\b", lambda m: Meaning("reference", value="PAST_REF")
    yield r"\b(?P<word>(?:the\s)?(?:near\s|foreseeable\s)?future|the\s(?:near|short|long)\sterm|(?:as\ssoon\sas\spossible)|soon(?!\safter))\b", lambda m: Meaning("reference", value="FUTURE_REF")
    yield rf"\b(?P<holiday>{_any('holiday')})(?:,?\s(?:of\s)?{year})?", _holiday
    yield from _quarters()
    yield rf"\b(?:(?P<mod>early|late|mid)[\s-])?(?P<season>{season})\s(?:of\s)?{year}", _season


def _quarters() -> Iterator[tuple[str, Callable[[Match], Meaning | None]]]:
    which = r"(?P<which>first|second|third|fourth|1st|2nd|3rd|4th|last)"
    owner = r"(?:(?P<shift>last|this|next)\syear['’]s|(?P<year>(?:19|20)\d\d))"
    yield rf"\b(?:the\s)?{which}[\s-](?P<unit>quarter|half)\s?(?:of\s(?P<shift>last|this|next)\syear|(?:of\s)?(?P<year>(?:19|20)\d\d))\b", _quarter
    yield rf"\b(?:the\s)?{owner}\s(?:fiscal[\s-])?{which}[\s-](?P<unit>quarter|half)\b", _quarter
    yield r"\b(?:the\s)?(?:fiscal[\s-])?(?P<which>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<unit>quarter)\b(?!['’]s\sof)", _quarter
    yield r"\b(?:the|that)\s(?:latest\s|most\srecent\s)?quarter\b(?!\s(?:of|century|mile|final))", lambda m: Meaning("quarter", unit="told", shift=0)
    yield r"\bthe\slatest\speriod\b", lambda m: Meaning("quarter", unit="told", shift=0)
    yield r"\bthe\s(?P<year>(?:19|20)\d\d)\s(?:quarter|period)\b", lambda m: Meaning("quarter", unit="told", year=_int(m, "year"))
    yield r"\b(?:the\s(?:comparable\s|corresponding\s)?)?year-(?:ago|earlier)(?:\s(?:quarter|period))?\b", lambda m: Meaning("quarter", unit="told", shift=-1)


_SETS = {"daily": "P1D", "day": "P1D", "weekly": "P1W", "week": "P1W", "monthly": "P1M", "month": "P1M", "quarterly": "P3M", "annually": "P1Y",
         "annual": "P1Y", "yearly": "P1Y", "year": "P1Y", "night": "P1D", "morning": "P1D", "evening": "P1D"}


def _int(m: Match, group: str) -> int | None:
    return int(m[group]) if m.groupdict().get(group) else None


def _part(m: Match) -> str:
    words = m.groupdict().get("part")
    return _words("part")[re.sub(r"\s", " ", words.lower())] if words else ""


def _iso_day(m: Match) -> Meaning:
    return Meaning("day", year=int(m["year"]), month=int(m["month"]), day=int(m["day"]))


def _day(m: Match) -> Meaning | None:
    month = int(_words("month")[m["month"].lower()])
    if (month == 5 and m["month"][0].islower()) or not 1 <= int(m["day"]) <= 31:
        return None
    second = m.groupdict().get("month2")
    last_month = int(_words("month")[second.lower()]) if second else None
    return Meaning("day", year=_int(m, "year"), month=month, day=int(m["day"]), last_day=_int(m, "last"), last_month=last_month, part=_part(m))


def _month(m: Match) -> Meaning | None:
    if m["month"][0].islower() or (m["month"].lower() in ("mar", "sun", "jan", "dec") and not m[0].endswith(".")):
        return None
    number = int(_words("month")[m["month"].lower()])
    if m["month"] in ("May", "March") and m.string[m.end() :].lstrip()[:1].islower() and m["mod"] is None and m["shift"] is None and m["year"] is None:
        # "May" and "March" open sentences as verbs and names: a preposition must vouch for the month
        if not re.search(r"\b(?:in|of|since|by|until|till|before|after|during|last|next|this|from|to|through|for|and|on)\s$", m.string[max(0, m.start() - 8) : m.start()], re.I):
            return None
    year: int | None = None
    shift = _SHIFT[re.sub(r"\s", " ", m["shift"].lower())] if m["shift"] else None
    words = (m["year"] or "").lower()
    if words[:2].isdigit():
        year = int(words)
    elif words:
        return Meaning("month", month=number, mod=_mod(m["mod"]), unit="year", shift={"l": -1, "t": 0, "n": 1}[words[0]])
    return Meaning("month", year=year, month=number, mod=_mod(m["mod"]), shift=shift)


def _year(m: Match) -> Meaning | None:
    before = m.string[max(0, m.start() - 14) : m.start()]
    # a bare number of four digits is a year after a preposition, in brackets, or where nothing is counted
    if not m["mod"] and re.search(r"[$€£#\d.,/:-]$|\b(?:number|no\.|some|about|nearly|over|than|least|only|flight|type)\s$", before, re.I):
        return None
    if not m["mod"] and re.match(r"\s?[-/:]\d|[.,]\d|\s[a-z]+s\b(?<!this)(?<!was)(?<!has)", m.string[m.end() : m.end() + 20]) and not re.search(r"\b(?:in|since|of|by|from|until|to|and|between|during|after|before|early|late|mid)[\s-]$", before, re.I):
        return None
    return Meaning("year", year=int(m["year"]), mod=_mod(m["mod"]))


def _decade(m: Match) -> Meaning:
    return Meaning("decade", year=int(m["decade"]), mod=_mod(m["mod"]))


def _weekday(m: Match) -> Meaning | None:
    name = m["weekday"].rstrip(".")
    if name[0].islower() or (len(name) <= 4 and name.lower() in ("sun", "mon", "wed", "sat", "fri", "tue", "thu") and not m[0].rstrip().endswith(".")):
        return None
    day = int(_words("weekday")[name.lower()])
    groups = m.groupdict()
    if groups.get("plural") and not m[0].lower().endswith("'s"):
        return Meaning("set", value=f"XXXX-WXX-{day + 1}")
    shift = {"last": -1, "next": 1, "this": 0, "the following": 2, "the previous": -2, "the same": None}.get((groups.get("shift") or "x").lower())
    return Meaning("weekday", weekday=day, shift=shift, part=_part(m), day=_int(m, "dom") if groups.get("dom") else None,
                   narrative=(groups.get("shift") or "").lower() in ("the following", "the previous"))


def _today(m: Match) -> Meaning:
    words = re.sub(r"\s", " ", m["word"].lower())
    shift = -1 if words in ("yesterday", "last night") else 1 if words == "tomorrow" else -2 if "yesterday" in words else 2 if "tomorrow" in words else 0
    part = _part(m) or ("NI" if "night" in words else "MO" if "morning" in words else "AF" if "afternoon" in words else "EV" if "evening" in words else "")
    return Meaning("shift", unit="D", shift=shift, part=part)


def _narrative_day(m: Match) -> Meaning:
    words = re.sub(r"\s", " ", m["word"].lower())
    shift = 0 if words.startswith(("that", "the same")) else 1 if re.search("next|following|after|later", words) else -1
    return Meaning("shift", unit="D", shift=shift, narrative=True)


def _shifted(m: Match) -> Meaning | None:
    unit = m["unit"].lower()
    words = re.sub(r"\s", " ", (m.groupdict().get("shift") or "this").lower())
    shift = _SHIFT[words]
    mod = _mod(m.groupdict().get("mod"))
    narrative = words in ("the following", "following", "the previous", "previous", "the same")
    if unit in _words("season"):
        return Meaning("season", unit=_words("season")[unit], shift=shift, mod=mod)
    return Meaning("shift", unit=_words("unit")[unit], shift=shift, mod=mod, narrative=narrative)


def _ago(m: Match) -> Meaning | None:
    groups = m.groupdict()
    count = _number(groups["count"]) if groups.get("count") else 1.0
    word = re.sub(r"\s", " ", m["word"].lower())
    unit = m["unit"].lower().rstrip("'’")
    code = _words("unit")[unit if unit in _words("unit") else unit.rstrip("s")]
    if count is None or count > 4000:
        return None
    if word == "after":
        return None
    ahead = word in ("later", "from now", "hence", "in")
    narrative = word in ("earlier", "before", "later", "previously")
    return Meaning("ago", unit=code, count=count, shift=1 if ahead else -1, narrative=narrative, mod="APPROX" if groups.get("approx") else "")


def _span_of(m: Match) -> Meaning | None:
    unit = _words("unit")[m["unit"].lower()]
    count = _number(m["count"]) if m["count"].lower() not in ("few", "several") else None
    ahead = m["word"].lower() in ("next", "coming")
    if m["word"].lower() in ("first", "latest"):
        return Meaning("duration", unit=unit, count=count)
    return Meaning("days", unit=unit, count=count, shift=1 if ahead else -1)


def _recent(m: Match) -> Meaning:
    unit = _words("unit")[m["unit"].lower().rstrip("s")]
    ahead = m["recent"].lower() in ("coming", "next few")
    return Meaning("days", unit=unit, count=None, shift=1 if ahead else -1)


_RATE = re.compile(r"(?:\d|million|billion|percent|cents|times|once|twice)(?:\s[a-z]+)?\s$")


def _duration(m: Match) -> Meaning | None:
    count = _number(m["count"])
    if m["count"].lower() in ("a", "an") and _RATE.search(m.string[max(0, m.start() - 24) : m.start()]):
        return None  # "40 flights a week"
    if count is None or m[0].lower().endswith("old") or (m["count"].lower() in ("a", "an") and m["unit"].lower() in ("second", "quarter", "night", "season")):
        return None
    if m["unit"].lower() == "second" and not m["count"][:1].isdigit():
        return None
    return Meaning("duration", unit=_words("unit")[m["unit"].lower()], count=count, mod="APPROX" if m["approx"] else "")


def _vague_duration(m: Match) -> Meaning | None:
    if m[0].lower() == m["unit"].lower() and re.match(r"\s(?:old|in\sprison)\b|-", m.string[m.end() :]):
        return None
    # "days", "years" alone are a length of time only after a preposition of length
    if m[0].lower() == m["unit"].lower() and not re.search(r"\b(?:for|in|within|after|over|take|taken|took|lasted|last|of)\s$", m.string[max(0, m.start() - 10) : m.start()], re.I):
        return None
    plain = m["unit"].lower()
    return Meaning("duration", unit=_words("unit")["century" if plain == "centuries" else plain.removesuffix("s")])


def _monthday(m: Match) -> Meaning | None:
    if not m[0].lower().startswith("the") or not 1 <= int(m["day"]) <= 31:
        return None
    if re.match(r"\s(?:[a-z]+(?:ing|ion|er|or|ed)?\b)", m.string[m.end() :]) and not re.match(
        r"\s(?:in|of|at|and|to|that|which|when|after|but|because|for|with|is|was|will|the|as|he|she|they|it|on|from|until|by|a|an|said)\b", m.string[m.end() :]
    ):
        return None
    return Meaning("monthday", day=int(m["day"]), last_day=_int(m, "last"))


def _clock(m: Match) -> Meaning | None:
    groups = m.groupdict()
    hour, minute = int(m["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    zone = _words("zone").get((groups.get("zone") or "").lower())
    return Meaning("clock", clock=time(hour, minute), zone=int(zone) if zone is not None else None)


def _holiday(m: Match) -> Meaning | None:
    if m["holiday"][0].islower():
        return None
    month, day = _words("holiday")[m["holiday"].lower()].split("-")
    return Meaning("day", year=_int(m, "year"), month=int(month), day=int(day))


def _quarter(m: Match) -> Meaning:
    number = {"f": 1, "s": 2, "t": 3, "l": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m["which"][0].lower()]
    number = 4 if m["which"].lower() == "fourth" else number
    half = m["unit"].lower() == "half"
    shift = {"last": -1, "this": 0, "next": 1}.get((m.groupdict().get("shift") or "").lower())
    return Meaning("half" if half else "quarter", year=_int(m, "year"), count=min(number, 2) if half else number, shift=shift)


def _season(m: Match) -> Meaning:
    return Meaning("season", unit=_words("season")[m["season"].lower()], year=int(m["year"]), mod=_mod(m["mod"]))
