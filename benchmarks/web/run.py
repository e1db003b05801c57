"""Measure the pages: time to the first byte and weight of each, then a load of mixed requests; nothing that was accepted may be lost.

    python -m benchmarks.web.run [--ledger L] [--seconds 30] [--rate 50] [--floors]

One server process (`sayso serve`) over the bundled stories, or over a copy of the ledger L (`python -m benchmarks.ledger.run --ledger L`
makes a large one), is asked by this process. Each page is asked nine times; its weight is that of the page, its style sheet and its
script. Then requests are sent at a fixed rate, whether earlier ones are answered or not: pages (62 %), the API (36 %) and reports to add
(`--adding`, 2 %, of our own writing, each of another day, place and matter), beside five listeners to the changes. Moments are drawn from thirty, so that
most answers are not ones that the server kept. Times count from when a request was due. In the end every report that was accepted is asked for, and every listener must have heard of it.
"""

import argparse
import asyncio
import json
import os
import pathlib
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.web.client import Answer, Listener, Server, ask, served

os.environ.setdefault("OMP_NUM_THREADS", "1")
HERE = pathlib.Path(__file__).parent
_TRIES, _LISTENERS, _PICKED = 9, 5, 200
_MOMENTS = 30  # a fresh one is no answer that is kept
_PLACES = (
    "Oslo", "Lima", "Nairobi", "Manila", "Lisbon", "Ottawa", "Jakarta", "Accra", "Riga", "Quito", "Hanoi", "Sofia", "Dublin", "Bogota", "Tunis", "Vienna", "Dakar",
    "Caracas", "Amman", "Helsinki", "Canberra", "Tbilisi", "Kampala",
)  # fmt: skip
_MATTERS = (
    (
        "Fishermen went on strike in {place} on Monday over {thing}, a union leader said.",
        "The harbour master said that the strike would end on {day}.",
    ),
    (
        "The court in {place} will hear the case of {thing} on {day}, its clerk said.",
        "A lawyer for the accused denied the charges.",
    ),
    (
        "Engineers will launch {thing} from a site near {place} on {day}, the space agency said.",
        "The launch was postponed twice in spring.",
    ),
    (
        "Two trains collided near {place}, killing {n} people, police said.",
        "The operator of {thing} said that a signal had failed.",
    ),
    (
        "Ministers of two states will meet in {place} on {day} to talk about {thing}, a spokeswoman said.",
        "A second official confirmed the date.",
    ),
    (
        "The navy will hold a drill off {place} from {day}, the defence ministry said.",
        "Officers of {thing} declined to comment.",
    ),
    (
        "Protesters against {thing} marched through {place} on Sunday, organisers said.",
        "Police arrested {n} of them, a witness said.",
    ),
)
_THINGS = (
    "the tide barrier",
    "a copper mine",
    "the night ferry",
    "a glass tower",
    "the wheat tariff",
    "a lost satellite",
    "the old airport",
    "a river dam",
    "the school reform",
    "a vaccine plant",
    "the tram line",
)
_WORDS = (
    "drill",
    "minister",
    "president AND talks",
    '"defence ministry"',
    "bridge",
    "visit",
    "agree*",
    "missile OR drill",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--ledger", type=pathlib.Path, help="ask a copy of this ledger, not the bundled stories"
    )
    parser.add_argument("--in-place", action="store_true", help="add to the ledger itself: no copy")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument(
        "--as-of",
        type=datetime.fromisoformat,
        help="as if this were the moment of the last report (with an offset); reports published later are not asked for",
    )
    parser.add_argument("--adding", type=float, default=2, help="so many of a hundred requests add a report")
    parser.add_argument("--floors", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = args.ledger if args.in_place and args.ledger else folder / "l.db"
        if args.ledger is None:
            make_demo(path)
        elif not args.in_place:
            shutil.copyfile(args.ledger, path)
        addresses = sample(path, args.as_of)
        with served(path, folder) as server:
            pages = asyncio.run(each_page(server, addresses))
            load = asyncio.run(burden(server, addresses, args.seconds, args.rate, args.adding))
    print(json.dumps({"documents": addresses["count"], "pages": pages, "load": load}, indent=1))
    wrong = out_of_bounds(
        pages, load, json.loads((HERE / "floors.json").read_text())["ledger" if args.ledger else "stories"]
    )
    print("\n".join(f"out of bounds: {w}" for w in wrong), end="\n" if wrong else "")
    return int(bool(wrong) and args.floors)


def out_of_bounds(pages: dict[str, Any], load: dict[str, Any], floors: dict[str, float]) -> list[str]:
    """What misses its floor, in words: of times to the first byte the best, and of a load what it takes of a processor, for others may work on this machine."""
    wrong = [
        f"{n}: first byte {p['best_ms']} ms at best"
        for n, p in pages.items()
        if p["best_ms"] > floors["best_ms_at_most"]
    ]
    wrong += [
        f"{n}: {p['weight_kb']} kB" for n, p in pages.items() if p["weight_kb"] > floors["weight_kb_at_most"]
    ]
    taken = load["server_ms_a_request"]
    wrong += (
        [f"{taken} ms of the server a request"]
        if taken is not None and taken > floors["server_ms_a_request_at_most"]
        else []
    )
    wrong += [
        f"{k} p95 {load[k]['p95_ms']} ms"
        for k in ("pages", "api")
        if load[k]["p95_ms"] > floors.get("p95_ms_at_most", float("inf"))
    ]
    return wrong + [
        f"{k} {load[k]}"
        for k in ("errors_5xx", "unanswered", "refused", "lost", "unheard", "broken_listeners")
        if load[k]
    ]


def make_demo(path: pathlib.Path) -> None:
    """A ledger of the bundled stories."""
    from sayso.demo import demo_documents, demo_stories
    from sayso.ledger import Ledger
    from sayso.reader import read_documents

    with Ledger(path) as ledger:
        for story in demo_stories():
            for reading in read_documents(demo_documents(story)):
                ledger.add(reading)


def sample(path: pathlib.Path, last: datetime | None = None) -> dict[str, Any]:
    """What there is to ask of a ledger: events, reports and sources, drawn by a fixed chance; the last moment, and how many reports."""
    from sqlalchemy import func, select

    from sayso.ledger import Ledger, schema
    from sayso.ledger.caches import FOREVER, event_states
    from sayso.ledger.moments import stamp, unstamp
    from sayso.web.lists import late_sources

    chance, d, t = random.Random(5), schema.documents.c, event_states.c
    with Ledger(path, must_exist=True) as ledger, ledger.connect() as connection:
        last = last or unstamp(connection.execute(select(func.max(d.known_at))).scalar_one())
        documents = sorted(
            connection.execute(
                select(d.id).where(d.known_at <= stamp(last)).order_by(d.known_at.desc()).limit(20_000)
            ).scalars()
        )
        events = sorted(
            connection.execute(
                select(t.event).where(t.known_until == FOREVER, t.known_from <= stamp(last)).limit(20_000)
            ).scalars()
        )
        sources = [s.name for s in late_sources(connection, stamp(last))]
        count = ledger.count_documents()
    pick = lambda among: chance.sample(among, min(len(among), _PICKED))  # noqa: E731
    return {
        "events": pick(events),
        "documents": pick(documents),
        "sources": pick(sources),
        "last": last,
        "count": count,
    }


def page_paths(addresses: dict[str, Any], chance: random.Random) -> dict[str, str]:
    """An address of each page, of what is drawn."""
    then, month = moment(addresses, chance.randrange(_MOMENTS)), f"{addresses['last']:%Y-%m}"
    event, document, source = (chance.choice(addresses[k]) for k in ("events", "documents", "sources"))
    return {
        "today": f"/?{then}", "calendar": f"/calendar?month={month}&{then}", "map": f"/map?{then}", "event": f"/event/{event}?{then}", "document": f"/document/{document}?{then}",
        "source": f"/source/{quote(source, safe='')}?{then}", "sources": f"/sources?{then}", "search": f"/search?{urlencode({'q': chance.choice(_WORDS)})}&{then}", "login": "/login", "error": "/event/none",
    }  # fmt: skip


def api_path(addresses: dict[str, Any], chance: random.Random) -> str:
    """An address of the API, drawn."""
    then = moment(addresses, chance.randrange(_MOMENTS))
    event, document = chance.choice(addresses["events"]), chance.choice(addresses["documents"])
    return chance.choice((
        f"/api/v1/events?limit=50&{then}", f"/api/v1/events/{event}?{then}", f"/api/v1/documents?limit=20&{then}", f"/api/v1/documents/{document}?{then}", f"/api/v1/brief?{then}",
        f"/api/v1/search?{urlencode({'q': chance.choice(_WORDS)})}&{then}", f"/api/v1/sources?{then}",
    ))  # fmt: skip


async def each_page(server: Server, addresses: dict[str, Any]) -> dict[str, Any]:
    """The median time to the first byte of each page, the longest, and its weight with all that it loads."""
    resources = sum(
        [len((await ask(server.port, f"/static/{name}")).body) for name in ("style.css", "page.js")]
    )
    found: dict[str, Any] = {}
    for name in page_paths(addresses, random.Random(0)):
        paths = [page_paths(addresses, random.Random(n))[name] for n in range(_TRIES + 1)]
        asked = [
            f"{path}{'&' if '?' in path else '?'}try={n}" for n, path in enumerate(paths)
        ]  # so that no answer is kept from before
        answers = [await ask(server.port, path) for path in asked][1:]  # the first compiles the template
        first, size = [a.first for a in answers], max(len(a.body) for a in answers)
        found[name] = {
            "first_byte_ms": ms(statistics.median(first)),
            "best_ms": ms(min(first)),
            "longest_ms": ms(max(first)),
            "weight_kb": round((size + resources) / 1000, 1),
        }
    return found


async def burden(
    server: Server, addresses: dict[str, Any], seconds: float, rate: float, adding: float
) -> dict[str, Any]:
    """So many requests a second for so many seconds, and what came of them."""
    chance = random.Random(7)
    listeners = [Listener(server.port) for _ in range(_LISTENERS)]
    listening = [asyncio.create_task(each.listen()) for each in listeners]
    await asyncio.sleep(1)
    asked: list[tuple[str, str, asyncio.Task[Answer], list[float]]] = []
    spent, begun = server.spent(), time.perf_counter()
    for n in range(int(seconds * rate)):
        due = begun + n / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        kind = chance.choices(("pages", "api", "adding"), (62, 36, adding))[0]
        body = report(n, addresses["last"]) if kind == "adding" else None
        path = (
            "/api/v1/documents"
            if body
            else api_path(addresses, chance)
            if kind == "api"
            else chance.choice(list(page_paths(addresses, chance).values()))
        )
        took: list[float] = []
        task = asyncio.create_task(ask(server.port, path, body))
        task.add_done_callback(lambda _, due=due, took=took: took.append(time.perf_counter() - due))  # type: ignore[misc]
        asked.append((kind, path, task, took))
    answers = [(kind, path, await task, took) for kind, path, task, took in asked]
    wall, after = time.perf_counter() - begun, server.spent()
    told = [json.loads(a.body) for kind, _, a, _ in answers if kind == "adding" and a.status == 201]
    accepted, new = {t["id"] for t in told}, {t["id"] for t in told if t["added"]}
    there = {
        id
        for id in accepted
        if (await ask(server.port, f"/api/v1/documents/{id}?{moment(addresses)}")).status == 200
    }
    await asyncio.sleep(3)  # the listeners hear every two seconds
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    figures: dict[str, Any] = {
        "requests": len(answers), "rate": rate, "answered_per_second": round(len(answers) / wall, 1),
        "server_cores": round((after - spent) / wall, 2) if after is not None and spent is not None else None,
        "server_ms_a_request": ms((after - spent) / len(answers)) if after is not None and spent is not None else None,
    }  # fmt: skip
    for kind in ("pages", "api", "adding"):
        figures[kind] = {
            "count": sum(k == kind for k, *_ in answers),
            **quantiles([t[0] for k, _, _, t in answers if k == kind]),
        }
    figures["slowest"] = slowest([(path, took[0]) for kind, path, _, took in answers if kind != "adding"])
    return figures | {
        "errors_5xx": sorted({f"{a.status} {path}" for _, path, a, _ in answers if a.status >= 500}), "unanswered": sum(a.status == 0 for _, _, a, _ in answers),
        "refused": sorted({f"{a.status} {path}" for _, path, a, _ in answers if 400 <= a.status < 500 and path != "/event/none"}), "accepted": len(accepted), "lost": len(accepted - there),
        "unheard": max(len(new - each.heard) for each in listeners), "broken_listeners": sum(each.broken for each in listeners),
    }  # fmt: skip


def moment(addresses: dict[str, Any], later: int = 0) -> str:
    """The query for a day after the last report, so that what is added is seen, and so many minutes."""
    return urlencode({"as_of": f"{addresses['last'] + timedelta(days=1, minutes=later):%Y-%m-%dT%H:%MZ}"})


def report(n: int, last: datetime) -> bytes:
    """A report of our own: two short paragraphs, of another day, place and matter each time, published after the last one."""
    place, published = _PLACES[n % len(_PLACES)], last + timedelta(seconds=n)
    thing = f"{_THINGS[n % len(_THINGS)]} of {_PLACES[(n * 7 + 3) % len(_PLACES)]}"
    first, second = (
        words.format(
            place=place, thing=thing, n=2 + n % 40, day=f"{last + timedelta(days=3 + n % 90):%B %-d}"
        )
        for words in _MATTERS[n % len(_MATTERS)]
    )
    about = {
        "title": f"{place}: {thing}",
        "publisher": "Load Agency",
        "published": published.isoformat(),
        "url": f"https://load.example/{n}",
    }
    return json.dumps({"text": f"{place.upper()} (Load Agency) - {first}\n\n{second}", **about}).encode()


def slowest(timed: list[tuple[str, float]]) -> dict[str, float]:
    """The kinds of address whose 95th percentile is longest, in milliseconds."""
    kinds: dict[str, list[float]] = {}

    def shape(path: str) -> str:
        return "/".join(path.partition("?")[0].split("/")[: 4 if path.startswith("/api") else 2])

    for path, took in timed:
        kinds.setdefault(shape(path), []).append(took)
    worst = sorted(((quantiles(t)["p95_ms"], k) for k, t in kinds.items()), reverse=True)
    return {k: v for v, k in worst[:5]}


def quantiles(seconds: list[float]) -> dict[str, float]:
    """The median and the 95th percentile, in milliseconds."""
    if len(seconds) < 2:
        return dict.fromkeys(("p50_ms", "p95_ms"), ms(seconds[0]) if seconds else 0.0)
    return {
        "p50_ms": ms(statistics.median(seconds)),
        "p95_ms": ms(statistics.quantiles(seconds, n=20, method="inclusive")[18]),
    }


def ms(seconds: float) -> float:
    """Milliseconds, to a tenth."""
    return round(1000 * seconds, 1)


if __name__ == "__main__":
    sys.exit(main())
