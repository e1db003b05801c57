"""Words whose owner the layout tells: quotes over paragraphs, block quotes, exchanges, transcripts; by rule alone and by the encoder."""

import pytest

from sayso.ingest.documents import make_document
from sayso.read import read
from sayso.settings import Settings


def said(text: str, encoder: bool) -> list[tuple[str, str]]:
    found = read(make_document(text, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"), Settings(encoder=encoder)).attributions
    return [(a.source[0].of(text), " | ".join(c.of(text).strip(".,“”") for c in a.content)) for a in found]


@pytest.mark.parametrize("encoder", [False, True])
@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The quay is closed,” the harbour master said. “Nobody sails today.”", "the harbour master", "The quay is closed | Nobody sails today"),
        ("“The quay is closed.\n\n“Nobody sails today,” the harbour master said.", "the harbour master", "The quay is closed | Nobody sails today"),
        (
            "The harbour master said: “The quay is closed.\n\n“Nobody sails today.\n\n“We open on Monday.”",
            "The harbour master",
            "The quay is closed | Nobody sails today | We open on Monday",
        ),
        ("“The quay is closed,\" the harbour master said.", "the harbour master", "The quay is closed"),
        ("“He told me ‘never again’ and hung up,” the captain said.", "the captain", "He told me ‘never again’ and hung up"),
        ("«The quay is closed», the harbour master said.", "the harbour master", "The quay is closed"),
        ("— The quay is closed, said the harbour master.", "the harbour master", "The quay is closed"),
        ("The harbour master wrote:\n\n> The quay is closed. Nobody sails.\n\nThe letter was sent on Monday.", "The harbour master", "The quay is closed. Nobody sails"),
        ("HOLM: The quay is closed.\nBERG: Since when?\nHOLM: Since noon.", "BERG", "Since when?"),
        ("Ida Holm, pilot – “The quay is closed.”\n\nOlav Berg, diver – “It never was.”", "Olav Berg, diver", "It never was"),
    ],
)
def test_who_says_it(text: str, source: str, content: str, encoder: bool) -> None:
    assert (source, content) in said(text, encoder)


@pytest.mark.parametrize("encoder", [False, True])
def test_a_scare_quote_is_nobodys(encoder: bool) -> None:
    assert said("The so-called “ghost fleet” sailed at noon.", encoder) == []


EXCHANGE = "“Is the quay closed?” Ida Holm asked.\n\n“Since noon,” Olav Berg said.\n\n“And the ferry?”\n\n“It left.”"


@pytest.mark.parametrize("encoder", [False, True])
def test_speakers_alternate_by_question_and_answer(encoder: bool) -> None:
    assert said(EXCHANGE, encoder) == [("Ida Holm", "Is the quay closed? | And the ferry?"), ("Olav Berg", "Since noon | It left")]


def test_prose_between_ends_an_exchange() -> None:
    text = EXCHANGE.replace("\n\n“And", "\n\nThe wind rose.\n\n“And")
    assert ("Ida Holm", "Is the quay closed?") in said(text, False)
