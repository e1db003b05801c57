"""What hangs on what in a sentence, told from parts of speech and order alone."""

from collections.abc import Sequence
from itertools import pairwise

from sayso.reader.document.tokens import Tagged
from sayso.reader.parse import Token

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
_BEFORE_NOUN = ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "X", "SYM")
_DEP_IN_PHRASE = {
    "DET": "det",
    "ADJ": "amod",
    "NUM": "nummod",
    "NOUN": "compound",
    "PROPN": "compound",
    "PRON": "poss",
}


def link_tokens(words: Sequence[Tagged], base: int, sentence: int) -> list[Token]:
    """The tokens of a sentence with heads and relations; `base` is the index of its first in the document."""
    if not words:
        return []
    linker = _Linker(words)
    linker.phrases()
    linker.verbs()
    linker.prepositions()
    linker.arguments()
    linker.rest()
    out = []
    for i, w in enumerate(words):
        above = linker.head[i]
        head = base + (i if above is None else above)
        out.append(
            Token(
                base + i,
                w.start,
                w.end,
                w.text,
                w.lemma,
                w.pos,
                w.tag,
                linker.dep[i] or "dep",
                head,
                sentence,
            )
        )
    return out


class _Linker:
    """The relations of one sentence while they are found."""

    def __init__(self, words: Sequence[Tagged]) -> None:
        self.words = words
        self.head: list[int | None] = [None] * len(words)
        self.dep: list[str] = [""] * len(words)
        self.heads: list[int] = []  # of noun phrases, in order
        self.begins: dict[int, int] = {}  # by head
        self.main: list[int] = []  # verbs that are no helpers
        self.root = 0

    def hang(self, i: int, head: int, dep: str) -> None:
        """Hang a word on another, once."""
        if self.head[i] is None and i != head:
            self.head[i], self.dep[i] = head, dep

    def phrases(self) -> None:
        """Noun phrases: their words hang on the last noun, an owner's on what is owned."""
        i, size = 0, len(self.words)
        while i < size:
            if self.words[i].pos not in _BEFORE_NOUN:
                i += 1
                continue
            j = i
            while j < size and (self.words[j].pos in _BEFORE_NOUN or self._inner_hyphen(j)):
                j += 1
            nouns = [k for k in range(i, j) if self.words[k].pos in _NOMINAL]
            if nouns:
                head = nouns[-1]
                for k in range(i, j):
                    self.hang(k, head, _DEP_IN_PHRASE.get(self.words[k].pos, "dep"))
                self.heads.append(head)
                self.begins[head] = i
            i = max(j, i + 1)
        for one, two in pairwise(self.heads):
            between = self.words[one + 1 : self.begins[two]]
            if len(between) == 1 and between[0].tag == "POS":
                self.hang(one + 1, one, "case")
                self.hang(one, two, "poss")

    def _inner_hyphen(self, j: int) -> bool:
        near = self.words[j - 1 : j + 2]
        return (
            len(near) == 3
            and near[1].text in "-–/&"
            and near[0].end == near[1].start
            and near[1].end == near[2].start
            and near[2].pos in _BEFORE_NOUN
        )

    def verbs(self) -> None:
        """Helpers hang on their verb, verbs on the first of the sentence."""
        for i, w in enumerate(self.words):
            if w.pos == "AUX":
                after = next(
                    (
                        k
                        for k in range(i + 1, min(len(self.words), i + 5))
                        if self.words[k].pos not in ("ADV", "PART", "AUX")
                    ),
                    None,
                )
                if after is not None and self.words[after].pos == "VERB":
                    passive = self.words[after].tag == "VBN" and w.lemma == "be"
                    self.hang(i, after, "auxpass" if passive else "aux")
                    continue
                self.main.append(i)
            elif w.pos == "VERB":
                self.main.append(i)
        opened = [i for i in self.main if not self._opens_clause(i)]
        self.root = (opened or self.main or self.heads or [0])[0]
        self.dep[self.root] = "ROOT"
        self.head[self.root] = self.root
        for i in self.main:
            self.hang(i, self.root, self._clause(i))

    def _opens_clause(self, verb: int) -> bool:
        return self._clause(verb) in ("advcl", "relcl", "xcomp", "acl")

    def _clause(self, verb: int) -> str:
        """How a verb's clause hangs on the sentence, by the word that opens it."""
        for k in range(verb - 1, max(-1, verb - 8), -1):
            w = self.words[k]
            low = w.text.lower()
            if low == "to" and w.pos == "PART":
                return "xcomp"
            if low in ("who", "which", "whom", "whose"):
                return "relcl"
            if low == "that":
                return "ccomp" if k == 0 or self.words[k - 1].pos in ("VERB", "AUX", "PUNCT") else "relcl"
            if w.pos == "SCONJ":
                return "advcl"
            if w.pos == "CCONJ":
                return "conj"
            if w.pos in ("VERB",) or w.text in ',;:“”"':
                break
        if self.words[verb].tag == "VBG":
            return "advcl"
        if (
            self.words[verb].tag == "VBN"
            and self.head[verb] is None
            and verb
            and self.words[verb - 1].pos in _NOMINAL
        ):
            return "acl"
        return "ccomp"

    def prepositions(self) -> None:
        """A preposition hangs on the noun right before it, else on the verb before it; its noun hangs on it."""
        for i, w in enumerate(self.words):
            if w.pos != "ADP":
                continue
            head = next((h for h in self.heads if h > i), None)
            if head is not None and not any(
                self.words[k].pos in ("VERB", "AUX", "PUNCT") for k in range(i, head)
            ):
                self.hang(head, i, "pobj")
            before = next((h for h in reversed(self.heads) if h < i), None)
            verb = next((v for v in reversed(self.main) if v < i), None)
            if (
                before is not None
                and before == i - 1
                and (w.text.lower() == "of" or verb is None or verb < before)
            ):
                self.hang(i, before, "prep")
            elif verb is not None:
                self.hang(
                    i, verb, "agent" if w.text.lower() == "by" and self.words[verb].tag == "VBN" else "prep"
                )
            else:
                self.hang(i, self.root, "prep")

    def arguments(self) -> None:
        """A noun phrase is another's apposition or equal, a verb's subject where it stands before it, else its object."""
        subjects: set[int] = set()
        objects: set[int] = set()
        for n, h in enumerate(self.heads):
            if self.head[h] is not None:
                continue
            begin = self.begins[h]
            previous = self.heads[n - 1] if n else None
            lead = self.words[begin - 1].text if begin else ""
            if previous is not None and lead in (",", "and", "or") and self._joined(previous, begin, lead):
                self.hang(h, previous, "appos" if lead == "," else "conj")
                continue
            verb = self._verb_after(h)
            if verb is not None and verb not in subjects:
                subjects.add(verb)
                passive = self.words[verb].tag == "VBN" and any(
                    self.head[k] == verb and self.dep[k] == "auxpass" for k in range(max(0, verb - 4), verb)
                )
                self.hang(h, verb, "nsubjpass" if passive else "nsubj")
                continue
            left = next((v for v in reversed(self.main) if v < h), None)
            if left is not None and left not in objects:
                objects.add(left)
                self.hang(h, left, "attr" if self.words[left].lemma == "be" else "dobj")

    def _joined(self, previous: int, begin: int, lead: str) -> bool:
        return previous >= begin - 2 or (lead != "," and previous >= begin - 3)

    def _verb_after(self, h: int) -> int | None:
        """The verb that a noun phrase stands before, with no more than a phrase between commas or with a preposition between."""
        comma = False
        for k in range(h + 1, len(self.words)):
            w = self.words[k]
            if k in self.main:
                return k if self.words[k].tag != "VBG" else None
            if w.pos in ("AUX", "ADV", "PART"):
                continue
            if w.text == ",":
                comma = not comma
                continue
            if comma or w.pos in ("ADP", *_BEFORE_NOUN):
                if not comma and k in self.heads and self.dep[k] != "pobj" and self.head[k] is None:
                    return None
                continue
            return None
        return None

    def rest(self) -> None:
        """Everything else hangs on the nearest verb before it, or on the sentence's first."""
        for i, w in enumerate(self.words):
            verb = next((v for v in reversed(self.main) if v <= i), self.root)
            dep = {"PUNCT": "punct", "ADV": "advmod", "CCONJ": "cc", "SCONJ": "mark", "PART": "neg"}.get(
                w.pos, "dep"
            )
            self.hang(i, verb if verb != i else self.root, dep)
            if self.head[i] is None:
                self.head[i] = i
        self._break_circles()

    def _break_circles(self) -> None:
        for i in range(len(self.words)):
            seen, at = {i}, i
            while self.head[at] != at and self.head[at] is not None:
                at = self.head[at]  # type: ignore[assignment]
                if at in seen:
                    self.head[at], self.dep[at] = at, "ROOT"
                    break
                seen.add(at)
