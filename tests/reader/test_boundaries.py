"""Spans that the encoder tore, mended by the parse, and what mending must leave alone."""

import pytest

from sayso.model import Span
from sayso.reader.attribution.boundaries import mend
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import parse_text


def mended(text: str, source: str, cue: str, content: str) -> tuple[str, str]:
    """Source and content after mending; parts of a span are set apart by a bar."""

    def spans(words: str) -> tuple[Span, ...]:
        out, at = [], 0
        for part in words.split(" | "):
            at = text.index(part, at)
            out.append(Span(at, at + len(part)))
        return tuple(out)

    a = mend(RawAttribution(spans(source), spans(cue), spans(content), 1.0), parse_text(text))
    return " | ".join(s.of(text) for s in a.source), " | ".join(s.of(text) for s in a.content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "wanted"),
    [
        ("A senior navy officer said the patrol boats of the navy had found nothing.", "officer", "said", "the patrol boats", ("A senior navy officer", "the patrol boats of the navy had found nothing")),
        ("The ferry is late, the mayor of Bergen said.", "mayor", "said", "The ferry is late", ("the mayor of Bergen", "The ferry is late")),
        ("In their report the two pilots said the channel was narrow.", "their | pilots", "said", "the channel was narrow", ("the two pilots", "the channel was narrow")),
        ("BERGEN - The mayor said the ferry was late.", "mayor", "said", "the ferry was late", ("The mayor", "the ferry was late")),
        ("The critic likened the rules to a noose - a charge that stung.", "critic", "likened", "the rules to a", ("The critic", "the rules to a noose")),
        ("The union demanded accountability from the port, yet refused to meet its director.", "union", "demanded", "accountability from", ("The union", "accountability from the port")),
    ],
)  # fmt: skip
def test_torn_spans(text: str, source: str, cue: str, content: str, wanted: tuple[str, str]) -> None:
    assert mended(text, source, cue, content) == wanted
