"""What a ledger says of a claim: the verdict with its field, values, origins, receipt and coverage
(contract.md)."""

from typing import Literal

from msgspec import Struct
from msgspec import field as named

from sayso.model import Part, Span

VerdictName = Literal["supported", "one_source", "disputed", "different", "not_found"]
VERDICTS: tuple[VerdictName, ...] = ("supported", "one_source", "disputed", "different", "not_found")
ClaimField = Literal["who", "whom", "where", "when", "how_many", "status", "polarity", "what"]


class Rests(Struct, frozen=True, kw_only=True):
    """On how many independent origins a claim rests, as few as `low` and as many as `high`, and on whose
    word."""

    low: int
    high: int
    names: tuple[str, ...]


class Ground(Struct, frozen=True, kw_only=True):
    """A passage that decides: the report, where in its text (or title), the words, and whose word it is."""

    document: str
    span: Span
    text: str
    origin: str | None
    part: Part = "body"
    publisher: str | None = None


class Coverage(Struct, frozen=True, kw_only=True):
    """What the ledger holds that bears on the claim: how many reports, and the first and last moment of
    publication among them."""

    reports: int
    first: str | None = named(name="from")
    last: str | None = named(name="to")


class Verification(Struct, frozen=True, kw_only=True):
    """What a ledger says of one claim."""

    claim: str
    verdict: VerdictName
    field: ClaimField | None = None
    """Of `different`: which field is not as told."""
    event: str | None = None
    origins: Rests | None = None
    given: str | None = None
    """The claim's value of the field."""
    told: str | None = None
    """The reports' value of the field."""
    receipt: tuple[Ground, ...] = ()
    coverage: Coverage
    scores: dict[str, float] = {}
    """How likely each kind of verdict is by the evidence, 0..1."""
