"""Draw the pages for docs/web.md from the bundled stories: `python docs/pages.py` writes docs/pages/*.png, light and dark (headless Chromium, Playwright, Pillow)."""

import io
import pathlib
import shutil
import socket
import tempfile
import threading
import time

THEN = "2031-06-17T18:00Z"
WIDTH, MOST = 1280, 1500  # pixels


def main() -> None:
    import uvicorn
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from sayso.demo import demo_documents, demo_stories
    from sayso.ledger import Ledger
    from sayso.ledger.moments import parse_moment
    from sayso.reader import read_documents
    from sayso.web.app import make_app

    browser = next(
        path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))
    )
    here = pathlib.Path(__file__).parent / "pages"
    here.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Ledger(pathlib.Path(folder) / "l.db") as ledger:
        for story in demo_stories():
            for reading in read_documents(demo_documents(story)):
                ledger.add(reading)
        event = max(ledger.events(parse_moment(THEN)), key=lambda e: e.reports)
        visit = next(
            e
            for e in ledger.events(parse_moment("2032-03-05"))
            if any(n.startswith("circular") for n in e.origins.notes)
        )
        pages = {
            "today": f"/?as_of={THEN}", "event": f"/event/{event.id}?as_of={THEN}", "circle": f"/event/{visit.id}?as_of=2032-03-04T12:00Z",
            "document": f"/document/{event.mentions[0].document}?as_of={THEN}", "calendar": f"/calendar?month=2031-06&as_of={THEN}", "map": f"/map?as_of={THEN}",
            "sources": f"/sources?as_of={THEN}", "source": f"/source/Norwegian%20defence%20ministry?as_of={THEN}", "search": f"/search?q=drill&as_of={THEN}", "login": "/login",
            "error": "/event/e0000",
        }  # fmt: skip
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            port = held.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(make_app(ledger), host="127.0.0.1", port=port, log_level="error")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        with sync_playwright() as playwright:
            made = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            for scheme in ("light", "dark"):
                page = made.new_context(
                    viewport={"width": WIDTH, "height": 640}, color_scheme=scheme
                ).new_page()  # type: ignore[arg-type]
                for name, path in pages.items():
                    page.goto(f"http://127.0.0.1:{port}{path}")
                    drawn = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
                    drawn = drawn.crop((0, 0, WIDTH, min(MOST, drawn.height)))
                    drawn.quantize(256, dither=Image.Dither.NONE).save(
                        here / f"{name}-{scheme}.png", optimize=True
                    )
            made.close()
        server.should_exit = True
        thread.join(5)


if __name__ == "__main__":
    main()
