"""Every format over the API equals what `sayso export` writes; feeds to subscribe to."""

import base64
import io
import zipfile

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sayso.export.formats import WRITERS, export_bytes
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.ledger.timeline import unpack_card
from sayso.ledger.views import assemble_view
from sayso.web.app import make_app
from sayso.web.exports import KINDS
from tests.web.conftest import THEN, TOKEN

Client = TestClient[Litestar]


@pytest.mark.parametrize("format", WRITERS)
def test_each_format_is_what_the_command_writes(client: Client, format: str) -> None:
    answer = client.get("/api/v1/export", params={"format": format, "as_of": THEN})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == KINDS[format].split(";")[0]
    ledger: Ledger = client.app.state.desk.ledger
    written = export_bytes(assemble_view(ledger, parse_moment(THEN)), format)
    assert answer.content == written.replace(b"http://127.0.0.1:8710/", b"http://localhost/")
    again = client.get(
        "/api/v1/export",
        params={"format": format, "as_of": THEN},
        headers={"If-None-Match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_tables_and_pictures(client: Client) -> None:
    pytest.importorskip("pyarrow")
    archive = zipfile.ZipFile(
        io.BytesIO(client.get("/api/v1/export", params={"format": "parquet", "as_of": THEN}).content)
    )
    assert {n.partition(".")[0] for n in archive.namelist()} == {
        "events",
        "claims",
        "attributions",
        "origins",
    }
    event = client.get("/api/v1/events", params={"as_of": THEN}).json()["events"][0]["id"]
    for picture in ("origins", "timeline"):
        assert client.get(
            "/api/v1/export", params={"format": "svg", "event": event, "picture": picture, "as_of": THEN}
        ).content.startswith(b"<svg")
    for wrong in (
        {"format": "svg"},
        {"format": "doc"},
        {"format": "svg", "event": event, "picture": "face"},
        {"format": "csv", "event": event},
    ):
        assert client.get("/api/v1/export", params=wrong | {"as_of": THEN}).status_code == 400


def test_the_schema_is_that_of_the_json(client: Client) -> None:
    import jsonschema

    schema = client.get("/api/v1/export", params={"format": "schema"}).json()
    jsonschema.Draft202012Validator(schema).validate(
        client.get("/api/v1/export", params={"format": "json", "as_of": THEN}).json()
    )


def test_feeds_to_subscribe_to(client: Client) -> None:
    import feedparser
    import icalendar

    assert icalendar.Calendar.from_ical(client.get("/calendar.ics", params={"as_of": THEN}).content).walk(
        "VEVENT"
    )
    for name in ("atom", "rss"):
        entries = feedparser.parse(client.get(f"/alerts.{name}", params={"as_of": THEN}).content).entries
        assert entries
        for entry in entries:
            assert entry.link.startswith("http://localhost/event/")
            assert client.get(entry.link, params={"as_of": THEN}).status_code == 200


def test_a_feed_reads_no_more_as_the_ledger_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither feed assembles a view, and what was told long before is not looked at."""
    from sayso.ledger import turns
    from tests.ledger.stories import FIRST, make_reading

    ledger, decoded = Ledger(":memory:"), list[str]()
    ledger.add_all([make_reading(n) for n in range(30)], FIRST)
    monkeypatch.setattr("sayso.web.queries.assemble_view", None)
    monkeypatch.setattr(
        "sayso.ledger.turns.unpack_card", lambda card: decoded.append("") or unpack_card(card)
    )
    monkeypatch.setattr(
        "sayso.web.queries.recent_turns",
        lambda connection, moment: turns.recent_turns(connection, moment, reach=10),
    )
    with TestClient(make_app(ledger), base_url="http://localhost") as client:
        for path in ("/alerts.atom", "/alerts.rss", "/calendar.ics"):
            assert client.get(path, params={"as_of": "2024-05-10"}).status_code == 200
            assert len(decoded) <= 25
            decoded.clear()


def test_a_calendar_program_shows_the_token_as_a_password() -> None:
    with TestClient(
        make_app(Ledger(":memory:"), hosts=("desk.example",), read_token=TOKEN, write_token=TOKEN),
        base_url="http://desk.example",
    ) as client:
        assert client.get("/calendar.ics").status_code == 401
        for password, status in ((TOKEN, 200), ("wrong", 401)):
            basic = base64.b64encode(f"me:{password}".encode()).decode()
            assert (
                client.get("/calendar.ics", headers={"Authorization": f"Basic {basic}"}).status_code == status
            )
        assert client.get("/calendar.ics", headers={"Authorization": "Basic ???"}).status_code == 401
