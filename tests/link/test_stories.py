from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.link.pairs import candidate_keys, link_pair, prepare
from sayso.link.stories import StoryDigest, compare_stories, group_stories
from sayso.model import Link, Reading
from tests.link.reports import FIRST, Report

FERRY = "The ferry Marisol ran aground on a sandbank off Punta Sera on Friday with ninety passengers, and tugs from the port were sent to free it."
FERRY_TOO = "Tugs freed the Marisol, the ferry that had been stuck on a sandbank off Punta Sera with its passengers since Friday, at high tide."
VOTE = "Parliament in the capital voted by a narrow margin to raise the tax on sugar, after a debate that went on through the whole night."


def story(publisher: str, text: str, hours: float, title: str) -> Reading:
    return Report(publisher, text + "\n", hours, title=title).read()


A = story("Coast Times", FERRY, 0, "Ferry Marisol runs aground off Punta Sera")
B = story("Fjord Post", FERRY_TOO, 20, "Stranded ferry Marisol freed")
C = story("Ny Tid", VOTE, 1, "Sugar tax raised")


def test_two_reports_of_one_matter_are_one_story() -> None:
    link = compare_stories(StoryDigest(A), StoryDigest(B))
    assert link is not None
    assert link.judgement == "same"
    assert link == compare_stories(StoryDigest(B), StoryDigest(A))
    assert {e.name for e in link.evidence} >= {"words", "title"}
    assert compare_stories(StoryDigest(A), StoryDigest(C)) is None


def test_time_weakens_and_never_excludes() -> None:
    scores = []
    for days in (0, 30, 400):
        later = replace(B, document=replace(B.document, published_at=FIRST + timedelta(days=days)))
        link = compare_stories(StoryDigest(A), StoryDigest(later))
        assert link is not None
        scores.append(link.score)
    assert scores == sorted(scores, reverse=True)


def test_keys_are_bounded_and_shared() -> None:
    keys = [set(candidate_keys(prepare(r))) for r in (A, B, C)]
    assert keys[0] & keys[1]
    assert not keys[0] & keys[2]
    long = story("Coast Times", "\n\n".join(f"{FERRY} {n} {VOTE}" for n in range(300)), 0, "x")
    assert len(candidate_keys(prepare(long))) <= 65


def test_a_pair_is_linked_the_same_from_both_sides() -> None:
    a, b = prepare(A), prepare(B)
    assert link_pair(a, b) == link_pair(b, a)
    assert link_pair(a, a) == ()


def same(left: str, right: str, score: float) -> Link:
    return Link(relation="same_story", left=left, right=right, score=score)


def test_one_weak_bridge_does_not_join_two_stories() -> None:
    ids = ["a", "b", "c", "d", "e", "f"]
    inner = [same(x, y, 0.9) for group in ("abc", "def") for x in group for y in group if x > y]
    groups = list(group_stories(ids, [*inner, same("d", "c", 0.5)]))
    assert groups == [("story:a", ("a", "b", "c")), ("story:d", ("d", "e", "f"))]


def test_a_copy_stays_with_its_original_and_the_unsure_apart() -> None:
    copy = Link(relation="copy_of", left="b", right="a", score=0.6)
    unsure = Link(relation="same_story", left="c", right="a", score=0.1, judgement="unsure")
    assert list(group_stories(["a", "b", "c"], [copy, unsure])) == [
        ("story:a", ("a", "b")),
        ("story:c", ("c",)),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(0.5, 1)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_groups_are_a_partition_whatever_the_order_of_links(
    raw: list[tuple[int, int, float]], random: object
) -> None:
    ids = [f"d{n}" for n in range(8)]
    best: dict[tuple[int, int], float] = {}
    for a, b, score in raw:
        best[min(a, b), max(a, b)] = score
    links = [same(f"d{b}", f"d{a}", s) for (a, b), s in best.items() if a != b]
    groups = list(group_stories(ids, links))
    assert sorted(d for _, g in groups for d in g) == ids
    random.shuffle(links)  # type: ignore[attr-defined]
    assert list(group_stories(ids, links)) == groups
