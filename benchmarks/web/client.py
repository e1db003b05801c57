"""Asking a server: one request a connection, timed to its first byte; a server process of its own, and a listener to its changes."""

import asyncio
import json
import pathlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

TOKEN = "a-token-of-the-benchmark-0123456789"
_PATIENCE = 30.0  # seconds after which an answer is lost


@dataclass
class Answer:
    """What came back: status (0 where nothing did), seconds to the first byte and to the last, the body."""

    status: int
    first: float
    whole: float
    body: bytes


async def ask(port: int, path: str, body: bytes | None = None) -> Answer:
    """One request, with the token where it has a body; never raises, a lost connection has status 0."""
    begun = time.perf_counter()
    head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    if body is not None:
        head += f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer = None
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head.encode() + b"\r\n" + (body or b""))
        data = await asyncio.wait_for(reader.read(1), _PATIENCE)
        first = time.perf_counter() - begun
        data += await asyncio.wait_for(reader.read(-1), _PATIENCE)
        top, _, rest = data.partition(b"\r\n\r\n")
        return Answer(int(top.split(b" ", 2)[1]), first, time.perf_counter() - begun, rest)
    except (OSError, TimeoutError, IndexError, ValueError):
        return Answer(0, time.perf_counter() - begun, time.perf_counter() - begun, b"")
    finally:
        if writer is not None:
            writer.close()


@dataclass
class Listener:
    """A reader of the changes that goes on until it is stopped; `heard` are the readings that it was told of."""

    port: int
    heard: set[str] = field(default_factory=set)
    broken: bool = False

    async def listen(self) -> None:
        """Listen until cancelled."""
        writer = None
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
            writer.write(
                f"GET /api/v1/changes HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/event-stream\r\n\r\n".encode()
            )
            while line := await reader.readline():
                if line.startswith(b"data:") and b'"ref"' in line:
                    self.heard.add(json.loads(line[5:])["ref"].partition(".")[0])
            self.broken = True
        except OSError:
            self.broken = True
        finally:
            if writer is not None:
                writer.close()


@dataclass
class Server:
    """A `sayso serve` of its own."""

    port: int
    process: "subprocess.Popen[bytes]"

    def spent(self) -> float | None:
        """Seconds of processor time that it took so far, where the system tells."""
        import os

        try:
            fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(ledger: pathlib.Path, folder: pathlib.Path) -> Iterator[Server]:
    """One server process over a ledger on a free port; it is stopped in the end."""
    tokens = folder / "token"
    tokens.write_text(TOKEN + "\n", encoding="utf-8")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "sayso",
        "serve",
        "--ledger",
        str(ledger),
        "--port",
        str(port),
        "--token-file",
        str(tokens),
    ]
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(600):
            if asyncio.run(ask(port, "/static/style.css")).status == 200:
                break
            if process.poll() is not None:
                raise RuntimeError((folder / "serve.log").read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(60)  # it finishes the report that it has begun
        log.close()
