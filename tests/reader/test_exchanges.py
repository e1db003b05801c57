"""Words whose owner the layout tells: quotes over paragraphs, block quotes, exchanges, transcripts; by rule alone and by the encoder."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.reader import read
from sayso.reader.encoder.session import model_is_installed
from sayso.settings import Settings


def said(text: str, encoder: bool) -> list[tuple[str, str]]:
    found = read(
        make_document(text, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"),
        Settings(encoder=encoder),
    ).attributions
    return [
        (a.source[0].of(text).rstrip(","), " | ".join(c.of(text).strip('.,“”«»"') for c in a.content))
        for a in found
    ]


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "“The quay is closed,” the harbour master said. “Nobody sails today.”",
            "the harbour master",
            "The quay is closed | Nobody sails today",
        ),
        (
            "“The quay is closed.\n\n“Nobody sails today,” the harbour master said.",
            "the harbour master",
            "The quay is closed | Nobody sails today",
        ),
        (
            "The harbour master said: “The quay is closed.\n\n“Nobody sails today.\n\n“We open on Monday.”",
            "The harbour master",
            "The quay is closed | Nobody sails today | We open on Monday",
        ),
        ('“The quay is closed," the harbour master said.', "the harbour master", "The quay is closed"),
        (
            "“He told me ‘never again’ and hung up,” the captain said.",
            "the captain",
            "He told me ‘never again’ and hung up",
        ),
        ("«The quay is closed», the harbour master said.", "the harbour master", "The quay is closed"),
        ("— The quay is closed, said the harbour master.", "the harbour master", "The quay is closed"),
        (
            "The harbour master wrote:\n\n> The quay is closed. Nobody sails.\n\nThe letter was sent on Monday.",
            "The harbour master",
            "The quay is closed. Nobody sails",
        ),
        (
            "“The quay is closed, the harbour master said. Nobody may sail.",
            "the harbour master",
            "The quay is closed",
        ),
        ("''The quay is closed,'' the harbour master said.", "the harbour master", "''The quay is closed,''"),
        (
            "“The quay is closed,” said Ida Holm.\n\n“We open on Monday.\n\n“Until then nobody sails.”\n\nThe wind rose.",
            "Ida Holm",
            "The quay is closed | We open on Monday | Until then nobody sails",
        ),
        (
            "– The quay is closed, said the harbour master.\n– Since when? asked a sailor.",
            "a sailor",
            "Since when?",
        ),
        ("“Never!” she cried. “Never?” he asked. “Never,” she said.", "he", "Never?"),
        ("“Never!” she cried. “Never?” he asked. “Never,” she said.", "she", "Never!"),
        (
            "“We will not go,” the crew's lawyer said, adding: “Not this week.”",
            "the crew's lawyer",
            "We will not go",
        ),
        (
            "“We will not go,” the crew's lawyer said, adding: “Not this week.”",
            "the crew's lawyer",
            "Not this week",
        ),
        ("Asked if the quay was closed, Holm said, “Yes.”", "Holm", "Yes"),
        (
            "The quay, in the words of the harbour master, is “a ruin”.",
            "the harbour master",
            "The quay | is “a ruin",
        ),
        ("HOLM: The quay is closed.\nBERG: Since when?\nHOLM: Since noon.", "BERG", "Since when?"),
        (
            "Ida Holm, pilot – “The quay is closed.”\n\nOlav Berg, diver – “It never was.”",
            "Olav Berg, diver",
            "It never was",
        ),
    ],
)
def test_who_says_it(text: str, source: str, content: str, encoder: bool) -> None:
    assert (source, content) in said(text, encoder)


@pytest.mark.parametrize("encoder", [False, True])
def test_a_scare_quote_is_nobodys(encoder: bool) -> None:
    assert said("The so-called “ghost fleet” sailed at noon.", encoder) == []


EXCHANGE = (
    "“Is the quay closed?” Ida Holm asked.\n\n“Since noon,” Olav Berg said.\n\n“And the ferry?”\n\n“It left.”"
)


@pytest.mark.parametrize("encoder", [False, True])
def test_speakers_alternate_by_question_and_answer(encoder: bool) -> None:
    assert said(EXCHANGE, encoder) == [
        ("Ida Holm", "Is the quay closed? | And the ferry?"),
        ("Olav Berg", "Since noon | It left"),
    ]


def test_prose_between_ends_an_exchange() -> None:
    text = EXCHANGE.replace("\n\n“And", "\n\nThe wind rose.\n\n“And")
    assert ("Ida Holm", "Is the quay closed?") in said(text, False)


@pytest.mark.skipif(not model_is_installed(), reason="no encoder model is installed")
def test_a_quote_behind_the_speaker_is_no_part_of_him() -> None:
    assert said("“The quay,” said Ida Holm, who runs the port, “is closed.”", True) == [
        ("Ida Holm, who runs the port", "The quay | is closed")
    ]


def test_who_answers_speaks_for_himself() -> None:
    text = "“It is closed,” Ida Holm said.\n\n“It is not,” Olav Berg said.\n\n“It is.”\n\nThe wind rose."
    assert said(text, False) == [("Ida Holm", "It is closed"), ("Olav Berg", "It is not")]


@pytest.mark.parametrize("encoder", [False, True])
def test_a_he_is_no_she(encoder: bool) -> None:
    text = "“It is closed,” the spokeswoman said. “It is not,” he said."
    found = read(make_document(text, {"publisher": "The Echo"}, "x"), Settings(encoder=encoder)).attributions
    assert [a.chain[-1].name for a in found] == ["the spokeswoman", "he"]


PIECES = st.sampled_from(
    ["“", "”", '"', "'", "''", "‘", "’", "«", "»", "„", "\n", "\n\n", "– ", "> ", "HOLM: ", "BERG: ", "the mayor ", "she ", "said ", "told ", "that ", "according to ", "the quay ", "is closed", ", ", ". ", "? ", ": ", "reportedly ", "is said to have ", "declined to comment "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_any_text_is_read_with_spans_inside_and_in_order(text: str, encoder: bool) -> None:
    if not text.strip():
        return
    for a in read(
        make_document(text, {"publisher": "The Echo"}, "x"), Settings(encoder=encoder)
    ).attributions:
        assert a.cue
        assert a.content
        for spans in (a.source, a.cue, a.content):
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(b.start >= c.end for c, b in zip(a.content, a.content[1:]))
