"""Every example of docs/python.md runs, in a folder of its own."""

import doctest
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "python.md"


def test_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("polars", "pandas", "nanoarrow"):
        pytest.importorskip(module)
    (tmp_path / "note.txt").write_text("The minister will visit Oslo on 4 May 2031.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    done = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags, encoding="utf-8")
    assert done.attempted > 30
    assert done.failed == 0
