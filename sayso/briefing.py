"""A brief of a ledger: its events as of now and as of the moment before, handed to the page."""

from datetime import UTC, datetime, timedelta

from sayso.brief import brief_text, make_brief
from sayso.ledger import Ledger
from sayso.ledger.moments import unstamp
from sayso.ledger.views import assemble_view


def brief_ledger(ledger: Ledger, as_of: datetime | None, since: datetime | None, colour: bool) -> str:
    """The brief as text; without `since` it tells what changed since the last brief that was shown, or for a day.

    Only a brief of the present is remembered as shown.
    """
    moment = as_of or datetime.now(UTC)
    if since is None:
        last = ledger.last_brief() if as_of is None else None
        since = unstamp(last) if last else moment - timedelta(days=1)
    view, before = assemble_view(ledger, moment), assemble_view(ledger, since)
    page = make_brief(view.events, before.events, reports=len(view.readings), as_of=moment, since=since)
    if as_of is None:
        ledger.note_brief(moment)
    return brief_text(page, colour=colour)
