"""Turns of wire style: passives, nouns for acts, light verbs, "has yet to", "was to have", "no longer", "stopped short of", conditions."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import EventMention
from sayso.reader import read


def events(sentence: str) -> dict[str, EventMention]:
    document = make_document(
        sentence, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"
    )
    return {m.lemma: m for m in read(document).events}


@pytest.mark.parametrize(
    ("sentence", "lemma", "status"),
    [
        (
            "The drill, which was to be held in Gdynia on Friday, has been called off, Poland's navy said.",
            "exercise",
            "cancelled",
        ),
        ("The exercise is set to be held off Gdynia in June, the Polish navy said.", "exercise", "planned"),
        ("The Launch of a Chilean satellite on Sunday was a success.", "launch", "occurred"),
        (
            "Chile and Peru blamed each other for a deadly exchange of fire on Sunday near Arica.",
            "clash",
            "occurred",
        ),
        ("Peru has yet to deliver the promised helicopters to Bolivia.", "aid", "possible"),
        ("Talks between Chile and Peru were to have begun in Lima on Monday.", "talks", "denied"),
        ("Peru's foreign minister will no longer visit Santiago on Friday.", "visit", "cancelled"),
        ("Bolivia failed to launch a satellite on Monday.", "launch", "denied"),
        ("The ministers stopped short of signing an agreement in Lima on Monday.", "agreement", "denied"),
        ("A summit between Chile and Peru has been put off until June 12.", "talks", "postponed"),
        ("Chile could launch a satellite as early as Friday.", "launch", "possible"),
        ("The Peruvian president is due in Santiago on Thursday.", "visit", "planned"),
        ("A hearing is slated for May 20 in Lima.", "trial", "planned"),
        ("Norway would likely send troops to Estonia if Russia attacked.", "deployment", "possible"),
        ("If Peru closes the border on Friday, Chile will retaliate.", "closure", "possible"),
        ("Peru sent troops to the border on Monday to hold an exercise.", "deployment", "occurred"),
        ("Norwegian forces have been holding an exercise near Bodø since Monday.", "exercise", "ongoing"),
        ("No talks were held between Chile and Peru on Monday.", "talks", "denied"),
        ("Chile and Peru held no talks on Monday.", "talks", "denied"),
        (
            "A planned visit by the Peruvian foreign minister to Santiago on Friday was scrapped.",
            "visit",
            "cancelled",
        ),
        ("Peru refused to sign the treaty with Chile in Lima on Monday.", "agreement", "denied"),
        (
            "The visit of the Peruvian foreign minister to Santiago, scheduled for Friday, will go ahead.",
            "visit",
            "planned",
        ),
        (
            "The Chilean president has invited his Peruvian counterpart to visit Santiago in June.",
            "visit",
            "possible",
        ),
        ("Peru threatens to shut the border with Chile on Friday.", "closure", "possible"),
        ("Norway's parliament approved sanctions on Belarus on Monday.", "sanctions", "occurred"),
        ("Chile's navy postponed a drill that it had planned for Friday.", "exercise", "postponed"),
        ("Chile agreed on Monday to send Peru 200 generators.", "aid", "planned"),
        (
            "Chile's deputy foreign minister is expected to hold talks in Lima on Thursday.",
            "talks",
            "planned",
        ),
        ("Plans for a naval drill off Gdynia in June have been shelved.", "exercise", "postponed"),
        ("Bolivia narrowly avoided a collision between two trains near Oruro on Monday.", "crash", "denied"),
        ("The army is ready to deploy to Arica on Wednesday.", "deployment", "planned"),
        ("Norwegian troops are already deploying near Kirkenes.", "deployment", "ongoing"),
        ("Peru intends to buy 24 jets from Sweden next year.", "purchase", "planned"),
        ("Denmark's prime minister ruled out sending troops to Kirkenes in June.", "deployment", "denied"),
        ("The Arica crossing remains shut, the governor said.", "closure", "ongoing"),
        ("The border will stay shut until Friday, the governor said.", "closure", "planned"),
        ("The Arica crossing was shut for all traffic after the shooting.", "closure", "ongoing"),
        ("Latvia's prosecutor closed the inquiry on Monday.", "inquiry", "occurred"),
        (
            "The rebels were blamed for a car bomb that wounded seven soldiers near Arica a month ago.",
            "attack",
            "occurred",
        ),
        ('The Peruvian foreign ministry said that Lima would respond "in kind".', "threat", "occurred"),
        (
            "Norway's defence minister will be in Visby on Tuesday to sign an agreement.",
            "agreement",
            "planned",
        ),
        ("A delay in the delivery of jets to Peru until June angered Lima.", "aid", "postponed"),
        ("The delivery of the jets to Peru will be delayed until June, the maker said.", "aid", "postponed"),
        ("The prospect of a strike on Arica in June worries Chile.", "attack", "possible"),
        ("Plans for a drill off Gdynia in June were unveiled on Monday.", "exercise", "planned"),
        ("Plans for a drill off Gdynia in June were scrapped on Monday.", "exercise", "cancelled"),
        ("Four soldiers died on Sunday when rockets hit a bridge in Arica.", "attack", "occurred"),
    ],
)
def test_status(sentence: str, lemma: str, status: str) -> None:
    found = events(sentence)
    assert lemma in found
    assert found[lemma].status == status
    assert "arrest" not in found


@pytest.mark.parametrize(
    "sentence",
    [
        "Drills anger the North.",
        "The annual drills usually anger North Korea.",
        "North Korea often fires missiles after drills.",
        "The hauliers of Poland are still fighting.",
        "The shop was closed.",
    ],
)
def test_habits_are_no_events(sentence: str) -> None:
    assert not events(sentence)


def test_what_killed_on_a_day_was_then() -> None:
    time = events("The rebels were blamed for a car bomb that wounded seven soldiers near Arica on Sunday.")[
        "attack"
    ].time
    assert time is not None
    assert time.interval is not None
    assert time.interval.start.date().isoformat() == "2024-05-05"


def test_who_blame_each_other_take_part() -> None:
    found = events("Chile and Peru blamed each other for a deadly exchange of fire on Sunday near Arica.")[
        "clash"
    ]
    assert {a.value for a in found.arguments if a.role == "participant"} == {"CHL", "PER"}


@pytest.mark.parametrize(
    ("sentence", "lemma", "place"),
    [
        ("Norway's strike on a Peruvian oil depot killed four people on Monday.", "attack", None),
        ("A summit between Chile and Peru has been put off until June 12.", "talks", None),
        ("Ghana's navy detained a Danish trawler on Tuesday.", "arrest", None),
        ("Ghana's navy detained a Danish trawler off Togo's coast on Tuesday.", "arrest", "Togo's coast"),
    ],
)
def test_whose_navy_it_is_is_no_place(sentence: str, lemma: str, place: str | None) -> None:
    found = events(sentence)[lemma].place
    assert (found.name if found else None) == place
