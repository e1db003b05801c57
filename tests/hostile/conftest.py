from tests.fetch.conftest import server

__all__ = ["server"]
