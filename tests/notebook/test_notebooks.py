"""Every cell of the notebooks runs, in order, and its last expression can be shown."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

BOOKS = sorted((Path(__file__).parent.parent.parent / "docs" / "notebooks").glob("*.ipynb"))


def run(book: Path) -> list[Any]:
    """The values of a notebook's cells."""
    names: dict[str, Any] = {}
    values = []
    for number, cell in enumerate(json.loads(book.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"{book.name}:{number}", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"{book.name}:{number}", "eval"), names)
            shown = value._repr_html_() if hasattr(value, "_repr_html_") else repr(value)
            assert shown
            values.append(value)
    return values


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_notebook_runs(book: Path) -> None:
    pytest.importorskip("polars")
    assert len(run(book)) >= 4


def test_the_claim_that_nobody_made_is_not_found() -> None:
    first, second = run(next(b for b in BOOKS if b.stem == "a-claim-checked"))[1]
    assert second[0] == "not_found"
    assert first[1] > 0
