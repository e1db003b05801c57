"""Answers that were given are given again while the ledger is as it was: many look at the same pages."""

import time
from collections import OrderedDict
from typing import Any

from litestar import Request, Response
from msgspec import Struct

from sayso.web.queries import Desk

_MOST, _BYTES, _FRESH = (
    256,
    16_000_000,
    2.0,
)  # answers, their bytes together, seconds that an answer of now holds


class _Answer(Struct, frozen=True):
    seq: int
    until: float
    body: bytes
    media: str
    tag: str | None


class Kept:
    """Answers by address, of those who are not logged in; any addition to the ledger makes all of them void."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._bytes = 0

    def find(self, request: "Request[Any, Any, Any]") -> Response[bytes] | None:
        """The answer that was given last to the same question, if it still holds."""
        if request.method != "GET" or request.state.session is not None:
            return None
        key = request.url.path, request.url.query
        request.state.kept = self._desk.last_addition()
        found = self._answers.get(key)
        if found is None or found.seq != request.state.kept or found.until < time.monotonic():
            return None
        self._answers.move_to_end(key)
        headers = {"ETag": found.tag} if found.tag else {}
        if found.tag and found.tag in tags_of(request):
            return Response(b"", status_code=304, headers=headers)
        return Response(found.body, media_type=found.media, headers=headers)

    def keep(
        self, request: "Request[Any, Any, Any]", body: bytes, media: str, tag: str | None = None
    ) -> None:
        """Keep an answer; nothing where the question was asked by who is logged in."""
        seq = request.state.get("kept")
        if seq is None or len(body) > _BYTES // 8:
            return
        key = request.url.path, request.url.query
        until = float("inf") if request.query_params.get("as_of") else time.monotonic() + _FRESH
        if old := self._answers.pop(key, None):
            self._bytes -= len(old.body)
        self._answers[key] = _Answer(seq, until, body, media, tag)
        self._bytes += len(body)
        while len(self._answers) > _MOST or self._bytes > _BYTES:
            _, gone = self._answers.popitem(last=False)
            self._bytes -= len(gone.body)


def tags_of(request: "Request[Any, Any, Any]") -> set[str]:
    """The tags that If-None-Match names."""
    return {t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")} - {""}
