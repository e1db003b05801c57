"""Set phrases of the wires: who answered nobody, who put a figure, who denies what another says, who was quoted by whom."""

import pytest

from sayso.ingest.documents import make_document
from sayso.model import Attribution, Entity, Reading, Span
from sayso.reader import read
from sayso.reader.attribution.boundaries import mend
from sayso.reader.attribution.declines import find_inner_sources, without_cited
from sayso.reader.attribution.extraction import _overlooked
from sayso.reader.attribution.quote_owners import breaks_out
from sayso.reader.attribution.rules import find_by_rules
from sayso.reader.attribution.set_phrases import (
    add_rejoinders,
    find_set_phrases,
    outlets_behind,
    restore_passive,
    restore_quoted,
)
from sayso.reader.attribution.tidying import is_act, tidy, was_asked
from sayso.reader.document.quotation import find_quotations
from sayso.reader.document.sections import find_dateline
from sayso.reader.encoder.session import RawAttribution
from sayso.reader.parse import parse_text
from sayso.settings import Settings


def spans(text: str, *parts: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(p), text.index(p) + len(p)) for p in parts)


def words(found: tuple[Span, ...], text: str) -> str:
    return " … ".join(s.of(text) for s in found)


def reading(text: str) -> Reading:
    return read(
        make_document(text, {"publisher": "The Echo", "published": "2024-05-07T10:00:00+02:00"}, "x"),
        Settings(encoder=False),
    )


def only(text: str) -> Attribution:
    (one,) = reading(text).attributions
    return one


def test_neither_party_answered() -> None:
    text = "Neither the harbour master nor the shipyard responded to requests for comment."
    found = reading(text).attributions
    assert [words(a.source, text) for a in found] == ["the harbour master", "the shipyard"]
    assert {a.stance for a in found} == {"declines"}
    assert {words(a.content, text) for a in found} == {"requests for comment"}


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The clinic put the number of wounded at 31.", "The clinic", "the number of wounded at 31"),
        (
            "Insurers have put the damage at 2 million euros, and more claims are expected.",
            "Insurers",
            "the damage at 2 million euros",
        ),
    ],
)
def test_who_puts_a_figure_says_it(text: str, source: str, content: str) -> None:
    assert [(words(a.source, text), words(a.content, text)) for a in find_set_phrases(parse_text(text))] == [
        (source, content)
    ]


def test_putting_a_thing_somewhere_says_nothing() -> None:
    assert (
        list(
            find_set_phrases(
                parse_text("The crew put the boat at anchor. She put the price list at the door.")
            )
        )
        == []
    )


def rejoined(
    text: str, source: str, cue: str, content: str, sure: tuple[RawAttribution, ...] = ()
) -> list[tuple[str, str, str]]:
    raw = RawAttribution(spans(text, source), spans(text, cue), spans(text, content), 1.0)
    found = add_rejoinders([raw], sure, parse_text(text), find_quotations(text, [Span(0, len(text))]))
    return [(words(a.source, text), words(a.cue, text), words(a.content, text)) for a in found]


def test_a_denial_behind_a_content_is_another_s() -> None:
    text = "Local radio reported that the mayor had fled, though his office denied it."
    assert rejoined(text, "Local radio", "reported", "the mayor had fled, though his office denied it") == [
        ("Local radio", "reported", "the mayor had fled"),
        ("his office", "denied", "the mayor had fled"),
    ]


def test_a_claim_that_others_dispute() -> None:
    text = "The union insists the vote was fair, a claim the employers dispute."
    assert rejoined(text, "The union", "insists", "the vote was fair")[1] == (
        "the employers",
        "dispute",
        "the vote was fair",
    )


def test_words_of_another_behind_a_semicolon() -> None:
    text = "The owners argue that the lease is void; the town maintains it is not."
    other = RawAttribution(spans(text, "the town"), spans(text, "maintains"), spans(text, "it is not"), 0.5)
    assert rejoined(
        text, "The owners", "argue", "the lease is void; the town maintains it is not", (other,)
    ) == [
        ("The owners", "argue", "the lease is void"),
        ("the town", "maintains", "it is not"),
    ]


def test_a_quotation_is_not_cut() -> None:
    text = "“He stole it, though his office denied it,” she said."
    assert rejoined(text, "she", "said", "“He stole it, though his office denied it,”") == [
        ("she", "said", "“He stole it, though his office denied it,”")
    ]


def test_whom_an_agency_quotes_is_the_source() -> None:
    text = "The minister was quoted by the Tanvo agency as telling reporters that the bridge would reopen."
    torn = RawAttribution(
        spans(text, "the Tanvo agency"),
        spans(text, "was quoted"),
        (Span(0, 12), Span(text.index("as telling"), len(text) - 1)),
        1.0,
    )
    mended = restore_quoted(torn, parse_text(text))
    assert (words(mended.source, text), words(mended.cue, text)) == (
        "The minister",
        "was quoted … as telling reporters",
    )
    assert words(mended.content, text).strip() == "that the bridge would reopen"


def test_an_outlet_at_the_end_of_its_sentence() -> None:
    text = "The deal is off, the Lund Courier reports (h/t Ida Holm)."
    at = Span(text.index("Lund"), text.index("Lund") + len("Lund Courier"))
    courier = Entity(id="outlet:lund-courier", name="Lund Courier", kind="outlet", mentions=(at,))
    assert [
        (words(a.source, text), words(a.content, text))
        for a in outlets_behind([], [courier], parse_text(text))
    ] == [("the Lund Courier", "The deal is off")]


@pytest.mark.parametrize(
    ("text", "asked"),
    [("The governor, asked about the leak, left.", True), ("The governor asked about the leak.", False)],
)
def test_who_was_asked_says_nothing_by_that(text: str, asked: bool) -> None:
    assert (
        was_asked(
            RawAttribution(
                spans(text, "The governor"), spans(text, "asked about"), spans(text, "the leak"), 1.0
            ),
            parse_text(text),
        )
        is asked
    )


def test_an_insertion_between_dashes_is_no_beginning() -> None:
    text = "Lund – not Rye – will host the fair, organisers said."
    tidied = tidy(
        RawAttribution(
            spans(text, "organisers"), spans(text, "said"), spans(text, "not Rye – will host the fair"), 1.0
        ),
        text,
    )
    assert tidied is not None
    assert words(tidied.content, text) == "Lund – not Rye – will host the fair"


def test_a_label_is_no_part_of_what_is_said() -> None:
    text = "Exclusive: Lund weighs second bridge, documents show"
    tidied = tidy(
        RawAttribution(
            spans(text, "documents"),
            spans(text, "show"),
            spans(text, "Exclusive: Lund weighs second bridge"),
            1.0,
        ),
        text,
    )
    assert tidied is not None
    assert words(tidied.content, text) == "Lund weighs second bridge"


def test_an_agency_told_by_kind_and_name_stands_between() -> None:
    one = only("The plant was shut, the operator said in a statement carried by the state news agency Tanvo.")
    assert [k.name for k in one.chain] == ["The Echo", "Tanvo", "the operator"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ferry sank, the sheriff's department said.", "named_organisation"),
        ("The airline said that it would refund the fares.", "named_organisation"),
        ("A truce is near, mediator Qatar announced.", "named_organisation"),
        ("An airline said that it would refund the fares.", "unnamed"),
        ("The indictment says that they met in May.", "document"),
    ],
)
def test_kinds_of_bodies_and_papers(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Analysts expect the currency to fall further.", "predicts"),
        ("The navy has yet to comment on the loss.", "declines"),
        ("The agency said it could not verify the report.", "asserts"),
    ],
)
def test_stances_of_wire_style(text: str, stance: str) -> None:
    assert [a.stance for a in reading(text).attributions] == [stance]


def test_who_is_said_by_others_to_have_done_something() -> None:
    text = "The mayor was said by three aides to have resigned."
    torn = RawAttribution(
        spans(text, "three aides to have"), spans(text, "was said"), spans(text, "The mayor"), 1.0
    )
    mended = restore_passive(torn, parse_text(text))
    assert (words(mended.source, text), words(mended.content, text)) == (
        "three aides",
        "The mayor … to have resigned",
    )
    whole = RawAttribution(
        spans(text, "three aides"), spans(text, "was said"), spans(text, "The mayor", "to have resigned"), 1.0
    )
    assert restore_passive(whole, parse_text(text)) == whole


def test_that_no_more_was_told_is_not_what_was_told() -> None:
    text = "The guard said that two boats had sunk but gave no further details."
    assert rejoined(text, "The guard", "said", "that two boats had sunk but gave no further details") == [
        ("The guard", "said", "that two boats had sunk")
    ]


def test_a_refusal_behind_a_semicolon_is_another_s() -> None:
    text = "Prosecutors allege that the pair bribed a clerk; their lawyers did not respond to messages."
    found = {(words(a.source, text), words(a.content, text)) for a in reading(text).attributions}
    assert ("their lawyers", "messages") in found


def test_a_relative_that_leads_on_is_no_end() -> None:
    text = "The senator tweeted a picture of the letter, in which the general admits the error."
    tidied = tidy(
        RawAttribution(
            spans(text, "The senator"),
            spans(text, "tweeted"),
            spans(text, "a picture of the letter, in which"),
            1.0,
        ),
        text,
        bare=False,
    )
    assert tidied is not None
    assert words(tidied.content, text) == "a picture of the letter"


def test_her_office_is_the_prime_minister_s() -> None:
    assert [
        k.name for k in only("The prime minister vowed to resign if the bill failed, her office said.").chain
    ] == ["The Echo", "The prime minister's office"]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("If the pilots say that the strait is closed, ships wait.", False),
        ("The pilots say that the strait is closed.", True),
    ],
)
def test_what_is_only_supposed_is_not_added(text: str, added: bool) -> None:
    found = find_by_rules(parse_text(text), sure=True)
    assert bool(_overlooked(parse_text(text), [], found)) is added


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Radio Vega, citing two clerks, reported that the pool was shut.", ["two clerks"]),
        ("The paper, quoting the army's media wing, said 12 had died.", ["the army's media wing"]),
        ("The army, quoting survivors, said the boat had sunk.", ["survivors"]),
        ("The court closed the pool, citing a threat to public health.", []),
        ("Kovac has cited the audit as the reason for the delay.", []),
    ],
)
def test_a_reason_is_no_source(text: str, cited: list[str]) -> None:
    assert [who.of(text) for _, who in find_inner_sources(parse_text(text))] == cited


def test_whom_an_outlet_cites_is_no_part_of_its_words() -> None:
    text = "The fair will be held in June, Radio Vega reported, quoting sources at the town hall."
    raw = RawAttribution(
        spans(text, "Radio Vega"),
        spans(text, "reported"),
        spans(text, "The fair will be held in June", "sources at the town hall"),
        1.0,
    )
    told = without_cited(raw, list(find_inner_sources(parse_text(text))))
    assert words(told.content, text) == "The fair will be held in June"


def test_who_is_spoken_of_in_a_quotation_did_not_say_what_surrounds_it() -> None:
    text = "The governor said the press made too much of “he said this, he tweeted that.”"
    quotations = find_quotations(text, [Span(0, len(text))])
    out = RawAttribution(
        spans(text, "he tweeted")[:1],
        spans(text, "tweeted"),
        spans(text, "The governor said the press made too much of"),
        0.5,
    )
    assert breaks_out(out, quotations)
    assert not breaks_out(RawAttribution(out.source, out.cue, spans(text, "that.”"), 0.5), quotations)


@pytest.mark.parametrize(
    ("text", "content", "act"),
    [
        ("Analysts agreed it was a weak plan.", "it was a weak plan", False),
        ("Ministers agreed a package.", "a package", True),
    ],
)
def test_agreeing_that_something_is_so_is_no_deed(text: str, content: str, act: bool) -> None:
    assert (
        is_act(
            RawAttribution(spans(text, text.split()[0]), spans(text, "agreed"), spans(text, content), 1.0),
            text,
        )
        is act
    )


def test_a_refusal_that_is_only_a_condition_is_none() -> None:
    assert reading("Voters are struck off if they did not respond to letters.").attributions == ()


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("Mayor: Bridge to close in May\nTraffic will be diverted.", False),
        ("Lund: The bridge will close in May.", True),
    ],
)
def test_a_headline_with_a_colon_is_no_dateline(line: str, dateline: bool) -> None:
    assert (find_dateline(line) is not None) is dateline


def test_a_content_that_ends_at_a_mark_is_not_drawn_out() -> None:
    text = 'Another critic likened the rules to "burning the charter" - a charge that might have stung.'
    raw = RawAttribution(
        spans(text, "Another critic"),
        spans(text, "likened"),
        spans(text, 'the rules to "burning the charter'),
        1.0,
    )
    assert words(mend(raw, parse_text(text)).content, text) == 'the rules to "burning the charter'
