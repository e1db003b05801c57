"""`sayso add` itself, killed at moments drawn by chance: nothing half there, and gone on with it ends as if undisturbed."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from sayso.ledger import Ledger
from sayso.ledger.check import check_ledger
from tests.ledger.stories import make_reading
from tests.ledger.test_store import dump

_REPORTS = 48


def write_reports(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for n in range(_REPORTS):
            document = make_reading(n).document
            assert document.published_at
            out.write(json.dumps({"text": document.text, "url": document.url, "title": document.title, "publisher": document.publisher,
                                  "published": document.published_at.isoformat()}) + "\n")  # fmt: skip


def start(reports: Path, ledger: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "sayso", "add", str(reports), "--ledger", str(ledger)],
        stdout=subprocess.DEVNULL,
    )


def test_a_killed_addition_is_gone_on_with(tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    write_reports(reports)
    begun = time.monotonic()
    assert start(reports, tmp_path / "undisturbed.db").wait() == 0
    took = time.monotonic() - begun
    wanted = dump(tmp_path / "undisturbed.db")
    chance, held, partly, turn = random.Random(3), 0, 0, 0
    path = tmp_path / "0.db"
    for _ in range(int(os.environ.get("SAYSO_KILLS", "3"))):
        running = start(reports, path)
        time.sleep(chance.uniform(0.2, 1.0) * took)
        running.kill()
        finished = running.wait() == 0
        if not path.exists():
            continue
        with Ledger(path) as ledger:  # a ledger or nothing: the layout, too, is there as a whole
            count = ledger.count_documents()
            assert list(check_ledger(ledger)) == []
        assert count >= held
        held, partly = count, partly + (0 < count < _REPORTS)
        if finished or count == _REPORTS:
            assert dump(path) == wanted
            path.unlink()
            held, turn = 0, turn + 1
            path = tmp_path / f"{turn}.db"
    assert start(reports, path).wait() == 0
    assert dump(path) == wanted
    print(f"{partly} kills left part of the reports, {turn} ledgers were filled between kills")
