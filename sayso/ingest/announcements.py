"""Calendar items as announcements to follow: each becomes a report in plain words by its publisher, so that what it plans can be checked.

Read are iCalendar (RFC 5545), Superdesk Planning's JSON events and EventsML-G2 concepts. The words are ours, the facts the item's.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sayso.errors import InputError, guarded
from sayso.ingest.documents import Published, make_document
from sayso.ingest.zones import zone_named
from sayso.model import Document

Refuse = Callable[[InputError], None]
When = date | datetime
_MAYBE = ("eocstat:eos2", "eocstat:eos3")
_MOVED = {
    "cancelled": "was cancelled",
    "canceled": "was cancelled",
    "postponed": "was postponed",
    "rescheduled": "was moved to another day",
    "killed": "was cancelled",
}


def announce(
    summary: str,
    start: When,
    end: When | None,
    place: str | None,
    publisher: str | None,
    status: str,
    more: str | None,
    about: dict[str, str | None],
    where: str,
    default: Published,
) -> Document:
    """A calendar item as a report; `status` is planned, possible, cancelled or postponed; `end` is the last day or moment.

    >>> from sayso.ingest.documents import UNDATED
    >>> announce("Fisheries talks", date(2031, 5, 6), None, "Bergen", "Nordic Council", "planned", None, {}, "a.ics", UNDATED).text
    'Fisheries talks will be held on Tuesday, 6 May 2031 in Bergen, Nordic Council announced.'
    """
    summary = " ".join(summary.split()).rstrip(".")
    if not summary:
        raise InputError(where, "says nothing of what is planned (no summary)", "leave it out")
    if not 1600 <= start.year <= 9000:
        raise InputError(where, f"is dated in no year of news ({start.year})", "mend or drop it")
    at = f" in {' '.join(place.split())}" if place and place.strip() else ""
    said = f", {publisher} announced." if publisher else "."
    if status in _MOVED:
        words = f"{summary}, scheduled for {_day(start)}{at}, {_MOVED[status]}{said}"
    else:
        span = (
            f"from {_day(start)} to {_day(end)}"
            if end and _only_day(end) != _only_day(start)
            else f"{_clock(start)}on {_day(start)}"
        )
        words = f"{summary} {'may' if status == 'possible' else 'will'} be held {span}{at}{said}"
    text = words + (f"\n\n{' '.join(more.split())}" if more and more.strip() else "")
    return make_document(text, {"title": summary, "publisher": publisher, **about}, where, default)


def _only_day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _day(when: When) -> str:
    return f"{when:%A}, {when.day} {when:%B %Y}"


def _clock(when: When) -> str:
    if not isinstance(when, datetime):
        return ""
    offset = when.utcoffset()
    zone = (
        ""
        if offset is None
        else " GMT"
        if not offset
        else f" GMT{'+' if offset > timedelta(0) else '-'}{_hours(abs(offset))}"
    )
    return f"at {when:%H:%M}{zone} "


def _hours(offset: timedelta) -> str:
    hours, minutes = divmod(offset.seconds // 60, 60)
    return f"{hours}:{minutes:02}" if minutes else str(hours)


def read_calendar(data: bytes, name: str, default: Published, refuse: Refuse) -> Iterator[Document]:
    """The entries of an iCalendar file as announcements; what repeats or has no date is refused by its summary, the rest goes on."""
    from icalendar import Calendar

    try:
        calendars = list(Calendar.from_ical(data, multiple=True))
    except (
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        AttributeError,
    ) as problem:  # what the library raises for broken lines
        raise InputError(
            name, f"is no iCalendar file that can be read ({str(problem)[:200]})", "export the calendar anew"
        ) from None
    entries = [(calendar, entry) for calendar in calendars for entry in calendar.walk("VEVENT")]
    if not entries:
        raise InputError(name, "holds no calendar entry (VEVENT)", "give a calendar with events")
    for number, (calendar, entry) in enumerate(entries, 1):
        where = f"{name}, {str(entry.get('SUMMARY') or entry.get('UID') or f'entry {number}')[:80]}"
        try:
            with guarded(where, "entry"):
                document = _read_entry(calendar, entry, where, default)
            yield document
        except InputError as problem:
            refuse(problem)


def _read_entry(calendar: Any, entry: Any, where: str, default: Published) -> Document:
    start = entry.get("DTSTART")
    if start is None:
        raise InputError(where, "has no date (DTSTART)", "give one or drop the entry")
    if entry.get("RRULE") or entry.get("RDATE"):
        raise InputError(where, "repeats (RRULE)", "give its single dates as entries of their own")
    begins, ends = (_on_clock(when, calendar) for when in (start.dt, _end(entry)))
    organizer = entry.get("ORGANIZER")
    publisher = (
        (organizer.params.get("CN") if organizer is not None else None)
        or calendar.get("X-WR-CALNAME")
        or calendar.get("NAME")
    )
    stamps = (entry.get(k) for k in ("LAST-MODIFIED", "DTSTAMP", "CREATED"))
    stamp = next((s.dt for s in stamps if s is not None and hasattr(s, "dt")), None)
    link = str(entry.get("URL") or "")
    status = {"CANCELLED": "cancelled", "TENTATIVE": "possible"}.get(
        str(entry.get("STATUS") or "").upper(), "planned"
    )
    about = {
        "url": link if link.startswith("http") else None,
        "published": stamp.isoformat() if stamp else None,
    }
    return announce(
        str(entry.get("SUMMARY") or ""), begins, ends, str(entry.get("LOCATION") or "") or None, str(publisher) if publisher else None, status,
        str(entry.get("DESCRIPTION") or "") or None, about, where, default,
    )  # fmt: skip


def _on_clock(when: When | None, calendar: Any) -> Any:
    """A time that floats, on the clock that the whole calendar names (X-WR-TIMEZONE)."""
    if not isinstance(when, datetime) or when.tzinfo is not None:
        return when
    zone = zone_named(str(calendar.get("X-WR-TIMEZONE") or ""))
    return when.replace(tzinfo=zone) if zone is not None else when


def _end(entry: Any) -> When | None:
    """The last day, or the last moment; DTEND is exclusive where it is a day. An end before the beginning is none."""
    start = entry.get("DTSTART").dt
    if entry.get("DTEND") is not None:
        end: When = entry.get("DTEND").dt
    elif entry.get("DURATION") is not None:
        end = start + entry.get("DURATION").dt
    else:
        return None
    if not isinstance(end, datetime):
        end -= timedelta(days=1)
    if isinstance(end, datetime) and isinstance(start, datetime):
        if (end.tzinfo is None) != (start.tzinfo is None):  # one of them floats
            end, start = end.replace(tzinfo=None), start.replace(tzinfo=None)
        return end if end >= start else None
    return end if _only_day(end) >= _only_day(start) else None


def announce_superdesk(item: dict[str, Any], where: str, default: Published) -> Document:
    """A Superdesk Planning event (its JSON, or as it comes from its API)."""
    dates = item["dates"]
    zone = zone_named(dates["tz"]) if isinstance(dates.get("tz"), str) else None
    start, end = (_in_zone(_moment(dates.get(k), where), zone) for k in ("start", "end"))
    if start is None:
        raise InputError(where, "has no start (dates.start)", "give one or leave it out")
    places, organizers = _names(item.get("location")), _names(item.get("organizer"))
    state = str(item.get("state") or "").lower()
    if state == "spiked" or str(item.get("pubstatus") or "").lower() in ("withheld", "withhold"):
        raise InputError(where, "was spiked or withheld by its desk", "leave it out")
    if str(item.get("pubstatus") or "").lower() in ("cancelled", "canceled"):
        state = "cancelled"
    occurs = item.get("occur_status") if isinstance(item.get("occur_status"), dict) else {}
    qcode = str((occurs or {}).get("qcode") or "")
    status = (
        state
        if state in _MOVED
        else "cancelled"
        if qcode == "eocstat:eos6"
        else "possible"
        if qcode in _MAYBE
        else "planned"
    )
    whole = bool(dates.get("all_day"))
    if end is not None and (end < start if (end.tzinfo is None) == (start.tzinfo is None) else False):
        end = None
    publisher = next(iter(organizers), None) or (
        item.get("source") if isinstance(item.get("source"), str) else None
    )
    link = (
        next((x for x in links if isinstance(x, str) and x.startswith("http")), None)
        if isinstance(links := item.get("links"), list)
        else None
    )
    published = next(
        (m for k in ("versioncreated", "_updated", "firstcreated") if (m := _moment(item.get(k), where))),
        None,
    )
    more = next(
        (v for k in ("definition_long", "definition_short") if isinstance(v := item.get(k), str)), None
    )
    return announce(
        str(item.get("name") or item.get("slugline") or ""), start.date() if whole else start, (end.date() if whole else end) if end else None, ", ".join(places[:1]) or None,
        publisher, status, more, {"url": link, "published": published.isoformat() if published else None}, where, default,
    )  # fmt: skip


def _in_zone(when: datetime | None, zone: tzinfo | None) -> datetime | None:
    """A moment on the clock of the place where it happens."""
    if when is None or zone is None:
        return when
    return when.astimezone(zone) if when.tzinfo is not None else when.replace(tzinfo=zone)


def _names(items: Any) -> list[str]:
    return (
        [str(i["name"]) for i in items if isinstance(i, dict) and isinstance(i.get("name"), str)]
        if isinstance(items, list)
        else []
    )


def _moment(words: Any, where: str) -> datetime | None:
    if not isinstance(words, str) or not words.strip():
        return None
    try:
        return datetime.fromisoformat(words.strip())
    except ValueError:
        raise InputError(where, f"{words[:40]!r} is no time", "write it in ISO 8601") from None


def announce_concept(
    concept: Any, provider: str | None, published: str | None, where: str, default: Published
) -> Document:
    """An EventsML-G2 concept with `eventDetails`."""

    def said(*path: str) -> str | None:
        found = concept.xpath(".//" + "//".join(f"*[local-name()='{p}']" for p in path))
        return next((w for e in found if (w := " ".join("".join(e.itertext()).split()))), None)

    start = _moment(said("eventDetails", "dates", "start"), where)
    if start is None:
        raise InputError(where, "has no start (eventDetails/dates/start)", "give one or leave it out")
    qcode = next((str(e.get("qcode")) for e in concept.xpath(".//*[local-name()='occurStatus']")), "")
    status = "cancelled" if qcode == "eocstat:eos6" else "possible" if qcode in _MAYBE else "planned"
    whole = len(said("eventDetails", "dates", "start") or "") <= 10
    end = _moment(said("eventDetails", "dates", "end"), where)
    organiser = (
        said("eventDetails", "organiser", "name") or said("eventDetails", "organizer", "name") or provider
    )
    place = said("eventDetails", "location", "name")
    return announce(
        said("name") or "", start.date() if whole else start, (end.date() if whole else end) if end else None, place, organiser, status,
        said("definition"), {"published": published, "url": None}, where, default,
    )  # fmt: skip
