"""Recognition: expressions over the lexicon of the calendar (`sayso/data/times.tsv`), each read into a `Meaning`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from functools import cache
from typing import NamedTuple

from sayso.reader.times.builders import (
    SETS,
    build_ago,
    build_clock,
    build_day,
    build_decade,
    build_duration,
    build_ended,
    build_holiday,
    build_iso_day,
    build_month,
    build_monthday,
    build_narrative_day,
    build_often,
    build_quarter,
    build_recent,
    build_season,
    build_shifted,
    build_span_of,
    build_spelled_year,
    build_the_season,
    build_today,
    build_vague_duration,
    build_weekday,
    build_year,
    int_of,
    is_pair,
)
from sayso.reader.times.forms import forms
from sayso.reader.times.lists import share_month
from sayso.reader.times.meaning import Meaning
from sayso.reader.times.phrases import Builder, phrases
from sayso.reader.times.windows import find_windows
from sayso.reader.times.words import MODS, SHIFTS, any_word, read_mod, time_words

Match = re.Match[str]


class Found(NamedTuple):
    """Words of a text that speak of a time, and what they mean."""

    start: int
    end: int
    meaning: Meaning


def find_meanings(text: str) -> list[Found]:
    """The expressions of a text, the longest where several overlap, in order."""
    near = find_windows(text)
    found = [
        f
        for kind, pattern, build in _rules()
        for a, b in near[kind]
        for m in pattern.finditer(text, a, b)
        if (f := _build(m, build))
    ]
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for f in found:
        if kept and f.start < kept[-1].end:
            if f.end - f.start > kept[-1].end - kept[-1].start:
                kept[-1] = f
            continue
        kept.append(f)
    return _join_clocks(text, share_month(text, [f for f in kept if not _is_first_name(text, f)]))


_FIRST_NAMES = ("April", "May", "June", "August", "Tuesday", "Sunday", "Friday")
_SURNAME = re.compile(r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-ZÀ-Þ][a-zß-ÿ]+[\w'’-]*")
# what stands before a time, or before a noun that a month describes ("the April Fed meeting")
_BEFORE_TIME = re.compile(
    r"(?:\b(?:in|on|of|by|since|until|till|from|to|for|after|before|during|through|between|and|or|last|next|this|late|early|mid|every|each|per|"
    r"the|a|an|its|his|her|their|our|your|my|said|told)|['’]s?|[-–\d])[ -]?$",
    re.IGNORECASE,
)


def _is_first_name(text: str, found: Found) -> bool:
    """Whether a month or weekday alone is the first name of somebody: "June Carver met ...", "arrested August Brandt"."""
    return (
        text[found.start : found.end] in _FIRST_NAMES
        and found.meaning.kind in ("month", "weekday")
        and _SURNAME.match(text, found.end) is not None
        and not _BEFORE_TIME.search(text[max(0, found.start - 12) : found.start])
    )


_BESIDE = re.compile(r",?\s(?:on\s)?")
_OF_YEAR = {"month": " ", "season": " of "}


def _join_clocks(text: str, found: list[Found]) -> list[Found]:
    """`10 p.m. Wednesday`, `5 p.m. EST, Nov. 9` and `Monday at 9:30` are one time each."""
    out: list[Found] = []
    for f in found:
        last = out[-1] if out else None
        if (
            last
            and last.meaning.kind == "clock"
            and f.meaning.kind in ("day", "weekday")
            and _BESIDE.fullmatch(text, last.end, f.start)
        ):
            clock, zones, place = last.meaning.clock, last.meaning.zones, last.meaning.place
            out[-1] = Found(
                last.start,
                f.end,
                replace(f.meaning, clock=clock, zones=zones, place=place, part="", value=last.meaning.value),
            )
        elif (
            last
            and _OF_YEAR.get(last.meaning.kind) == text[last.end : f.start]
            and last.meaning.year is None
            and f.meaning.kind == "year"
        ):
            out[-1] = Found(last.start, f.end, replace(last.meaning, year=f.meaning.year, shift=None))
        else:
            out.append(f)
    return out


def _build(m: Match, build: Builder) -> Found | None:
    meaning = build(m)
    if meaning is None:
        return None
    # what only leads to a time ("the night of", "about") is no part of a TIMEX3
    start, end = m.end("outside") if "outside" in m.re.groupindex and m["outside"] else m.start(), m.end()
    if "dash" in m.re.groupindex and is_pair(m):  # the one that stands beside the month
        start, end = (
            (m.start("last"), end) if m.start("month") > m.start("last") else (start, m.start("dash"))
        )
    return Found(start, end, meaning)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], Builder], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE), build) for kind, pattern, build in _grammar())


def _grammar() -> Iterator[tuple[str, str, Builder]]:
    """The kind of word that each match holds one of (`sayso.reader.times.windows`), the expression, and what reads a match of it."""
    month, weekday, number, unit = (
        rf"(?P<month>{any_word('month')})\.?",
        rf"{any_word('weekday')}\b\.?",
        any_word("number"),
        any_word("unit"),
    )
    part, season = any_word("part"), any_word("season")
    mods = (
        "(?:"
        + "|".join(re.escape(m).replace(r"\ ", r"\s") for m in sorted(MODS, key=len, reverse=True))
        + ")"
    )
    shifts = (
        "(?:"
        + "|".join(re.escape(s).replace(r"\ ", r"\s") for s in sorted(SHIFTS, key=len, reverse=True))
        + ")"
    )
    day, year = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b", r"(?P<year>1[5-9]\d\d|20\d\d)\b"
    dash = r"\s?(?P<dash>-|–|—|to|until|through|and)\s?"
    before = rf"(?:(?P<outside>(?:the\s)?(?P<part>{part})\sof\s)?(?P<past>last\s)?(?:{weekday},?\s)?)"
    tens = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    count = rf"(?P<count>\d+\s1/2|\d[\d,]*(?:\.\d+)?|(?:{number}\s)?(?:hundred|thousand)|{tens}[\s-](?:one|two|three|four|five|six|seven|eight|nine)|{number})"
    approx, about = (
        r"(?P<approx>(?:about|around|some|nearly|almost|more\sthan|less\sthan|at\sleast|up\sto|over|roughly)\s)?",
        r"(?P<approx>(?P<outside>about|around|roughly)\s|(?:some|nearly|almost|more\sthan|less\sthan|at\sleast|up\sto|over)\s)?",
    )
    verb = "".join(
        rf"(?<!\b{w}\s)"
        for w in ("to", "will", "would", "could", "can", "may", "might", "should", "must", "not", "did")
    )  # "is to last three weeks"
    offset = r"(?:(?<=GMT|UTC)\s?(?P<offset>[+−-]\d{1,2}(?::?[0-5]\d)?)(?![\d.]))?"
    yield "iso", r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)\b", build_iso_day
    yield (
        "month",
        rf"\b{before}{month}\s{day}(?!:\d|\s?(?:percent|%))(?:{dash}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?\b(?![:.]\d|\s{any_word('month')}))?(?:,?\s{year})?",
        build_day,
    )
    yield (
        "month",
        rf"\b{before}(?:the\s)?{day}(?:{dash}(?P<last>[0-3]?\d)(?:st|nd|rd|th)?)?\s(?:of\s)?{month}(?![a-z])(?:,?\s{year})?",
        build_day,
    )
    yield (
        "month",
        rf"\b{month}\s{day}{dash}(?P<month2>{any_word('month')})\.?\s(?P<last>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s{year})?",
        build_day,
    )
    yield (
        "month",
        rf"\b(?:(?P<mod>{mods})[\s-]?)?(?:(?P<shift>{shifts})\s)?{month}(?![a-z])(?:,?\s(?:of\s)?(?P<year>1[5-9]\d\d|20\d\d|last\syear|this\syear|next\syear))?(?!\s?\d)",
        build_month,
    )
    yield "year", rf"\b(?:fiscal(?:[\s-]year)?\s)(?P<mod>(?!))?{year}", build_year
    yield (
        "year",
        rf"\b(?:(?P<mod>{mods})[\s-]?)?{year}(?!\s?(?:percent|%|km|people|men|troops|soldiers|dollars|euros|miles|pounds|jobs|homes))",
        build_year,
    )
    yield (
        "spelled",
        rf"\b(?:(?P<century>nineteen|eighteen|seventeen|twenty)\s(?P<tens>{tens}(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|hundred|oh\s(?:one|two|three|four|five|six|seven|eight|nine))|(?:the\syear\s)?two\sthousand(?:\s(?:and\s)?(?P<ones>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))?(?!\s(?!has\b|was\b|is\b)[a-z]+s\b))\b",
        build_spelled_year,
    )
    yield (
        "century",
        r"\b(?:the\s)?(?:(?P<mod>early|mid|late)[\s-])?(?P<number>[1-9]|1\d|2[01])(?:st|nd|rd|th)[\s-](?P<unit>century)\b",
        lambda m: Meaning("century", count=float(m["number"]), mod=read_mod(m["mod"])),
    )
    yield (
        "spelled decade",
        r"\bthe\s(?:(?P<mod>early|mid|late)[\s-])?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
        lambda m: Meaning(
            "decade",
            year=1920
            + 10
            * (
                "twenties",
                "thirties",
                "forties",
                "fifties",
                "sixties",
                "seventies",
                "eighties",
                "nineties",
            ).index(m["word"].lower()),
            mod=read_mod(m["mod"]),
        ),
    )
    yield (
        "decade",
        r"\b(?:the\s)?(?:(?P<mod>early|mid|late)[\s-])?(?P<decade>(?:1[5-9]|20)\d0)['’]?s\b",
        build_decade,
    )
    yield (
        "weekday",
        rf"\b(?:(?P<mod>early|late)\s|(?P<outside>(?:the\s(?:early|small)\shours\sof|early\son|late\son)\s))?(?:(?P<shift>last|next|(?:this\s)?coming|this(?:\spast)?|the\sfollowing|the\sprevious|the\ssame)\s)?(?<!\bblack\s)(?<!\bsuper\s)(?<!\bbloody\s)(?P<weekday>{any_word('weekday')})\b(?P<plural>s\b)?\.?(?:['’]s\b)?(?:\s(?P<part>{part}))?(?:,?\sthe\s(?P<dom>[0-3]?\d)(?:st|nd|rd|th)\b)?",
        build_weekday,
    )
    yield (
        "weekday",
        rf"\b(?P<outside>(?:the\s)?(?P<part>{part})\sof\s)(?P<weekday>{any_word('weekday')})\b",
        build_weekday,
    )
    yield (
        "today",
        r"\b(?:(?:early|late|earlier|later)\s)?(?P<word>today|tonight|tomorrow|yesterday|overnight)(?!['’]s\s(?:world|youth|young|society|generation|children|kids|teen\w*|women|men|consumers?|computers?|personal|standards|technology|students|workforce)\b)(?:['’]s\b)?(?:\s(?P<part>morning|afternoon|evening|night))?\b",
        build_today,
    )
    yield (
        "part of day",
        r"\b(?P<word>(?:(?:earlier|later)\s)?this\s(?:morning|afternoon|evening)|last\snight|(?:earlier|later)\s(?:today|in\sthe\sday)|earlier\sin\sthe\sday|the\sday\s(?:before|after)\s(?:yesterday|tomorrow))\b",
        build_today,
    )
    yield (
        "part of day",
        r"\b(?P<word>a\sday\s(?:earlier|before|later)|the\s(?:day\sbefore|next\sday|following\sday|previous\sday|same\sday|day\safter)|(?:(?:earlier|later)\s)?that\s(?:same\s)?day|(?:the\s(?:next|following|previous|same)|that(?:\ssame)?)\s(?P<part>morning|afternoon|evening|night))\b(?!\s(?:yesterday|tomorrow))",
        build_narrative_day,
    )
    yield (
        "period",
        rf"\b(?:(?P<mod>{mods})\s)?(?P<shift>{shifts})\s(?P<unit>weekend|week|month|quarter|year|decade|century|{season})\b(?:['’]s\b|\sor\sso\b)?",
        build_shifted,
    )
    yield "period", r"\b(?:the\s)?(?P<unit>weekend)\b", lambda m: Meaning("shift", unit="WE")
    yield (
        "period",
        rf"\b(?P<mod>{mods})\sthe\s(?P<unit>week|month|year|decade|century)\b(?!\s(?:of|after|before|following))",
        build_shifted,
    )
    yield (
        "period",
        r"(?:(?<=\bof\s)|(?<=\bfor\s))the\s(?:full\s)?(?P<unit>year)\b(?!\s(?:of|after|before|following|ended|ending|that|when|to))",
        build_shifted,
    )
    yield (
        "period",
        r"\b(?:the\s)?(?:year['’]?s?[\s-]end|end\sof\sthe\syear)\b",
        lambda m: Meaning("shift", unit="Y", shift=0, mod="END"),
    )
    yield (
        "period",
        r"\b(?:(?:earlier|later)\s)?that\s(?:same\s)?(?P<unit>year|month|week)\b",
        lambda m: Meaning("told", unit=time_words("unit")[m["unit"].lower()], narrative=True),
    )
    yield (
        "month",
        rf"\bthe\s(?:fiscal\s|financial\s)?(?P<unit>year|quarter|(?:six|nine|three)\smonths)\s(?=(?:that\s)?(?:ended|ending|ends|to)\s{month}\s{day}(?:,?\s{year})?)",
        build_ended,
    )
    yield (
        "period",
        r"\b(?:the|a)\s(?P<unit>week|month|year)\s(?:that\s)?(?P<word>earlier|before|later)\b",
        build_ago,
    )
    yield (
        "apart",
        rf"\b{approx}{count}(?:\sand\sa\shalf)?[\s-](?P<unit>{unit})s?['’]?(?:\sor\sso)?\s(?P<word>ago|earlier|before(?=\W*(?:[.,;:\n]|$))|later|from\snow|hence|previously)\b",
        build_ago,
    )
    yield "time", rf"\b(?P<word>in)\s{approx}{count}[\s-](?P<unit>{unit})s?['’]?\stime\b", build_ago
    yield (
        "turn",
        rf"{verb}\b(?:the\s)?(?P<word>past|last|next|coming|previous|first|latest)\s(?:(?P<count>\d+|{number}|few|several)\s)(?P<unit>{unit})s?\b(?:\sor\sso\b)?",
        build_span_of,
    )
    yield (
        "turn",
        r"\b(?:the\s)?(?P<recent>recent|coming|last\sfew|past\sfew|next\sfew)\s(?P<unit>hours|days|weeks|months|quarters|years)\b",
        build_recent,
    )
    yield (
        "unit",
        rf"\b(?:the\s(?!a\s|an\s|one\s|[\w]+-))?{about}{count}(?P<half>\sand\sa\shalf)?(?:\s(?:more|other|straight|consecutive|additional|full|whole|trading))?[\s-](?P<unit>{unit})s?\b(?!-(?:point|final|mile|century)|\sof\s(?:its|their|his|her|the|all)\s[a-z]+s\b)(?:[\s-](?:long|old)\b)?",
        build_duration,
    )
    yield (
        "unit",
        r"(?<=\bin\sthe\s)(?P<unit>minutes|hours|days|weeks|months|years)(?=\s(?:before|after|since|leading|following|to\scome|ahead)\b)",
        lambda m: Meaning("duration", unit=time_words("unit")[m["unit"].lower().removesuffix("s")]),
    )
    yield (
        "season",
        rf"(?:(?<=\bin\s)|(?<=\binto\s)|(?<=\bduring\s)|(?<=\bby\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bthroughout\s)|(?<=\bover\s)|(?<=\bof\s))the\s(?:(?P<mod>early|late|mid|middle\sof\sthe)[\s-])?(?P<season>{season})\b(?!\s(?:of(?!\s(?:nineteen|eighteen|two\sthousand))|semester|term|collection|house|line|season|equinox))",
        build_the_season,
    )
    yield (
        "long",
        r"\b(?P<unit>hour|day|week|month|year|decade)(?P<many>s)?-long\b",
        lambda m: Meaning(
            "duration", unit=time_words("unit")[m["unit"].lower()], count=None if m["many"] else 1
        ),
    )
    yield (
        "fiscal",
        r"\b(?:the\s)?(?:current|this)\s(?:fiscal|financial)\s(?P<unit>year|quarter)\b",
        lambda m: Meaning("shift", unit="Y" if m["unit"].lower() == "year" else "Q", shift=0),
    )
    yield (
        "month",
        rf"\b(?:each|every)\s(?P<month>{any_word('month')})\b",
        lambda m: Meaning("set", value=f"XXXX-{int(time_words('month')[m['month'].lower()]):02d}"),
    )
    yield (
        "unit",
        r"\b(?:(?:a\sfew|several|many|some)\s)?(?P<unit>minutes|hours|days|weeks|months|quarters|years|decades|centuries)\b",
        build_vague_duration,
    )
    yield (
        "ordinal",
        r"\b(?:the\s)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)(?:\s?(?:-|–|to|and)\s?(?:the\s)?(?P<last>[0-3]?\d)(?:st|nd|rd|th))?\b(?!\s(?:century|anniversary|birthday|time|floor|place|year|day|week|month|round|package|division|brigade|army|fleet|session|congress|amendment|parallel|street|st\.|avenue|district|meeting|summit|edition)|(?-i:\s[A-Z]))",
        build_monthday,
    )
    yield (
        "half of day",
        rf"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)(?:\s?(?P<open>\()?(?P<zone>(?-i:[A-Z]{{1,5}})|local\stime)\b{offset}(?(open)\)?))?",
        build_clock,
    )
    yield (
        "noon",
        r"(?<!high\s)\b(?P<word>noon|midday|midnight)\b",
        lambda m: Meaning(
            "clock",
            clock=time(0 if "night" in m["word"].lower() else 12),
            value="T24:00" if "night" in m["word"].lower() else "",
        ),
    )
    yield (
        "clock",
        rf"\b(?P<hour>[01]\d|2[0-3]):?(?P<minute>[0-5]\d)\s?(?:hours\s?)?\(?(?P<zone>{any_word('zone')}|local\stime|hours)\b{offset}",
        build_clock,
    )
    yield "colon", r"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\b(?![:\d])", build_clock
    yield (
        "weekday",
        rf"\b(?:every|each)\s(?P<weekday>{any_word('weekday')})s?\b",
        lambda m: Meaning("set", value=f"XXXX-WXX-{int(time_words('weekday')[m['weekday'].lower()]) + 1}"),
    )
    yield (
        "each",
        r"\b(?:every|each)\s(?P<unit>day|week|month|quarter|year|night|morning|evening)\b",
        lambda m: Meaning("set", value=SETS.get(m["unit"].lower(), "P1D")),
    )
    yield "often", r"\b(?P<word>hourly|daily|weekly|monthly|annually|yearly)\b", build_often
    yield (
        "now",
        r"\b(?P<word>now(?!-)|(?<!then[\s-])current(?!\s(?:affairs|account))|currently|at\spresent|at\sthe\smoment|nowadays|these\sdays)\b",
        lambda m: Meaning("reference", value="PRESENT_REF"),
    )
    yield (
        "lately",
        r"\b(?P<word>(?:more\s)?recently|lately|the\spast(?=\W*[.,;]|\s(?:and|have|has|it|that|they|he|she|we)\b)|in\srecent\stimes|in\srecent\shistory|(?:several|some|many|a\sfew)\s(?:years|months|weeks|days)\sago)\b",
        lambda m: Meaning("reference", value="PAST_REF"),
    )
    yield (
        "future",
        r"\b(?P<word>the\s(?:near\s)?future|near\sfuture|the\s(?:near|short|long)\sterm|(?<!\bwas\s)(?<!\bwere\s)(?<!\bhad\s)soon(?!\s(?:after|as|became|came|went|grew|fell|rose|found|began|(?-i:[a-z]{3,})ed)\b|-)|one\sday(?=\sbe\b)|a\s(?:year|month|week|day)\sor\stwo(?!\sago))\b",
        lambda m: Meaning("reference", value="FUTURE_REF"),
    )
    yield (
        "holiday",
        rf"\b(?:(?P<shift>last|next)\s)?(?P<holiday>{any_word('holiday')})(?!\w)(?:,?\s(?:of\s)?{year})?",
        build_holiday,
    )
    yield from _quarters()
    yield from phrases()
    yield from forms()
    yield "season", rf"\b(?:(?P<mod>early|late|mid)[\s-])?(?P<season>{season})\s(?:of\s)?{year}", build_season


def _quarters() -> Iterator[tuple[str, str, Builder]]:
    which = r"(?P<which>first|second|third|fourth|1st|2nd|3rd|4th|last)"
    owner = r"(?:(?P<shift>last|this|next)\syear['’]s|(?P<ago>year-(?:ago|earlier))|(?P<year>(?:19|20)\d\d))"
    yield (
        "quarter",
        rf"\b(?:the\s)?{which}[\s-](?P<unit>quarter|half)\s?(?:of\s(?P<shift>last|this|next)\syear|(?:of\s)?(?:fiscal\s)?(?P<year>(?:19|20)\d\d))\b",
        build_quarter,
    )
    yield (
        "quarter",
        rf"\b(?:the\s)?{owner}\s(?:fiscal[\s-])?{which}[\s-](?P<unit>quarter|half)\b",
        build_quarter,
    )
    yield (
        "quarter",
        r"\b(?:the\s)?(?:fiscal[\s-])?(?P<which>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<unit>quarter)\b(?!['’]s\sof)",
        build_quarter,
    )
    yield (
        "quarter",
        r"\b(?:the\s)?(?:latest|most\srecent)\squarter\b",
        lambda m: Meaning("quarter", unit="latest", shift=-1),
    )
    yield (
        "quarter",
        r"\b(?:the\s(?:quarter|period)\sa\syear\s(?:ago|earlier)|(?:the\s(?:corresponding|comparable|same|like)\s(?:quarter|period)\s(?:of\s)?)?last\syear['’]s\s(?:quarter|period)|the\s(?:corresponding|comparable|same|like)\s(?:quarter|period)\s(?:of\s)?last\syear)\b",
        lambda m: Meaning("quarter", unit="told", shift=-1),
    )
    yield (
        "quarter",
        r"\b(?:the|that)\squarter\b(?!\s(?:of|century|mile|final))",
        lambda m: Meaning("quarter", unit="told", shift=0),
    )
    yield "quarter", r"\bthe\slatest\speriod\b", lambda m: Meaning("quarter", unit="told", shift=0)
    yield (
        "quarter",
        r"\bthe\s(?P<year>(?:19|20)\d\d)\s(?:quarter|period)\b",
        lambda m: Meaning("quarter", unit="told", year=int_of(m, "year")),
    )
    yield (
        "quarter",
        r"\b(?:the\s)?year-(?:ago|earlier)(?!\s(?:quarter|period|first|second|third|fourth))\b",
        lambda m: Meaning("ago", unit="Y", count=1, shift=-1, part="beside"),
    )
    yield (
        "quarter",
        r"\b(?:the\s(?:comparable\s|corresponding\s)?)?year-(?:ago|earlier)\s(?:quarter|period)\b",
        lambda m: Meaning("quarter", unit="told", shift=-1),
    )
