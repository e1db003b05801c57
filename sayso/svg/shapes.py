"""Pieces of SVG: every word escaped, numbers short."""

from html import escape

from sayso.svg.wording import clean_words


def words(x: float, y: float, text: str, kind: str = "", most: int = 44, anchor: str = "start") -> str:
    """A line of text at a point, cut to `most` characters; the whole stands in its title."""
    text = clean_words(text)
    shown = text if len(text) <= most else text[: most - 1] + "…"
    more = f"<title>{escape(text)}</title>" if shown != text else ""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(shown)}{more}</text>'


def title_of(text: str) -> str:
    """A title, which a pointer shows and a screen reader tells."""
    return f"<title>{escape(clean_words(text))}</title>"


def fold(text: str, most: int, lines: int) -> list[str]:
    """Words in at most so many lines of at most `most` characters; what is cut off ends in an ellipsis.

    >>> fold("a government source behind Harbour News Agency", 30, 2)
    ['a government source behind', 'Harbour News Agency']
    """
    found = [""]
    for word in clean_words(text).split():
        joined = f"{found[-1]} {word}".strip()
        if len(joined) <= most or not found[-1]:
            found[-1] = joined
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [line if len(line) <= most else line[: most - 1] + "…" for line in found]


def link(href: str | None, inside: str) -> str:
    """Something to click, where there is somewhere to go."""
    return f'<a href="{escape(clean_words(href))}">{inside}</a>' if href else inside


def picture(width: float, height: float, title: str, body: list[str], style: str = "") -> str:
    """A whole picture with its title for those who cannot see it; `style` makes it stand alone."""
    sheet = f"<style>{style}</style>" if style else ""
    name = escape(clean_words(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-label="{name}" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}"><title>{name}</title>{sheet}{"".join(body)}</svg>'
    )


ALONE = (
    "text{font:13px system-ui,sans-serif;fill:#1b2330}.small{font-size:11px;fill:#5a6675}.head{font-weight:600;fill:#5a6675}"
    ".box{fill:#fff;stroke:#8a97a8}.source{fill:#eef4ff;stroke:#3564b0}.origin{fill:#fff4e0;stroke:#a8660a}"
    ".edge{fill:none;stroke:#8a97a8;stroke-width:1.4}.copy{stroke-dasharray:5 4;stroke:#8d3b87}.citation{stroke:#1d4f9c;stroke-width:2.4}.attribution{stroke:#6f8fb8}"
    ".byline,.own{stroke:#5a6675}.circular{stroke:#a32424;stroke-width:2.2;stroke-dasharray:2 3}.hit{fill:none;stroke:transparent;stroke-width:11}"
    ".dot{fill:#3564b0}.dot.ongoing,.dot.occurred{fill:#1f6b3a}.dot.postponed{fill:#a8660a}.dot.cancelled,.dot.denied{fill:#a32424}.dot.lapsed{fill:#6f3a92}"
    ".axis{stroke:#8a97a8}.grid{stroke:#dde1e6}.slip{fill:#8a5a00}svg{background:#fff}"
)
"""The style sheet of a picture that stands alone."""
