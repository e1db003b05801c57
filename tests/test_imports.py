"""The imports run one way: model, errors, settings <- lexicon <- ingest | read | link <- ledger <- export, brief <- cli."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "sayso"
RANK = {
    "model": 0, "errors": 0, "terminal": 0, "configuring": 4, "listing": 4, "lexicon": 1, "outlet_registry": 1.5, "article_links": 1, "fetch": 1, "ingest": 2, "reader": 2, "link": 2, "ledger": 3, "brief": 4, "reading_text": 4,
    "svg": 4, "export": 5, "adding": 4, "workers": 3, "watch": 4, "briefing": 5, "delivering": 5, "event_page": 5, "searching": 5, "keeping": 6, "verify": 5, "cli_verify": 7, "demo": 5, "web": 6, "notebook": 7, "assistant": 7.5, "cli_mcp": 7.7, "cli_serve": 7, "cli_watch": 7, "cli_parts": 6, "cli_export": 7, "cli": 8, "__main__": 9,
}  # fmt: skip


def imports() -> Iterator[tuple[str, str, str]]:
    """(file, room that imports, room that is imported), also of imports within functions."""
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                parts = name.split(".")
                if parts[0] == "sayso" and len(parts) > 1:
                    yield str(path.relative_to(PACKAGE)), room, parts[1]


def test_imports_run_one_way() -> None:
    wrong = [
        (file, target)
        for file, room, target in imports()
        if room != "__init__" and room != target and target in RANK and RANK[target] >= RANK[room]
    ]
    assert wrong == []


def test_every_room_has_its_rank() -> None:
    rooms = {
        p.name.removesuffix(".py")
        for p in PACKAGE.iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert rooms - {"__init__"} <= set(RANK)


def test_files_are_small() -> None:
    long = {
        str(p.relative_to(PACKAGE)): n
        for p in PACKAGE.rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert long == {}


def test_contracts_of_import_linter_hold() -> None:
    import subprocess
    import sys

    import pytest

    pytest.importorskip("importlinter")
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
