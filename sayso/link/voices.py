"""Who of the parties spoke on record: confirmed, denied, declined; and the names under which institutions are shown."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Attribution, ChainLink, EventMention, Reading

_OFFICIAL = re.compile(r"\b(?:official|spokes\w+|minister|ministry|embassy|office|command|military|police|government)\b", re.IGNORECASE)

_SILENT = re.compile(
    r"\b(?:respond|repl|answer|return)\w*\b|\breached\b|\bavailable\b|\b(?:has|have|had)(?: not|n['’]t) (?:yet )?commented\b", re.IGNORECASE
)


@cache
def _states() -> dict[str, tuple[str, str]]:
    return {r["code"]: (r["names"].split("|")[0], r["adjectives"].split("|")[0]) for r in load_table("states")}


def institution_name(entity: str | None, fallback: str) -> str:
    """A readable name of an institution's id.

    >>> institution_name("org:KOR/defence-ministry", "ministry")
    'South Korean defence ministry'
    """
    if entity and "/" in entity and entity.startswith("org:"):
        code, slug = entity[4:].split("/", 1)
        adjective = _states().get(code, ("", ""))[1] or _states().get(code, (code, ""))[0]
        if code == "?":
            return fallback
        return f"{adjective} {slug.replace('-', ' ')}"
    if entity and entity.startswith("state:"):
        return _states().get(entity[6:], (fallback, ""))[0]
    return fallback


def speaker_name(link: ChainLink) -> str:
    """The name under which a source is shown: its institution where it speaks for one, else its own."""
    if link.institution and link.institution.startswith("org:") and "/" in link.institution and "?" not in link.institution:
        return institution_name(link.institution, link.name)
    return link.name


def country_of(link: ChainLink) -> str | None:
    """The state for which a source speaks (ISO 3166 alpha-3), as far as its id tells."""
    for id in (link.institution, link.entity):
        if id and id.startswith("org:") and "/" in id and "?" not in id:
            return id[4:].split("/", 1)[0]
        if id and id.startswith("state:"):
            return id[6:]
    return link.description.country if link.description else None


def find_voices(
    mentions: Iterable[tuple[Reading, EventMention]], participants: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """confirmed_by, denied_by and declined_by of an event, cumulatively; who speaks later no longer declines."""
    confirmed: dict[str, str] = {}
    denied: dict[str, str] = {}
    declined: dict[str, str] = {}
    for reading, mention in mentions:
        indexes = [*([mention.attribution] if mention.attribution is not None else []), *mention.bears_on]
        for index in indexes:
            attribution = reading.attributions[index]
            link = attribution.chain[-1]
            key, name = link.institution or link.entity or link.name.casefold(), speaker_name(link)
            if attribution.stance == "declines":
                if _on_record(link, attribution, True) and _party(link, participants, True) and not _silent(reading, attribution):
                    declined.setdefault(key, name)
            elif not _on_record(link, attribution, False) or not _party(link, participants, False):
                continue
            elif attribution.stance == "denies":
                denied.setdefault(key, name)
            elif attribution.stance in ("asserts", "confirms", "predicts") and mention.status != "denied":
                if index in mention.bears_on and attribution.stance != "confirms":
                    continue
                confirmed.setdefault(key, name)
    declined = {k: n for k, n in declined.items() if k not in confirmed and k not in denied}
    return tuple(dict.fromkeys(confirmed.values())), tuple(dict.fromkeys(denied.values())), tuple(dict.fromkeys(declined.values()))


def _silent(reading: Reading, attribution: Attribution) -> bool:
    """Whether the cue tells of silence (did not respond, could not be reached), which is no decline."""
    cue = " ".join(span.of(reading.document.text) for span in attribution.cue)
    return bool(_SILENT.search(cue)) and not re.search(r"\b(?:declin|refus)\w+", cue, re.IGNORECASE)


def _on_record(link: ChainLink, attribution: Attribution, declines: bool) -> bool:
    if link.kind in ("named_person", "named_organisation", "document"):
        return True
    if link.kind != "unnamed":
        return False
    # an official declines for the institution, a nameless spokesperson speaks for it
    return bool(_OFFICIAL.search(link.name)) if declines else bool(re.search(r"\bspokes\w+", link.name, re.IGNORECASE)) or bool(link.institution and link.entity == link.institution)


def _party(link: ChainLink, participants: Sequence[str], declines: bool) -> bool:
    country = country_of(link)
    if country:
        return not participants or country in participants
    if link.institution or link.kind == "named_organisation":
        return True
    return declines
