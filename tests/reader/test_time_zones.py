"""The dateline's town gives the zone where publication is told in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sayso.model import Section
from sayso.reader.times.recognition import find_times
from sayso.reader.times.zones import report_zone

EVENING = datetime(2023, 10, 17, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("SEOUL, Oct. 18 (Yonhap) — ", "Asia/Seoul"),
        ("TOKYO (AP) — ", "Asia/Tokyo"),
        ("CAMBRIDGE, Mass. (AP) — ", "America/New_York"),
        ("CAMBRIDGE, England (AP) — ", "Europe/London"),
        ("CAMBRIDGE, Nowhere (AP) — ", "None"),
        ("BAGHDAD, Iraq (AP) — ", "Asia/Baghdad"),
        ("MARIB, Yemen, June 18 (RSW) - ", "Asia/Aden"),
        ("PORTLAND, Ore. (AP) — ", "America/Los_Angeles"),
        ("PORTLAND, Maine (AP) — ", "America/New_York"),
        ("12 — ", "None"),
    ],
)
def test_zone_of_a_dateline(line: str, zone: str) -> None:
    assert str(report_zone(line, [Section("dateline", 0, len(line))], EVENING)) == zone


def test_today_is_the_day_where_the_report_was_written() -> None:
    line = "SEOUL, Oct. 18 (Yonhap) — "
    text = line + "The talks were held today."
    sections = [Section("dateline", 0, len(line))]
    times = find_times(text, EVENING, report_zone(text, sections, EVENING), sections)
    assert times[-1].value == "2023-10-18"
    assert times[-1].interval is not None
    assert times[-1].interval.start == datetime(2023, 10, 17, 15, tzinfo=UTC)


def test_an_offset_of_its_own_stands() -> None:
    line = "SEOUL (Yonhap) — "
    assert (
        report_zone(
            line, [Section("dateline", 0, len(line))], EVENING.astimezone(timezone(timedelta(hours=-5)))
        )
        is None
    )


@pytest.mark.parametrize(
    ("publisher", "zone"),
    [("Yonhap News Agency", "Asia/Seoul"), ("The New York Times", "None"), ("A paper nobody knows", "None")],
)
def test_a_publisher_has_the_zone_of_its_country_where_that_has_one(publisher: str, zone: str) -> None:
    assert str(report_zone("The talks were held today.", [], EVENING, publisher)) == zone


def test_a_dateline_stands_before_the_publisher() -> None:
    line = "TOKYO, Oct. 18 (Yonhap) — "
    assert (
        str(report_zone(line, [Section("dateline", 0, len(line))], EVENING, "Yonhap News Agency"))
        == "Asia/Tokyo"
    )
