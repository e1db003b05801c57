"""Calendar entries and what newsrooms hold back: the day, the hour and the zone of the place, series, moves, embargoes."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.model import Document


def read(file: Path, data: str) -> tuple[list[Document], list[str]]:
    file.write_text(data, newline="")
    refused: list[InputError] = []
    return list(open_documents([file], refused=refused.append)), [str(r) for r in refused]


def calendar(*lines: str, head: str = "", after: str = "") -> str:
    own = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20310101T000000Z", "SUMMARY:Harbour talks", *lines, "END:VEVENT"]
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            *([head] if head else []),
            *own,
            *([after] if after else []),
            "END:VCALENDAR",
            "",
        ]
    )


ZONE = "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nEND:STANDARD\r\nEND:VTIMEZONE"
ENTRIES = {
    "end equals start, a day": (("DTSTART;VALUE=DATE:20311015", "DTEND;VALUE=DATE:20311015"), "be held on Wednesday, 15 October 2031"),
    "end before start, a day": (("DTSTART;VALUE=DATE:20311015", "DTEND;VALUE=DATE:20311013"), "be held on Wednesday, 15 October 2031"),
    "end a day later": (("DTSTART;VALUE=DATE:20311015", "DTEND;VALUE=DATE:20311016"), "be held on Wednesday, 15 October 2031"),
    "three days": (("DTSTART;VALUE=DATE:20311021", "DTEND;VALUE=DATE:20311024"), "from Tuesday, 21 October 2031 to Thursday, 23 October 2031"),
    "no end, a day": (("DTSTART;VALUE=DATE:20311015",), "be held on Wednesday, 15 October 2031"),
    "a duration of days": (("DTSTART;VALUE=DATE:20311015", "DURATION:P2D"), "from Wednesday, 15 October 2031 to Thursday, 16 October 2031"),
    "end equals start, a moment": (("DTSTART:20311015T100000Z", "DTEND:20311015T100000Z"), "at 10:00 GMT on Wednesday, 15 October 2031"),
    "end before start, a moment": (("DTSTART:20311015T100000Z", "DTEND:20311014T100000Z"), "at 10:00 GMT on Wednesday, 15 October 2031"),
    "half hour, India": (("DTSTART;TZID=Asia/Kolkata:20311015T100000",), "at 10:00 GMT+5:30 on"),
    "half hour, Newfoundland": (("DTSTART;TZID=America/St_Johns:20311015T100000",), "at 10:00 GMT-2:30 on"),
    "quarter hour, Nepal": (("DTSTART;TZID=Asia/Kathmandu:20311015T100000",), "at 10:00 GMT+5:45 on"),
    "half hour, Iran": (("DTSTART;TZID=Asia/Tehran:20311015T100000",), "at 10:00 GMT+3:30 on"),
    "half hour, Adelaide in summer": (("DTSTART;TZID=Australia/Adelaide:20311215T100000",), "at 10:00 GMT+10:30 on"),
    "whole hours": (("DTSTART;TZID=Europe/Berlin:20311015T143000",), "at 14:30 GMT+2 on"),
    "west of Greenwich": (("DTSTART;TZID=America/Lima:20311015T100000",), "at 10:00 GMT-5 on"),
    "midnight": (("DTSTART;TZID=Asia/Tokyo:20311016T000000", "DTEND;TZID=Asia/Tokyo:20311016T010000"), "at 00:00 GMT+9 on Thursday, 16 October 2031"),
    "floating": (("DTSTART:20311015T100000",), "at 10:00 on Wednesday, 15 October 2031"),
    "one end floats": (("DTSTART;TZID=Asia/Tokyo:20311015T100000", "DTEND:20311015T120000"), "at 10:00 GMT+9 on Wednesday, 15 October 2031"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_keeps_its_day_and_hour(tmp_path: Path, kind: str) -> None:
    lines, words = ENTRIES[kind]
    (document,), refused = read(tmp_path / "a.ics", calendar(*lines))
    assert (words in document.text, refused) == (True, []), document.text


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_zone_of_the_file_counts_wherever_it_stands(tmp_path: Path, where: str) -> None:
    data = calendar(
        "DTSTART;TZID=Own:20311015T100000",
        head=ZONE if where == "before" else "",
        after=ZONE if where == "after" else "",
    )
    (document,), _ = read(tmp_path / "a.ics", data)
    assert "at 10:00 GMT+5:45 on" in document.text


def test_a_floating_time_is_on_the_clock_that_the_calendar_names(tmp_path: Path) -> None:
    (document,), _ = read(
        tmp_path / "a.ics", calendar("DTSTART:20311015T100000", head="X-WR-TIMEZONE:Asia/Kolkata")
    )
    assert "at 10:00 GMT+5:30 on" in document.text


def test_of_a_series_the_changed_dates_are_read(tmp_path: Path) -> None:
    series = calendar("RRULE:FREQ=WEEKLY;COUNT=4", "DTSTART:20311001T120000Z")
    moved = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20310102T000000Z\r\nRECURRENCE-ID:20311015T120000Z\r\nDTSTART:20311016T150000Z\r\nSUMMARY:Harbour talks\r\nEND:VEVENT\r\n"
    off = moved.replace("20311016T150000Z", "20311022T120000Z").replace(
        "SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"
    )
    documents, refused = read(
        tmp_path / "a.ics", series.replace("END:VCALENDAR", moved + off + "END:VCALENDAR")
    )
    assert [("16 October" in d.text, "was cancelled" in d.text) for d in documents] == [
        (True, False),
        (False, True),
    ]
    assert len(refused) == 1 and "repeats" in refused[0]


def superdesk(start: str, end: str, tz: str | None, **more: object) -> str:
    all_day = bool(more.pop("all_day", False))
    return json.dumps(
        {
            "type": "event",
            "name": "Harbour talks",
            "dates": {"start": start, "end": end, "tz": tz, "all_day": all_day},
            "versioncreated": "2031-01-01T00:00:00+0000",
            **more,
        }
    )


@pytest.mark.parametrize(
    ("start", "end", "tz", "all_day", "words"),
    [
        ("2031-10-14T22:00:00+0000", "2031-10-15T21:59:59+0000", "Europe/Berlin", True, "be held on Wednesday, 15 October 2031"),
        ("2031-11-05T05:00:00+0000", "2031-11-06T04:59:59+0000", "America/Toronto", True, "be held on Wednesday, 5 November 2031"),
        ("2031-10-14T15:00:00+0000", "2031-10-15T14:59:59+0000", "Asia/Tokyo", True, "be held on Wednesday, 15 October 2031"),
        ("2031-10-14T18:30:00+0000", "2031-10-15T18:29:59+0000", "Asia/Kolkata", True, "be held on Wednesday, 15 October 2031"),
        ("2031-10-14T11:00:00+0000", "2031-10-16T10:59:59+0000", "Pacific/Auckland", True, "from Wednesday, 15 October 2031 to Thursday, 16 October 2031"),
        ("2031-10-15T00:00:00+0000", "2031-10-15T23:59:59+0000", "UTC", True, "be held on Wednesday, 15 October 2031"),
        ("2031-10-15T00:00:00+0000", "2031-10-15T23:59:59+0000", None, True, "be held on Wednesday, 15 October 2031"),
        ("2031-10-15T22:30:00+0000", "2031-10-15T23:30:00+0000", "Asia/Tokyo", False, "at 07:30 GMT+9 on Thursday, 16 October 2031"),
        ("2031-10-16T03:00:00+0000", "2031-10-16T04:00:00+0000", "America/Lima", False, "at 22:00 GMT-5 on Wednesday, 15 October 2031"),
        ("2031-10-15T10:00:00+0000", "2031-10-15T09:00:00+0000", "Europe/Oslo", False, "at 12:00 GMT+2 on Wednesday, 15 October 2031"),
        ("2031-10-15T10:00:00+0000", "2031-10-15T11:00:00+0000", "Nowhere/Else", False, "at 10:00 GMT on Wednesday, 15 October 2031"),
        ("2031-10-14T22:00:00+0000", "2031-10-14T22:00:00+0000", "Europe/Berlin", True, "be held on Wednesday, 15 October 2031"),
    ],
)  # fmt: skip
def test_an_event_of_a_desk_is_on_the_clock_of_its_place(
    tmp_path: Path, start: str, end: str, tz: str | None, all_day: bool, words: str
) -> None:
    (document,), _ = read(tmp_path / "a.json", superdesk(start, end, tz, all_day=all_day))
    assert words in document.text, document.text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"state": "rescheduled"}, "was moved to another day"), ({"state": "postponed"}, "was postponed"), ({"state": "cancelled"}, "was cancelled"), ({"state": "killed"}, "was cancelled"),
        ({"pubstatus": "cancelled"}, "was cancelled"), ({"occur_status": {"qcode": "eocstat:eos6"}}, "was cancelled"), ({"occur_status": {"qcode": "eocstat:eos3"}}, "may be held"), ({"state": "scheduled", "occur_status": {"qcode": "eocstat:eos5"}}, "will be held"),
        ({"state": "spiked"}, None), ({"pubstatus": "withhold"}, None), ({"pubstatus": "withheld"}, None),
    ],
)  # fmt: skip
def test_what_a_desk_says_of_its_event_counts(
    tmp_path: Path, more: dict[str, object], words: str | None
) -> None:
    documents, refused = read(
        tmp_path / "a.json",
        superdesk("2031-10-15T08:00:00+0000", "2031-10-15T15:00:00+0000", "Europe/Berlin", **more),
    )
    assert [words in d.text for d in documents if words] == ([True] if words else [])
    assert len(refused) == (words is None)


def ninjs(**more: object) -> str:
    return json.dumps(
        {
            "type": "text",
            "headline": "Bank shuts",
            "body_text": "North Bank will shut ten branches.",
            "versioncreated": "2031-09-01T10:00:00Z",
            **more,
        }
    )


def newsml(meta: str, status: str = "stat:usable") -> str:
    return f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="a"><itemMeta><versionCreated>2031-09-01T10:00:00Z</versionCreated>{meta}<pubStatus qcode="{status}"/></itemMeta><contentMeta><headline>Bank shuts</headline></contentMeta><contentSet><inlineXML><p>North Bank will shut ten branches.</p></inlineXML></contentSet></newsItem>'


def nitf(status: str) -> str:
    return f'<nitf><head><docdata management-status="{status}"><date.release norm="20310903T060000Z"/></docdata></head><body><body.content><p>North Bank will shut ten branches.</p></body.content></body></nitf>'


OUT = "2031-09-03T06:00:00+00:00"
HELD = {
    "ninjs embargo": ("a.json", ninjs(embargoed="2031-09-03T06:00:00Z"), OUT), "ninjs embargo that is over": ("a.json", ninjs(embargoed="2031-08-30T06:00:00Z"), "2031-09-01T10:00:00+00:00"),
    "ninjs withheld": ("a.json", ninjs(pubstatus="withheld"), None), "ninjs 2 withheld": ("a.json", ninjs(pubStatus="withheld"), None), "ninjs canceled": ("a.json", ninjs(pubstatus="canceled"), None), "ninjs as a code": ("a.json", ninjs(pubstatus="stat:withheld"), None),
    "ninjs usable": ("a.json", ninjs(pubstatus="usable"), "2031-09-01T10:00:00+00:00"), "ninjs embargo with offset": ("a.json", ninjs(embargoed="2031-09-03T08:00:00+02:00"), OUT),
    "NewsML embargo": ("a.xml", newsml("<embargoed>2031-09-03T06:00:00Z</embargoed>"), OUT), "NewsML embargo without end": ("a.xml", newsml("<embargoed/>"), None), "NewsML withheld": ("a.xml", newsml("", "stat:withheld"), None),
    "NewsML canceled": ("a.xml", newsml("", "stat:canceled"), None), "NewsML usable": ("a.xml", newsml(""), "2031-09-01T10:00:00+00:00"), "NITF withheld": ("a.xml", nitf("withheld"), None), "NITF canceled": ("a.xml", nitf("canceled"), None), "NITF embargoed": ("a.xml", nitf("embargoed"), OUT),
}  # fmt: skip


@pytest.mark.parametrize("kind", HELD)
def test_what_is_held_back_is_out_when_its_embargo_ends_or_refused(tmp_path: Path, kind: str) -> None:
    name, data, out = HELD[kind]
    documents, refused = read(tmp_path / name, data)
    assert [d.published_at for d in documents] == ([datetime.fromisoformat(out)] if out else [])
    assert len(refused) == (out is None)
