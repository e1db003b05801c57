"""Words of a sentence with parts of speech, lemmas and Penn tags, from the network's tags; possessives and negations split off."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from sayso.model import Span

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[^\W\d_]+(?=n['’]t\b)|[^\W_]+|[^\w\s]",
)
_MODAL = frozenset("will would shall should may might must can could 'll ’ll wo ca".split())
_BE = frozenset("be am is are was were been being 's ’s 're ’re".split())
_HAVE = frozenset("have has had having 've ’ve".split())
_IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak", "went": "go",
    "gone": "go", "met": "meet", "held": "hold", "made": "make", "took": "take", "taken": "take", "gave": "give", "given": "give",
    "came": "come", "saw": "see", "seen": "see", "knew": "know", "known": "know", "thought": "think", "felt": "feel", "found": "find",
    "heard": "hear", "put": "put", "read": "read", "left": "leave", "kept": "keep", "began": "begin", "begun": "begin", "was": "be",
    "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "had": "have", "has": "have", "did": "do", "does": "do",
    "done": "do", "saying": "say", "says": "say", "people": "people", "police": "police", "sources": "source", "men": "man",
    "women": "woman", "children": "child", "sank": "sink", "struck": "strike", "sought": "seek", "brought": "bring", "led": "lead",
}  # fmt: skip


class Tagged(NamedTuple):
    """A word with its place in the text, universal part of speech, Penn tag and lemma."""

    start: int
    end: int
    text: str
    pos: str
    tag: str
    lemma: str


def tokenize(
    text: str, sentence: Span, words: Sequence[tuple[int, int, str]], starts: Sequence[int]
) -> list[Tagged]:
    """The tokens of a sentence; `words` are the network's (start, end, part of speech), `starts` their starts."""
    out: list[Tagged] = []
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        token = match[0]
        k = bisect_right(starts, match.end() - 1) - 1
        pos = words[k][2] if k >= 0 and words[k][1] > match.start() else "X"
        if not token[0].isalnum() and token[0] not in "'’":
            pos = "SYM" if token in "$£€%+=" else "PUNCT"
        elif token[0] in "'’" and len(token) > 1:
            pos = "PART" if token[1:] == "s" and out and out[-1].pos in ("NOUN", "PROPN", "PRON") else "AUX"
        elif token in ("n't", "n’t"):
            pos = "PART"
        lemma = lemma_of(token, pos)
        out.append(Tagged(match.start(), match.end(), token, pos, _penn(token, pos, out), lemma))
    return out


def lemma_of(word: str, pos: str) -> str:
    """A word without the commonest endings of its part of speech.

    >>> lemma_of("officials", "NOUN"), lemma_of("denied", "VERB"), lemma_of("told", "VERB")
    ('official', 'deny', 'tell')
    """
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if pos == "NOUN":
        return _singular(low)
    if pos in ("VERB", "AUX"):
        return _infinitive(low)
    return low if pos != "PROPN" else word


def _singular(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    return low[:-1] if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3 else low


def _infinitive(low: str) -> str:
    for ending, put in (("ied", "y"), ("ies", "y")):
        if low.endswith(ending) and len(low) > 4:
            return low[: -len(ending)] + put
    for ending in ("ed", "ing"):
        if low.endswith(ending) and len(low) - len(ending) > 2:
            stem = low[: -len(ending)]
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
                return stem[:-1]
            return stem + "e" if _takes_e(stem) else stem
    return _singular(low)


def _takes_e(stem: str) -> bool:
    """Whether an infinitive ends with the e that its endings dropped: announc(e), stat(e), argu(e)."""
    if stem.endswith(("c", "g", "v", "u", "s", "z")) and not stem.endswith(("ss", "zz", "ng")):
        return True
    return (
        bool(re.search(r"[^aeiou][aiou][tbrmnlkp]$", stem))
        and len(re.findall(r"[aeiou]+", stem)) < 2
        or stem.endswith(("at", "ibl", "abl"))
    )


def _penn(token: str, pos: str, before: Sequence[Tagged]) -> str:
    low = token.lower()
    if pos == "NOUN":
        return "NNS" if low.endswith("s") and _singular(low) != low else "NN"
    if pos == "PROPN":
        return "NNP"
    if pos == "NUM":
        return "CD"
    if pos == "PART":
        return "POS" if low in ("'s", "’s") else "TO" if low == "to" else "RB"
    if pos not in ("VERB", "AUX"):
        return {
            "ADJ": "JJ",
            "ADV": "RB",
            "DET": "DT",
            "ADP": "IN",
            "SCONJ": "IN",
            "CCONJ": "CC",
            "PRON": "PRP",
        }.get(pos, pos)
    if low in _MODAL:
        return "MD"
    helpers = [t.text.lower() for t in before[-4:] if t.pos in ("AUX", "PART")]
    if low.endswith("ing"):
        return "VBG"
    if any(h in _BE or h in _HAVE for h in helpers) and pos == "VERB":
        return "VBN"
    if helpers and (helpers[-1] == "to" or helpers[-1] in _MODAL or helpers[-1] in ("do", "does", "did")):
        return "VB"
    if low.endswith("s") and not low.endswith("ss"):
        return "VBZ"
    if low.endswith("ed") or (low in _IRREGULAR and _IRREGULAR[low] != low):
        return "VBD"
    return "VBP"
