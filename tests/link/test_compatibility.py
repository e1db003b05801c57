import pytest

from sayso.link.compatibility import compatible, profile_of
from sayso.model import ChainLink
from tests.link.reports import body_of, unnamed

SAME = [
    (unnamed("a source"), unnamed("a senior security official")),
    (unnamed("a government official"), unnamed("a diplomat")),
    (unnamed("an intelligence officer"), unnamed("a military source")),
    (unnamed("people familiar with the talks"), body_of("the foreign ministry", "org:PER/foreign-ministry")),
    (
        unnamed("an official of the foreign ministry", institution="org:PER/foreign-ministry"),
        body_of("Peru's foreign ministry", "org:PER/foreign-ministry"),
    ),
    (unnamed("local officials"), unnamed("a provincial official")),
    (unnamed("health officials"), unnamed("a doctor")),
]
APART = [
    (unnamed("a French diplomat", country="FRA"), unnamed("a diplomat", country="ESP")),
    (unnamed("a taxi driver"), unnamed("a police officer")),
    (unnamed("a customs official"), unnamed("a diplomatic source")),
    (unnamed("a rebel commander", side="group:north"), unnamed("a commander", side="group:south")),
    (
        unnamed("an official of the finance ministry", institution="org:PER/finance-ministry"),
        body_of("the foreign ministry", "org:PER/foreign-ministry"),
    ),
    (body_of("the army", "org:PER/army"), body_of("the navy", "org:PER/navy")),
    (
        unnamed("a naval officer"),
        ChainLink(name="Telmarco", kind="named_organisation", entity="org:telmarco"),
    ),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_may_be_the_same(a: ChainLink, b: ChainLink) -> None:
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(("a", "b"), APART)
def test_cannot_be_the_same(a: ChainLink, b: ChainLink) -> None:
    assert not compatible(a, b)
    assert not compatible(b, a)


def test_a_government_source_without_a_state_is_of_the_outlets() -> None:
    assert profile_of(unnamed("a government source"), "PER").country == "PER"
    assert profile_of(unnamed("a diplomatic source"), "PER").country is None
