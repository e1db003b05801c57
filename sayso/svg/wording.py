"""An event in a line of words, and words as a format can hold them."""

import re
from urllib.parse import quote

from sayso.model import Event

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_words(words: str) -> str:
    """Words without what neither XML nor iCalendar may hold: control characters and lone surrogates.

    >>> clean_words("drill" + chr(0) + chr(11) + " ahead")
    'drill ahead'
    """
    return _NO_XML.sub("", words)


def plain_address(url: str) -> str:
    """An address as a URI (RFC 3986): what may not stand in one is percent-encoded, what is encoded stays.

    >>> plain_address("https://a.example/ü?q=%41 <b>")
    'https://a.example/%C3%BC?q=%41%20%3Cb%3E'
    """
    return quote(clean_words(url), safe="%/:=&?~#+!$,;@()*[]'")


def count_words(event: Event) -> str:
    """Reports and origins, counted.

    >>> from sayso.model import Origins
    >>> count_words(Event(id="e", label="drill", type="X", status="planned", reports=6, origins=Origins(low=1, high=2)))
    '6 reports, 1–2 origins'
    """
    low, high = event.origins.low, event.origins.high
    count = f"{low}" if low == high else f"{low}–{high}"
    return f"{event.reports} report{'' if event.reports == 1 else 's'}, {count} origin{'' if count == '1' else 's'}"


def summary_lines(event: Event) -> list[str]:
    """For an editor: status in our words, reports and origins, who confirmed, denied or declined, what is contested."""
    parts = (
        ("confirmed by", event.confirmed_by),
        ("denied by", event.denied_by),
        ("no comment from", event.declined_by),
        ("contested", [c.field for c in event.conflicts]),
    )
    return [
        f"sayso: {event.status}; {count_words(event)}",
        *(f"{what}: {', '.join(names)}" for what, names in parts if names),
    ]
