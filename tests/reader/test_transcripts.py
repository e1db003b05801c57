import pytest

from sayso.reader.document.transcripts import find_turns
from sayso.reader.encoder.session import find_raw_attributions

SHOW = 'Partial transcript:\n\n"HOST: Will the bridge open on Friday?\n\n"MAYOR BERG: It will. We have tested it.\n\n"HOST: Who says so?'


def test_turns_have_speaker_and_words() -> None:
    assert [(s.of(SHOW), w.of(SHOW)) for s, _, w in find_turns(SHOW)] == [
        ("HOST", "Will the bridge open on Friday?"),
        ("MAYOR BERG", "It will. We have tested it."),
        ("HOST", "Who says so?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NOTE: The bridge is shut.\nUPDATE: It is open.",
        "HOST: One line alone is no transcript.",
        "At 10:30 the UN said: no.",
        "Berg: I say.\nLie: You do.",
    ],
)
def test_labels_that_name_nobody_make_no_transcript(text: str) -> None:
    assert list(find_turns(text)) == []


def test_turns_are_attributions() -> None:
    found = find_raw_attributions([SHOW])
    assert found
    assert {a.source[0].of(SHOW) for a in found[0] if a.source} >= {"HOST", "MAYOR BERG"}
