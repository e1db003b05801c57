"""A verification as text for a person."""

from sayso.terminal import plain
from sayso.verify.records import Verification

_SAID = {
    "supported": "supported by {low} independent origins",
    "one_source": "told, on one origin",
    "disputed": "disputed: a source denies it, or tells otherwise",
    "different": "different from what the reports tell",
    "not_found": "not found: nothing held bears on it",
}


def verification_text(answer: Verification) -> str:
    """The verdict, the value that differs, and whose words decide it; a few lines that end with a line
    end."""
    rests = answer.origins
    low = (
        ("" if rests is None else str(rests.low))
        if rests is None or rests.low == rests.high
        else f"{rests.low}–{rests.high}"
    )
    lines = [answer.claim, f"  {_SAID[answer.verdict].format(low=low)}"]
    if answer.field:
        lines.append(
            f"  {answer.field.replace('_', ' ')}: claimed {answer.given or 'so'}, told"
            f" {answer.told or 'otherwise'}"
        )
    if rests and rests.names:
        lines.append(f"  on the word of {', '.join(rests.names)}")
    for ground in answer.receipt:
        lines.append(f"  {ground.publisher or ground.document}: {' '.join(ground.text.split())}")
    if answer.event:
        lines.append(f"  event {answer.event}")
    cover = answer.coverage
    when = f", published {cover.first[:10]} to {cover.last[:10]}" if cover.first and cover.last else ""
    lines.append(f"  {cover.reports} reports that name what it names{when}")
    return "".join(plain(line) + "\n" for line in lines)
