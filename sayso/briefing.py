"""A brief of a ledger: its events as of now and as of the moment before, looked up and handed to the page."""

from datetime import UTC, datetime, timedelta

from sayso.brief import Brief, brief_text, make_brief
from sayso.ledger import Ledger
from sayso.ledger.moments import unstamp
from sayso.ledger.queries import brief_parts


def brief_ledger(
    ledger: Ledger,
    as_of: datetime | None,
    since: datetime | None,
    colour: bool,
    recorded_by: datetime | None = None,
) -> str:
    """The brief as text; without `since` it tells what changed since the last brief that was shown, or for a day.

    Only a brief of the present is remembered as shown. Of what was last heard of more than 90 days ago it shows what lies
    ahead, and of each part 200 events at most; `sayso events` lists all.
    """
    page = find_brief(ledger, as_of, since, recorded_by)
    if as_of is None and recorded_by is None:
        ledger.note_brief(page.as_of)
    return brief_text(page, colour=colour)


def find_brief(
    ledger: Ledger,
    as_of: datetime | None = None,
    since: datetime | None = None,
    recorded_by: datetime | None = None,
    whole: bool = False,
) -> Brief:
    """The brief itself; its events are without mentions, claims and receipts, which it does not show, unless they are to be `whole`."""
    moment = as_of or datetime.now(UTC)
    if since is None:
        last = ledger.last_brief() if as_of is None else None
        since = unstamp(last) if last else moment - timedelta(days=1)
    if recorded_by is not None:
        now, before = (
            ledger.events(moment, recorded_by=recorded_by),
            ledger.events(since, recorded_by=recorded_by),
        )
        return make_brief(
            now, before, reports=len(ledger.readings(moment, recorded_by)), as_of=moment, since=since
        )
    with ledger.connect() as connection:
        parts = brief_parts(connection, moment, since, whole)
    return make_brief(
        parts.now, parts.before, reports=parts.reports, as_of=moment, since=since, events=parts.events
    )
