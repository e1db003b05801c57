from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.documents import make_document
from sayso.link.copies import compare_copies, fingerprint
from sayso.link.credits import find_credits, outlet_key, same_outlet
from tests.link.reports import Report

ONE = "Workers began on Thursday to take down the old railway bridge over the river Anso, which had been closed to trains since the flood of last spring."
TWO = "The ministry of transport expects the work to last until the end of October and has ordered a ferry for the schoolchildren of three villages."
THREE = "An engineer of the contractor said that the piers were sound and that a new deck of steel could be laid on them before the winter came."
FOUR = "Shopkeepers on the far bank complained that nobody had asked them, and put up a banner that could be read from the passing barges."


def test_a_trimmed_and_retitled_text_is_a_copy_of_the_earlier_one() -> None:
    first = Report("Anso Press Agency", f"{ONE}\n\n{TWO}\n\n{THREE}\n", 0).document
    copy = Report(
        "Valley Voice", f"{ONE}\n\n{THREE}\n\nSign up for our newsletter\n", 3, title="Bridge comes down"
    ).document
    link = compare_copies(fingerprint(first), fingerprint(copy))
    assert link is not None
    assert (link.relation, link.left, link.right) == ("copy_of", copy.id, first.id)
    assert link == compare_copies(fingerprint(copy), fingerprint(first))
    passages = [e.span.of(copy.text) for e in link.evidence if e.kind == "copy" and e.span]
    assert ONE.rstrip(".") in passages
    assert set(fingerprint(first).bands) & set(fingerprint(copy).bands)


def test_credit_beats_time() -> None:
    early = Report("Valley Voice", f"{ONE}\n\n{TWO}\n", 0, byline="Anso Press Agency").document
    late = Report("Anso Press Agency", f"{ONE}\n\n{TWO}\n\n{THREE}\n", 2).document
    link = compare_copies(fingerprint(early), fingerprint(late))
    assert link is not None
    assert (link.left, link.right) == (early.id, late.id)
    assert any(e.kind == "byline" for e in link.evidence)


def test_an_added_paragraph_is_no_evidence() -> None:
    first = Report("Anso Press Agency", f"{ONE}\n\n{TWO}\n", 0).document
    more = Report("Valley Voice", f"{ONE}\n\n{TWO}\n\n{FOUR}\n", 1).document
    link = compare_copies(fingerprint(first), fingerprint(more))
    assert link is not None
    start = more.text.index(FOUR)
    assert all(e.span is None or e.span.end <= start for e in link.evidence)


def test_an_outlets_own_later_version_is_an_update() -> None:
    first = Report("Valley Voice", f"{ONE}\n\n{TWO}\n", 0).document
    later = Report("Valley Voice", f"{ONE}\n\n{TWO}\n\n{FOUR}\n", 5).document
    link = compare_copies(fingerprint(first), fingerprint(later))
    assert link is not None
    assert (link.relation, link.left) == ("updates", later.id)


def test_the_same_quotes_make_no_copy() -> None:
    words = "“We have waited for this bridge for ten years, and now that it goes we shall wait for the next one for another ten, as we always have,”"
    first = Report(
        "Valley Voice",
        f"{words} the mayor said at the river on Thursday afternoon before a small crowd.\n\n{TWO}\n",
        0,
    ).document
    other = Report(
        "Hill Herald",
        f"{words} was how the mayor greeted demolition, to laughter from those who had come.\n\n{FOUR}\n",
        1,
    ).document
    assert compare_copies(fingerprint(first), fingerprint(other)) is None


def test_credits_are_outlets_not_persons() -> None:
    assert [
        name
        for name, _ in find_credits(
            Report("Valley Voice", "RIGA, May 3 (APA) -- A ship sank.\n", byline="Jana Ozola").document
        )
    ] == ["APA"]
    assert (
        find_credits(
            Report(
                "Anso Press Agency", "ANSO (APA) - A ship sank.\n", byline="Staff reporter Jan Holm"
            ).document
        )
        == ()
    )
    note = Report(
        "Valley Voice", "A ship sank off the coast.\n\nRepublished with permission of the Hill Herald.\n"
    ).document
    assert [name for name, _ in find_credits(note)] == ["Hill Herald"]


def test_names_of_one_outlet() -> None:
    assert outlet_key("The Reuters news agency") == outlet_key("Reuters")
    assert same_outlet("APA", "Anso Press Agency")
    assert not same_outlet("Valley Voice", "Valley Herald")


@given(*[st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)] * 2)
def test_any_text_may_be_compared(a: str, b: str) -> None:
    one, two = (fingerprint(make_document(t + "x", {}, "t")) for t in (a, b))
    assert compare_copies(one, two) == compare_copies(two, one)
    assert len(one.bands) <= 24
