"""What may stand on a terminal: words of reports must not move its cursor, change its colours or turn the reading direction."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
_OURS = re.compile("(\x1b\\[(?:[012]|3[0-7](?:;2)?)m)")


def plain(words: str, coloured: bool = False) -> str:
    """Words with every control character shown as a box; with `coloured`, colours as sayso sets them stay.

    >>> plain("Ferry \\x1b[2Jsinks")
    'Ferry \ufffd[2Jsinks'
    """
    if not coloured:
        return _CONTROL.sub("\ufffd", words)
    return "".join(p if n % 2 else _CONTROL.sub("\ufffd", p) for n, p in enumerate(_OURS.split(words)))
