"""From a match of the grammar to a `Meaning`: one builder for each kind of expression; None where the words mean no time."""

import re
from datetime import time

from sayso.reader.times.meaning import Meaning
from sayso.reader.times.words import SHIFTS, read_mod, read_number, time_words

Match = re.Match[str]

SETS = {
    "daily": "P1D",
    "day": "P1D",
    "hourly": "PT1H",
    "quarter": "P1Q",
    "weekly": "P1W",
    "week": "P1W",
    "monthly": "P1M",
    "month": "P1M",
    "quarterly": "P3M",
    "annually": "P1Y",
    "annual": "P1Y",
    "yearly": "P1Y",
    "year": "P1Y",
    "night": "P1D",
    "morning": "P1D",
    "evening": "P1D",
}


def int_of(m: Match, group: str) -> int | None:
    return int(m[group]) if m.groupdict().get(group) else None


def part_of(m: Match) -> str:
    words = m.groupdict().get("part")
    return time_words("part")[re.sub(r"\s", " ", words.lower())] if words else ""


def build_iso_day(m: Match) -> Meaning:
    return Meaning("day", year=int(m["year"]), month=int(m["month"]), day=int(m["day"]))


def is_pair(m: Match) -> bool:
    """Whether two days are named and not the stretch between them: "Oct. 9 and 19", but not "between Oct. 9 and 19" nor "Oct. 9 and 10"."""
    if (m.groupdict().get("dash") or "").lower() != "and":
        return False
    if re.search(r"\bbetween\s(?:the\s)?$", m.string[max(0, m.start() - 12) : m.start()], re.IGNORECASE):
        return False
    return "month2" in m.re.groupindex or int(m["last"]) != int(m["day"]) + 1


def build_day(m: Match) -> Meaning | None:
    month = int(time_words("month")[m["month"].lower()])
    if (month == 5 and m["month"][0].islower()) or not 1 <= int(m["day"]) <= 31:
        return None
    second = m.groupdict().get("month2")
    last_month = int(time_words("month")[second.lower()]) if second else None
    if is_pair(m):
        if last_month:
            return None
        day = int(m["last"] if m.start("month") > m.start("last") else m["day"])
        return Meaning("day", year=int_of(m, "year"), month=month, day=day) if 1 <= day <= 31 else None
    return Meaning(
        "day",
        year=int_of(m, "year"),
        month=month,
        day=int(m["day"]),
        last_day=int_of(m, "last"),
        last_month=last_month,
        part=part_of(m),
        shift=-1 if m.groupdict().get("past") else None,
    )


def build_month(m: Match) -> Meaning | None:
    if m["month"][0].islower() or (
        m["month"].lower() in ("mar", "sun", "jan", "dec") and not m[0].endswith(".")
    ):
        return None
    number = int(time_words("month")[m["month"].lower()])
    if (
        m["month"] in ("May", "March")
        and m.string[m.end() :].lstrip()[:1].islower()
        and m["mod"] is None
        and m["shift"] is None
        and m["year"] is None
    ):
        # "May" and "March" open sentences as verbs and names: a preposition must vouch for the month
        if not re.search(
            r"\b(?:in|of|since|by|until|till|before|after|during|last|next|this|from|to|through|for|and|on)\s$",
            m.string[max(0, m.start() - 8) : m.start()],
            re.I,
        ):
            return None
    year: int | None = None
    shift = SHIFTS[re.sub(r"\s", " ", m["shift"].lower())] if m["shift"] else None
    words = (m["year"] or "").lower()
    if words[:2].isdigit():
        year = int(words)
    elif words:
        return Meaning(
            "month",
            month=number,
            mod=read_mod(m["mod"]),
            unit="year",
            shift={"l": -1, "t": 0, "n": 1}[words[0]],
        )
    return Meaning("month", year=year, month=number, mod=read_mod(m["mod"]), shift=shift)


def build_year(m: Match) -> Meaning | None:
    before = m.string[max(0, m.start() - 14) : m.start()]
    # a bare number of four digits is a year after a preposition, in brackets, or where nothing is counted
    if not m["mod"] and re.search(
        r"(?<!\b1[5-9]\d\d[-–])(?<!\b20\d\d[-–])(?<=[$€£#\d.,/:-])$|\b(?:number|no\.|some|about|nearly|over|than|least|only|flight|type)\s$",
        before,
        re.I,
    ):
        return None
    if m[0].lower().startswith("fiscal"):
        return Meaning("year", year=int(m["year"]))
    if (
        not m["mod"]
        and re.match(
            r"\s?[-/:](?!(?:1[5-9]|20)\d\d\b)\d|[.,]\d|\s[a-z]+s\b(?<!this)(?<!was)(?<!has)",
            m.string[m.end() : m.end() + 20],
        )
        and not re.search(
            r"\b(?:in|since|of|by|from|until|to|and|between|during|after|before|early|late|mid)[\s-]$",
            before,
            re.I,
        )
    ):
        return None
    return Meaning("year", year=int(m["year"]), mod=read_mod(m["mod"]))


def build_decade(m: Match) -> Meaning:
    return Meaning("decade", year=int(m["decade"]), mod=read_mod(m["mod"]))


def build_weekday(m: Match) -> Meaning | None:
    name = m["weekday"].rstrip(".")
    if name[0].islower() or (
        len(name) <= 4
        and name.lower() in ("sun", "mon", "wed", "sat", "fri", "tue", "thu")
        and not m[0].rstrip().endswith(".")
    ):
        return None
    day = int(time_words("weekday")[name.lower()])
    groups = m.groupdict()
    if groups.get("plural") and not m[0].lower().endswith("'s"):
        return Meaning("set", value=f"XXXX-WXX-{day + 1}")
    shift = {
        "last": -1,
        "next": 1,
        "this": 0,
        "this past": -1,
        "this coming": 2,
        "coming": 2,
        "the following": 2,
        "the previous": -2,
        "the same": None,
    }.get(re.sub(r"\s", " ", (groups.get("shift") or "x").lower()))
    return Meaning(
        "weekday",
        weekday=day,
        shift=shift,
        part=part_of(m),
        day=int_of(m, "dom") if groups.get("dom") else None,
        narrative=(groups.get("shift") or "").lower() in ("the following", "the previous"),
    )


def build_often(m: Match) -> Meaning | None:
    return Meaning("set", value=SETS[m["word"].lower()])


def build_spelled_year(m: Match) -> Meaning | None:
    if m["century"]:
        century = {"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}[m["century"].lower()]
        rest = m["tens"].lower()
        number = 0 if rest == "hundred" else read_number(rest.removeprefix("oh ").strip())
        return (
            None
            if number is None or century == 20 and number < 10 and "oh" not in rest
            else Meaning("year", year=century * 100 + int(number))
        )
    ones = read_number(m["ones"]) if m["ones"] else 0
    if (
        not m["ones"]
        and not m[0].lower().startswith("the")
        and not re.search(r"\b(?:year|in|since|by)\s$", m.string[max(0, m.start() - 8) : m.start()])
    ):
        return None
    return Meaning("year", year=2000 + int(ones or 0))


def build_ended(m: Match) -> Meaning | None:
    number = int(time_words("month")[m["month"].lower()])
    if "month" in m["unit"].lower():
        return Meaning("duration", unit="M", count=float({"s": 6, "n": 9, "t": 3}[m["unit"][0].lower()]))
    unit = "Q" if m["unit"].lower() == "quarter" else "Y"
    return Meaning("ended", unit=unit, month=number, day=int(m["day"]), year=int_of(m, "year"))


def build_the_season(m: Match) -> Meaning:
    return Meaning(
        "season", unit=time_words("season")[m["season"].lower()], shift=None, mod=read_mod(m["mod"])
    )


def build_today(m: Match) -> Meaning:
    words = re.sub(r"\s", " ", m["word"].lower())
    shift = (
        -1
        if words in ("yesterday", "last night")
        else 1
        if words == "tomorrow"
        else -2
        if "yesterday" in words
        else 2
        if "tomorrow" in words
        else 0
    )
    part = part_of(m) or (
        "NI"
        if "night" in words
        else "MO"
        if "morning" in words
        else "AF"
        if "afternoon" in words
        else "EV"
        if "evening" in words
        else ""
    )
    return Meaning("shift", unit="D", shift=shift, part=part)


def build_narrative_day(m: Match) -> Meaning:
    words = re.sub(r"\s", " ", m["word"].lower())
    shift = (
        0
        if "that" in words or words.startswith("the same")
        else 1
        if re.search("next|following|after|later", words)
        else -1
    )
    return Meaning("shift", unit="D", shift=shift, narrative=True, part=part_of(m))


def build_shifted(m: Match) -> Meaning | None:
    unit = m["unit"].lower()
    if m[0] == "This Week" and (
        m.string[m.start() - 1 : m.start()] in ('"', "“", "‘", "'")
        or re.match(r"\sWith\b", m.string[m.end() :], re.IGNORECASE)
    ):
        return None  # the name of a programme
    words = re.sub(r"\s", " ", (m.groupdict().get("shift") or "this").lower())
    shift = SHIFTS[words]
    mod = read_mod(m.groupdict().get("mod"))
    narrative = words in ("the following", "following", "the previous", "previous", "the same")
    if unit in time_words("season"):
        return Meaning("season", unit=time_words("season")[unit], shift=shift, mod=mod)
    return Meaning("shift", unit=time_words("unit")[unit], shift=shift, mod=mod, narrative=narrative)


def build_ago(m: Match) -> Meaning | None:
    groups = m.groupdict()
    count = read_number(groups["count"]) if groups.get("count") else 1.0
    word = re.sub(r"\s", " ", m["word"].lower())
    unit = m["unit"].lower().rstrip("'’")
    code = time_words("unit")[unit if unit in time_words("unit") else unit.rstrip("s")]
    if count is None or count > 4000:
        return None
    if word == "after":
        return None
    ahead = word in ("later", "from now", "hence", "in")
    narrative = word in ("earlier", "before", "later", "previously")
    return Meaning(
        "ago",
        unit=code,
        count=count,
        shift=1 if ahead else -1,
        narrative=narrative,
        mod="APPROX" if groups.get("approx") else "",
    )


def build_span_of(m: Match) -> Meaning | None:
    unit = time_words("unit")[m["unit"].lower()]
    count = read_number(m["count"]) if m["count"].lower() not in ("few", "several") else None
    ahead = m["word"].lower() in ("next", "coming")
    if m["word"].lower() in ("first", "latest"):
        return Meaning("duration", unit=unit, count=count)
    return Meaning("days", unit=unit, count=count, shift=1 if ahead else -1)


def build_recent(m: Match) -> Meaning:
    unit = time_words("unit")[m["unit"].lower().rstrip("s")]
    ahead = m["recent"].lower() in ("coming", "next few")
    return Meaning("days", unit=unit, count=None, shift=1 if ahead else -1)


_LASTS = re.compile(
    r"\b(?:for|in|within|lasted|lasting|than|about|over|nearly|almost|least|another|takes?|took|barely|only|just)\s$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?:\d|million|billion|percent|cents|times|once|twice)(?:\s[a-z]+)?\s$|\b(?!takes|lasts|spends|gives|needs|leaves|makes|costs|loses|saves|adds|gains|misses|wins|has|was|is)[a-z]{4,}(?:ews|ies|[^su]s)\s$"
)


def build_duration(m: Match) -> Meaning | None:
    count = read_number(m["count"])
    if (
        re.match(r"\sa\sday\b", m.string[m.end() :])
        and m["unit"].lower() == "hour"
        or (m[0].lower() == "a day" and re.search(r"\bhours\s$", m.string[max(0, m.start() - 6) : m.start()]))
    ):
        return None  # "24 hours a day"
    if m["count"].isdigit() and m["unit"] in ("Minutes", "Minute", "Hours", "Hour", "Days"):
        return None  # the name of a programme
    if m["count"].lower() in ("a", "an") and _RATE.search(m.string[max(0, m.start() - 24) : m.start()]):
        return (
            Meaning("set", value=SETS[m["unit"].lower()]) if m["unit"].lower() in SETS else None
        )  # "40 flights a week"
    if (
        m["count"].lower() in ("a", "an")
        and m["unit"].lower() == "day"
        and not _LASTS.search(m.string[max(0, m.start() - 12) : m.end("approx")])
    ):
        return None  # "a day of talks", "the day came"
    if (
        count is None
        or (count > 1400 and m["count"].isdigit())
        or m[0].lower().endswith("old")
        or (
            m["count"].lower() in ("a", "an")
            and m["unit"].lower() in ("second", "quarter", "night", "season")
        )
    ):
        return None
    if m[0].lower().endswith("-quarters") or re.search(
        r"\d[-–/]$", m.string[max(0, m.start() - 2) : m.start()]
    ):
        return None  # a share; "the 2023-24 season"
    if m["unit"].lower() == "second" and not m["count"][:1].isdigit():
        return None
    count += 0.5 if m["half"] else 0
    return Meaning(
        "duration",
        unit=time_words("unit")[m["unit"].lower()],
        count=count,
        mod="APPROX" if m["approx"] else "",
    )


def build_vague_duration(m: Match) -> Meaning | None:
    if m[0].lower() == m["unit"].lower() and re.match(r"\s(?:old|in\sprison)\b|-", m.string[m.end() :]):
        return None
    # "days", "years" alone are a length of time only after a preposition of length
    if m[0].lower() == m["unit"].lower() and not re.search(
        r"\b(?:for|in|within|after|over|take|taken|took|lasted|last|of)\s$",
        m.string[max(0, m.start() - 10) : m.start()],
        re.I,
    ):
        return None
    plain = m["unit"].lower()
    return Meaning(
        "duration", unit=time_words("unit")["century" if plain == "centuries" else plain.removesuffix("s")]
    )


def build_monthday(m: Match) -> Meaning | None:
    if not m[0].lower().startswith("the") or not 1 <= int(m["day"]) <= 31:
        return None
    if re.match(r"\s(?:[a-z]+(?:ing|ion|er|or|ed)?\b)", m.string[m.end() :]) and not re.match(
        r"\s(?:in|of|at|and|to|that|which|when|after|but|because|for|with|is|was|will|the|as|he|she|they|it|on|from|until|by|a|an|said)\b",
        m.string[m.end() :],
    ):
        return None
    return Meaning("monthday", day=int(m["day"]), last_day=int_of(m, "last"))


def build_clock(m: Match) -> Meaning | None:
    groups = m.groupdict()
    hour, minute = int(m["hour"]), int(groups.get("minute") or 0)
    half = (groups.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    letters = time_words("zone").get((groups.get("zone") or "").lower(), "")
    place = letters if "/" in letters else ""
    zones = tuple(int(z) for z in letters.split("|") if z) if not place else ()
    if zones and groups.get("offset"):
        sign, digits = (-1 if m["offset"][0] in "-−" else 1), m["offset"][1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14:
            return None
        zones = (sign * (60 * hours + minutes),)
    return Meaning("clock", clock=time(hour, minute), zones=zones, place=place)


def build_holiday(m: Match) -> Meaning | None:
    if m["holiday"][0].islower():
        return None
    rule = time_words("holiday")[re.sub(r"\s", " ", m["holiday"].lower())]
    shift = {"last": -1, "next": 1}.get((m["shift"] or "").lower())
    if not re.fullmatch(r"\d\d-\d\d", rule):
        return Meaning("holiday", year=int_of(m, "year"), value=rule, shift=shift)
    return Meaning("day", year=int_of(m, "year"), month=int(rule[:2]), day=int(rule[3:]), shift=shift)


def build_quarter(m: Match) -> Meaning:
    number = {"f": 1, "s": 2, "t": 3, "l": 4, "1": 1, "2": 2, "3": 3, "4": 4}[m["which"][0].lower()]
    number = 4 if m["which"].lower() == "fourth" else number
    half = m["unit"].lower() == "half"
    shift = (
        -1
        if m.groupdict().get("ago")
        else {"last": -1, "this": 0, "next": 1}.get((m.groupdict().get("shift") or "").lower())
    )
    return Meaning(
        "half" if half else "quarter",
        year=int_of(m, "year"),
        count=min(number, 2) if half else number,
        shift=shift,
    )


def build_season(m: Match) -> Meaning:
    return Meaning(
        "season", unit=time_words("season")[m["season"].lower()], year=int(m["year"]), mod=read_mod(m["mod"])
    )
