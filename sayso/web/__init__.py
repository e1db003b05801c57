"""The page and the API over a ledger: rendered on the server, no request to any other host, usable without JavaScript."""
