"""The explorer in a real browser: its pages show, search and lead to the words; nothing hostile runs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pandas as pd
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from pipeline.evaluate.run import run_stages
from pipeline.explore.server import build_app
from pipeline.report.stage import report
from tests.integration.test_pages import CHROMIUM, FLAGS, HOSTILE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium: apt-get install chromium, or set PRESS_CHROMIUM to a browser"
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("explored")
    rows = [
        {
            "title": title,
            "published": f"2024-0{n}-05",
            "text": f"VIENNA, Austria – Police arrested {n + 2} men over cocaine trafficking. {title} “We hold them,” said "
            f"Director Marta Eder. Officers in Spain seized {n + 4} kg of cocaine at gate {n}.",
        }
        for n, title in enumerate(HOSTILE, 1)
    ]
    (folder / "raw").mkdir()
    pd.DataFrame(rows).to_json(folder / "raw" / "a.jsonl", orient="records", lines=True)
    run_stages(folder / "raw", folder / "out")
    report(folder / "out")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(build_app(folder / "out", port=port), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.1)
    assert server.started
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join(20)


def test_pages_show_search_and_lead_to_the_words(address: str) -> None:
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        dark = browser.new_page(color_scheme="dark", viewport={"width": 390, "height": 844})
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("request", lambda r: faults.append(r.url) if not r.url.startswith((address, "data:")) else None)
        serious: set[str] = set()
        for path in (
            "/",
            "/press",
            "/press/releases",
            "/press/outcomes?_facet=action",
            "/press/what_rose",
            "/press/search_quotes?words=%22hold",
            "/press/search_quotes?words=nothing%22",
            "/press/country_by_crime_area?_facet=area&_sort=lift",
            "/press/people/1",
            "/press?sql=select+1",
        ):
            page.goto(address + path)
            assert page.evaluate("window.broken") is None
            assert page.locator("img").count() == 0
            dark.goto(address + path)
            assert dark.evaluate("document.documentElement.scrollWidth") <= 390, path
            for shown in (page, dark):
                found = Axe().run(shown).response["violations"]
                serious |= {f"{v['id']} on {path}" for v in found if v["impact"] in ("moderate", "serious", "critical")}
        assert serious == set()
        page.goto(address + "/press/releases")
        assert HOSTILE[0] in page.locator("table.rows-and-columns").inner_text()
        page.fill("input[name=_search]", "gate 8")
        page.keyboard.press("Enter")
        page.wait_for_url("**_search=gate**")
        assert page.locator("table.rows-and-columns tbody tr").count() == 1
        page.goto(address + "/press/search_quotes?words=hold")
        page.locator("td.col-release_id a").first.click()
        page.wait_for_selector("#text .m")
        assert page.evaluate("window.broken") is None
        browser.close()
    assert faults == []
