import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ingest.files import LARGEST


def refusals(*paths: Path) -> list[str]:
    found: list[InputError] = []
    assert list(open_documents(paths, refused=found.append)) == []
    return [str(f) for f in found]


def test_front_matter_is_taken_and_the_body_stays_as_it_is(tmp_path: Path) -> None:
    body = "First line: with a colon.\n\n  Second.  \n"
    (tmp_path / "a.md").write_text(
        f'---\npublisher: The Echo\ntitle: "Quoted: title"\npublished: 2024-05-07T10:00:00+02:00\n---\n{body}'
    )
    (document,) = open_documents([tmp_path / "a.md"])
    assert (document.publisher, document.title, document.text) == ("The Echo", "Quoted: title", body)
    assert document.published_at == datetime(2024, 5, 7, 8, 0, tzinfo=UTC)


def test_a_bare_date_is_a_day_and_option_fills_in(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\npublished: 2024-05-07\n---\nText.\n")
    (tmp_path / "b.txt").write_text("Text.\n")
    dated, filled = open_documents([tmp_path], published=datetime(2024, 1, 1, tzinfo=UTC))
    assert (dated.published_precision, filled.published_at) == ("day", datetime(2024, 1, 1, tzinfo=UTC))
    (bare,) = open_documents([tmp_path / "b.txt"])
    assert bare.published_at is None


def test_json_lines_go_on_after_a_bad_one(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": "One.", "title": "T"}),
        "{not json",
        json.dumps({"title": "no text"}),
        "[]",
        json.dumps({"text": "Two.", "url": 5}),
        "",
        json.dumps({"text": "Three."}),
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found: list[InputError] = []
    texts = [d.text for d in open_documents([tmp_path / "a.jsonl"], refused=found.append)]
    assert texts == ["One.", "Three."]
    assert [f.name.rpartition(" ")[2] for f in found] == ["2", "3", "4", "5"]


def test_identity_is_address_title_and_text(tmp_path: Path) -> None:
    for name, text in (("a.txt", "Same words."), ("b.txt", "Same words."), ("c.txt", "Other words.")):
        (tmp_path / name).write_text(text)
    a, b, c = (d.id for d in open_documents([tmp_path]))
    assert a == b != c


def test_html_gives_article_title_and_date(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>The harbour of Oslo was closed on Monday, the port authority said in statement number {n}.</p>"
        for n in range(6)
    )
    page = (
        "<html><head><title>Harbour closed</title><meta property='article:published_time' content='2024-05-07T10:00:00+02:00'>"
        f"<link rel='canonical' href='https://echo.example/1'></head><body><nav>Menu</nav><article><h1>Harbour closed</h1>{paragraphs}</article></body></html>"
    )
    (tmp_path / "a.html").write_text(page)
    (document,) = open_documents([tmp_path / "a.html"])
    assert "statement number 5" in document.text
    assert "Menu" not in document.text
    assert document.title == "Harbour closed"
    assert document.published_at is not None
    assert document.published_at.date().isoformat() == "2024-05-07"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\n", "is empty"),
        ("latin.txt", "Zürich liegt am See.".encode("latin-1"), "not UTF-8"),
        ("wide.txt", "Text".encode("utf-16"), "UTF-16"),
        ("binary.txt", b"\x7fELF\0\0\0", "binary"),
        ("open.md", b"---\npublisher: X\nText without an end", "no end"),
        ("date.md", b"---\npublished: last week\n---\nText.", "ISO 8601"),
        ("year.md", b"---\npublished: 0001-01-01\n---\nText.", "no year of news"),
        ("a.docx", b"PK", "is no Word document"),
        ("a.odt", b"PK", "are not read"),
    ],
)
def test_bad_files_are_named_with_a_remedy(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (message,) = refusals(tmp_path / name)
    assert name in message
    assert says in message
    assert ";" in message


def test_missing_paths_empty_folders_and_large_files_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    (tmp_path / "folder").mkdir()
    messages = refusals(
        tmp_path / "none.txt", tmp_path / "nowhere", tmp_path / "folder", tmp_path / "large.txt"
    )
    assert [
        word in message
        for word, message in zip(("no such file", "no such file", "holds no report", "larger than"), messages)
    ] == [True] * 4


def test_the_rest_goes_on_after_a_path_that_no_system_takes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    found: list[InputError] = []
    assert [d.text for d in open_documents(["x" * 5000, tmp_path / "a.txt"], refused=found.append)] == [
        "Text."
    ]
    assert "cannot be read" in str(found[0])


def test_half_a_surrogate_pair_is_refused() -> None:
    found: list[InputError] = []
    lines = b'\xef\xbb\xbf{"text": "A \\ud800 b."}\n{"text": "Whole \\ud83d\\ude00."}'
    assert [d.text for d in open_documents(["-"], stdin=io.BytesIO(lines), refused=found.append)] == [
        "Whole \U0001f600."
    ]
    assert "line 1" in str(found[0])


def test_without_a_callback_the_error_is_raised() -> None:
    with pytest.raises(InputError, match="no such file"):
        list(open_documents(["nowhere.txt"]))


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_named_refusal(data: bytes) -> None:
    found: list[InputError] = []
    documents = list(open_documents(["-"], stdin=io.BytesIO(data), refused=found.append))
    assert documents or found
    assert all(d.text.strip() for d in documents)
