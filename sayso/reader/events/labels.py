"""Words for a person: what kind of event, who, where."""

from collections.abc import Sequence

from sayso.model import Argument, Place, Span
from sayso.reader.entities.state_names import state_label
from sayso.reader.parse import Parsed


def make_label(
    parsed: Parsed, concept: str, extent: Span, arguments: Sequence[Argument], place: Place | None
) -> str:
    """A short label, e.g. `exercise: South Korea, Japan, near Korean Peninsula (hold a joint drill)`."""
    who = [
        state_label(a.value) if len(a.value) == 3 and a.value.isupper() else a.value
        for a in arguments
        if a.role == "participant"
    ]
    who = who or [a.value for a in arguments if a.role in ("person", "organisation")]
    where = f"{place.relation} {place.name}" if place and place.relation else place.name if place else ""
    parts = ", ".join([*dict.fromkeys(who), *([where] if where and where not in who else [])][:5])
    words = " ".join(extent.of(parsed.text).split())
    return (
        f"{concept.replace('-', ' ')}: {parts} ({words})"
        if parts
        else f"{concept.replace('-', ' ')} ({words})"
    )
