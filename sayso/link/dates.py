"""When an event takes place as of a moment: the days that live claims share, the slips, and what is disputed."""

from collections.abc import Sequence
from datetime import date, timedelta

from sayso.link.values import Held, Window, at_odds, common_window, disjoint, find_conflict
from sayso.model import Change, Conflict, Status

_SETTLED = ("postponed", "cancelled")


def settle_dates(
    windows: Sequence[Window], status: Status
) -> tuple[tuple[date, date | None] | None, Window | None, list[Change], Conflict | None]:
    """First and last day (last None: open), the claim that gives the zone, the slips, and the conflict of `start`, if any."""
    if not windows:
        return None, None, [], None
    ends = [w for w in windows if w.ends]
    windows = [w for w in windows if not w.ends] or windows
    ordered = sorted(windows, key=lambda w: (w.at, w.document))
    if status == "occurred":
        told = [w for w in ordered if w.status in ("occurred", "ongoing")]
        ahead = [w for w in ordered if w.status in ("planned", "possible", "postponed")]
        if told:
            ordered = [*(w for w in ahead if not any(disjoint(w, t) for t in told)), *told]
            missed = [w for w in ahead if w not in ordered]
            changes = _slips([*missed, *ordered])
        else:
            changes = _slips(ordered)
    else:
        changes = _slips(ordered)
    live = _live(ordered)
    conflict = find_conflict("start", _as_held(live))
    shared = common_window(live)
    if shared is None:
        exact = [w for w in live if w.exact]
        shared = common_window(exact) if exact else None
    if shared is None or status in _SETTLED:
        newest = [w for w in live if w.at == max(x.at for x in live)]
        if status in _SETTLED or (newest and newest[0].party):
            shared = common_window(newest) or shared
    if status in ("occurred",) and shared is None and live:
        best = _most_claimed(live)
        shared = (best.first, best.last)
    if shared is not None and status == "occurred":
        shared = (shared[0], _ended(shared, ends))
    return shared, live[-1] if live else ordered[-1], changes, conflict


_LONGEST = timedelta(days=60)  # between the first day of an event and a day told as its last


def _ended(days: tuple[date, date | None], ends: Sequence[Window]) -> date | None:
    """The last day, moved on to the one on which reports say that it ended."""
    told = [w.last or w.first for w in ends if days[0] <= (w.last or w.first) <= days[0] + _LONGEST]
    last = max(told, default=None)
    return last if last is not None and (days[1] is None or last > days[1]) else days[1]


def _most_claimed(live: Sequence[Window]) -> Window:
    return max(live, key=lambda w: (sum(not disjoint(w, o) for o in live), w.exact, -w.at))


def _live(windows: Sequence[Window]) -> list[Window]:
    """One window an origin, the last; what a party moves on record replaces what others said before."""
    last: dict[str, Window] = {}
    for w in windows:
        if w.party or w.status == "postponed":
            for origin, earlier in list(last.items()):
                if disjoint(earlier, w) and earlier.at < w.at and w.party:
                    del last[origin]
        earlier_own = last.get(w.origin)
        if earlier_own is not None and not disjoint(earlier_own, w) and earlier_own.exact and not w.exact:
            continue
        last[w.origin] = w
    return sorted(last.values(), key=lambda w: (w.at, w.document))


def _slips(windows: Sequence[Window]) -> list[Change]:
    """Moves of the whole window by the same origin, or by a party on record: from each start to the next that shares no day."""
    out: list[Change] = []
    for n, w in enumerate(windows):
        earlier = [
            e for e in windows[:n] if e.at < w.at and at_odds(e, w) and (e.origin == w.origin or w.party)
        ]
        said_already = any(
            not at_odds(e, w) and (e.origin == w.origin or e.party) for e in windows[:n] if e.at < w.at
        )
        if not earlier or said_already:
            continue
        before = max(earlier, key=lambda e: (e.origin == w.origin, e.at))
        change = Change(
            field="start",
            before=before.first.isoformat(),
            after=w.first.isoformat(),
            at=w.published,
            origin=w.origin,
            document=w.document,
        )
        if not any((c.before, c.after) == (change.before, change.after) for c in out):
            out.append(change)
    return out


def _as_held(live: Sequence[Window]) -> list[Held]:
    """Windows that share no day as values of `start`, so that they can be at odds; those that share one are taken as equal."""
    out: list[Held] = []
    live = [
        w if w.last is not None else w._replace(last=w.first) for w in live
    ]  # what holds from a day on begins that day
    for w in live:
        same = next((o for o, v in zip(live, out) if not at_odds(o, w)), None)
        value = same.first.isoformat() if same is not None else w.first.isoformat()
        out.append(Held("start", value, "exact", w.origin, w.document, w.at, w.published))
    return out


def last_moment(days: tuple[date, date | None], window: Window) -> tuple[object, object]:
    """The first moment of the first day and the first after the last day, in the zone of a claim."""
    from datetime import datetime

    zone = window.zone.tzinfo
    start = datetime(days[0].year, days[0].month, days[0].day, tzinfo=zone)
    end = None
    if days[1] is not None:
        end = datetime(days[1].year, days[1].month, days[1].day, tzinfo=zone) + timedelta(days=1)
    return start, end
