"""The address of a report: what of it tells one article from another, and what only says how one came to it."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?:utm|at|ns|pk|mtm|hsa|vero|oly|wt)_\w+|(?:fb|g|dc|ms|y|tw)clk?id|gclsrc|mc_[ce]id|ito|cmp|cmpid|cid_source|icid|ocid|ref_src|ref_url|referrer|srnd|smid|smtyp|sref|share|campaign|xtor|ftag|igsh(?:id)?|partner|feature|sh|taid",
    re.IGNORECASE,
)
_ONE_VIEW = re.compile(
    r"(?:amp|print|printable|output_?type|view|format|page_?type|mode|display)=(?:|1|true|yes|amp|print|printable|printer|mobile)",
    re.IGNORECASE,
)
_AMP_PATH = re.compile(r"(?:\.amp(?=\.html?$)|\.amp$|/amp/?$|/print/?$|(?<=^)/amp(?=/))", re.IGNORECASE)


def article_key(url: str) -> str:
    """What tells one article from another: its address without scheme, fragment and tracking parameters; print and AMP pages are their article's.

    >>> len({article_key(u) for u in ("http://www.echo.example//a/?utm_source=x", "https://echo.example/a#part", "https://amp.echo.example/a/amp?ref=rss")})
    1
    """
    parts = urlsplit(url)
    host = re.sub(r"^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.[^.]+)", "", parts.netloc.lower())
    host = host.removesuffix(":80" if parts.scheme == "http" else ":443")
    query = urlencode(
        [
            (k, v)
            for k, v in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(k)
            and not _ONE_VIEW.fullmatch(f"{k}={v}")
            and not (k.lower() in ("ref", "source", "from", "src") and not v.isdigit())
        ]
    )
    path = re.sub(r"/{2,}", "/", parts.path or "/")
    path = _AMP_PATH.sub("", path)
    return urlunsplit(("https", host, path.rstrip("/") or "/", query, ""))


def clean_link(url: str) -> str:
    """An address without its fragment and without parameters that only say how one came to it; as it is where it is none.

    >>> clean_link("https://echo.example/a?id=2&utm_source=x#part")
    'https://echo.example/a?id=2'
    """
    try:
        parts = urlsplit(url)
        asked = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(k, v) for k, v in asked if not _TRACKING.fullmatch(k)]
        query = parts.query if len(kept) == len(asked) else urlencode(kept)
        fragment = parts.fragment if parts.fragment.startswith("!") else ""
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))
    except ValueError:
        return url
