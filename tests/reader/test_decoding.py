import numpy as np
import pytest

from sayso.model import Span
from sayso.reader.encoder.decoding import (
    BUCKETS,
    CUE_BIAS,
    decode_window,
    distance_buckets,
    find_cues,
    find_likely_cues,
    place_cues,
    viterbi,
)
from sayso.reader.encoder.windows import Window


def make_window(words: str) -> Window:
    """A window of one paragraph whose pieces are its words."""
    offsets: list[tuple[int, int] | None] = [None]
    at = 0
    for word in words.split(" "):
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    offsets.append(None)
    size = len(offsets)
    inside = [o is not None for o in offsets]
    return Window([101] * size, offsets, [0 if x else -1 for x in inside], inside, [int(x) for x in inside])


def test_cues_begin_go_on_and_end() -> None:
    window = make_window("a b c d e")
    assert find_cues([0, 1, 2, 0, 1, 1, 0], window) == [[1, 2], [4], [5]]


def test_a_cue_that_only_goes_on_begins_one() -> None:
    assert find_cues([0, 0, 2, 2, 0, 0, 0], make_window("a b c d e")) == [[2, 3]]


def test_switching_costs_smooth_a_lone_word_away() -> None:
    scores = np.log(np.array([[0.9, 0.1], [0.45, 0.55], [0.9, 0.1]], np.float32))
    assert viterbi(scores, 0.0).tolist() == [0, 1, 0]
    assert viterbi(scores, 1.0).tolist() == [0, 0, 0]


@pytest.mark.parametrize("cost", [0.0, 0.5, 2.0])
def test_viterbi_finds_the_best_of_all_paths(cost: float) -> None:
    from itertools import pairwise, product

    scores = np.random.default_rng(7).normal(size=(5, 3)).astype(np.float32)

    def worth(path: tuple[int, ...]) -> float:
        return float(sum(scores[t, k] for t, k in enumerate(path))) - cost * sum(
            a != b for a, b in pairwise(path)
        )

    assert tuple(viterbi(scores, cost).tolist()) == max(product(range(3), repeat=5), key=worth)


def test_distances_fall_into_buckets_that_tell_sides_apart() -> None:
    buckets = distance_buckets()
    assert buckets.min() >= 0
    assert buckets.max() < BUCKETS - 2
    assert buckets[600 - 1] != buckets[600 + 1]


def test_a_cue_s_pieces_average_to_one() -> None:
    average, buckets = place_cues([[2, 3]], make_window("a b c d"), 8)
    assert average.sum() == pytest.approx(1)
    assert buckets[0, 2] == buckets[0, 3] == 9
    assert buckets[0, 1] < 9 < buckets[0, 4]


def test_contents_go_to_one_owner_and_cues_without_content_fall_away() -> None:
    text = "rain fell , the mayor said"
    window = make_window(text)
    links = np.full((2, len(window.ids), 3), -8, np.float32)
    links[0, 1:4, 1] = 8  # "rain fell ,"
    links[0, 4:6, 0] = 8  # "the mayor"
    outside = np.zeros(len(window.ids), np.float32)
    ((source, cue, content, score),) = decode_window(window, [[6], [2]][:1], outside, links)
    assert [s.of(text) for s in (*source, *cue, *content)] == ["the mayor", "said", "rain fell ,"]
    assert 0.9 < score <= 1
    assert content == [Span(0, 11)]
    assert decode_window(window, [[6]], outside, np.full_like(links, -8)) == []


def test_what_narrowly_misses_being_a_cue_is_tried_but_widens_none() -> None:
    window = make_window("a b c d")
    scores = np.full((len(window.ids), 3), -4, np.float32)
    scores[:, 0] = 0
    scores[1, 1] = 4  # "a" is one
    scores[2, 2] = scores[4, 1] = -CUE_BIAS / 2  # "b" nearly goes on with it, "d" nearly begins one
    assert find_likely_cues(scores, window) == [[1], [4]]


@pytest.mark.parametrize(("sourced", "kept"), [(True, True), (False, False)])
def test_a_doubtful_content_holds_only_with_a_source(sourced: bool, kept: bool) -> None:
    window = make_window("rain fell , the mayor said")
    links = np.full((1, len(window.ids), 3), -8, np.float32)
    links[0, 1:4, 1] = 0.8  # a chance of about 0.69
    links[0, 4:6, 0] = 8 if sourced else -8
    assert bool(decode_window(window, [[6]], np.zeros(len(window.ids), np.float32), links)) is kept


def test_what_a_doubtful_cue_held_goes_back() -> None:
    window = make_window("rain fell , the mayor said")
    links = np.full((2, len(window.ids), 3), -8, np.float32)
    links[0, 1:4, 1] = 3  # "rain fell ," is the first's …
    links[1, 2:4, 1] = 3.1  # … but "fell ," as likely that of "the", which has no source
    links[0, 5:6, 0] = 8
    ((source, cue, content, _),) = decode_window(
        window, [[6], [4]], np.full(len(window.ids), -3, np.float32), links, cost=0.05
    )
    assert (len(source), cue, content) == (1, [Span(22, 26)], [Span(0, 11)])
