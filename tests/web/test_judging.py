"""What a person judges on an event's page: logins, CSRF, origins, scopes, undo."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.ledger.judgements import load_judgements
from sayso.model import Event
from sayso.reader import read_documents
from sayso.web.app import make_app
from tests.web.conftest import THEN, TOKEN

Client = TestClient[Litestar]
READER = "a-token-that-only-reads-0123456789"


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger(":memory:")
    for reading in read_documents(demo_documents("allied-drill")):
        made.add(reading)
    return made


@pytest.fixture
def desk(ledger: Ledger) -> Iterator[Client]:
    with TestClient(
        make_app(ledger, write_token=TOKEN), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        yield client


def top(ledger: Ledger) -> Event:
    from sayso.ledger.moments import parse_moment

    return max(ledger.events(parse_moment(THEN)), key=lambda e: e.reports)


def log_in(client: Client, token: str = TOKEN, person: str = "Ada") -> int:
    return int(
        client.post(
            "/login", data={"token": token, "person": person, "next": "/"}, follow_redirects=False
        ).status_code
    )


def csrf(client: Client, path: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]


def send(client: Client, path: str, **fields: str) -> int:
    """A form of an event's page, with what the page gave for it."""
    page = f"{path}?as_of={THEN}"
    return int(
        client.post(
            f"{path}/judge?as_of={THEN}", data={"csrf": csrf(client, page), **fields}, follow_redirects=False
        ).status_code
    )


def test_each_kind_of_judgement_is_recorded_by_its_form_and_undone(desk: Client, ledger: Ledger) -> None:
    event = top(ledger)
    path = f"/event/{event.id}"
    other = next(e for e in ledger.events(event.last_published) if e.id != event.id)
    publisher = next(iter(ledger.documents(m.document for m in event.mentions).values())).publisher or ""
    assert log_in(desk) == 303
    for fields in (
        {"kind": "outcome", "value": "cancelled"}, {"kind": "credibility", "value": "5"}, {"kind": "note", "value": "Seen <b>there</b>"},
        {"kind": "reliability", "target": publisher, "value": "B"}, {"kind": "different", "other": f"http://localhost/event/{other.id}?as_of={THEN}"},
    ):  # fmt: skip
        assert send(desk, path, **fields) == 303, fields
    page = desk.get(path, params={"as_of": THEN}).text
    assert '<span class="status cancelled">cancelled</span>' in page
    assert "Seen &lt;b&gt;there&lt;/b&gt;" in page
    assert f"Reliability of {publisher}: <b>B</b>" in page
    assert "Credibility <b>5</b>: improbable" in page
    with ledger.connect() as connection:
        made = load_judgements(connection)
    assert [(j.kind, j.person) for j in made] == [
        (k, "Ada") for k in ("outcome", "credibility", "note", "reliability", "different")
    ]
    for j in made:
        assert send(desk, path, kind="undo", target=str(j.id)) == 303
    page = desk.get(path, params={"as_of": THEN}).text
    assert "nobody judged" in page
    assert f'<span class="status {event.status}">{event.status}</span>' in page
    assert "Reliability of" not in re.sub(r"<fieldset.*?</fieldset>", "", page)


def test_two_events_are_made_one(desk: Client, ledger: Ledger) -> None:
    event = top(ledger)
    other = next(e for e in ledger.events(event.last_published) if e.id != event.id)
    count = len(desk.get("/api/v1/events", params={"as_of": THEN}).json()["events"])
    log_in(desk)
    assert send(desk, f"/event/{event.id}", kind="same", other=other.id[:6]) == 303
    assert len(desk.get("/api/v1/events", params={"as_of": THEN}).json()["events"]) == count - 1
    assert send(desk, f"/event/{top(ledger).id}", kind="undo", target="1") == 303
    assert len(desk.get("/api/v1/events", params={"as_of": THEN}).json()["events"]) == count


@pytest.mark.parametrize(
    "fields",
    [{"kind": "outcome", "value": "splendid"}, {"kind": "credibility", "value": "9"}, {"kind": "note", "value": " "}, {"kind": "bribe"}, {},
     {"kind": "reliability", "target": "Nobody's Gazette", "value": "A"}, {"kind": "same", "other": "none"}, {"kind": "same", "other": "e"}, {"kind": "undo", "target": "77"}],
)  # fmt: skip
def test_what_makes_no_sense_is_said_on_the_page(
    desk: Client, ledger: Ledger, fields: dict[str, str]
) -> None:
    path = f"/event/{top(ledger).id}"
    log_in(desk)
    answer = desk.post(
        f"{path}/judge?as_of={THEN}", data={"csrf": csrf(desk, f"{path}?as_of={THEN}"), **fields}
    )
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    with ledger.connect() as connection:
        assert load_judgements(connection) == []


def test_no_form_is_taken_without_its_token_of_this_login(desk: Client, ledger: Ledger) -> None:
    path = f"/event/{top(ledger).id}"
    log_in(desk)
    old = csrf(desk, f"{path}?as_of={THEN}")
    forms = [
        r
        for r in desk.app.routes
        if "POST" in getattr(r, "methods", ()) and not r.path.startswith("/api/") and r.path != "/login"
    ]
    assert {r.path for r in forms} == {"/event/{id:str}/judge", "/logout"}
    for route in forms:
        address = route.path.replace("/event/{id:str}", path)
        for given in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": old + "x"}):
            assert desk.post(address, data={"kind": "note", "value": "x", **given}).status_code == 403
    log_in(desk)
    assert (
        desk.post(f"{path}/judge?as_of={THEN}", data={"csrf": old, "kind": "note", "value": "x"}).status_code
        == 403
    )
    with ledger.connect() as connection:
        assert load_judgements(connection) == []


def test_no_form_is_taken_from_a_page_of_another_origin(desk: Client, ledger: Ledger) -> None:
    path = f"/event/{top(ledger).id}"
    log_in(desk)
    good = {"csrf": csrf(desk, f"{path}?as_of={THEN}"), "kind": "note", "value": "x"}
    for about in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert desk.post(f"{path}/judge?as_of={THEN}", data=good, headers=about).status_code == 403
        assert desk.post("/login", data={"token": TOKEN, "person": "Eve"}, headers=about).status_code == 403
    assert (
        desk.post(
            f"{path}/judge?as_of={THEN}",
            data=good,
            headers={"origin": "http://localhost", "sec-fetch-site": "same-origin"},
            follow_redirects=False,
        ).status_code
        == 303
    )


def test_nobody_judges_without_a_login_for_writing(ledger: Ledger) -> None:
    path = f"/event/{top(ledger).id}"
    app = make_app(ledger, hosts=("desk.example",), read_token=READER, write_token=TOKEN)
    with TestClient(app, base_url="http://desk.example", raise_server_exceptions=False) as client:
        assert client.get(path).status_code == 401
        assert "/login?next=" in client.get(path).text
        assert client.get("/login").status_code == client.get("/static/style.css").status_code == 200
        assert client.post(f"{path}/judge", data={"kind": "note", "value": "x"}).status_code == 401
        assert log_in(client, READER) == 303
        page = client.get(path, params={"as_of": THEN})
        assert page.status_code == 200
        assert 'name="kind"' not in page.text
        assert (
            client.post(
                f"{path}/judge",
                data={"kind": "note", "value": "x", "csrf": csrf(client, f"{path}?as_of={THEN}")},
            ).status_code
            == 401
        )
        assert log_in(client) == 303
        assert send(client, path, kind="note", value="x") == 303
        # the cookie opens no way around the API's token: a form of another page could not be told from a script of ours
        assert (
            client.post(
                "/api/v1/judgements", json={"kind": "undo", "target": "1", "person": "Eve"}
            ).status_code
            == 401
        )
        assert (
            client.post(
                "/logout", data={"csrf": csrf(client, f"{path}?as_of={THEN}")}, follow_redirects=False
            ).status_code
            == 303
        )
        assert client.get(path).status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_pages_and_is_not_the_token(desk: Client) -> None:
    answer = desk.post(
        "/login", data={"token": TOKEN, "person": "Ada", "next": "//evil.example"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie
    assert answer.headers["location"] == "/"


def test_wrong_tokens_are_refused_and_soon_no_more_are_taken(desk: Client) -> None:
    assert desk.post("/login", data={"token": TOKEN, "person": " "}).status_code == 400
    assert [log_in(desk, f"wrong-{n}") for n in range(12)] == [401] * 10 + [429] * 2
    assert log_in(desk) == 429


def test_a_login_ends(desk: Client, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    log_in(desk)
    later = time.time() + 13 * 3600
    path = f"/event/{top(ledger).id}"
    given = csrf(desk, f"{path}?as_of={THEN}")
    monkeypatch.setattr(time, "time", lambda: later)
    assert desk.post(f"{path}/judge", data={"csrf": given, "kind": "note", "value": "x"}).status_code == 401


def test_a_hash_serves_as_well_as_the_token(ledger: Ledger) -> None:
    hashed = f"sha256:{sha256(TOKEN.encode()).hexdigest()}"
    with TestClient(
        make_app(ledger, write_token=hashed), base_url="http://localhost", raise_server_exceptions=False
    ) as client:
        assert log_in(client, hashed) == 401
        assert log_in(client) == 303


def test_a_token_file_holds_one_for_writing_and_one_for_reading(tmp_path: object) -> None:
    from pathlib import Path

    from sayso.cli_serve import read_tokens
    from sayso.errors import InputError

    file = Path(str(tmp_path)) / "tokens"
    file.write_text(f"{TOKEN}\n\n{READER}\n")
    assert read_tokens(str(file)) == (TOKEN, READER)
    file.write_text(TOKEN)
    assert read_tokens(str(file)) == (TOKEN, TOKEN)
    for words in ("short", f"{TOKEN}\nshort", "", "a" * 20 + "\n" + "b" * 20 + "\n" + "c" * 20):
        file.write_text(words)
        with pytest.raises(InputError, match="token"):
            read_tokens(str(file))
