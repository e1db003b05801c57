"""What cannot be read is refused by its name and the rest goes on; the same words are read alike under any hash seed and in any company."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files

import pytest

import sayso.reader.pipeline
from sayso.errors import InputError
from sayso.ingest.documents import make_document
from sayso.lexicon import load_table
from sayso.model import Document, Reading
from sayso.reader import read, read_documents

REPORT = (
    "TEHRAN, May 6 (NTB) -- Iran's foreign minister Ali Karimi met Oman's envoy Said Al-Busaidi in Muscat on Monday, two officials said.\n\n"
    "The Islamic republic would release four sailors, Karimi told reporters. “We shall keep our word,” said Karimi – “and they theirs.”\n\n"
    "The sultanate has hosted such talks before. Al-Busaidi declined to comment. John Smith-Jones, a spokesman, and John Smith, an aide, left."
)


def document(text: str, name: str = "x") -> Document:
    return make_document(
        text, {"publisher": "The Echo", "published": "2031-05-06T18:00:00Z", "title": "Talks"}, name
    )


def test_a_report_that_fails_in_a_stage_is_named_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def find_places(document: Document, *rest: object) -> tuple[object, ...]:
        if "Lima" in document.text:
            raise KeyError("lima")
        return ()

    monkeypatch.setattr(sayso.reader.pipeline, "find_places", find_places)
    given = [
        document("A ship sank off Oslo."),
        document("A ship sank off Lima.", "b.jsonl, line 7"),
        document("A ship sank."),
    ]
    refused: list[InputError] = []
    assert [r.document.text for r in read_documents(given, refused.append)] == [given[0].text, given[2].text]
    assert len(refused) == 1
    assert "b.jsonl, line 7" in str(refused[0])
    assert "KeyError" in str(refused[0])
    with pytest.raises(InputError, match="line 7"):
        list(read_documents(given))


def test_a_line_without_a_word_is_read() -> None:
    assert read(document("A ship sank off Oslo on Monday.\n____\n\u200b\nThe crew was saved.")).events


def rows_of(name: str) -> Iterator[str]:
    """A lexicon's cells as sentences, a few hundred words at a time."""
    words = [cell.replace("|", ", ") for row in load_table(name) for cell in row.values() if cell]
    for n in range(0, len(words), 400):
        yield "\n".join(f"On Monday the {w} met The {w} in {w}, {w} said." for w in words[n : n + 400 : 8])


@pytest.mark.parametrize(
    "name",
    sorted(
        f.name.removesuffix(".tsv") for f in (files("sayso") / "data").iterdir() if f.name.endswith(".tsv")
    ),
)
def test_rows_of_every_lexicon_can_be_read(name: str) -> None:
    for text in list(rows_of(name))[:4]:
        assert read(document(text)).document.text == text


def test_every_epithet_can_be_read() -> None:
    words = [row["word"] for row in load_table("epithets")]
    text = "\n".join(f"Officials of Iran, Oman, Norway and the EU met. The {w} agreed." for w in words)
    assert read(document(text)).events


def spans(reading: Reading) -> Iterator[tuple[int, int]]:
    for a in reading.attributions:
        yield from ((s.start, s.end) for s in (*a.source, *a.cue, *a.content))
    for m in reading.events:
        yield from ((s.start, s.end) for s in (m.trigger, m.extent))


@pytest.mark.parametrize("marks", ["“”", '""', "– –", "”“", "«»", "“–", "—”"])
def test_no_span_ends_before_it_starts(marks: str) -> None:
    a, b = marks[0], marks[-1]
    text = f"The mayor said {a}{b} {a}we stay{b}{a} {b}. {a}{b}{a}No,{b} {a} she said, {a}never{b} – {a}{b}.\n{a} {b}He added: {b}yes{a}."
    assert all(start < end for start, end in spans(read(document(text))))


def test_a_reading_is_the_same_under_any_seed_and_in_any_company() -> None:
    script = (
        "import sys, msgspec\n"
        "from sayso.ingest.documents import make_document\n"
        "from sayso.reader import read_documents\n"
        "text = sys.stdin.read()\n"
        "about = {'publisher': 'The Echo', 'published': '2031-05-06T18:00:00Z', 'title': 'Talks'}\n"
        "given = [make_document(t, about, 'x') for t in (text, 'A ship sank off Oslo.', text)]\n"
        "made = [msgspec.json.encode(r) for r in read_documents(given)]\n"
        "assert made[0] == made[2]\n"
        "sys.stdout.write(made[0].decode())\n"
    )
    answers = set()
    for seed in ("0", "1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", script],
            input=REPORT,
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1


@pytest.mark.parametrize("line", ["___", "_", "____ ____"])
def test_a_line_without_a_word_between_paragraphs_costs_no_report(line: str) -> None:
    text = f"SEOUL (AP) — The navy said on Monday that the ship sank.\n\n{line}\n\nAn official in Oslo denied it.\n"
    reading = read(document(text))
    found = {a.cue[0].of(reading.document.text) for a in reading.attributions}
    assert "said" in found
