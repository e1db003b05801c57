"""Turns of a transcript, `WALLACE: Is it true?`, and lists of voices, `Ida Holm, pilot – “No.”`: a line of its own each, the speaker first."""

import re
from collections.abc import Iterator

from sayso.model import Span

_LABEL = re.compile(
    r"^[ \t]*[\"“]?(?P<name>(?:(?:REP|SEN|GOV|DR|MR|MRS|MS|GEN)\. )?[A-Z][A-Z'’-]+(?: [A-Z][A-Z.'’-]*){0,3})(?P<cue>:)[ \t]+(?=\S)",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"^[ \t]*[*•]?[ \t]*(?P<name>(?:[A-ZÀ-Þ][\w'’.-]+)(?: (?:(?:al|bin|van|von|de|der|di|da)[ -])?[A-ZÀ-Þ][\w'’.-]*){1,3}(?:, [^\n:“\"–—]{3,60}?)?)(?P<cue> [–—-]{1,2}|:)[ \t]+(?=[“\"«])",
    re.MULTILINE,
)
_NO_NAMES = frozenset(
    "NOTE UPDATE BREAKING WATCH RELATED READ PHOTOS VIDEO EDITOR CORRECTION CLARIFICATION MORE LISTEN WARNING SOURCE SOURCES PHOTO CREDIT TRANSCRIPT LIVE POLL FACT QUESTION ANSWER".split()
)
_FEWEST = 2  # labelled lines that make a transcript


def find_turns(text: str) -> Iterator[tuple[Span, Span, Span]]:
    """Speaker, cue (the colon) and words of each turn, where a text has a transcript in it.

    >>> text = "HOST: Will you run?\\nGUEST: Ask me in May."
    >>> [(s.of(text), c.of(text), w.of(text)) for s, c, w in find_turns(text)]
    [('HOST', ':', 'Will you run?'), ('GUEST', ':', 'Ask me in May.')]
    """
    for labels in (
        [m for m in pattern.finditer(text) if not set(m["name"].upper().split()) & _NO_NAMES]
        for pattern in (_LABEL, _NAMED)
    ):
        if len(labels) >= _FEWEST:
            yield from _turns(text, labels)


def _turns(text: str, labels: list[re.Match[str]]) -> Iterator[tuple[Span, Span, Span]]:
    for m in labels:
        stop = text.find("\n", m.end())
        stop = len(text) if stop < 0 else stop
        words = text[m.end() : stop].rstrip()
        if words:
            yield (
                Span(m.start("name"), m.end("name")),
                Span(m.end("cue") - len(m["cue"].strip()), m.end("cue")),
                Span(m.end(), m.end() + len(words)),
            )
