"""The origin graph of an event: its reports, whom they cite, and the origins in which they end, each edge to its sentence."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from sayso.model import Document, Event, Evidence
from sayso.svg.shapes import ALONE, link, picture, words
from sayso.svg.wording import count_words

ROW, TOP, BOX = 34, 46, 26
Address = Callable[[str, int | None], str | None]
"""From a document's id and an offset (or None) to an address, or None where there is none."""


def nowhere(document: str, offset: int | None) -> str | None:
    """No addresses: for a picture outside the page."""
    return None


def draw_origin_graph(event: Event, documents: Mapping[str, Document], address: Address = nowhere, alone: bool = False) -> str:
    """The picture as SVG text; reports stand left, cited outlets and sources in the middle, origins right.

    >>> from sayso.model import Event
    >>> draw_origin_graph(Event(id="e", label="drill", type="MOBILIZE", status="planned"), {}).startswith("<svg")
    True
    """
    paths: list[list[str]] = []
    edges: dict[tuple[str, str], tuple[str, str | None]] = {}
    column: dict[str, int] = {}
    for line in event.origins.receipt:
        report = f"d:{line.document}"
        middle = [f"m:{c.name}" for c in line.chain[1:-1]]
        path = [report, *dict.fromkeys(m for m in middle if m != f"m:{line.origin}"), f"o:{line.origin}"]
        paths.append(path)
        for position, node in enumerate(path[:-1]):
            column[node] = max(column.get(node, 0), position)
        strongest = _strongest(line.evidence)
        href = address(strongest.document or line.document, strongest.span.start if strongest and strongest.span else None) if strongest else None
        for a, b in pairwise(path):
            edges.setdefault((a, b), (strongest.kind if strongest else "own", href))
        for e in line.evidence:
            if e.kind == "copy" and e.document and e.document != line.document:
                edges.setdefault((report, f"d:{e.document}"), ("copy", address(line.document, e.span.start if e.span else None)))
                column.setdefault(f"d:{e.document}", 0)
    last = max(column.values(), default=0) + 1
    nodes = list(dict.fromkeys(n for path in paths for n in path)) + [n for n in column if not any(n in p for p in paths)]
    column |= {n: last for n in nodes if n.startswith("o:")}
    rows: dict[int, int] = {}
    place: dict[str, tuple[float, float]] = {}
    step = 300
    for node in nodes:
        at = column[node]
        place[node] = (20 + at * step, TOP + rows.get(at, 0) * ROW)
        rows[at] = rows.get(at, 0) + 1
    width, height = 40 + last * step + 240, TOP + max(rows.values(), default=1) * ROW + 16
    body = [_head(20, "reports"), *([_head(20 + step, "cited")] if last > 1 else []), _head(20 + last * step, "origins")]
    for (a, b), (kind, href) in edges.items():
        if a in place and b in place:
            body.append(_edge(place[a], place[b], kind, href))
    for node in nodes:
        body.append(_node(node, place[node], documents, address))
    return picture(width, height, count_words(event), body, ALONE if alone else "")


def _strongest(evidence: tuple[Evidence, ...]) -> Evidence | None:
    order = ("copy", "citation", "attribution", "byline", "own", "retraction", "feature")
    return min(evidence, key=lambda e: order.index(e.kind), default=None)


def _head(x: float, text: str) -> str:
    return words(x, 24, text, "head")


def _edge(a: tuple[float, float], b: tuple[float, float], kind: str, href: str | None) -> str:
    (x1, y1), (x2, y2) = a, b
    if x1 == x2:  # a copy of a report in the same column
        bend = x1 - 12
        line = f'<path class="edge {kind}" d="M{x1:g} {y1 + BOX / 2:g}H{bend:g}V{y2 + BOX / 2:g}H{x2:g}"/>'
    else:
        start, end = x1 + 240, x2
        middle = (start + end) / 2
        line = f'<path class="edge {kind}" d="M{start:g} {y1 + BOX / 2:g}C{middle:g} {y1 + BOX / 2:g} {middle:g} {y2 + BOX / 2:g} {end:g} {y2 + BOX / 2:g}"/>'
    return link(href, f"<g><title>{kind}</title>{line}</g>")


def _node(node: str, at: tuple[float, float], documents: Mapping[str, Document], address: Address) -> str:
    x, y = at
    kind, name = node[0], node[2:]
    href, text = None, name
    if kind == "d":
        document = documents.get(name)
        href = address(name, None)
        day = f" · {document.published_at:%d %b}" if document and document.published_at else ""
        text = f"{(document.publisher or document.title or name) if document else name}{day}"
    shape = {"d": "box", "m": "box source", "o": "box origin"}[kind]
    box = f'<rect class="{shape}" x="{x:g}" y="{y:g}" width="240" height="{BOX}" rx="5"/>'
    return link(href, box + words(x + 10, y + 17.5, text, most=30))
