"""A server on localhost that misbehaves in every way a feed or a page can."""

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
Page = Answer | Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """`pages` by path; counts and times what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: Counter[str] = Counter()
        self.times: list[float] = []
        self.last: dict[str, str] = {}
        self.bodies: list[tuple[dict[str, str], bytes]] = []
        self.posted: list[str] = []
        self.stopping = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        server.asked[self.path] += 1
        server.times.append(time.monotonic())
        server.last = dict(self.headers)
        page = server.pages.get(self.path, (404, {}, b"nothing here"))
        self.close_connection = True
        try:
            if callable(page):
                page(self)
            else:
                self.answer(*page)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append(self.path)
        self.server.bodies.append((dict(self.headers), body))
        self.do_GET()

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self, **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def dripping_body(handler: Handler) -> None:
    handler.begin(Content_Length="100000")
    while not handler.server.stopping.wait(0.05):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.stopping.wait(0.05):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def silent(handler: Handler) -> None:
    handler.server.stopping.wait(60)


def endless(handler: Handler) -> None:
    handler.begin(Content_Type="text/html")
    while not handler.server.stopping.is_set():
        handler.wfile.write(b"<p>and on and on</p>" * 3000)


def bomb(handler: Handler) -> None:
    """A gigabyte of zeros in a megabyte of gzip."""
    handler.begin(Content_Encoding="gzip", Content_Type="text/html")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(1000):
        handler.wfile.write(packer.compress(bytes(1_000_000)))
    handler.wfile.write(packer.flush())


def short(handler: Handler) -> None:
    handler.begin(Content_Length="5000", Content_Type="text/html")
    handler.wfile.write(b"<html>only so much")


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01SSH-2.0-OpenSSH_9\r\n\r\n")


def bad_chunks(handler: Handler) -> None:
    handler.begin(Transfer_Encoding="chunked")
    handler.wfile.write(b"zz\r\nnot a chunk\r\n")


def packed(body: bytes, kind: str = "text/html") -> Answer:
    return 200, {"Content-Encoding": "gzip", "Content-Type": kind}, gzip.compress(body)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
