"""What one document calls a thing never leaks into another: a reading depends on its document alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.model import Document
from sayso.reader import read_documents

ABOUT = {"title": "A report", "publisher": "The Fjord Gazette", "published": "2031-06-12T08:40:00+00:00"}
INTRODUCING = (
    "OSLO, June 12 – The Norwegian Fisheries Council (NFC) said on Thursday that it would meet. The council's spokeswoman Ane Dahl told reporters so.",
    "The Northern Ferry Company, or NFC, denied on Tuesday that Ane Dahl, its director, had resigned.",
    "Denmark's defence ministry, known as the ministry, said the NFC would move to Aarhus. Dahl, a Danish general, confirmed it.",
)
USING = (
    "NFC officials declined to comment on Friday. Dahl said the ministry would answer next week.",
    "The council will meet in Bergen on June 20, Dahl said. The ministry declined to confirm it.",
)


def document(text: str, n: int) -> Document:
    return make_document(text, {**ABOUT, "url": f"https://example.org/{n}"}, "test")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(INTRODUCING), max_size=3), st.sampled_from(USING), st.integers(0, 3))
def test_an_alias_of_one_document_is_unknown_to_the_next(before: list[str], text: str, at: int) -> None:
    wanted = document(text, 100)
    others = [document(t, n) for n, t in enumerate(before)]
    alone = next(iter(read_documents([wanted])))
    together = {r.document.id: r for r in read_documents([*others[:at], wanted, *others[at:]])}
    assert together[wanted.id] == alone
