"""Politeness to a host: one request at a time, a pause between two, what its robots.txt allows, and the rest it asks for."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_KEEP = 24 * 3600.0  # seconds for which a robots.txt counts (RFC 9309)
_LONGEST_PAUSE = 60.0
_HOSTS = 10_000  # kept in mind at once


class Turns:
    """One request at a time to each host, `interval` seconds apart (more where `slow` says so); safe among threads."""

    def __init__(
        self,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval, self._clock, self._sleep = interval, clock, sleep
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._pauses: dict[str, float] = {}

    def slow(self, host: str, seconds: float) -> None:
        """The host asked for a longer pause between two requests (Crawl-delay)."""
        self._pauses[host] = min(max(seconds, self._interval), _LONGEST_PAUSE)

    def rest(self, host: str) -> float:
        """The seconds until a host is free again, as far as is known; 0 where it is."""
        return max(0.0, self._free.get(host, 0.0) - self._clock())

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait for one's turn at a host and hold it."""
        with self._guard:
            if (
                len(self._free) > _HOSTS
            ):  # those that have rested are forgotten, so that no list grows for ever
                now = self._clock()
                self._free = {h: t for h, t in self._free.items() if t > now}
                self._locks = {h: lock for h, lock in self._locks.items() if h in self._free or lock.locked()}
                self._pauses = {h: s for h, s in self._pauses.items() if h in self._free}
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            wait = self._free.get(host, 0.0) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self._clock() + self._pauses.get(host, self._interval)


class Robots:
    """What each origin's robots.txt allows (RFC 9309), kept for a day; `load` gives its text, or None where all is forbidden for now."""

    def __init__(
        self, agent: str, load: Callable[[str], str | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._agent, self._load, self._clock = agent, load, clock
        self._held: dict[str, tuple[float, Any]] = {}
        self._guard = threading.Lock()

    def allows(self, origin: str, url: str) -> bool:
        """Whether a page may be fetched; an origin whose robots.txt cannot be reached allows nothing for ten minutes."""
        rules = self._rules(origin)
        try:
            return rules is not None and bool(rules.can_fetch(url, self._agent))
        except Exception:  # a pattern that cannot be used
            return False

    def pause(self, origin: str) -> float | None:
        """The Crawl-delay that the origin asks for, in seconds."""
        rules = self._rules(origin)
        delay = rules.crawl_delay(self._agent) if rules is not None else None
        return float(delay) if delay is not None and math.isfinite(delay) else None

    def _rules(self, origin: str) -> Any:
        from protego import Protego

        with self._guard:
            held = self._held.get(origin)
        if held and held[0] > self._clock():
            return held[1]
        words = self._load(origin)
        try:
            rules = None if words is None else Protego.parse(words)
        except Exception:  # a file that its reader cannot take allows nothing, like one that cannot be had
            rules = None
        with self._guard:
            if len(self._held) > 10_000:
                self._held.clear()
            self._held[origin] = (self._clock() + (_KEEP if rules is not None else 600.0), rules)
        return rules
