"""Who acts and upon whom: subjects, agents, possessives, prepositions, shared subjects; and what an event is about."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import EventMention
from sayso.reader import read
from sayso.reader.events.contexts import find_context


def event(sentence: str, lemma: str) -> EventMention:
    document = make_document(
        sentence, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"
    )
    return next(m for m in read(document).events if m.lemma == lemma)


@pytest.mark.parametrize(
    ("sentence", "lemma", "actors", "recipients"),
    [
        ("Ghana's navy detained a Danish trawler on Tuesday.", "arrest", "GHA", "DNK"),
        ("A Danish trawler was detained by Ghana's navy on Tuesday.", "arrest", "GHA", "DNK"),
        ("Norway's strike on a Peruvian oil depot killed four people on Monday.", "attack", "NOR", "PER"),
        ("Peru suffered an attack by Bolivian rebels on Sunday.", "attack", "BOL", "PER"),
        (
            "Norwegian troops, backed by Swedish jets, attacked Danish positions on Monday.",
            "attack",
            "NOR",
            "DNK",
        ),
        ("Sweden imposed sanctions on Belarus on Monday.", "sanctions", "SWE", "BLR"),
        ("Sanctions imposed by Sweden on Belarus took effect on Monday.", "sanctions", "SWE", "BLR"),
        ("Peru was given three coastguard ships by Chile on Friday.", "aid", "CHL", "PER"),
        ("Chile handed three ships to Peru on Friday.", "aid", "CHL", "PER"),
        ("Chile plans to send Peru 200 generators on Friday.", "aid", "CHL", "PER"),
        ("Kenya and Somalia held a joint exercise in Mombasa on Saturday.", "exercise", "KEN SOM", ""),
        ("Peru's president will meet his Chilean counterpart in Lima on Friday.", "talks", "PER CHL", ""),
        ("Denmark forced a Russian tanker to dock at Esbjerg on Friday.", "departure", "DNK", "RUS"),
        ("A Russian tanker was forced to dock at Esbjerg on Friday.", "departure", "", "RUS"),
    ],
)
def test_actor_and_recipient(sentence: str, lemma: str, actors: str, recipients: str) -> None:
    found = event(sentence, lemma)
    by = {
        role: {a.value for a in found.arguments if a.role == role}
        for role in ("actor", "recipient", "participant")
    }
    assert by["actor"] == set(actors.split())
    assert by["recipient"] == set(recipients.split())
    assert by["actor"] | by["recipient"] <= by["participant"]


@pytest.mark.parametrize(
    ("sentence", "concept", "context"),
    [
        ("Ministers met to talk about tariffs on steel exports.", "talks", "economic"),
        ("Observers arrived for the referendum and its ballot papers.", "arrival", "election"),
        ("Both sides fought over the disputed border.", "clash", "territory"),
        ("They met.", "promise", None),
        ("A drill began.", "exercise", "military"),
    ],
)
def test_context(sentence: str, concept: str, context: str | None) -> None:
    assert find_context(concept, sentence, 5) == context
