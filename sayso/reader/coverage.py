"""Which code points of a text some stretches cover, asked in constant time however many stretches there are."""

from collections.abc import Iterable


class Coverage:
    """The code points of a text of `length` that any of the stretches `[start, end)` covers.

    >>> cover = Coverage([(2, 5), (4, 8)], 10)
    >>> cover.holds(7), cover.holds(8), cover.touches(0, 2), cover.touches(0, 3)
    (True, False, False, True)
    """

    def __init__(self, stretches: Iterable[tuple[int, int]], length: int) -> None:
        self._marks = bytearray(length)
        for start, end in stretches:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Cover one more stretch; what lies beyond the text is left out."""
        start, end = max(0, start), min(end, len(self._marks))
        if start < end:
            self._marks[start:end] = b"\1" * (end - start)

    def holds(self, offset: int) -> bool:
        """Whether a code point is covered."""
        return 0 <= offset < len(self._marks) and bool(self._marks[offset])

    def touches(self, start: int, end: int) -> bool:
        """Whether any code point of `[start, end)` is covered."""
        return self._marks.find(1, max(0, start), max(0, end)) >= 0
