"""Fetching what others serve, safely: http(s) only, checked and pinned addresses, bounded in time, size and redirects, polite."""

from sayso.fetch.fetcher import Fetcher, Response
from sayso.fetch.limits import FetchError, Limits

__all__ = ["FetchError", "Fetcher", "Limits", "Response"]
