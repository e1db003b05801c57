"""The records of a web archive one by one, over what is broken between them: a bad record costs itself, not those after it."""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

_PLAIN, _PACKED = re.compile(rb"WARC/\d\.\d\r?\n[A-Z]"), re.compile(rb"\x1f\x8b\x08")
SWALLOWED = re.compile(rb"WARC/\d\.\d\r?\n(?:WARC-[\w-]+|Content-\w+): ")
_BLOCK = 1 << 20


class Records:
    """The response and resource records of an archive, by fastwarc; `broken` hears of stretches that cannot be read: first byte, byte after, why.

    `again` is said of a record that holds others, since its announced length is wrong: they are read then.
    """

    def __init__(self, stream: BinaryIO, broken: Callable[[int, int | None, str], None]) -> None:
        self._stream, self._broken = stream, broken
        self._again = False
        self.met = 0
        """How many records were met, those that are no response among them."""

    def again(self) -> None:
        """Go on with the record that begins next after the beginning of the present one."""
        self._again = True

    def __iter__(self) -> Iterator[Any]:
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        wanted = (WarcRecordType.response, WarcRecordType.resource)
        packed = _starts_packed(self._stream)
        at: int | None = 0
        gap: tuple[int, str] | None = None  # where what cannot be read begins, and why
        while at is not None:
            self._stream.seek(at)
            last = at
            try:
                for record in ArchiveIterator(self._stream, parse_http=True):
                    last = record.stream_pos
                    self.met += 1
                    if gap:
                        self._broken(gap[0], last, gap[1])
                        gap = None
                    if record.record_type in wanted:
                        yield record
                    if self._again:
                        break
                if not self._again:
                    break
                self._again = False
            except (OSError, ValueError, EOFError, RuntimeError) as problem:
                gap = gap or (last, str(problem))
            at = _next_start(self._stream, last + 1, packed)
        if gap:
            self._broken(gap[0], None, gap[1])


def _starts_packed(stream: BinaryIO) -> bool:
    stream.seek(0)
    return stream.read(3) == b"\x1f\x8b\x08"


def _next_start(stream: BinaryIO, at: int, packed: bool) -> int | None:
    """Where the next record may begin, from a byte on; None where none does."""
    pattern = _PACKED if packed else _PLAIN
    begin = max(at - 1, 0)
    stream.seek(begin)
    held = b""
    while block := stream.read(_BLOCK):
        held += block
        for found in pattern.finditer(held):
            if begin + found.start() >= at:
                return begin + found.start()
        keep = held[-16:]
        begin += len(held) - len(keep)
        held = keep
    return None
