"""Words that say how far the event that they govern has come (`sayso/data/status_cues.tsv`): verbs with particles, adjectives, nouns."""

from functools import cache

from sayso.lexicon import load_table
from sayso.model import Factuality, Status
from sayso.reader.parse import Parsed

CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)
_ON_OFF = {"on": "schedule", "off": "call off"}


@cache
def status_cues() -> dict[str, tuple[Status, Factuality]]:
    """Status and factuality by the lemma of what governs an event, with its particle.

    >>> status_cues()["put off"]
    ('postponed', 'CT-')
    """
    out: dict[str, tuple[Status, Factuality]] = {}
    for row in load_table("status_cues"):
        for cue in row["cues"].split("|"):
            out[cue] = (row["status"], row["factuality"])  # type: ignore[assignment]
    return out


def find_predicate(parsed: Parsed, i: int) -> str:
    """The lemma of a predicate with the particle or adjective that makes its sense ("put off", "is due": `due`)."""
    token = parsed.tokens[i]
    lemma = token.lemma.lower()
    for c in parsed.children[i]:
        child = parsed.tokens[c]
        if (
            child.dep in ("prt", "acomp", "advmod", "prep")
            and c > i
            and not _leads_to_day(parsed, c)
            and f"{lemma} {child.text.lower()}" in status_cues()
        ):
            return f"{lemma} {child.text.lower()}"
    if lemma == "be":
        for c in parsed.children[i]:
            if (
                c > i
                and parsed.tokens[c].text.lower() in _ON_OFF
                and not any(parsed.tokens[k].dep == "pobj" for k in parsed.children[c])
            ):
                return _ON_OFF[
                    parsed.tokens[c].text.lower()
                ]  # "the walkout is on for the 11th", "the talks are off"
            if (
                parsed.tokens[c].dep in ("acomp", "attr", "prep", "advmod")
                and parsed.tokens[c].lemma.lower() in status_cues()
            ):
                return parsed.tokens[c].lemma.lower()
    return lemma


def _leads_to_day(parsed: Parsed, prep: int) -> bool:
    """Whether a preposition only leads to a day ("agreed on Monday to send")."""
    return any(
        parsed.tokens[c].text in CALENDAR or parsed.tokens[c].text.isdigit() for c in parsed.children[prep]
    )


def stage_of(parsed: Parsed, verb: int) -> Status | None:
    """How far the event of a verb's subject or object has come by the verb's word alone ("put off": postponed)."""
    cue = status_cues().get(find_predicate(parsed, verb))
    return cue[0] if cue else None
