"""Which feeds to watch: an OPML file, a list with one address a line, or addresses themselves."""

from collections.abc import Iterable
from pathlib import Path

from sayso.errors import InputError


def read_list(sources: Iterable[str]) -> tuple[str, ...]:
    """The addresses that some arguments name, each once, in order; raises InputError for what is neither address nor list.

    >>> read_list(["https://echo.example/feed", "https://echo.example/feed"])
    ('https://echo.example/feed',)
    """
    found: list[str] = []
    for source in sources:
        found += [source] if source.startswith(("http://", "https://")) else _read_file(source)
    return tuple(dict.fromkeys(found))


def _read_file(name: str) -> list[str]:
    try:
        data = Path(name).read_bytes()
    except OSError as problem:
        raise InputError(
            name,
            f"cannot be read ({problem.strerror})",
            "give an address, an OPML file or a list of addresses",
        ) from None
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _read_opml(data, name)
    feeds = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        words = line.split("#")[0].strip() if line.lstrip().startswith("#") else line.strip()
        if not words:
            continue
        if not words.startswith(("http://", "https://")):
            raise InputError(
                f"{name}, line {number}",
                f"{words[:80]!r} is no address",
                "write one http(s) address a line, notes after #",
            )
        feeds.append(words.split()[0])
    if not feeds:
        raise InputError(name, "names no feed", "write one address a line")
    return feeds


def _read_opml(data: bytes, name: str) -> list[str]:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise InputError(name, f"is no OPML ({problem})", "export the list of feeds anew") from None
    found = [str(a) for o in root.iter("outline") for k, a in o.attrib.items() if str(k).lower() == "xmlurl"]
    feeds = [f.strip() for f in found if f.strip().startswith(("http://", "https://"))]
    if not feeds:
        raise InputError(name, "names no feed (no outline with xmlUrl)", "export the list of feeds as OPML")
    return feeds
