"""Those who send slowly are not waited for: time limits on heads and bodies of requests, so that nobody holds a place for nothing."""

import asyncio
from typing import Any

from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 20.0  # seconds in which the head of a request must have come


class Patient:
    """Middleware: the body of a request must have come within so many seconds, else 408."""

    def __init__(self, app: ASGIApp, patience: float) -> None:
        self.app, self.patience = app, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http" or scope.get("method") in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        clock = asyncio.get_running_loop()
        until, whole = clock.time() + self.patience, False

        async def hurried() -> Any:
            nonlocal whole
            if whole:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, until - clock.time()))
            except TimeoutError:
                raise HTTPException(
                    detail="the request came too slowly; send it again", status_code=408
                ) from None
            whole = not message.get("more_body", False)
            return message

        await self.app(scope, hurried, send)


class HurriedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn that lets go of a connection whose request's head takes too long."""

    head_seconds = HEAD
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head, not while an answer is on its way."""
        if self._timer is None and self._idle():
            self._wait()
        super().data_received(data)
        if not self._idle():
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _idle(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.head_seconds, self._late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if self._idle():
            self.transport.close()
