"""Everything that is decided about two documents, behind the few functions that the ledger calls.

Each link is a function of its two ends alone, so that neither the order of additions nor what came later matters.
"""

from functools import cached_property

from sayso.link.copies import Fingerprint, compare_copies
from sayso.link.coreference import Node, make_nodes
from sayso.link.same_event import link_copied, link_happenings
from sayso.link.stories import StoryDigest, compare_stories
from sayso.model import Link, Reading


class Prepared:
    """A reading with what comparing it with others needs, each part made once on first use."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """What finds its copies."""
        return Fingerprint(self.reading.document)

    @cached_property
    def digest(self) -> StoryDigest:
        """What finds its story."""
        return StoryDigest(self.reading)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Its happenings."""
        return make_nodes(self.reading)


def prepare(reading: Reading) -> Prepared:
    """A reading, ready to be compared with many."""
    return Prepared(reading)


def candidate_keys(prepared: Prepared) -> tuple[str, ...]:
    """The keys under which the ledger finds what a document may be linked to; their number does not grow with the text."""
    return (*(f"copy {band}" for band in prepared.fingerprint.bands), *prepared.digest.keys)


def link_pair(a: Prepared, b: Prepared) -> tuple[Link, ...]:
    """The links between two documents: copy or update, same story, and the same events where they may share a story.

    The same whatever the order of the arguments; empty for a document and itself.
    """
    if a.reading.document.id == b.reading.document.id:
        return ()
    a, b = sorted((a, b), key=lambda p: p.reading.document.id)
    found: list[Link] = []
    story = compare_stories(a.digest, b.digest)
    if story:  # texts that have not even their rare words in common are no copies
        copy = compare_copies(a.fingerprint, b.fingerprint)
        found += [copy, story] if copy else [story]
    if found or a.digest.event_keys & b.digest.event_keys:
        likeness = story.score if story else 0.0
        if any(link.relation == "copy_of" and link.judgement == "same" for link in found):
            found += link_copied(a.nodes, b.nodes)
        else:
            found += link_happenings(a.nodes, b.nodes, likeness)
    return tuple(found)
