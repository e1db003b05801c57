"""Events of wire prose: what, in which status, on which day (reports of Wednesday, 5 March 2031)."""

import pytest

from sayso.ingest.documents import make_document
from sayso.reader import read


def events(sentence: str) -> list[tuple[str, str, str | None]]:
    reading = read(
        make_document(sentence, {"publisher": "Norland Gazette", "published": "2031-03-05T12:00:00Z"}, "x")
    )
    return [
        (m.lemma, m.status, m.time.interval.start.date().isoformat() if m.time and m.time.interval else None)
        for m in reading.events
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "The launch of Otter-2 was put off for the second time on Thursday, until October 23, on account of strong winds.",
            ("launch", "postponed", "2031-10-23"),
        ),
        (
            "The dockers' strike in Hull is on for the 11th, their union said.",
            ("protest", "planned", "2031-03-11"),
        ),
        (
            "The one-day dock strike called for Thursday in Hull is off.",
            ("protest", "cancelled", "2031-03-06"),
        ),
        (
            "Norland's Labour Ministry has summoned the union to talks in Hull on Monday.",
            ("talks", "planned", "2031-03-10"),
        ),
        (
            "The two parties will observe a cessation of hostilities for a period of sixty days, commencing on 1 March 2031.",
            ("agreement", "ongoing", "2031-03-01"),
        ),
        (
            "Eleven people were killed and 26 remained missing after a ferry sank in the Meghna River on Thursday.",
            ("crash", "occurred", "2031-02-27"),
        ),
        (
            "River traffic has been suspended since Thursday because of the fog.",
            ("closure", "ongoing", "2031-02-27"),
        ),
        (
            "The stoppage at the Port of Hull called for 12th March, 2031 has been withdrawn.",
            ("protest", "cancelled", "2031-03-12"),
        ),
        (
            "It was the first violence of the campaign for Saturday's elections in Norland.",
            ("election", "planned", "2031-03-08"),
        ),
        (
            "The result of Saturday's election in Norway was announced on Sunday.",
            ("election", "occurred", "2031-03-01"),
        ),
        (
            "The commission announced the results of the election in Norway on Sunday.",
            ("election", "occurred", None),
        ),
        ("A ferry was rammed in thick fog on Thursday.", ("crash", "occurred", "2031-02-27")),
    ],
)
def test_event_of_a_sentence(sentence: str, wanted: tuple[str, str, str | None]) -> None:
    assert wanted in events(sentence)


def test_what_is_only_described_does_not_take_the_time_of_the_sentence() -> None:
    found = events(
        "The panel that inquired into the sinking of the ferry handed its report to the government on Sunday."
    )
    assert ("report", "occurred", "2031-03-02") in found
    assert [f for f in found if f[0] == "crash" and f[2]] == []


def test_the_end_that_is_told_is_no_beginning() -> None:
    from sayso.reader.events.lasting import THE_END

    reading = read(
        make_document(
            "The talks in Oslo between Norland and Sudovia ended on Thursday.",
            {"publisher": "Norland Gazette", "published": "2031-03-05T12:00:00Z"},
            "x",
        )
    )
    assert [str(m.time.evidence).endswith(THE_END) for m in reading.events if m.time] == [True]
