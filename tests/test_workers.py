"""Several processes read what one does, in its order, whoever is killed in the meantime; and the ledger is the same to the byte."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sayso.ledger.store
from sayso import workers
from sayso.adding import add_documents
from sayso.demo import demo_documents, demo_stories
from sayso.errors import InputError
from sayso.ledger import Ledger
from sayso.model import Document
from sayso.reader import LONGEST, read_documents
from sayso.workers import AHEAD, TRIES, Readers


class Clock(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime(2040, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [d for story in demo_stories() for d in demo_documents(story)]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started however little there is to read."""
    monkeypatch.setattr(workers, "WORTH", 1)


def whole(path: Path) -> list[str]:
    """Everything in a ledger, its clock and its chain of hashes included."""
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_a_ledger_is_the_same_to_the_byte_though_a_worker_is_killed(
    documents: list[Document], at_once: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sayso.ledger.store, "datetime", Clock)
    killed: list[int] = []
    made: list[Readers] = []

    def watched(number: int) -> Readers:
        made.append(Readers(number))
        return made[-1]

    def source() -> Iterator[Document]:
        for n, document in enumerate([*documents, *documents[:2]]):  # what comes twice is held once
            if n == 6:
                while not made[-1].pids():
                    time.sleep(0.01)
                killed.append(made[-1].pids()[0])
                kill(killed[0])
            yield document

    with Ledger(tmp_path / "one.db") as ledger:
        one = add_documents(ledger, [*documents, *documents[:2]], [])
    monkeypatch.setattr("sayso.adding.Readers", watched)
    with Ledger(tmp_path / "two.db") as ledger:
        two = add_documents(ledger, source(), [], workers=2)
    assert killed
    assert (one.added, one.held) == (len(documents), 2)
    assert two == one
    assert whole(tmp_path / "two.db") == whole(tmp_path / "one.db")


def test_a_killed_worker_has_a_successor_and_its_document_is_read(
    documents: list[Document], at_once: None
) -> None:
    with Readers(2) as readers:
        found = [next(reading := readers.read(iter(documents)))]
        before = readers.pids()
        for pid in before:
            kill(pid)
        found += reading
        assert found == list(read_documents(documents))
        assert not set(before) & set(readers.pids())


def test_a_document_that_ends_every_process_is_refused_by_name_and_the_next_is_read(
    documents: list[Document], at_once: None
) -> None:
    refused: list[InputError] = []
    killed: set[int] = set()
    with Readers(2) as readers:

        def kill_all() -> None:
            while len(killed) < TRIES:
                for pid in set(readers.pids()) - killed:
                    killed.add(pid)
                    kill(pid)

        # a text that takes a while to read, so that each process is met at work
        long = Document(
            id="0" * 16, text="The ship sank, the navy said. " * 3000, text_hash="", source="a.txt"
        )
        killer = threading.Thread(target=kill_all)
        killer.start()
        assert list(readers.read([long], refused.append)) == []
        killer.join()
        assert [p.name for p in refused] == ["a.txt"]
        assert f"ended the process that read it {TRIES} times" in refused[0].problem
        assert list(readers.read(documents[:2])) == list(read_documents(documents[:2]))


def test_what_cannot_be_read_is_refused_in_the_same_words(documents: list[Document], at_once: None) -> None:
    long = Document(id="1" * 16, text="a" * (LONGEST + 1), text_hash="", source="long.txt")
    given = [documents[0], long, documents[1]]
    here: list[InputError] = []
    there: list[InputError] = []
    expected = list(read_documents(given, here.append))
    with Readers(2) as readers:
        assert list(readers.read(given, there.append)) == expected
        assert [str(p) for p in there] == [str(p) for p in here]
        assert len(there) == 1
        with pytest.raises(InputError, match=re.escape(str(here[0]))):
            list(readers.read(given))


def test_what_came_before_an_error_of_the_source_is_read(documents: list[Document], at_once: None) -> None:
    def source() -> Iterator[Document]:
        yield from documents[:3]
        raise InputError("feed.xml", "broke off", "ask again")

    for number in (1, 2):
        with Readers(number) as readers:
            reading = readers.read(source())
            found = [next(reading).document.id for _ in range(3)]
            with pytest.raises(InputError, match=r"feed\.xml"):
                next(reading)
        assert found == [d.id for d in documents[:3]]


def test_no_more_is_taken_from_the_source_than_is_under_way(
    documents: list[Document], at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "AHEAD", 2)
    taken = 0

    def source() -> Iterator[Document]:
        nonlocal taken
        for document in documents * 2:
            taken += 1
            yield document

    with Readers(2) as readers:
        for done, _ in enumerate(readers.read(source())):
            time.sleep(0.01)  # whoever stores is slower than the workers
            assert taken <= done + 1 + 2 * 2
    assert taken == 2 * len(documents)
    assert AHEAD > 2


def test_little_is_read_without_a_process(documents: list[Document]) -> None:
    with Readers(4) as readers:
        assert len(list(readers.read(documents[:3]))) == 3
        assert readers.pids() == []


@pytest.mark.skipif(
    not Path("/proc/self/task").exists() or workers.count_cores() < 2, reason="needs two cores and Linux"
)
def test_the_command_line_gives_numpy_one_thread() -> None:
    script = (
        "import os, sys\n"
        "from sayso.cli import main\n"
        "sys.argv = ['sayso', '--version']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    import numpy\n"
        "    numpy.ones((600, 600)) @ numpy.ones((600, 600))\n"
        "    print(len(os.listdir('/proc/self/task')))\n"
    )
    plain = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=plain, check=True
    )
    assert done.stdout.splitlines()[-1] == "1"


def test_workers_end_with_the_one_that_feeds_them(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from sayso import workers\n"
        "from sayso.demo import demo_documents\n"
        "if __name__ == '__main__':\n"
        "    workers.WORTH = 1\n"
        "    readers = workers.Readers(2)\n"
        "    reading = readers.read(demo_documents('allied-drill'))\n"
        "    next(reading)\n"
        "    print(*readers.pids(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "feeder.py"
    path.write_text(script)
    root = Path(workers.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    pids = [int(p) for p in done.stdout.split()]
    assert pids
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() and not is_defunct(pid) for pid in pids):
            return
        time.sleep(0.1)
    raise AssertionError("a worker outlived the one that feeds it")


def is_defunct(pid: int) -> bool:
    return ") Z" in Path(f"/proc/{pid}/stat").read_text()
