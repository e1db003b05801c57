"""Knowledge as data: tab-separated tables of sayso/data, loaded once, on first use."""

from functools import cache
from importlib.resources import files


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `sayso/data/<name>.tsv` under their header; blank lines and lines that begin with # are left out.

    >>> load_table("furniture")[0].keys() >= {"kind", "pattern"}
    True
    """
    text = (files("sayso") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        rows.append(dict(zip(header, cells + [""] * (len(header) - len(cells)))))
    return tuple(rows)


@cache
def load_set(name: str, column: str) -> frozenset[str]:
    """The distinct values of one column; a cell may hold several, set apart by `|`."""
    return frozenset(part for row in load_table(name) for part in row[column].split("|") if part)
