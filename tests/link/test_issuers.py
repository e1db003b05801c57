"""Statements that a body publishes under its own name, and who only watches."""

from sayso.ingest.documents import make_document
from sayso.link.grounds import issuer_of
from sayso.link.origins import count_origins
from sayso.link.voices import find_voices
from sayso.model import Reading
from sayso.reader import read


def read_report(publisher: str, text: str, day: int = 5) -> Reading:
    return read(
        make_document(
            text,
            {
                "publisher": publisher,
                "published": f"2031-03-{day:02}T12:00:00Z",
                "url": f"https://x.example/{day}",
            },
            "x",
        )
    )


STATEMENT = "The Kenyan Space Agency announces that a rocket will lift off from Malindi on 14 March 2031. The rocket was delivered to Malindi on 1 March 2031."


def test_a_statement_is_the_word_of_the_body_that_publishes_it() -> None:
    reading = read_report("Kenyan Space Agency", STATEMENT)
    issuer = issuer_of(reading)
    assert issuer is not None
    assert issuer.institution == "org:KEN/space-agency"
    mentions = [(reading, n) for n in range(len(reading.events))]
    origins = count_origins(mentions, [reading], [])
    assert (origins.low, origins.high, origins.names) == (1, 1, ("Kenyan space agency",))
    confirmed, _, _ = find_voices([(r, r.events[n]) for r, n in mentions], [], origins.receipt)
    assert confirmed == ("Kenyan space agency",)


def test_an_outlet_issues_nothing_of_the_kind() -> None:
    assert issuer_of(read_report("Malindi Courier", STATEMENT)) is None


def test_who_studies_a_matter_is_no_party_to_it() -> None:
    text = "Two rockets were launched from Malindi on Monday, said Ann Lee, a professor at the University of Mombasa. The Kenyan Space Agency confirmed that two rockets were launched from Malindi on Monday."
    reading = read_report("Malindi Courier", text)
    confirmed, _, _ = find_voices(
        [(reading, m) for m in reading.events],
        ["KEN"],
        count_origins([(reading, n) for n in range(len(reading.events))], [reading], []).receipt,
    )
    assert confirmed == ("Kenyan space agency",)


ACCIDENT = (
    "A ferry sank near Malindi on Monday, the Kenyan coast guard said.\n\n"
    '"There was a noise like a tree falling and then the water stood at my neck," said Ann Lee, a tailor who clung to a bale.\n\n'
    '"Fares are too high," said Bo Ek, a baker in Malindi.'
)


def test_who_was_there_is_an_origin_and_who_only_comments_is_none() -> None:
    reading = read_report("Malindi Courier", ACCIDENT)
    origins = count_origins([(reading, n) for n in range(len(reading.events))], [reading], [])
    assert [n for n in origins.names if "Lee" in n]
    assert not [n for n in origins.names if "Ek" in n]
