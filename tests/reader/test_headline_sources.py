"""Headlines within a text: whom a colon or a dash gives for what stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.model import Attribution, Reading
from sayso.reader import read
from sayso.settings import Settings

BODY = "\n\nOSLO, June 3 (Fjord Wire) – Ferry talks go on, two people in the port said on Monday. “We are near an end,” Mayor Per Lund told Reuters on Monday."


def reading(text: str, encoder: bool = False) -> Reading:
    return read(
        make_document(text, {"publisher": "The Echo", "published": "2031-06-03T10:00:00Z"}, "x"),
        Settings(encoder=encoder),
    )


def first(headline: str, encoder: bool = False) -> Attribution | None:
    """The attribution of the headline's colon or dash."""
    found = reading(headline + BODY, encoder).attributions
    return next(
        (
            a
            for a in found
            if a.cue[0].end <= len(headline) and a.cue[0].of(headline) in (":", "–", "—", "-", "--")
        ),
        None,
    )


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    ("headline", "source", "content", "kind"),
    [
        ("Minister: talks near", "Minister", "talks near", "unnamed"),
        ("Talks near – minister", "minister", "Talks near", "unnamed"),
        ("Two killed in ferry blast: police", "police", "Two killed in ferry blast", "named_organisation"),
        (
            "Harbour To Close On Friday — Port Officials",
            "Port Officials",
            "Harbour To Close On Friday",
            "unnamed",
        ),
        ("Norway to send ferries to Latvia: Reuters", "Reuters", "Norway to send ferries to Latvia", "media"),
        ("Report: Norway may buy ferries", "Report", "Norway may buy ferries", "document"),
        ("Navy – ship lost power before crash", "Navy", "ship lost power before crash", "named_organisation"),
        (
            "‘We will not wait’ – official close to the talks",
            "official close to the talks",
            "‘We will not wait’",
            "unnamed",
        ),
    ],
)
def test_who_stands_beside_the_mark(
    headline: str, source: str, content: str, kind: str, encoder: bool
) -> None:
    found = first(headline, encoder)
    assert found is not None
    assert (found.source[0].of(headline), found.content[0].of(headline), found.kind) == (
        source,
        content,
        kind,
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Live: ferry talks in Oslo", "Explainer: why the mayor resigned", "Gotland outage – prosecutor opens inquiry", "It's official – ferry talks adopted, with a correction",
        "Editor's note – We withdraw our report", "Ferry round-up – Danish fares, German docks", "Oslo 2 – Bergen 1 in the cup", "What we know: two ships, one rock", "Ferry talks: day two in pictures", "Ferry talks near –  of the mayor",
    ],
)  # fmt: skip
def test_topics_and_labels_speak_for_nobody(headline: str) -> None:
    assert first(headline) is None


@pytest.mark.parametrize(
    ("headline", "innermost"),
    [
        ("Ferry talks near an end: mayor", "Per Lund"),
        ("Talks near an end – Lund", "Per Lund"),
        ("Ferry talks go on – sources", "two people in the port"),
    ],
)
def test_a_headline_s_source_is_that_of_the_body(headline: str, innermost: str) -> None:
    found = first(headline)
    assert found is not None
    assert found.chain[-1].name == innermost


def test_a_dateline_below_a_headline_is_one() -> None:
    assert [s.kind for s in reading("Ferry talks near an end" + BODY).document.sections] == [
        "body",
        "dateline",
        "body",
    ]
    assert [link.name for link in reading("Ferry talks near an end" + BODY).attributions[0].chain][:2] == [
        "The Echo",
        "Fjord Wire",
    ]


def test_a_full_sentence_is_no_headline() -> None:
    assert [
        a.cue[0].of("x")
        for a in reading("The minister spoke: the talks are near an end.").attributions
        if not a.source
    ] == []


@given(st.text(alphabet="aB :–-\n.“”'", max_size=60))
def test_any_headline_is_read_with_spans_inside(text: str) -> None:
    if text.strip():
        for a in reading(text).attributions:
            assert all(0 <= s.start < s.end <= len(text) for s in (*a.source, *a.cue, *a.content))
