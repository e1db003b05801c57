"""Small files of the kinds that people have, made by the tests themselves."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence


def make_pdf(pages: Sequence[Sequence[str]], title: str = "", made: str = "D:20310507093000+02'00'") -> bytes:
    """A PDF of lines of Helvetica, a page a sequence, with a cross-reference table; an empty page has no text."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
        drawn = "BT /F1 11 Tf 14 TL 50 780 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    bodies.append(f"<< /Title ({title}) /CreationDate ({made}) >>")
    data, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{at:010} 00000 n \n" for at in starts)
    size = len(bodies) + 1
    return (
        data
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info {len(bodies)} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n".encode()
    )


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file of members by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return made.getvalue()


def make_docx(title: str, paragraphs: Iterable[str], rows: Iterable[Sequence[str]] = ()) -> bytes:
    """A Word document with a title, paragraphs and a table."""
    import docx

    document = docx.Document()
    document.add_heading(title, 0)
    for words in paragraphs:
        document.add_paragraph(words)
    held = list(rows)
    if held:
        table = document.add_table(len(held), len(held[0]))
        for row, cells in zip(table.rows, held, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_mail(body: str, subject: str = "Ferry sinks", more: str = "", sent: str = "Tue, 06 May 2031 09:30:00 +0200") -> bytes:  # fmt: skip
    """A message of plain text."""
    return (
        f"From: Harbour Office <press@harbour.example>\nSubject: {subject}\nDate: {sent}\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{body}"
    ).encode()
