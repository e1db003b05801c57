"""What people have: PDF, Word, mail, mailboxes, saved pages and ZIPs of these; where a passage stands is kept."""

import email.policy
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from sayso.brief import event_text
from sayso.errors import InputError
from sayso.ingest import open_documents
from sayso.ingest.wrapped import page_at, unwrap
from sayso.model import Document
from tests.ingest.files import make_docx, make_mail, make_pdf, make_zip

ONE = [
    "HARBOUR OFFICE - PRESS RELEASE 7", "Ferry sinks off Sarel", "",
    "A ferry with 40 people on board sank off Sarel on Monday, the harbour of-",
    "fice said. Two boats of the coast guard took all of them ashore before the",
    "evening, and nobody was hurt.", "", "The captain told the office that the pumps had failed and that the crew, all", "1",
]  # fmt: skip
TWO = [
    "HARBOUR OFFICE - PRESS RELEASE 7", "from Sarel, would be heard by the police on Thursday.", "",
    "The port will open again on Friday.", "2",
]  # fmt: skip
THREE = ["HARBOUR OFFICE - PRESS RELEASE 7", "Press desk: 555 0100", "3"]


def read(path: Path, problems: list[InputError] | None = None) -> list[Document]:
    return list(open_documents([path], refused=problems.append if problems is not None else None))


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_a_pdf_is_paragraphs_over_lines_and_pages(tmp_path: Path) -> None:
    (report,) = read(put(tmp_path, "a.pdf", make_pdf([ONE, TWO, THREE], "Ferry sinks off Sarel")))
    text = report.text
    assert report.title == "Ferry sinks off Sarel"
    assert (str(report.published_at)[:10], report.published_precision) == ("2031-05-07", "day")
    assert "the harbour office said. Two boats of the coast guard took all of them ashore" in text
    assert "PRESS RELEASE" not in text and "\n1\n" not in text
    assert "the crew, all \ffrom Sarel, would be heard" in text
    places = {words: page_at(text, text.index(words)) for words in ("A ferry", "from Sarel", "Press desk")}
    assert places == {"A ferry": 1, "from Sarel": 2, "Press desk": 3}


@pytest.mark.parametrize("data", [
    make_pdf([[], []]), b"%PDF-1.4\nnothing", make_pdf([ONE])[:300], b"\0" * 100, b"%PDF-1.7" + b"<<" * 5000,
])  # fmt: skip
def test_a_pdf_without_text_or_sense_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    problems: list[InputError] = []
    assert read(put(tmp_path, "a.pdf", data), problems) == []
    assert problems[0].name.endswith("a.pdf") and "Traceback" not in str(problems[0])


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([ONE])))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    problems: list[InputError] = []
    assert read(tmp_path / "a.pdf", problems) == []
    assert "password" in problems[0].problem


def test_a_receipt_names_the_page(tmp_path: Path) -> None:
    from sayso.ledger import Ledger
    from sayso.reader import read as read_report

    (report,) = read(put(tmp_path, "a.pdf", make_pdf([ONE, TWO, THREE])))
    with Ledger(str(tmp_path / "l.db")) as ledger:
        ledger.add(read_report(report))
        shown = [
            event_text(e, ledger.documents({report.id}))
            for e in ledger.events(datetime(2031, 6, 1, tzinfo=UTC))
        ]
    assert any("sank" in words and "[p. 1, " in words and "a.pdf]" in words for words in shown)


def test_a_word_document(tmp_path: Path) -> None:
    data = make_docx(
        "Ferry sinks off Sarel", ["A ferry sank on Monday.", "", "Nobody was hurt."], [("Rescued", "40"), ("Hurt", "0")]
    )  # fmt: skip
    (report,) = read(put(tmp_path, "a.docx", data))
    assert report.title == "Ferry sinks off Sarel"
    assert report.text == "A ferry sank on Monday.\n\nNobody was hurt.\n\nRescued · 40\n\nHurt · 0"


def test_a_message_is_a_report_of_its_sender(tmp_path: Path) -> None:
    body = (
        "A ferry with 40 people on board sank off Sarel on Monday, the harbour\noffice said. All were taken ashore.\n\nNobody was hurt.\n"
        "\nOn Mon, 5 May 2031, Echo <desk@echo.example> wrote:\n> Is it true?\n-- \nPress desk\n555 0100\n"
    )
    (report,) = read(put(tmp_path, "a.eml", make_mail(body, "FW: Re: Ferry sinks", "Archived-At: <https://lists.example/7>\n")))  # fmt: skip
    assert (report.title, report.publisher, report.url) == ("Ferry sinks", "Harbour Office", "https://lists.example/7")  # fmt: skip
    assert report.published_at is not None and report.published_at.isoformat() == "2031-05-06T09:30:00+02:00"
    assert report.text == (
        "A ferry with 40 people on board sank off Sarel on Monday, the harbour office said. All were taken ashore.\n\nNobody was hurt."
    )


def _message(body: str, kind: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "press@harbour.example", "Release"
    message["Date"] = "Tue, 06 May 2031 09:30:00 +0200"
    message.set_content(body, subtype=kind)
    return message


def test_attachments_are_reports_of_their_own(tmp_path: Path) -> None:
    message = _message("The release is attached, and what the mayor wrote.")
    message.add_attachment(make_pdf([ONE, TWO]), maintype="application", subtype="pdf", filename="7.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"??", maintype="application", subtype="octet-stream", filename="bad.docx")
    message.add_attachment(_message("The mayor said that the quay would be closed on Friday."))
    problems: list[InputError] = []
    path = put(tmp_path, "a.eml", message.as_bytes(policy=email.policy.SMTP))
    found = read(path, problems)
    assert [str(d.source).removeprefix(str(path)) for d in found] == [
        ", attachment 7.pdf", ", attachment attachment 3", "",
    ] or [str(d.source).removeprefix(str(path)) for d in found] == [
        ", attachment 7.pdf", ", attachment attachment 4", "",
    ]  # fmt: skip
    assert page_at(found[0].text, found[0].text.index("from Sarel")) == 2
    assert all(str(d.published_at)[:10] == "2031-05-06" for d in found), "an attachment is as old as its mail"
    assert [p.name for p in problems] == [f"{path}, attachment bad.docx"]


def test_html_mail_is_read_in_paragraphs(tmp_path: Path) -> None:
    table = "<html><head><style>p{}</style></head><body><div style='display:none'>Preview</div><table><tr><td>A ferry <b>sank</b> on Monday.</td></tr><tr><td>Nobody<br>was hurt.</td></tr></table></body></html>"
    (report,) = read(put(tmp_path, "a.eml", _message(table, "html").as_bytes()))
    assert report.text == "A ferry sank on Monday.\n\nNobody\n\nwas hurt."
    assert report.publisher == "harbour.example"


def test_a_mailbox_costs_only_the_message_that_fails(tmp_path: Path) -> None:
    messages = [make_mail("A ferry sank.\n\n>From the quay it was seen.\n"), b"no header\n", make_mail("The port opens on Friday.\n")]  # fmt: skip
    data = b"".join(b"From press@harbour.example Tue May  6 09:30:00 2031\n" + m + b"\n" for m in messages)
    problems: list[InputError] = []
    path = put(tmp_path, "a.mbox", data)
    found = read(path, problems)
    assert [(d.source, d.text) for d in found] == [
        (f"{path}, message 1", "A ferry sank.\n\nFrom the quay it was seen."),
        (f"{path}, message 3", "The port opens on Friday."),
    ]
    assert [p.name for p in problems] == [f"{path}, message 2"]


def test_a_page_saved_with_its_pictures(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>The council of the harbour town met on Tuesday and spoke for the {n}th time of the bridge, at length.</p>" for n in range(6))  # fmt: skip
    page = EmailMessage()
    page["Snapshot-Content-Location"], page["Date"] = "https://echo.example/bridge", "Fri, 09 May 2031 10:00:00 +0000"  # fmt: skip
    page.set_content(
        f"<html><head><meta property='article:published_time' content='2031-05-06T08:30:00Z'></head><body><article><h1>Bridge</h1>{paragraphs}</article></body></html>",
        subtype="html",
    )
    page.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<a>")
    (report,) = read(put(tmp_path, "a.mhtml", page.as_bytes()))
    assert (report.url, str(report.published_at)[:10]) == ("https://echo.example/bridge", "2031-05-06")
    assert "spoke for the 3th time" in report.text


def test_a_zip_is_read_as_if_its_files_lay_beside(tmp_path: Path) -> None:
    members = {
        "b/1.txt": b"A ferry sank.", "b/2.pdf": make_pdf([ONE]), "a.eml": make_mail("The port opens on Friday."), "logo.png": b"\x89PNG",
        "bad.pdf": b"%PDF", "many.jsonl": b'{"text": "One report."}\n{"text": "Another."}\n', "__MACOSX/b/1.txt": b"\0",
        "bomb.txt": b" " * 20_000_000,
    }  # fmt: skip
    problems: list[InputError] = []
    path = put(tmp_path, "a.zip", make_zip(members))
    found = read(path, problems)
    assert [str(d.source).removeprefix(f"{path}, ") for d in found] == [
        "a.eml", "b/1.txt", "b/2.pdf", "many.jsonl, line 1", "many.jsonl, line 2",
    ]  # fmt: skip
    assert [p.name.removeprefix(f"{path}, ") for p in problems] == ["bad.pdf", "bomb.txt"]


@pytest.mark.parametrize(
    "data", [b"PK", make_zip({"a.txt": b"x" * 999})[:60], make_zip({"a.png": b"x"}), b"\0" * 50]
)
def test_a_broken_or_empty_zip_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    problems: list[InputError] = []
    assert read(put(tmp_path, "a.zip", data), problems) == []
    assert len(problems) == 1


@pytest.mark.parametrize(("lines", "paragraphs"), [
    (["Short line", "another short line"], ["Short line", "another short line"]),
    (["The port will be closed from Monday to Friday of this week,", "the harbour master wrote. It has", "no crane."], ["The port will be closed from Monday to Friday of this week, the harbour master wrote. It has no crane."]),
    (["The ministry asks those who travel for three things before", "they leave:", "- to register with the embassy of their own state there", "- to keep away from the coast"], ["The ministry asks those who travel for three things before they leave:", "- to register with the embassy of their own state there", "- to keep away from the coast"]),
    (["A line that fills the whole of its width and then some more", "ends.", "", "Next."], ["A line that fills the whole of its width and then some more ends.", "Next."]),
    (["It was the well-known harbour that he had left for the North-", "East of the country, he said in the evening."], ["It was the well-known harbour that he had left for the North- East of the country, he said in the evening."]),
])  # fmt: skip
def test_lines_of_a_fixed_width(lines: Iterable[str], paragraphs: list[str]) -> None:
    assert unwrap(list(lines)) == paragraphs
