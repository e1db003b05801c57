"""The ledger of a notebook: open and create, answers as tables, what is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso
import sayso.model
import sayso.notebook
from sayso.demo import demo_documents
from sayso.errors import InputError, LedgerError
from sayso.notebook import Ledger
from sayso.notebook.columns import EVENTS, arrow_array

LATER = "2033-12-31"


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with Ledger(":memory:") as held:
        held.add(*demo_documents("bridge-collapse"))
        yield held


def test_a_mistyped_name_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "typo.db")
    assert list(tmp_path.iterdir()) == []


def test_create_does_not_touch_what_is_there(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "a.db").close()
    before = (tmp_path / "a.db").read_bytes()
    with pytest.raises(LedgerError, match="is there already"):
        Ledger.create(tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == before


def test_adding_again_changes_nothing_and_what_is_refused_is_told(ledger: Ledger, tmp_path: Path) -> None:
    count = len(ledger)
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = ledger.add(*demo_documents("bridge-collapse"), tmp_path / "empty.txt")
    assert (done.added, done.held, len(ledger)) == (0, count, count)
    assert [problem.name for problem in done.refused] == [str(tmp_path / "empty.txt")]


def test_answers_are_asked_once_and_when_looked_at(ledger: Ledger) -> None:
    asked = []
    events = sayso.notebook.Results(lambda: asked.append(1) or [], EVENTS)  # type: ignore[func-returns-value]
    assert asked == []
    assert (len(events), list(events), len(events)) == (0, [], 0)
    assert asked == [1]


def test_answers_become_tables_of_the_same_rows(ledger: Ledger) -> None:
    polars, pandas, arrow = (pytest.importorskip(m) for m in ("polars", "pandas", "pyarrow"))
    events = ledger.events(as_of=LATER)
    assert len(events) > 0
    ids = [e.id for e in events]
    assert [row["id"] for row in events.to_dicts()] == ids
    assert polars.DataFrame(events)["id"].to_list() == ids
    assert pandas.DataFrame(events.to_dicts())["id"].tolist() == ids
    assert events.to_pandas()["reports"].tolist() == [e.reports for e in events]
    assert arrow.table(events)["origins_high"].to_pylist() == [e.origins.high for e in events]
    moments = events.to_polars()["first_published"].to_list()
    assert moments == [e.first_published for e in events]


def test_a_table_without_rows_has_its_columns() -> None:
    pytest.importorskip("nanoarrow")
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(arrow_array(EVENTS, []))
    assert frame.columns == list(EVENTS.types)
    assert frame.height == 0


def test_what_is_shown_escapes_the_words_of_reports(ledger: Ledger) -> None:
    reading = ledger.reading(ledger.documents(as_of=LATER)[0].id)
    shown = reading._repr_html_()
    assert "<mark" in shown
    assert (
        "<script"
        not in sayso.highlight(sayso.read(_document("<script>alert(1)</script> in Oslo."))).__repr__()
    )
    assert (
        "&lt;script&gt;"
        in sayso.highlight(sayso.read(_document("<script>alert(1)</script> in Oslo.")))._repr_html_()
    )
    event = ledger.event(ledger.events(as_of=LATER)[0].id, as_of=LATER)
    assert "<svg" in event._repr_html_()
    assert event.label in str(event) or event.id in repr(event)


def test_naive_moments_and_unknown_formats_are_refused(ledger: Ledger) -> None:
    from datetime import datetime

    with pytest.raises(InputError, match="no zone"):
        len(ledger.events(as_of=datetime(2033, 1, 1)))
    with pytest.raises(InputError, match="no format"):
        ledger.export("docx")


def _document(text: str) -> sayso.model.Document:
    from sayso.ingest.documents import make_document

    return make_document(text, {}, "test")
