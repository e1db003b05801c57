"""Readings made by hand: a report is written as text, its attributions and mentions as words of it."""

from datetime import UTC, datetime, timedelta

from sayso.ingest.documents import make_document
from sayso.model import (
    Attribution,
    ChainLink,
    Citation,
    EventMention,
    Reading,
    SourceDescription,
    Span,
    Stance,
)
from sayso.reader.document.sections import find_sections

FIRST = datetime(2031, 4, 2, 8, 0, tzinfo=UTC)


def unnamed(name: str, **about: str | int) -> ChainLink:
    """An unnamed source with what is told of it."""
    return ChainLink(name=name, kind="unnamed", description=SourceDescription(**about))  # type: ignore[arg-type]


def body_of(name: str, institution: str) -> ChainLink:
    """A named institution."""
    return ChainLink(name=name, kind="named_organisation", entity=institution, institution=institution)


def outlet(name: str) -> ChainLink:
    """Another outlet on the way."""
    return ChainLink(name=name, kind="media", entity="outlet:" + name.split()[0].casefold())


class Report:
    """A report under construction."""

    def __init__(
        self, publisher: str, text: str, hours: float = 0, title: str = "", byline: str | None = None
    ) -> None:
        about = {
            "publisher": publisher,
            "url": f"https://{publisher.split()[0].casefold()}.example/{hours}",
            "title": title or f"Report {hours}",
            "published": (FIRST + timedelta(hours=hours)).isoformat(),
            "byline": byline,
        }
        document = make_document(text, about, "test")
        from msgspec.structs import replace

        self.document = replace(document, sections=find_sections(document))
        self.attributions: list[Attribution] = []
        self.events: list[EventMention] = []
        self.citations: list[Citation] = []

    def span(self, words: str) -> Span:
        """Where words stand."""
        at = self.document.text.index(words)
        return Span(at, at + len(words))

    def says(
        self, content: str, *chain: ChainLink, stance: Stance = "asserts", cue: str = "said"
    ) -> "Report":
        """Add an attribution."""
        first = ChainLink(name=self.document.publisher or "", kind="publisher")
        where = self.span(content)
        at = self.document.text.find(cue, where.end)
        self.attributions.append(
            Attribution(
                source=(),
                cue=(Span(at, at + len(cue)),) if at >= 0 else (),
                content=(where,),
                kind=chain[-1].kind,
                stance=stance,
                quoted="indirect",
                chain=(first, *chain),
            )
        )
        return self

    def tells(
        self,
        words: str,
        attribution: int | None = None,
        status: str = "occurred",
        type: str = "MOBILIZE",
        lemma: str = "departure",
    ) -> "Report":
        """Add a mention."""
        where = self.span(words)
        self.events.append(
            EventMention(
                trigger=where,
                extent=where,
                type=type,
                lemma=lemma,
                status=status,  # type: ignore[arg-type]
                factuality="CT-" if status == "denied" else "CT+",
                attribution=attribution,
            )
        )
        return self

    def withdraws(self, words: str, name: str) -> "Report":
        """Add a withdrawal of an outlet's report."""
        self.citations.append(Citation(outlet=name, entity=None, span=self.span(words), retracts=True))
        return self

    def read(self) -> Reading:
        """The finished reading."""
        return Reading(
            document=self.document,
            attributions=tuple(self.attributions),
            events=tuple(self.events),
            citations=tuple(self.citations),
            reader="test",
        )
