"""Watching feeds: what newly stands in RSS, Atom, JSON Feed and news sitemaps is fetched politely and added to a ledger, each article once."""

from sayso.watch.feeds import Entry, Feed, read_feed
from sayso.watch.lists import read_list
from sayso.watch.state import WatchState
from sayso.watch.watcher import Watcher

__all__ = ["Entry", "Feed", "WatchState", "Watcher", "read_feed", "read_list"]
