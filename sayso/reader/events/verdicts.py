"""What a verb's own tense, aspect and modal say of how far its event has come and how sure that is (FactBank's values)."""

from typing import NamedTuple

from sayso.model import Factuality, Status
from sayso.reader.parse import Parsed


class Verdict(NamedTuple):
    """Status and factuality of a mention; `firm` is False where a bare noun says nothing of either."""

    status: Status
    factuality: Factuality
    firm: bool = True


_MODALS: dict[str, Verdict] = {
    "will": Verdict("planned", "PR+"),
    "'ll": Verdict("planned", "PR+"),
    "’ll": Verdict("planned", "PR+"),
    "shall": Verdict("planned", "PR+"),
    "would": Verdict("planned", "PR+"),
    "wo": Verdict("denied", "CT-"),
    "should": Verdict("planned", "PS+"),
    "may": Verdict("possible", "PS+"),
    "might": Verdict("possible", "PS+"),
    "could": Verdict("possible", "PS+"),
    "can": Verdict("possible", "PS+"),
}
_ALIKE = frozenset("hit cut put set shut hurt let quit burst split spread shed beat cast bid cost".split())


def read_verb(parsed: Parsed, verb: int) -> Verdict:
    """The verdict of a verb's own tense, aspect and modal.

    >>> from sayso.reader.parse import parse_text
    >>> read_verb(parse_text("The two may meet on Friday."), 3)
    Verdict(status='possible', factuality='PS+', firm=True)
    """
    token = parsed.tokens[verb]
    children = [parsed.tokens[c] for c in parsed.children[verb]]
    helpers = [c for c in children if c.dep in ("aux", "auxpass") and c.i < verb]
    words = [c.text.lower() for c in helpers]
    for word in words:
        if word in _MODALS:
            if "have" in words and word in ("may", "might", "could", "would", "should"):
                return (
                    Verdict("occurred", "PS+")
                    if word in ("may", "might", "could")
                    else Verdict("denied", "CT-")
                )
            return _MODALS[word]
    if "to" in words:
        head = parsed.tokens[token.head]
        if head.lemma.lower() == "be" and token.dep in ("xcomp", "ccomp"):
            return (
                Verdict("denied", "CT-")
                if "have" in words and head.tag == "VBD"
                else Verdict("planned", "PR+")
            )
        if head.lemma.lower() in ("have", "be") and any(
            parsed.tokens[c].text.lower() == "yet" for c in parsed.children[head.i]
        ):
            return Verdict("possible", "CT-")
        return Verdict("planned", "Uu", False)
    if any(w in ("is", "are", "'s", "’s", "am") for w in words) and token.tag == "VBG":
        return Verdict("ongoing", "CT+")
    if any(w in ("was", "were") for w in words) and token.tag == "VBG":
        return Verdict("occurred", "CT+")
    if any(w in ("has", "have", "had", "'ve", "’ve") for w in words):
        return Verdict("occurred", "CT+") if token.tag != "VBG" else Verdict("ongoing", "CT+")
    if any(w in ("is", "are", "'s", "’s") for w in words) and token.tag == "VBN":
        return Verdict("ongoing", "CT+")
    if (
        token.tag == "VBD"
        or _is_past_alike(parsed, verb)
        or (
            token.tag == "VBN" and (helpers or token.dep in ("acl", "relcl", "advcl", "ROOT", "conj", "amod"))
        )
    ):
        return Verdict("occurred", "CT+")
    if token.tag == "VBG":
        firm = token.dep not in ("pcomp", "acl", "advcl", "xcomp", "prep")
        return Verdict("occurred", "CT+" if firm else "Uu", firm)
    if token.tag in ("VBZ", "VBP"):
        return Verdict("ongoing", "PR+", False)
    return Verdict("planned", "Uu", False)


def _is_past_alike(parsed: Parsed, verb: int) -> bool:
    """Whether a verb whose past looks like its present is past: its clause hangs on a past one, or its subject is a single one."""
    token = parsed.tokens[verb]
    if (
        token.text not in _ALIKE
        or token.tag not in ("VBP", "VB")
        or any(parsed.tokens[c].dep in ("aux", "auxpass") for c in parsed.children[verb])
    ):
        return False
    single = any(
        parsed.tokens[c].dep == "nsubj" and parsed.tokens[c].tag in ("NN", "NNP")
        for c in parsed.children[verb]
    )
    return (
        single
        or (token.dep in ("advcl", "conj", "relcl") and parsed.tokens[token.head].tag == "VBD")
        or (
            token.dep == "advcl"
            and any(parsed.tokens[c].text in ("was", "were") for c in parsed.children[token.head])
        )
    )
