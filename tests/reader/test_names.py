"""Names as the reader finds them: hyphens hold a name together, and a word before a title is no person."""

import pytest

from sayso.model import Span
from sayso.reader.encoder.events import HYPHEN, Word, _hyphenated
from sayso.reader.entities.persons import find_persons
from sayso.reader.parse import Name, Parsed


@pytest.mark.parametrize(
    ("pieces", "wanted"),
    [
        (["Anna", "-", "Lena", " fell"], [[0, 1, 2], [3]]),
        (["Abu", "-", "al", "-", "Hadi"], [[0, 1, 2, 3, 4]]),
        (["ten", " -", " Oslo"], [[0], [1], [2]]),
        (["D", "-", "Springfield"], [[0], [1], [2]]),
        (["well", "-", " known"], [[0], [1], [2]]),
    ],
)
def test_a_hyphen_without_space_joins_words(pieces: list[str], wanted: list[list[int]]) -> None:
    words, ids, at = [], [], 0
    for n, piece in enumerate(pieces):
        at += len(piece) - len(piece.lstrip())
        words.append(Word(n, "body", at, at + len(piece.strip())))
        at += len(piece.strip())
        ids.append(HYPHEN if piece.strip() == "-" else 7)
    assert _hyphenated(words, ids) == wanted


@pytest.mark.parametrize(
    ("text", "tagged", "wanted"),
    [
        ("Culture Minister Ines Faro spoke.", ["Culture", "Ines Faro"], ["Ines Faro"]),
        ("In Lindau Police Chief Otto Brandt's view", ["Lindau", "Otto Brandt"], ["Otto Brandt"]),
        ("Brandt, said Otto Brandt, is a name.", ["Brandt", "Otto Brandt"], ["Otto Brandt", "Otto Brandt"]),
    ],
)
def test_a_single_name_before_a_capital_is_no_person(text: str, tagged: list[str], wanted: list[str]) -> None:
    names = [Name(text.index(n), text.index(n) + len(n), "PERSON") for n in tagged]
    found = find_persons(Parsed(text, [], [], names, [Span(0, len(text))]), [])
    assert [n for n, _ in found] == wanted
