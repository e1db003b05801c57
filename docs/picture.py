"""Draw the README's pictures from real output: `python docs/picture.py` writes docs/picture.svg and docs/origins.svg from the demo."""

import pathlib

from rich.console import Console
from rich.text import Text


def main() -> None:
    from datetime import timedelta

    from sayso.brief import brief_text, event_text, make_brief
    from sayso.demo import demo_documents
    from sayso.ledger import Ledger
    from sayso.ledger.moments import parse_moment
    from sayso.ledger.views import assemble_view
    from sayso.reader import read_documents
    from sayso.svg.origin_graph import draw_origin_graph

    moment = parse_moment("2031-06-17T18:00+02:00")
    with Ledger(":memory:") as ledger:
        for reading in read_documents(demo_documents("allied-drill")):
            ledger.add(reading)
        view, before = assemble_view(ledger, moment), assemble_view(ledger, moment - timedelta(days=1))
    page = make_brief(view.events, before.events, len(view.readings), moment, moment - timedelta(days=1))
    top = max(view.events, key=lambda e: (e.reports, e.origins.high))
    words = (
        brief_text(page, colour=True)
        + f"\n$ sayso event {top.id}\n"
        + event_text(top, {r.document.id: r.document for r in view.readings}, colour=True)
    )
    with pathlib.Path("/dev/null").open("w") as sink:
        console = Console(record=True, width=134, file=sink, force_terminal=True)
        console.print(Text.from_ansi("$ sayso brief\n" + words))
        svg = console.export_svg(title="sayso: on whose say-so?")
    # the picture asks no other host for its font
    svg = "\n".join(line for line in svg.splitlines() if "cdnjs" not in line).replace('"),\n', '");\n')
    svg = svg.replace(
        '<svg class="rich-terminal"', '<svg xml:space="preserve" class="rich-terminal"'
    )  # keeps the indentation in every viewer
    here = pathlib.Path(__file__).parent
    (here / "picture.svg").write_text(svg, encoding="utf-8")
    graph = draw_origin_graph(top, {r.document.id: r.document for r in view.readings}, alone=True)
    (here / "origins.svg").write_text(graph + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
