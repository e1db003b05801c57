"""What the tools answer: columns and rows, times with zones, words of reports as they stand."""

from typing import Any

from pydantic import BaseModel, Field

Cell = str | int | float | None


class Table(BaseModel):
    """Rows under columns."""

    columns: list[str]
    rows: list[list[Cell]] = Field(description="One list a row, in the order of the columns.")


class Events(Table):
    """Events as of a moment."""

    as_of: str = Field(description="ISO 8601 with an offset.")
    found: int = Field(description="How many there are, whether shown or not.")


class OneEvent(BaseModel):
    """One event: its fields, on how many independent origins it rests, and the passages that say so."""

    as_of: str
    fields: dict[str, Any]
    origins_low: int
    origins_high: int
    origins: list[str]
    receipts: Table
    conflicts: Table
    history: Table


class OneStory(BaseModel):
    """The reports of one story and the events that they tell of."""

    as_of: str
    id: str
    reports: Table
    events: Table


class Verdicts(Table):
    """One row a claim, and the passages that decide."""

    as_of: str
    receipts: Table


class Cover(BaseModel):
    """What the ledger holds."""

    as_of: str
    reports: int
    events: int
    first_published: str | None
    last_published: str | None
    outlets: Table
