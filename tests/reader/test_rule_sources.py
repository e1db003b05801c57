from types import SimpleNamespace
from typing import Any

from sayso.model import Span
from sayso.reader.attribution.rule_sources import phrase_of


def test_a_mark_that_a_parse_takes_for_a_subject_is_a_phrase_of_its_own() -> None:
    tokens = [SimpleNamespace(pos="PUNCT", start=0, end=1), SimpleNamespace(pos="VERB", start=2, end=6)]
    parsed: Any = SimpleNamespace(
        tokens=tokens,
        subtree=lambda i: [i],
        span=lambda run: Span(tokens[min(run)].start, tokens[max(run)].end),
    )
    assert phrase_of(parsed, 0, 1) == Span(0, 1)
