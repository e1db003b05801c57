"""The ledger as tools for an assistant (Model Context Protocol): six, all of which only read."""

from sayso.assistant.server import make_server

__all__ = ["make_server"]
