"""Characters that are for machines and no reader: taken out of what is said about a report, and out of names of files."""

import os
import re

_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def printable(words: str) -> str:
    """Words without control characters, halves of surrogate pairs and noncharacters; blanks and line ends stay.

    >>> printable("Ferry\\x00 \\x1b[31msinks")
    'Ferry [31msinks'
    """
    return _STRANGE.sub("", words)


def unkept(words: str) -> str | None:
    """The first character that no database keeps, in words; None where there is none.

    >>> unkept("a\\x00b"), unkept("ab")
    ('the character U+0000', None)
    """
    found = _UNKEPT.search(words)
    if found is None:
        return None
    return "the character U+0000" if found[0] == "\0" else "half a surrogate pair, which is no character"


def shown_name(path: str | os.PathLike[str]) -> str:
    """The name of a file as it may be shown and kept: bytes that are no UTF-8 and control characters are written as escapes.

    >>> shown_name("reports/\\udce9t\\u00e9.txt")
    'reports/\\\\xe9té.txt'
    """
    whole = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in whole)
