"""Equipment that a text names: designations by family, generic words, and which generic word stands for which designation."""

import re
from functools import cache

from sayso.lexicon import load_table
from sayso.model import Span

_MERCHANT = frozenset("carrier bulker tanker ship freighter trawler ferry dredger barge yacht vessel".split())
_WARSHIP = frozenset(
    "destroyer frigate corvette cruiser submarine carrier warship minesweeper boat ship vessel".split()
)
_MERCHANT_NAME = re.compile(
    r"\b(?:bulk carrier|bulker|tanker|cargo ship|container ship|freighter|trawler|ferry|dredger|MV|MT|MS|SS)\b"
)
_WIDE = {
    "system": ("missile", "air-defence"),
    "battery": ("missile", "air-defence", "artillery"),
    "complex": ("missile", "air-defence"),
    "launchers": ("missile", "air-defence"),
    "ship": ("ship",),
    "vessel": ("ship",),
    "cable": ("cable",),
    "pipeline": ("cable",),
}
_DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir)\s(?:[a-z][\w-]*\s|U\.?S\.?\s|[A-Z][a-z]+\s){0,2}?$"
)
_ANAPHOR = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat)\s(?P<word>system|battery|complex|launchers|ship|vessel|cable|pipeline)\b(?!['’]s\s\w|\s(?:of|between|from|that)\b)"
)


class Asset:
    """A stretch that names equipment: the name of its family, whether that is a designation, and its kind in the lexicon."""

    __slots__ = ("generic", "kind", "name", "span")

    def __init__(self, name: str, span: Span, kind: str, generic: bool) -> None:
        self.name, self.span, self.kind, self.generic = name, span, kind, generic


def find_assets(text: str) -> list[tuple[str, Span]]:
    """The equipment that a text names: its family ("B-52" for "B-52H Stratofortress") and where, in order.

    A generic word beside a designation or, with an article, for the only one that it fits, counts as that designation.

    >>> [name for name, _ in find_assets("Two B-52 bombers came with fighter jets. The bombers left the freighter Alma alone.")]
    ['B-52', 'fighter jets', 'B-52', 'Alma']
    """
    found = _scan(text)
    kinds: dict[str, set[str]] = {}
    kept: list[tuple[str, Span]] = []
    designated = [a for a in found if not a.generic]
    for n, a in enumerate(found):
        if not a.generic:
            kept.append((a.name, a.span))
            continue
        before, after = found[n - 1] if n else None, found[n + 1] if n + 1 < len(found) else None
        if (
            before
            and not before.generic
            and re.fullmatch(r"[A-Z]*\s(?:[a-z-]+\s)?", text[before.span.end : a.span.start])
        ):
            kinds.setdefault(before.name, set()).add(_head(a.name))  # "B-52 strategic bombers"
        elif (
            after
            and not after.generic
            and text[a.span.end : after.span.start] in (" ", " the ")
            and after.kind == a.kind
        ):
            kinds.setdefault(after.name, set()).add(_head(a.name))  # "the carrier USS Nimitz"
        else:
            kept.append(
                (
                    _meant(text, a, [d for d in designated if d.span.end <= a.span.start], kinds) or a.name,
                    a.span,
                )
            )
    taken = [s for _, s in kept]
    for m in _ANAPHOR.finditer(text):
        span = Span(m.start("word"), m.end("word"))
        fitting = {d.name for d in designated if d.span.end <= m.start() and d.kind in _WIDE[m["word"]]}
        if (
            len(fitting) == 1
            and not any(s.overlap(span) for s in taken)
            and not any(d.span.overlap(span) for d in found)
        ):
            kept.append((fitting.pop(), span))
    return sorted(kept, key=lambda k: k[1].start)


def _head(words: str) -> str:
    """The last word of a generic name in the singular, as far as spelling tells."""
    last = re.split(r"[\s-]", words.lower())[-1]
    return "battery" if last == "batteries" else last.removesuffix("s")


def _meant(text: str, a: Asset, before: list[Asset], kinds: dict[str, set[str]]) -> str | None:
    """The one designation that a definite generic word stands for: the last one called so, or the only ship it may be."""
    if not _DEFINITE.search(text[max(0, a.span.start - 40) : a.span.start]):
        return None
    head = _head(a.name)
    called = [d.name for d in before if head in kinds.get(d.name, ())]
    if called:
        return called[-1]
    ships = {
        d.name
        for d in before
        if d.kind == a.kind == "ship" and head in (_MERCHANT if _is_merchant(text, d.span) else _WARSHIP)
    }
    return ships.pop() if len(ships) == 1 else None


def _is_merchant(text: str, span: Span) -> bool:
    return bool(_MERCHANT_NAME.search(text[max(0, span.start - 16) : span.start + 3]))


@cache
def _equipment() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["patterns"]), row["family"]) for row in load_table("equipment"))


def _scan(text: str) -> list[Asset]:
    found = []
    for pattern, kind in _equipment():
        for m in pattern.finditer(text):
            group = next((n for n in range(1, len(m.groups()) + 1) if m.group(n)), 0)
            name = m.group(group).strip()
            found.append(
                Asset(
                    name,
                    Span(m.start(group), m.end(group)),
                    kind,
                    not re.search(r"[A-Z\d]", name.removeprefix("Aegis")),
                )
            )
    found.sort(key=lambda f: (f.span.start, -f.span.end))
    kept: list[Asset] = []
    for asset in found:
        if not kept or asset.span.start >= kept[-1].span.end:
            kept.append(asset)
    return kept
