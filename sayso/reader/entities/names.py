"""Exact names in a text by a word of theirs: one pass over the words, however many names there are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from unicodedata import combining, normalize

_COMMON = frozenset(["The", "the", "New", "Al", "Radio", "TV", "U"])
_WORD = re.compile(r"\w+")


class NameFinder:
    """Finds names as whole words, the longest first and none within another; behind one may stand a hyphen if `hyphen` says so.

    >>> [m for m in NameFinder(["New York", "York", "New York Post"]).find("York and the New York Posts, New York.")]
    [(0, 4), (13, 21), (29, 37)]
    """

    def __init__(self, names: Iterable[str], hyphen: bool = False) -> None:
        self._by_word: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name in sorted(names, key=len, reverse=True):
            words = list(_WORD.finditer(name))
            if words:
                key = words[1 if words[0].group() in _COMMON and len(words) > 1 else 0]
                self._by_word[key.group()].append((name, key.start()))
        self._after = re.compile(r"\w" if hyphen else r"[\w-]")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each name in order."""
        done = 0
        for word in _WORD.finditer(text):
            for name, before in self._by_word.get(word.group(), ()):
                start = word.start() - before
                end = start + len(name)
                if (
                    start >= done
                    and text.startswith(name, start)
                    and not self._after.match(text, end)
                    and not (
                        start
                        and (text[start - 1] == "-" or text[start - 1].isalnum() or text[start - 1] == "_")
                    )
                ):
                    yield start, end
                    done = end
                    break


def slug_of(name: str) -> str:
    """A name as the last part of an id: small letters without accents, joined by hyphens.

    >>> slug_of("Rosângela Figueira")
    'rosangela-figueira'
    """
    plain = "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))
    return re.sub(r"[^\w]+", "-", plain).strip("-")
