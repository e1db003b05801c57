"""The pages in a real browser (Playwright, headless Chromium), where there is one; nothing is downloaded for it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sayso.demo import demo_documents
from sayso.ledger import Ledger
from sayso.ledger.moments import parse_moment
from sayso.reader import read_documents
from sayso.web.app import make_app
from tests.web.conftest import THEN, TOKEN

_BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
pytestmark = pytest.mark.skipif(_BROWSER is None, reason="no Chromium on this machine")

WIDTHS = (360, 1280, 2560)
PAGES = (
    "today",
    "calendar",
    "map",
    "near",
    "event",
    "circle",
    "document",
    "source",
    "sources",
    "events",
    "search",
    "empty",
    "login",
    "error",
)
# what is wrong with a page as it is drawn: names, labels, order of headings, landmarks, size of targets, contrast (WCAG 2.2 AA)
RULES = """() => {
  const wrong = [], seen = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  const rgba = c => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const light = c => { const f = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const ground = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; } return rgba('Canvas'); };
  if (document.documentElement.lang !== 'en') wrong.push('lang');
  for (const tag of ['main', 'header', 'nav', 'footer', 'h1']) if (document.querySelectorAll(tag).length !== 1) wrong.push('not one ' + tag);
  let level = 0;
  for (const h of document.querySelectorAll('h1,h2,h3,h4')) { const n = +h.tagName[1]; if (n > level + 1) wrong.push('heading skips: ' + h.textContent); level = n; }
  for (const e of document.querySelectorAll('input:not([type=hidden]),select,textarea')) if (!e.labels.length) wrong.push('no label: ' + e.outerHTML);
  for (const e of document.querySelectorAll('a[href],button,summary')) if (!(e.getAttribute('aria-label') || e.textContent).trim()) wrong.push('no name: ' + e.outerHTML);
  for (const e of document.querySelectorAll('button,input:not([type=hidden]):not([type=checkbox]),select,textarea,summary,nav a')) {
    const r = e.getBoundingClientRect(); if (seen(e) && (r.width < 24 || r.height < 24)) wrong.push('target under 24 px: ' + e.outerHTML);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), done = new Set();
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || done.has(e) || e.closest('svg,meter') || !seen(e)) continue;
    done.add(e);
    let see = 1; for (let x = e; x; x = x.parentElement) see *= +getComputedStyle(x).opacity;
    const under = ground(e), a = light(rgba(getComputedStyle(e).color).map((v, i) => v * see + under[i] * (1 - see))), b = light(under), s = getComputedStyle(e), size = parseFloat(s.fontSize);
    const least = size >= 24 || (size >= 18.66 && +s.fontWeight >= 700) ? 3 : 4.5, ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least) wrong.push('contrast ' + ratio.toFixed(2) + ': ' + e.textContent.slice(0, 40));
  }
  const paper = light(ground(document.querySelector('main')));
  for (const e of document.querySelectorAll('svg:not(.map) text')) {
    const a = light(rgba(getComputedStyle(e).fill)), ratio = (Math.max(a, paper) + 0.05) / (Math.min(a, paper) + 0.05);
    if (seen(e) && ratio < 4.5) wrong.push('contrast in a picture ' + ratio.toFixed(2) + ': ' + e.textContent);
  }
  for (const s of document.querySelectorAll('svg')) if (!s.getAttribute('aria-label')) wrong.push('a picture without a name');
  for (const t of document.querySelectorAll('table')) if (!t.querySelector('th[scope]')) wrong.push('a table without headers');
  for (const e of document.querySelectorAll('[aria-describedby]')) if (!document.getElementById(e.getAttribute('aria-describedby'))) wrong.push('describes nothing: ' + e.outerHTML);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id); if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  for (const e of document.querySelectorAll('.scroll')) if (e.tabIndex !== 0 || !e.getAttribute('aria-label')) wrong.push('a scrolling part that no keyboard reaches');
  for (const e of document.querySelectorAll('main *')) if (!e.closest('svg,.scroll') && seen(e) && e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute') wrong.push('cut off: ' + e.outerHTML.slice(0, 120));
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' in ' + innerWidth);
  return wrong;
}"""


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, dict[str, str]]]:
    """The demo's ledger served on a free port of this machine, and the address of each page."""
    import uvicorn

    ledger = Ledger(":memory:")
    for story in ("allied-drill", "tripoli-visit"):
        for reading in read_documents(demo_documents(story)):
            ledger.add(reading)
    visit = next(
        e
        for e in ledger.events(parse_moment("2032-03-05"))
        if any(n.startswith("circular") for n in e.origins.notes)
    )
    event = max(ledger.events(parse_moment(THEN)), key=lambda e: e.reports)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(ledger, write_token=TOKEN), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    then = f"as_of={THEN}"
    yield f"http://127.0.0.1:{port}", {
        "today": f"/?{then}", "calendar": f"/calendar?month=2031-06&{then}", "map": f"/map?{then}", "event": f"/event/{event.id}?{then}",
        "document": f"/document/{event.mentions[0].document}?{then}", "source": f"/source/Norwegian%20defence%20ministry?{then}",
        "sources": f"/sources?{then}", "events": f"/events?{then}",
        "near": f"/map?zoom=4&lat=65&lon=0&{then}", "circle": f"/event/{visit.id}?as_of=2032-03-05", "empty": "/?as_of=2020-01-01", "search": f"/search?q=drill&{then}", "login": "/login", "error": "/event/none",
    }  # fmt: skip
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=_BROWSER,
            args=["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [],
        )
        yield made
        made.close()


@contextmanager
def opened(
    browser: Any, site: str, path: str, width: int = 1280, scheme: str = "light", **more: Any
) -> Iterator[Any]:
    """A page; it must say nothing on the console and ask nobody but its server."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on(
        "console",
        lambda m: said.append(m.text) if m.type in ("error", "warning") and "404" not in m.text else None,
    )
    page.on("request", lambda r: asked.append(r.url))
    page.goto(site + path, wait_until="load")
    yield page
    context.close()
    assert said == []
    assert [u for u in asked if not u.startswith((site, "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_can_be_read_by_everybody_at_each_size(
    site: Any, browser: Any, name: str, scheme: str
) -> None:
    for width in WIDTHS:
        with opened(browser, site[0], site[1][name], width, scheme) as page:
            assert page.evaluate(RULES) == [], width


def test_the_keyboard_is_enough(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["today"]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        for _ in range(60):
            if "/event/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/event/**")
        assert "as_of=" in page.url


def test_travel_without_a_script(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["event"], java_script_enabled=False) as page:
        assert "23 Jun 2031" in page.inner_text("main")
        page.fill("#as_of", "2031-06-13T00:00Z")
        page.click("form.asof button")
        assert "23 Jun 2031" not in page.inner_text("main")
        assert "Fri 13 Jun 2031, 00:00 UTC" in page.inner_text(".then")


def test_an_edge_opens_its_sentence(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["event"]) as page:
        target = page.evaluate("document.querySelector('svg a:has(.edge)').getAttribute('href')")
        page.goto(site[0] + target)
        assert page.evaluate("document.querySelector(':target') !== null")


def test_a_person_judges_without_a_script_and_the_form_can_be_read_by_everybody(
    site: Any, browser: Any
) -> None:
    with opened(browser, site[0], site[1]["event"], java_script_enabled=False) as page:
        page.click("text=Log in")
        page.fill("#person", "Ada")
        page.fill("#token", TOKEN)
        page.click("form.login button")
        assert "You judge as Ada" in page.inner_text("main")
        page.select_option("#j-credibility", "2")
        page.click(".judge form:has(#j-credibility) button")
        assert "Credibility 2: probably true" in page.inner_text("main")
        assert "as_of=" in page.url
        state = page.context.storage_state()
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            with opened(browser, site[0], site[1]["event"], width, scheme, storage_state=state) as page:
                assert page.query_selector(".judge")
                assert page.evaluate(RULES) == [], (width, scheme)
                assert "sayso_login" not in page.evaluate("document.cookie")
    with opened(browser, site[0], site[1]["event"], java_script_enabled=False, storage_state=state) as page:
        page.click("form.undo button")
        assert "nobody judged" in page.inner_text("main")
        page.click("form.logout button")
        assert page.url.endswith("/login")


def test_the_map_is_moved_by_links_by_hand_and_by_keys(site: Any, browser: Any) -> None:
    def box(page: Any) -> list[float]:
        return [float(v) for v in page.get_attribute("#map", "viewBox").split()]

    with opened(browser, site[0], site[1]["map"], java_script_enabled=False) as page:
        assert box(page) == [0, 0, 1080, 540]
        page.click("text=Zoom in")
        page.click("text=Zoom in")
        assert box(page)[2:] == [270, 135]
        assert "as_of=" in page.url
        before = box(page)
        page.click("text=North")
        page.click("text=West")
        assert box(page)[1] < before[1]
        assert box(page)[0] < before[0]
        page.click("text=Whole world")
        assert box(page) == [0, 0, 1080, 540]
    with opened(browser, site[0], site[1]["map"]) as page:
        page.click("text=Zoom in")
        assert box(page)[2] == 540
        assert "zoom=2" in page.url  # an address to share
        frame = page.query_selector(".mapframe").bounding_box()
        x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
        before, address = box(page), page.url
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 200, y + 40, steps=4)
        page.mouse.up()
        assert box(page)[0] < before[0]
        assert box(page)[1] < before[1]
        assert page.url != address
        moved = box(page)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        assert box(page)[2] < moved[2]
        page.focus("#map a")
        near = box(page)[2]
        page.keyboard.press("-")
        assert box(page)[2] == min(1080, near * 2)
        page.reload()
        assert box(page)[2] in (1080, 540, 270)  # what was shared shows the same part
        assert page.eval_on_selector("#map .core", "e => +e.getAttribute('r')") <= 3


def test_slips_leave_a_trail_from_the_old_day_to_the_new(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["calendar"]) as page:
        ways = page.eval_on_selector_all(
            "svg .moved",
            "all => all.map(p => [p.getPointAtLength(0).x, p.getPointAtLength(p.getTotalLength()).x])",
        )
        assert len(ways) == 1
        (old, new), day = ways[0], 1048 / 42
        assert round((new - old) / day) == 2  # from the 21st to the 23rd
        assert page.inner_text("td:has(.trail)").startswith("21")
        page.click("svg a:has(.moved)")
        assert "/event/" in page.url


def test_the_layers_of_a_report_are_told_and_switched_by_keys_alone(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["document"]) as page:
        content = ".report .l-content:not(.l-time):not(.l-place)"
        shown = page.eval_on_selector(content, "e => getComputedStyle(e).backgroundColor")
        page.focus("#layer-content")
        page.keyboard.press("Space")
        assert page.eval_on_selector(content, "e => getComputedStyle(e).backgroundColor") != shown
        page.keyboard.press("Space")
        assert page.eval_on_selector(content, "e => getComputedStyle(e).backgroundColor") == shown
        page.focus("#layer-furniture")
        page.keyboard.press("Space")
        assert not page.is_visible(".report .l-furniture")
        page.keyboard.press("Space")
        page.focus("#layer-furniture")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.report') !== null")
        told = []
        for _ in range(6):
            told.append(page.inner_text("#told"))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("ArrowRight")
        assert any("asserts, Harbour News Agency ← a government source" in t for t in told)
        page.keyboard.press("End")
        assert "not read" in page.inner_text("#told")
        page.keyboard.press("Home")
        assert page.inner_text("#told") == told[0]
        page.hover(".report .l-place")
        assert "place: " in page.inner_text("#told")


def test_the_layers_need_no_script(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["document"], java_script_enabled=False) as page:
        page.click("#layer-furniture")
        assert not page.is_visible(".report .l-furniture")
        assert "asserts" in page.get_attribute(".report .l-content", "title")
        assert not page.is_visible("#told")


def test_every_page_is_reached_and_left_by_keys(site: Any, browser: Any) -> None:
    for name in ("today", "calendar", "map", "event", "document", "source", "sources", "search"):
        with opened(browser, site[0], site[1][name]) as page:
            count = page.eval_on_selector_all(
                "a[href],button,input:not([type=hidden]),select,summary,[tabindex='0']",
                "all => all.filter(e => e.checkVisibility()).length",
            )
            page.keyboard.press("Tab")
            first, seen = page.evaluate("document.activeElement.className"), 0
            assert first == "skip"
            for _ in range(count + 5):
                assert page.evaluate(
                    "(e => e === document.body || getComputedStyle(e).outlineStyle !== 'none')(document.activeElement)"
                ), name
                page.keyboard.press("Tab")
                seen += 1
                if page.evaluate(
                    "document.activeElement === document.body || document.activeElement.className === 'skip'"
                ):
                    break
            assert seen >= min(count, 12), name  # and it ends: nothing holds the focus


def test_days_are_travelled_and_the_question_is_kept(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["search"]) as page:
        page.click("text=a day earlier")
        assert "Mon 16 Jun 2031, 18:00 UTC" in page.inner_text(".then")
        assert "q=drill" in page.url
        page.click("text=Back to now")
        assert "as_of" not in page.url
        assert page.input_value("#q") == "drill"


def test_what_is_printed_has_no_controls_and_is_dark_on_white(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["event"], scheme="dark") as page:
        page.emulate_media(media="print")
        assert not any(page.is_visible(s) for s in ("header.top", "footer", ".travel", ".skip"))
        assert page.evaluate(
            "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.documentElement).color]"
        ) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        assert page.is_visible("svg.picture")


def test_motion_is_left_out_where_it_is_unwanted(site: Any, browser: Any) -> None:
    with opened(browser, site[0], site[1]["today"], reduced_motion="reduce") as page:
        page.evaluate("document.documentElement.classList.add('busy')")
        assert page.evaluate("getComputedStyle(document.documentElement, '::before').animationName") == "none"
        assert page.evaluate("document.getAnimations().length") == 0
