from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sayso.link.copies import compare_copies, fingerprint
from sayso.link.cover import cover_with_cliques
from sayso.link.lineage import Lineage, find_circles
from sayso.link.origins import count_origins
from sayso.model import Argument, ChainLink, Entity, Link, Origins, Reading, Span
from tests.link.reports import Report, body_of, outlet, unnamed

NAVY = body_of("the Norwegian navy", "org:NOR/navy")
LEAD = "The icebreaker Kvitfjell left Tromso for the strait on Tuesday with forty scientists and a crew of thirty on board"


def count(*readings: Reading) -> Origins:
    links: list[Link] = []
    for a, b in combinations(readings, 2):
        link = compare_copies(fingerprint(a.document), fingerprint(b.document))
        if link:
            links.append(link)
    return count_origins([(r, n) for r in readings for n in range(len(r.events))], readings, links)


def pair(*readings: Reading) -> tuple[int, int]:
    found = count(*readings)
    return found.low, found.high


def told(publisher: str, hours: float, *chain: ChainLink, text: str = LEAD) -> Reading:
    report = Report(publisher, f"{text}, somebody said.\n", hours)
    if chain:
        report.says(text, *chain)
    return report.tells(text, 0 if chain else None).read()


def test_no_attribution_is_the_publishers_own_voice() -> None:
    found = count(told("Coast Times", 0))
    assert (found.low, found.high, found.names) == (1, 1, ("Coast Times",))
    assert found.receipt[0].evidence[0].kind == "own"


def test_one_institution_is_one_origin_however_many_quote_it() -> None:
    spokesman = ChainLink(
        name="Ola Berg", kind="named_person", entity="person:ola-berg", institution="org:NOR/navy"
    )
    nameless = ChainLink(name="a navy spokeswoman", kind="unnamed", institution="org:NOR/navy")
    assert pair(
        told("Coast Times", 0, NAVY),
        told("Fjord Post", 1, spokesman, text="The ship Kvitfjell sailed"),
        told("Ny Tid", 2, nameless, text="It sailed"),
    ) == (1, 1)


def test_unnamed_behind_one_outlet_are_one_behind_two_perhaps() -> None:
    official = unnamed("a senior official")
    source = unnamed("a source")
    assert pair(
        told("Coast Times", 0, official), told("Coast Times", 1, source, text="The ship is at sea")
    ) == (1, 1)
    assert pair(
        told("Coast Times", 0, official), told("Fjord Post", 1, source, text="The ship is at sea")
    ) == (1, 2)


def test_descriptions_that_exclude_each_other_stay_apart() -> None:
    fisherman, officer = unnamed("a local fisherman"), unnamed("a navy officer")
    swede = unnamed("a Swedish official", country="SWE")
    assert pair(
        told("Coast Times", 0, fisherman), told("Fjord Post", 1, officer, text="The ship is at sea")
    ) == (2, 2)
    assert pair(told("Coast Times", 0, NAVY), told("Fjord Post", 1, swede, text="The ship is at sea")) == (
        2,
        2,
    )


def test_an_unnamed_official_may_be_the_institution_but_two_institutions_never_merge() -> None:
    official = unnamed("a defence official", country="NOR")
    ministry = body_of("the transport ministry", "org:NOR/transport-ministry")
    assert pair(told("Coast Times", 0, official), told("Fjord Post", 1, NAVY, text="The ship is at sea")) == (
        1,
        2,
    )
    assert pair(told("Coast Times", 0, ministry), told("Fjord Post", 1, NAVY, text="The ship is at sea")) == (
        2,
        2,
    )


def test_a_copy_inherits_and_its_added_paragraph_adds() -> None:
    text = f"{LEAD}, a source said. The voyage was planned for years by three institutes and paid for by a fund that nobody outside of it knew.\n"
    first = Report("Nordavia News Agency", text).says(LEAD, unnamed("a source")).tells(LEAD, 0).read()
    plain = (
        Report("Fjord Post", text, 1, byline="Nordavia").says(LEAD, unnamed("a source")).tells(LEAD, 0).read()
    )
    more = "The Kvitfjell passed the lighthouse at noon, the coast guard said."
    added = (
        Report("Ny Tid", f"{text}\n{more}\n", 2, byline="Nordavia")
        .says(LEAD, unnamed("a source"))
        .tells(LEAD, 0)
    )
    guard = body_of("the coast guard", "org:NOR/coast-guard")
    extended = (
        added.says("The Kvitfjell passed the lighthouse at noon", guard)
        .tells("passed the lighthouse", 1)
        .read()
    )
    assert pair(first, plain) == (1, 1)
    found = count(first, plain, extended)
    assert found.high == 2
    assert "Norwegian coast guard" in found.names
    assert any(e.kind == "copy" for line in found.receipt for e in line.evidence)


def test_a_citation_has_the_cited_outlets_origins_held_or_not() -> None:
    held = told("Coast Times", 0, unnamed("two people close to the crew", number=2))
    citing = told("Fjord Post", 1, outlet("Coast Times"), text="The ship sailed in secret")
    retold = told(
        "Ny Tid",
        2,
        outlet("Coast Times"),
        unnamed("two informed persons", number=2),
        text="The vessel is under way",
    )
    assert pair(held, citing, retold) == (1, 1)
    alone = count(told("Fjord Post", 1, outlet("Kurs Online")))
    assert (alone.low, alone.high, alone.names) == (1, 1, ("Kurs Online",))
    assert alone.receipt[0].unknown_lineage


def test_circular_reporting_is_one_origin_and_is_said() -> None:
    first = told("Coast Times", 0, unnamed("a source"))
    second = told("Fjord Post", 1, outlet("Coast Times"), text="The ship has sailed at last")
    third = told("Coast Times", 2, outlet("Fjord Post"), text="Others too say that it is at sea")
    found = count(first, second, third)
    assert (found.low, found.high) == (1, 1)
    assert any(note.startswith("circular") for note in found.notes)


def test_who_denies_or_declines_vouches_for_nothing() -> None:
    report = Report("Coast Times", "The ship sailed. The ship never sailed, the navy said.\n").says(
        "The ship never sailed", NAVY, stance="denies"
    )
    reading = report.tells("The ship sailed").tells("never sailed", 0, status="denied").read()
    assert count(reading).names == ("Coast Times",)


def test_a_withdrawal_removes_the_origin_also_for_copies_and_citers() -> None:
    first = told("Coast Times", 0, unnamed("a source"))
    copy = (
        Report("Ny Tid", f"{LEAD}, somebody said.\n", 1, byline="Coast Times")
        .says(LEAD, unnamed("a source"))
        .tells(LEAD, 0)
        .read()
    )
    citing = told("Fjord Post", 2, outlet("Coast Times"), text="The ship sailed in secret")
    note = Report(
        "Coast Times", "We reported that the icebreaker had left Tromso. We retract that report.\n", 5
    )
    withdrawal = note.withdraws("We retract", "Coast Times").tells("had left Tromso").read()
    late = told("Havn Blog", 9, outlet("Coast Times"), unnamed("a source"), text="They say it sailed")
    assert pair(first, copy, citing) == (1, 1)
    found = count(first, copy, citing, withdrawal, late)
    assert (found.low, found.high) == (0, 0)
    assert any(n.startswith("withdrawn") for n in found.notes)


def test_a_later_bare_mention_adds_its_publisher() -> None:
    assert pair(told("Coast Times", 0, NAVY), told("Fjord Post", 30, text="The ship is back")) == (2, 2)


def test_a_bystander_who_goes_on_telling_bears_on_the_event() -> None:
    text = "A bomb went off in the market of Halvo on Monday.\n\nThree bodies were brought in, a doctor at the hospital said.\n\nIt was a long day, a poet said.\n"
    report = (
        Report("Coast Times", text)
        .says("Three bodies were brought in", unnamed("a doctor at the hospital"))
        .says("It was a long day", unnamed("a poet"))
    )
    found = count(report.tells("A bomb went off", type="ASSAULT", lemma="explosion").read())
    assert found.names == ("doctor at the hospital behind Coast Times",)


def test_officials_of_both_sides_are_two() -> None:
    assert pair(told("Coast Times", 0, unnamed("officials on both sides"))) == (2, 2)


def test_a_capital_that_speaks_is_one_of_its_institutions() -> None:
    capital = ChainLink(name="Oslo", kind="named_organisation", entity="state:NOR")
    official = unnamed("a government official", country="NOR")
    readings = [
        told("Coast Times", 0, official),
        told("Fjord Post", 1, NAVY, text="The ship is at sea"),
        told("Ny Tid", 2, capital, text="It has sailed"),
    ]
    assert pair(*readings) == (1, 2)


def test_the_order_of_the_readings_does_not_matter() -> None:
    readings = [
        told("Coast Times", 0, unnamed("a source")),
        told("Fjord Post", 1, NAVY, text="The ship is at sea"),
        told("Ny Tid", 2, outlet("Fjord Post"), text="Gone"),
    ]
    assert count(*readings) == count(*reversed(readings))


def test_circles_are_found_once() -> None:
    assert find_circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"d"}}) == (("a", "b", "c"),)


def test_an_empty_story_has_no_origins() -> None:
    assert count_origins([], [], []) == Origins()
    assert Lineage([], []).withdrawals == ()


@given(st.integers(0, 9), st.data())
def test_a_cover_is_a_partition_into_cliques(size: int, data: st.DataObject) -> None:
    every = list(combinations(range(size), 2))
    edges = set(data.draw(st.lists(st.sampled_from(every), unique=True)) if every else [])
    groups = cover_with_cliques(size, edges)
    assert sorted(n for g in groups for n in g) == list(range(size))
    assert all((a, b) in edges for g in groups for a, b in combinations(sorted(g), 2))


def test_what_the_reader_took_for_the_outlets_own_words_stays_its_own() -> None:
    text = "The mayor said it was a sad day, two years after the icebreaker left Tromso.\n"
    report = Report("Coast Times", text).says(
        "it was a sad day, two years after the icebreaker left Tromso", body_of("the mayor", "org:NOR/mayor")
    )
    assert count(report.tells("the icebreaker left Tromso").read()).names == ("Coast Times",)


def test_only_who_acts_in_a_speech_act_is_its_origin() -> None:
    text = "After a week in Norway the miners of Halvo demanded the keys of the mine.\n"
    plain = Report("Coast Times", text).tells("demanded").read()
    norway = Span(text.index("Norway"), text.index("Norway") + 6)
    miners = Span(text.index("the miners"), text.index("the miners") + 19)
    entities = (
        Entity(id="state:NOR", kind="state", name="Norway", mentions=(norway,), country="NOR"),
        Entity(id="group:miners", kind="group", name="the miners of Halvo", mentions=(miners,)),
    )
    demand = replace(plain.events[0], concept="demand")
    assert count(replace(plain, events=(demand,), entities=entities)).names == ("Coast Times",)
    actor = Argument(role="actor", value="the miners of Halvo", start=miners.start, end=miners.end)
    acted = replace(demand, arguments=(actor,))
    assert count(replace(plain, events=(acted,), entities=entities)).names == ("miners of Halvo",)
