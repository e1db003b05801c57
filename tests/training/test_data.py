"""What the network is trained on: windows with targets, and shares of the labels."""

import random
from itertools import pairwise

from tests.training.corpus import make_report
from training.attribution.data import OUTSIDE, make_examples, sample_share
from training.events.teasers import insert_teasers


def test_a_share_is_a_sample_within_the_next_larger_one() -> None:
    rows = [make_report(n) for n in range(40)]
    shares = [[r["id"] for r in sample_share(rows, s)] for s in (0.1, 0.25, 0.5, 1.0)]
    assert [len(s) for s in shares] == [4, 10, 20, 40]
    assert all(set(a) < set(b) for a, b in pairwise(shares))
    assert shares[-1] == [r["id"] for r in rows]
    assert shares[1] != [r["id"] for r in rows[:10]]
    assert [r["id"] for r in sample_share(rows, 0.25)] == shares[1]
    assert len(sample_share(rows, 0.001)) == 1


def test_targets_are_those_of_the_report() -> None:
    report = make_report(0)
    (example,) = make_examples(report, random.Random(0))
    words = [report["text"][o[0] : o[1]] if o else "" for o in example.window.offsets]
    assert [words[i] for i, label in enumerate(example.cue) if label == 1] == ["said"]
    owned = " ".join(words[i] for i, owner in enumerate(example.owner) if owner not in (OUTSIDE, -2))
    assert owned == "that the bridge would close on Monday"
    assert [[words[i] for i in source] for source in example.sources] == [["The", "mayor"]]


def test_teasers_move_what_is_annotated_and_nothing_else() -> None:
    headlines = ["Ferry runs aground off Bergen", "Why the harvest failed this year"]
    text = "Storm.\n\nThe mayor said that the bridge would close.\nIt shut on Monday.\n\nBoats waited."

    def at(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    said = {
        "source": [at("The mayor")],
        "cue": [at("said")],
        "content": [at("that the bridge would close.")],
    }
    shut, day = at("shut"), at("on Monday")
    row = {
        "id": "a",
        "text": text,
        "attributions": [said],
        "mentions": [
            {
                "part": "body",
                "start": shut[0],
                "end": shut[1],
                "args": [{"part": "body", "start": day[0], "end": day[1]}],
            }
        ],
    }
    for seed in range(30):
        out = insert_teasers(row, headlines, random.Random(seed))
        new, mention = out["text"], out["mentions"][0]
        assert new[mention["start"] : mention["end"]] == "shut"
        assert new[mention["args"][0]["start"] : mention["args"][0]["end"]] == "on Monday"
        assert [new[s:e] for k in ("source", "cue", "content") for s, e in out["attributions"][0][k]] == [
            "The mayor",
            "said",
            "that the bridge would close.",
        ]
        assert any(h.casefold() in new.casefold() for h in headlines)
        assert all(line in new for line in text.split("\n"))
        assert out["id"] != row["id"]
    assert insert_teasers({**row, "text": "One line."}, headlines, random.Random(0))["text"] == "One line."
