from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.reader.document.sections import find_dateline, find_sections


def kinds(*paragraphs: str, title: str | None = None) -> list[str]:
    document = make_document("\n\n".join(paragraphs), {"title": title}, "x")
    return [s.kind for s in find_sections(document)]


@pytest.mark.parametrize(
    "words",
    [
        "Source link", "Comment (0)", "12 comments", "Share on Facebook | Share on X", "Sign up for our daily newsletter", "Read more: Five facts about cables",
        "You may also like: The ten best beaches", "Support us: become a member", "Tags: Peru, bridges", "© 2031 The Echo", "Comments are closed.", "Advertisement",
    ],
)  # fmt: skip
def test_furniture_is_marked(words: str) -> None:
    assert kinds("The ship sank on Monday, the navy said.", words) == ["body", "furniture"]


@pytest.mark.parametrize(
    "words",
    [
        "ROYAL NAVY/REUTERS",
        "Photo: Ane Dahl/The Echo",
        "(Reporting by Ane Dahl; editing by Per Lund)",
        "Picture credit: library image",
        "Published by arrangement with The Echo.",
    ],
)
def test_credits_are_marked(words: str) -> None:
    assert kinds("The ship sank on Monday, the navy said.", words) == ["body", "credit"]


@pytest.mark.parametrize(
    "words",
    [
        "Share prices fell after the report.", "Read the room, the minister told his party.", "Print shops closed in protest, the union said.", "Sources said the talks would go on.",
        "Correction: An earlier version of this article gave the wrong date.", "Support for the plan has grown since May.", "Get ready, he said.", "Photo finish or not, the vote was close.",
        "Published reports say that the minister will resign.",
    ],
)  # fmt: skip
def test_prose_stays_body(words: str) -> None:
    assert kinds("The ship sank on Monday, the navy said.", words) == ["body", "body"]


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("OSLO, May 7 (FW) -- A ship sank.", "OSLO", "FW"),
        ("RIGA – A ship sank.", "RIGA", None),
        ("Muscat: A ship sank.", "Muscat", None),
        ("LIMA, March 3. /Andes Wire/. A ship sank.", "LIMA", "Andes Wire"),
        ("ŁÓDŹ. A ship sank.", "ŁÓDŹ", None),
        ("Rome (AW) - A ship sank.", "Rome", "AW"),
    ],
)
def test_datelines(line: str, place: str, agency: str | None) -> None:
    found = find_dateline(line)
    assert found is not None
    assert (found.place, found.agency, line[found.span.end :]) == (place, agency, "A ship sank.")


@pytest.mark.parametrize(
    "line", ["A U.S. Navy ship sank.", "The minister said: no.", "Nobody knows – yet.", "Mr. Smith left."]
)
def test_a_sentence_is_no_dateline(line: str) -> None:
    assert find_dateline(line) is None


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400))
def test_sections_are_disjoint_in_order_and_cover_every_paragraph(text: str) -> None:
    if not text.strip():
        return
    sections = find_sections(make_document(text, {}, "x"))
    assert all(0 <= s.start < s.end <= len(text) for s in sections)
    assert all(a.end <= b.start for a, b in pairwise(sections))
    covered = {i for s in sections for i in range(s.start, s.end)}
    assert all(c.isspace() or i in covered for i, c in enumerate(text))


def test_a_first_line_like_the_title_is_the_headline() -> None:
    assert kinds("Ship sinks off Oslo", "A ship sank.", title="Ship sinks off Oslo") == ["headline", "body"]


def test_pictures_close_with_who_took_them() -> None:
    body = "The ship sailed on Monday, the port said."
    assert kinds(body, "The envoy leaves the ministry following a meeting on Monday Getty Images") == [
        "body",
        "caption",
    ]
    assert kinds(body, "Protesters hold up a banner outside the court AP") == ["body", "caption"]
    assert kinds(body, "The report was first published by the AP.", "He told the AP") == [
        "body",
        "body",
        "body",
    ]
