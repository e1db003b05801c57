"""The origin graph of an event: its reports, whom they cite, and the origins in which they end, each edge to its sentence."""

from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import pairwise

from msgspec import Struct, field

from sayso.model import Document, Event, Evidence
from sayso.svg.shapes import ALONE, fold, link, picture, title_of, words
from sayso.svg.wording import count_words

TOP, GAP, LINE, LEFT = 44, 9, 15, 34
_BOX, _STEP = 300, 400  # of up to three columns; of more the boxes are narrower
_NARROW, _STRIDE = 230, 310
_LETTER = 6.9  # units that a letter takes on average
_KINDS = {
    "own": "own account", "attribution": "quotes", "citation": "cites", "byline": "byline", "copy": "copy of", "feature": "same source", "retraction": "withdrawn",
    "circular": "circle of citation",
}  # fmt: skip
Address = Callable[[str, int | None], str | None]
"""From a document's id and an offset (or None) to an address, or None where there is none."""


class _Box(Struct):
    x: float
    y: float
    width: float
    lines: list[str]

    @property
    def height(self) -> float:
        return 11 + LINE * len(self.lines)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class _Graph(Struct):
    """Nodes (d: report, m: cited, o: origin) by column, and edges with their kind and the address of their sentence."""

    column: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)

    def node(self, name: str, column: int) -> None:
        self.column[name] = max(self.column.get(name, 0), column)

    def edge(self, one: str, other: str, kind: str, href: str | None) -> None:
        self.edges.setdefault((one, other), (kind, href))


def nowhere(document: str, offset: int | None) -> str | None:
    """No addresses: for a picture outside the page."""
    return None


def draw_origin_graph(
    event: Event, documents: Mapping[str, Document], address: Address = nowhere, alone: bool = False
) -> str:
    """The picture as SVG text; reports stand left, cited outlets and sources in the middle, origins right.

    >>> from sayso.model import Event
    >>> draw_origin_graph(Event(id="e", label="drill", type="MOBILIZE", status="planned"), {}).startswith("<svg")
    True
    """
    graph = _trace(event, documents, address)
    _mark_circles(graph, event, documents)
    last = max((*graph.column.values(), 1))
    width, step = (_BOX, _STEP) if last < 3 else (_NARROW, _STRIDE)
    boxes = _place(graph, documents, last, width, step)
    bottom = max((b.y + b.height for b in boxes.values()), default=TOP)
    body = [words(LEFT, 24, "reports", "head"), words(LEFT + last * step, 24, "origins", "head")]
    body += [words(LEFT + step, 24, "whom they cite", "head")] if last > 1 else []
    bends = 0
    for (one, other), (kind, href) in graph.edges.items():
        if one in boxes and other in boxes:
            bends += one[0] == other[0]
            body.append(
                _edge(
                    boxes[one],
                    boxes[other],
                    kind,
                    href,
                    f"{_KINDS[kind]}: {_name(one, documents)} – {_name(other, documents)}",
                    bends,
                )
            )
    body += [_node(name, boxes[name], documents, address) for name in boxes]
    body += _key([kind for kind, _ in graph.edges.values()], bottom + 26)
    return picture(
        LEFT + last * step + width + 20, bottom + 40, count_words(event), body, ALONE if alone else ""
    )


def _trace(event: Event, documents: Mapping[str, Document], address: Address) -> _Graph:
    graph = _Graph()
    for document in dict.fromkeys(m.document for m in event.mentions):
        graph.node(f"d:{document}", 0)
    for line in event.origins.receipt:
        report = f"d:{line.document}"
        middle = [f"m:{c.name}" for c in line.chain[1:-1]]
        path = [report, *dict.fromkeys(m for m in middle if m != f"m:{line.origin}"), f"o:{line.origin}"]
        for position, node in enumerate(path[:-1]):
            graph.node(node, position)
        graph.node(path[-1], 1)
        strongest = _strongest(line.evidence)
        href = (
            address(strongest.document or line.document, strongest.span.start if strongest.span else None)
            if strongest
            else None
        )
        for a, b in pairwise(path):
            graph.edge(a, b, strongest.kind if strongest else "own", href)
        for e in line.evidence:
            if e.kind == "copy" and e.document and e.document != line.document:
                graph.edge(
                    report,
                    f"d:{e.document}",
                    "copy",
                    address(line.document, e.span.start if e.span else None),
                )
                graph.node(f"d:{e.document}", 0)
    held = sorted({c for n, c in graph.column.items() if n[0] != "o"} or {0})  # no column stays empty
    graph.column = {n: len(held) if n[0] == "o" else held.index(c) for n, c in graph.column.items()}
    return graph


def _mark_circles(graph: _Graph, event: Event, documents: Mapping[str, Document]) -> None:
    """Edges of outlets that cite each other in a circle; such reports may lead to no origin of their own."""
    for note in event.origins.notes:
        kind, _, names = note.partition(": ")
        if kind != "circular":
            continue
        for one, other in pairwise(names.split(" cites ")):
            for a in [n for n in graph.column if n[0] == "d" and _publisher(n, documents) == one]:
                cited = [
                    n
                    for n in graph.column
                    if n == f"m:{other}" or (n[0] == "d" and _publisher(n, documents) == other)
                ]
                own = [edge for (x, _), edge in graph.edges.items() if x == a and edge[0] != "circular"]
                sentence = next((href for kind, href in own if kind == "citation"), None)
                if own and "citation" not in [kind for kind, _ in own]:
                    continue  # it has its account from elsewhere
                for b in cited[:1]:
                    graph.edges[a, b] = ("circular", graph.edges.get((a, b), ("", None))[1] or sentence)


def _place(
    graph: _Graph, documents: Mapping[str, Document], last: int, width: float, step: float
) -> dict[str, _Box]:
    """Where each node stands: columns from the left, each node as near as can be to the mean of those that lead to it."""
    order: dict[str, float] = {}
    boxes: dict[str, _Box] = {}
    for column in range(last + 1):
        own = [n for n, c in graph.column.items() if c == column]
        if column:
            leading = {n: [order[a] for a, b in graph.edges if b == n and a in order] for n in own}
            own.sort(key=lambda n: sum(leading[n]) / len(leading[n]) if leading[n] else 0.0)
        y = float(TOP)
        for n, name in enumerate(own):
            order[name] = n / max(1, len(own))
            boxes[name] = _Box(
                LEFT + column * step, y, width, fold(_name(name, documents), int((width - 20) / _LETTER), 2)
            )
            y += boxes[name].height + GAP
    return boxes


def _strongest(evidence: tuple[Evidence, ...]) -> Evidence | None:
    order = ("copy", "citation", "attribution", "byline", "own", "retraction", "feature")
    return min(evidence, key=lambda e: order.index(e.kind), default=None)


def _publisher(node: str, documents: Mapping[str, Document]) -> str | None:
    document = documents.get(node[2:])
    return document.publisher if document else None


def _name(node: str, documents: Mapping[str, Document]) -> str:
    document = documents.get(node[2:]) if node[0] == "d" else None
    if document is None:
        return node[2:]
    return f"{document.publisher or document.title or node[2:]}{f' · {document.published_at.astimezone(UTC):%d %b}' if document.published_at else ''}"


def _edge(one: _Box, other: _Box, kind: str, href: str | None, title: str, bends: int) -> str:
    if one.x == other.x:  # a copy of a report in the same column
        bend = one.x - 10 - 5 * (bends % 4)
        way = f"M{one.x:g} {one.middle:g}H{bend:g}V{other.middle:g}H{other.x:g}"
    else:
        start, end = one.x + one.width, other.x
        half = end - min(70.0, (end - start) / 2)
        way = f"M{start:g} {one.middle:g}H{half - 30:g}C{half:g} {one.middle:g} {half:g} {other.middle:g} {end:g} {other.middle:g}"
        if one.middle == other.middle:
            way = f"M{start:g} {one.middle:g}H{end:g}"
        elif end - start > one.width:  # over a column between: bend early, before its boxes
            way = f"M{start:g} {one.middle:g}C{start + 60:g} {one.middle:g} {start + 60:g} {other.middle:g} {start + 100:g} {other.middle:g}H{end:g}"
    hit = f'<path class="hit" d="{way}"/>' if href else ""
    return link(href, f'<g>{title_of(title)}{hit}<path class="edge {kind}" d="{way}"/></g>')


def _node(node: str, box: _Box, documents: Mapping[str, Document], address: Address) -> str:
    shape = {"d": "box", "m": "box source", "o": "box origin"}[node[0]]
    href = address(node[2:], None) if node[0] == "d" else None
    drawn = f'<rect class="{shape}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="5"/>'
    drawn += "".join(
        words(box.x + 10, box.y + 17.5 + LINE * n, line, most=60) for n, line in enumerate(box.lines)
    )
    return link(href, f"<g>{title_of(_name(node, documents))}{drawn}</g>")


def _key(kinds: list[str], y: float) -> list[str]:
    """What the kinds of edges that there are mean."""
    out, x = [], float(LEFT)
    for kind, meaning in _KINDS.items():
        if kind in kinds:
            out += [
                f'<path class="edge {kind}" d="M{x:g} {y:g}H{x + 28:g}"/>',
                words(x + 34, y + 4, meaning, "small"),
            ]
            x += 34 + 6.4 * len(meaning) + 24
    return out
