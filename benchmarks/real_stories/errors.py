"""Show, event by event, what the gold and sayso have of real stories side by side, to find what goes wrong and why.

    python -m benchmarks.real_stories.errors [--wrong] [STORY ...]

For each gold event as of its last state: reports, origins and parties as the gold has them (`=`, with its reasons) and as sayso has them (`>`, with
the receipt), the happenings of sayso that its mentions fall on, and the other gold events whose mentions were joined into the same one. `--wrong`
leaves out the events of which reports, origins and parties are right and nothing was joined or split.
"""

import argparse
import json
import pathlib
import sys
import tempfile
from collections import Counter
from typing import Any

from benchmarks.scenarios.run import SHARED, call, load_scorer

Json = dict[str, Any]


def export_of(folder: pathlib.Path, moments: list[str]) -> dict[str, Json]:
    """What a fresh ledger of a story exports as of some moments."""
    with tempfile.TemporaryDirectory() as where:
        ledger = f"{where}/ledger.db"
        code, _, problem = call([], "add", "--ledger", ledger, str(folder / "docs"))
        if code:
            raise SystemExit(f"{folder.name}: add: exit {code}: {problem[-300:]}")
        found = {}
        for at in moments:
            _, out, problem = call([], "export", "--ledger", ledger, "--as-of", at, "--format", "json")
            if not out:
                raise SystemExit(f"{folder.name}: export: {problem[-300:]}")
            found[at] = json.loads(out)
        return found


def utc(moment: Any) -> str:
    """A moment as the command line takes it."""
    import datetime as dt

    return str(moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def show_story(scorer: Any, folder: pathlib.Path, only_wrong: bool) -> None:
    """Print the events of one story."""
    tally = scorer.Tally()
    story = scorer.read_scenario(folder, tally)
    last = {e["id"]: scorer.moment(e["states"][-1]["as_of"]) for e in story.gold["events"]}
    exports = export_of(folder, sorted({utc(t) for t in last.values()}))
    views = {t: scorer.read_view(story, exports[utc(t)], t, tally) for t in set(last.values())}
    print(f"\n######## {folder.name}")
    for event in story.gold["events"]:
        show_event(scorer, story, views[last[event["id"]]], event, only_wrong)


def show_event(scorer: Any, story: Any, view: Any, event: Json, only_wrong: bool) -> None:
    """Print one gold event beside the one of sayso that its mentions are aligned with."""
    own, got, state = story.mentions[event["id"]], view.aligned.get(event["id"]), event["states"][-1]
    touched = [e for e in view.events if any(scorer.overlap(m, q) for m in own for q in e.mentions)]
    joined = Counter(
        other
        for q in (got.mentions if got else ())
        for other, locs in story.mentions.items()
        if other != event["id"]
        and any(scorer.overlap(q, m) for m in locs)
        and not any(scorer.overlap(q, m) for m in own)
    )
    data = got.data if got else {}
    origins = data.get("origins") or {}
    same = (
        got is not None
        and [origins["low"], origins["high"]] == state["origins"]
        and data["reports"] == state["reports"]
        and not scorer.pairs(
            state.get("confirmed_by") or [], data["confirmed_by"], lambda a, b: not scorer.same_name(a, b)
        )
        and len(state.get("confirmed_by") or []) == len(data["confirmed_by"])
        and not joined
    )
    if same and only_wrong:
        return
    print(f"\n== {event['id']}: {event['label']}")
    print(
        f"   = {state['reports']} reports, origins {state['origins']}: {'; '.join(state.get('origin_names') or [])}"
    )
    print(f"     confirmed by {state.get('confirmed_by') or '-'}; {state.get('why') or ''}")
    if got is None:
        print("   > not found")
        return
    keys = {str(d.get("id")): key for key, d in view.docs.items()}
    print(
        f"   > {data['reports']} reports, origins {[origins['low'], origins['high']]}: {data['label']} ({data['type']}, {data['concept']})"
    )
    print(f"     confirmed by {data['confirmed_by'] or '-'}, denied by {data['denied_by'] or '-'}")
    for line in origins["receipt"]:
        at = next((e for e in line["evidence"] if e.get("span")), {})
        doc = story.docs.get(keys.get(line["document"], ""))
        start = (at.get("span") or [0, 0])[0]
        words = " ".join(doc.body[max(0, start - 60) : start + 160].split()) if doc and at else ""
        chain = " < ".join(f"{link['name']} [{link['kind']}]" for link in line["chain"])
        print(f"     {keys.get(line['document'])} {line['origin']!r}: {chain}\n         …{words}…")
    for note in origins["notes"]:
        print(f"     note: {note}")
    for e in touched:
        docs = sorted({m.doc for m in own for q in e.mentions if scorer.overlap(m, q)})
        print(
            f"     {'aligned' if e is got else 'SPLIT  '} {docs}: {e.data['label']}, {len(e.mentions)} mentions"
        )
    if joined:
        print(f"     JOINED with {dict(joined)}")


def main() -> int:
    """Print the errors of the stories asked for, of all by default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_stories.errors")
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--wrong", action="store_true")
    args = parser.parse_args()
    root = SHARED / "real-stories"
    if not root.is_dir():
        print("benchmarks/real_stories: no shared folder here, nothing to show")
        return 0
    scorer = load_scorer()
    for name in args.stories or sorted(p.parent.name for p in root.glob("*/gold.yaml")):
        show_story(scorer, root / name, args.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
