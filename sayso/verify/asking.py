"""Asking a ledger of claims: the reports that bear on each, the comparison, the verdict with its receipt."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec.structs import replace

from sayso.errors import InputError
from sayso.ingest.documents import make_document
from sayso.ledger.telling import Held, find_events_of, find_reports
from sayso.model import Event, Origins, Reading, Span
from sayso.reader import read
from sayso.verify.compare import Asked, Finding, ask
from sayso.verify.deciding import decide, decide_field
from sayso.verify.features import features
from sayso.verify.matching import SAME, Match, best_word, rank_passages
from sayso.verify.passages import Report, split_sentences
from sayso.verify.records import ClaimField, Coverage, Ground, Rests, VerdictName, Verification
from sayso.verify.supporting import origins_of, supporting
from sayso.verify.words import telling, words_of

if TYPE_CHECKING:
    from sayso.ledger import Ledger

LONGEST = 2000
"""Code points of one claim at most."""
_RECEIPT = 6


class Weighed(NamedTuple):
    """A claim beside its passages: what the verdict is computed from."""

    asked: Asked
    matches: list[Match]
    found: dict[str, float]
    findings: dict[str, Finding]
    origins: Origins


def split_claims(text: str) -> list[str]:
    """The sentences of a paragraph, each a claim.

    >>> split_claims("The ship sank. Nobody was hurt.")
    ['The ship sank.', 'Nobody was hurt.']
    """
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


def verify_claims(
    ledger: "Ledger", claims: Iterable[str], as_of: datetime | None = None
) -> Iterator[Verification]:
    """What a ledger says of each claim as of a moment (now, if none is given): one `Verification` a claim, in
    order.

    Raises InputError for a claim that is empty or longer than 2,000 code points. Never by likeness alone:
    each field of the claim is
    compared with what the nearest passages give for it.
    """
    moment = as_of or datetime.now(UTC)
    for claim in claims:
        words = " ".join(claim.split())
        if not words:
            raise InputError("claim", "is empty", "give a sentence")
        if len(words) > LONGEST:
            raise InputError("claim", f"has {len(words)} code points", f"give a sentence, {LONGEST} at most")
        yield _verify(ledger, claim, words, moment)


def _verify(ledger: "Ledger", claim: str, words: str, moment: datetime) -> Verification:
    with ledger.connect() as connection:
        held = find_reports(connection, search_words(words), moment)
        weighed = weigh(words, held)
        coverage = _coverage(weighed)
        verdict, likely = decide(weighed.found)
        scores = {kind: round(p, 3) for kind, p in sorted(likely.items())}
        if verdict == "not_found" or not weighed.matches:
            return Verification(claim=claim, verdict="not_found", coverage=coverage, scores=scores)
        told = supporting(weighed.matches)
        field: ClaimField | None = None
        given = instead = None
        if verdict == "different":
            field = cast(ClaimField, decide_field(weighed.found))
            finding = weighed.findings.get("who" if field == "whom" else field)
            given, instead = (finding.given, finding.instead) if finding else (None, None)
            if finding is not None and finding.passage is not None:
                told = [
                    weighed.matches[finding.passage],
                    *(m for m in told if m is not weighed.matches[finding.passage]),
                ]
        origins = weighed.origins
        return Verification(
            claim=claim,
            verdict=_named(verdict, origins),
            field=field,
            event=_event(
                find_events_of(connection, {m.passage.report.id for m in told[:_RECEIPT]}, moment), told
            ),
            origins=Rests(low=origins.low, high=origins.high, names=origins.names)
            if verdict == "told"
            else None,
            given=given,
            told=instead,
            receipt=tuple(_ground(m, origins) for m in told[:_RECEIPT]),
            coverage=coverage,
            scores=scores,
        )


def _named(verdict: str, origins: Origins) -> VerdictName:
    if verdict != "told":
        return cast(VerdictName, verdict)
    return "supported" if origins.low >= 2 else "one_source"


def search_words(claim: str) -> list[str]:
    """The words of a claim that reports are looked up by, its names first."""
    words = sorted((w for w in words_of(claim) if telling(w)), key=lambda w: (not w.name, w.start))
    return [w.form for w in words]


def weigh(claim: str, held: Held) -> Weighed:
    """A claim beside the passages of some reports."""
    latest = max((r.document.published_at for r in held.readings if r.document.published_at), default=None)
    asked = ask(read_claim(claim, latest))
    matches = rank_passages(claim, asked.words, [Report(r) for r in held.readings])
    found, findings = features(asked, matches)
    origins = origins_of(supporting(matches), held.readings, held.links) if matches else Origins()
    return Weighed(asked, matches, found, findings, origins)


def read_claim(claim: str, published: datetime | None) -> Reading:
    """The reading of a claim by the reader of reports, its times anchored at a moment."""
    document = make_document(claim, {}, "claim")
    return read(replace(document, published_at=published, language="en"))


def _event(events: Iterable[Event], told: Iterable[Match]) -> str | None:
    """The event with the most, and the nearest, mentions in the passages."""
    best: tuple[float, str] | None = None
    passages = list(told)
    for event in events:
        value = sum(
            m.rank
            for m in passages
            if any(
                ref.document == m.passage.report.id
                and ref.part == m.passage.part
                and ref.span.overlap(m.passage.span)
                for ref in event.mentions
            )
        )
        if value and (best is None or value > best[0]):
            best = (value, event.id)
    return best[1] if best else None


def _ground(match: Match, origins: Origins) -> Ground:
    passage = match.passage
    line = next((x for x in origins.receipt if x.document == passage.report.id), None)
    return Ground(
        document=passage.report.id,
        span=passage.span,
        text=passage.text,
        origin=line.origin if line else None,
        part=passage.part,
        publisher=passage.report.reading.document.publisher,
    )


def _coverage(weighed: Weighed) -> Coverage:
    """The reports that name whom or what the claim names (that share a telling word with it, where it names
    nobody)."""
    names = [w for w in weighed.asked.words if w.name] or [w for w in weighed.asked.words if telling(w)]
    reports = {m.passage.report.id: m.passage.report for m in weighed.matches}.values()
    bearing = [
        r for r in reports if any(best_word(w, p.words)[0] >= SAME for p in r.all_passages() for w in names)
    ]
    moments = sorted(r.reading.document.published_at for r in bearing if r.reading.document.published_at)
    return Coverage(
        reports=len(bearing),
        first=moments[0].isoformat() if moments else None,
        last=moments[-1].isoformat() if moments else None,
    )
