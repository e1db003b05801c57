"""The same report once: other titles, other links to it, and what was changed under its address."""

import pytest

from sayso.ingest.documents import make_document
from sayso.link.versions import count_reports
from sayso.model import Document

TEXT = "Police arrested the head of the tax office, Ilse Brandt, in Oslo on Monday, the ministry said."
URL = "https://www.north-times.example/opinion/count.html"


def report(text: str = TEXT, **about: str) -> Document:
    known = {"publisher": "North Times", "url": URL, "title": "The Minister Who Cannot Count", **about}
    return make_document(text, known, "x")


@pytest.mark.parametrize("other", [
    report(title="Opinion | The Minister Who Cannot Count - North Times"), report(title="Op-Ed: The Minister Who Cannot Count"), report(url="https://www3.north-times.example/2024/05/15/opinion/count.html"), report(TEXT + " He denies it."),
    report(TEXT + " He denies it.", url=URL + "?smid=tw"), report(TEXT + " (Corrected)", url="http://north-times.example/opinion/count.html#top"), report("An older wording.", url="https://amp.north-times.example/opinion/count.html"), report("An older wording.", url=URL + "?print=1"),
    report("An older wording.", url="https://m.north-times.example/opinion/count.html/amp"), report(publisher="The North Times", title="UPDATE 2 - Tax chief held"),
])  # fmt: skip
def test_versions_are_one_report(other: Document) -> None:
    assert count_reports([report(), other]) == 1
    assert count_reports([report(), other, report("A third wording.", url=URL + "?utm_source=x")]) == 1


@pytest.mark.parametrize("other", [
    report(publisher="South Times", url="https://south-times.example/count.html"), report("Another article.", url="https://www.north-times.example/opinion/vote.html"), report("Another article.", url=URL + "?page=2"), make_document(TEXT, {"url": "https://x.example/"}, "y"),
    report("Another article.", url="https://[broken"),
])  # fmt: skip
def test_others_are_reports_of_their_own(other: Document) -> None:
    assert count_reports([report(), other]) == 2


def test_an_event_counts_its_reports_by_version() -> None:
    from datetime import UTC, datetime

    from sayso.link.assembly import assemble_events
    from sayso.reader import read

    about = {"published": "2024-05-15T06:00:00Z"}
    one, two = (read(report(title=t, **about)) for t in ("The Minister Who Cannot Count", "Opinion | Count"))
    at = datetime(2024, 6, 1, tzinfo=UTC)
    for event in assemble_events([one, two], [], at):
        assert event.reports == 1
