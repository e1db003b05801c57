import pytest

from sayso.model import Span
from sayso.read.encoder import RawAttribution, find_raw_attributions, model_is_installed

pytestmark = pytest.mark.skipif(not model_is_installed(), reason="the attribution model is not installed")

HARBOUR = "“We will close the harbour on Friday,” the port director told reporters. Ferries stayed in, according to two captains."
BUDGET = "The treasurer denied that the budget had been cut.\n\nShe said taxes would rise next year."


def read(*texts: str) -> list[tuple[RawAttribution, ...]]:
    found = find_raw_attributions(texts)
    assert found is not None
    return found


def test_source_cue_and_content_are_found() -> None:
    (found,) = read(HARBOUR)
    said = {a.cue[0].of(HARBOUR).split()[0]: a for a in found}
    assert "port director" in said["told"].source[0].of(HARBOUR)
    assert "close the harbour" in said["told"].content[0].of(HARBOUR)
    assert said["according"].source[0].of(HARBOUR) == "two captains"
    assert all(0 <= a.score <= 1 for a in found)


def test_an_answer_does_not_depend_on_the_other_documents() -> None:
    texts = [HARBOUR, BUDGET, HARBOUR * 12, "", "No one spoke."]
    assert read(*texts) == [read(text)[0] for text in texts] == read(*reversed(texts))[::-1]


def test_furniture_is_not_read() -> None:
    found = find_raw_attributions([BUDGET], [[Span(0, BUDGET.index("\n"))]])
    assert found is not None
    assert all(s.start > BUDGET.index("\n") for a in found[0] for s in (*a.source, *a.cue, *a.content))


@pytest.mark.parametrize("text", ["", "\n\n", "“", '"' * 500, "a" * 5000, "😀 said " * 200, "\u202e\x00 said"])
def test_any_text_gives_an_answer(text: str) -> None:
    (found,) = read(text)
    assert all(0 <= s.start < s.end <= len(text) for a in found for s in (*a.source, *a.cue, *a.content))
