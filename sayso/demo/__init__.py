"""The bundled example stories (of our own writing; outlets and events are invented) and the `demo` verb."""

from collections.abc import Iterator
from importlib.resources import as_file, files

from sayso.model import Document

MOMENTS = (
    ("allied-drill", "2031-06-12T18:00+02:00", "two unnamed sources, one copy: how many origins?"),
    ("allied-drill", "2031-06-17T18:00+02:00", "the drill slips, a ministry confirms"),
    ("allied-drill", "2031-06-26T12:00+02:00", "its day has passed, nobody says what became of it"),
    ("tripoli-visit", "2032-03-04T12:00+02:00", "two outlets cite each other, a party denies"),
    ("bridge-collapse", "2033-09-06T18:00-05:00", "tolls that disagree, and one that only rose"),
)


def demo_documents(story: str) -> Iterator[Document]:
    """The reports of one story, in order of name."""
    from sayso.ingest import open_documents

    with as_file(files("sayso") / "demo" / "stories" / story) as folder:
        yield from open_documents([folder])


def demo_stories() -> tuple[str, ...]:
    """The names of the bundled stories."""
    return tuple(dict.fromkeys(story for story, _, _ in MOMENTS))


def run_demo(colour: bool = False) -> str:
    """Read the bundled stories into a ledger that is not kept, and show its briefs at telling moments and one event in full."""
    from datetime import timedelta

    from sayso.brief import brief_text, event_text, make_brief
    from sayso.ledger import Ledger
    from sayso.ledger.moments import parse_moment
    from sayso.ledger.views import assemble_view
    from sayso.reader import read_documents

    out: list[str] = []
    ledgers = {}
    for story in demo_stories():
        ledgers[story] = Ledger(":memory:")
        for reading in read_documents(demo_documents(story)):
            ledgers[story].add(reading)
    for story, words, what in MOMENTS:
        moment = parse_moment(words)
        view = assemble_view(ledgers[story], moment)
        before = assemble_view(ledgers[story], moment - timedelta(days=1))
        page = make_brief(view.events, before.events, len(view.readings), moment, moment - timedelta(days=1))
        out.append(f"━━ {story}: {what} ━━\n{brief_text(page, colour)}")
    moment = parse_moment(MOMENTS[1][1])
    view = assemble_view(ledgers["allied-drill"], moment)
    top = max(view.events, key=lambda e: (e.reports, e.origins.high))
    documents = {r.document.id: r.document for r in view.readings}
    out.append(
        f"━━ one event in full, as `sayso event {top.id}` shows it ━━\n{event_text(top, documents, colour)}"
    )
    return "\n".join(out)
