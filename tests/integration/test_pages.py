"""The report's pages in a real browser: charts draw, links lead somewhere, nothing hostile runs.

They need Chromium (Debian: `apt-get install chromium`) and are skipped by name without it; set
PRESS_CHROMIUM to a browser elsewhere. axe-core comes with axe-playwright-python.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.evaluate.run import run_stages
from pipeline.report import reader
from pipeline.report.stage import report
from pipeline.store import read_table

CHROMIUM = os.environ.get("PRESS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium: apt-get install chromium, or set PRESS_CHROMIUM to a browser"
    ),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = (
    "<script>window.broken=1</script>",
    "\"><img src=x onerror='window.broken=1'>",
    "evil\u202egnp.exe {{7*7}} ${7*7}",
    "</script><svg onload=window.broken=1>",
)
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def reported(sample_report: Path) -> Path:
    return sample_report / "report"


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a file as a page that fails the test on any console error, script error or request to a network."""
    faults: list[str] = []
    contexts = []

    def open_page(path: Path, fragment: str = "", **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("request", lambda r: faults.append(r.url) if not r.url.startswith("file:") else None)
        page.goto(path.as_uri() + fragment)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found if v["impact"] in SERIOUS]


@pytest.mark.parametrize("width", [1200, 360])
def test_every_chart_draws_and_nothing_sticks_out(reported: Path, open_page: Open, width: int) -> None:
    page = open_page(reported / "index.html", viewport={"width": width, "height": 900})
    charts = page.locator("figure:has(svg.chart)")
    assert charts.count() >= 8
    for n in range(charts.count()):
        drawn = charts.nth(n).locator("svg.chart:visible")
        assert drawn.count() == 1
        box = drawn.bounding_box()
        assert box is not None
        assert box["width"] > 100
        assert box["height"] > 20
        assert drawn.locator("path, text, line").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_link_leads_somewhere(reported: Path, open_page: Open) -> None:
    page = open_page(reported / "index.html")
    links = page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
    lists = open_page(reported / "releases.html")
    for link in sorted(set(links)):
        parts = urlsplit(link)
        if not parts.path:
            assert page.locator(f"[id='{parts.fragment}']").count() == 1, link
            continue
        assert (reported / unquote(parts.path)).resolve().is_file(), link
        if parts.path == "releases.html" and parts.fragment:
            lists.evaluate("fragment => { location.hash = fragment; }", parts.fragment)
            empty = parts.fragment.startswith(("month=", "area=")) and "month=" in parts.fragment
            lists.wait_for_function("document.getElementById('heading').textContent.startsWith('Releases behind')")
            assert empty or lists.locator("#list li").count() > 0, link


def test_counts_behind_a_figure_are_those_of_the_figure(reported: Path, open_page: Open) -> None:
    page = open_page(reported / "index.html")
    rows = page.eval_on_selector_all(
        "figure:has(#areas-total) tbody tr",
        "rows => rows.map(r => [r.cells[0].querySelector('a').getAttribute('href'), r.cells[1].querySelector('a').getAttribute('href'), r.cells[1].textContent, r.cells[3].textContent])",
    )
    assert rows
    lists = open_page(reported / "releases.html")
    for named, about, n_about, n_named in rows:
        for link, n in ((named, n_named), (about, n_about)):
            lists.evaluate("fragment => { location.hash = fragment; }", urlsplit(link).fragment)
            words = f"{n} release" if n == "1" else f"{n} releases"
            lists.wait_for_function(
                "words => document.getElementById('count').textContent.startsWith(words)", arg=words, timeout=3000
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "releases.html", "release.html"])
def test_axe_finds_nothing_serious(reported: Path, open_page: Open, name: str, scheme: str) -> None:
    rid = read_table(reported.parent, "releases", ["release_id"])["release_id"][0]
    page = open_page(reported / name, f"#{rid}" if name == "release.html" else "", color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert violations(page) == []


def test_a_release_shows_its_marks_rows_and_raw_text(reported: Path, open_page: Open) -> None:
    releases = read_table(reported.parent, "releases").set_index("source")
    row = releases.loc["interpol/wildlife-operation.txt"]
    page = open_page(reported / "release.html", f"#{row['release_id']}")
    page.wait_for_selector("#text .m")
    page.eval_on_selector_all("#text .m", "marks => marks.forEach(m => m.removeAttribute('data-sign'))")
    assert page.locator("#text").text_content() == row["text"]
    counts = read_table(reported.parent, "counts")
    counts = counts[counts["release_id"] == row["release_id"]]
    for n, text in enumerate(counts["text"]):
        assert "".join(page.locator(f"#text [data-row='counts:{n}']").all_text_contents()) == text
        page.locator(f"#side tr[data-row='counts:{n}']").hover()
        assert page.locator(f"#text [data-row='counts:{n}'].lit").count() > 0
    page.locator("#text [data-row='counts:1']").first.hover()
    assert page.locator("#side tr.lit").count() >= 1
    page.get_by_role("button", name="Raw text").click()
    debris = read_table(reported.parent, "debris")
    debris = debris[(debris["release_id"] == row["release_id"]) & (debris["text"].str.strip() != "")]
    assert page.locator("#text del").count() >= len(debris) > 0


def test_an_unknown_release_says_so(reported: Path, browser: Browser) -> None:
    page = browser.new_page()
    for fragment, words in (
        ("", "No release is named"),
        ("#0123456789abcdef", "There is no release"),
        ("#<b>", "No release"),
    ):
        page.goto((reported / "release.html").as_uri() + fragment)
        page.reload()
        page.wait_for_function("words => document.getElementById('facts').textContent.includes(words)", arg=words)
    page.close()


def test_hostile_titles_names_and_texts_stay_text(tmp_path: Path, open_page: Open) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = [
        {
            "title": title,
            "publisher": HOSTILE[n - 1],
            "published": f"2024-0{n + 1}-05",
            "text": f"VIENNA, Austria – Police arrested {n + 2} men over cocaine trafficking. {title} “We hold them,” said "
            f"Director Marta {title} Kovac. Officers in Spain seized {n + 4} kg of cocaine at gate {n}.",
        }
        for n, title in enumerate(HOSTILE)
    ]
    pd.DataFrame(rows).to_json(raw / "a.jsonl", orient="records", lines=True)
    run_stages(raw, tmp_path / "out")
    report(tmp_path / "out")
    pages = [open_page(tmp_path / "out" / "report" / name) for name in ("index.html", "releases.html")]
    for rid in read_table(tmp_path / "out", "releases")["release_id"]:
        pages.append(open_page(tmp_path / "out" / "report" / "release.html", f"#{rid}"))
    for page in pages:
        assert page.evaluate("window.broken") is None
        assert page.locator("img").count() == 0
        assert "\u202e" not in (page.locator("body").inner_text())
    listed = pages[1].locator("#list").inner_text()
    assert "<script>window.broken=1</script>" in listed
    assert "evilgnp.exe {{7*7}} ${7*7}" in listed  # what turns the direction of writing is taken out in cleaning


CORPORA: dict[str, list[dict[str, str]]] = {
    "nothing": [],
    "one-release": [{"text": "MADRID, Spain – Police arrested two men for fraud on 3 May 2023.", "published": "2023-05-04"}],
    "no-dates": [{"text": f"Police in Italy arrested {n} men over stolen cars near Rome in case {n}."} for n in range(3, 9)],
    "one-country": [
        {"text": f"Police in France seized {n} kg of heroin in operation number {n}.", "published": f"2023-{n:02d}-01"}
        for n in range(1, 13)
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CORPORA)
def test_thin_corpora_make_sense_of_every_page(tmp_path: Path, open_page: Open, name: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "empty.txt").write_text("", encoding="utf-8")
    if CORPORA[name]:
        pd.DataFrame(CORPORA[name]).to_json(raw / "a.jsonl", orient="records", lines=True)
    run_stages(raw, tmp_path / "out")
    report(tmp_path / "out")
    page = open_page(tmp_path / "out" / "report" / "index.html")
    words = page.locator("body").inner_text()
    assert re.search(r"\b(nan|NaT|None(?! of)|undefined|NA|inf)\b", words) is None
    n = len(CORPORA[name])
    assert f"What {n} press release{' says' if n == 1 else 's say'}" in words
    assert "1 set aside" in words
    if name in ("nothing", "no-dates"):
        assert "there is nothing to place in time" in words
    assert violations(page) == []
    listed = open_page(tmp_path / "out" / "report" / "releases.html")
    assert f"{n} release" in listed.locator("#count").inner_text()


def test_pages_print_without_their_controls(reported: Path, open_page: Open) -> None:
    page = open_page(reported / "index.html")
    page.emulate_media(media="print")
    assert page.locator("svg.wide").first.is_visible()
    assert not page.locator("svg.narrow").first.is_visible()


def test_a_long_list_comes_in_parts_and_only_those_that_are_needed(
    sample_out: Path, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LISTED_PER_FILE", 5)
    shutil.copytree(sample_out / "tables", tmp_path / "tables")
    report(tmp_path)
    releases = read_table(tmp_path, "releases", ["release_id", "title", "published", "near_duplicate_of"])
    n_parts = -(-len(releases) // 5)
    assert {p.name for p in (tmp_path / "report" / "data").glob("list*.js")} == {
        "list.js",
        *(f"list-{n}.js" for n in range(n_parts)),
    }
    page = browser.new_page()
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url.rsplit("/", 1)[-1]) if "/list-" in r.url else None)
    address = (tmp_path / "report" / "releases.html").as_uri()
    done = "() => /(newest first|to see more)\\.$/.test(document.getElementById('count').textContent)"
    distinct = releases[releases["near_duplicate_of"].isna()]
    newest = distinct["published"].max()
    late = distinct[distinct["published"] > newest - pd.DateOffset(months=3)]
    for fragment, n in (
        (f"#from={newest - pd.DateOffset(months=3) + pd.Timedelta(days=1):%Y-%m-%d}", len(late)),
        (f"#to={newest:%Y-%m-%d}", int(distinct["published"].notna().sum())),
        ("#month=unknown", int(distinct["published"].isna().sum())),
        ("#year=1066", 0),
    ):
        page.goto("about:blank")
        fetched.clear()
        page.goto(address + fragment)
        page.wait_for_function(done)
        assert page.locator("#list li").count() == n, fragment
        if fragment.startswith("#from="):
            assert len(fetched) < n_parts
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function(done)
    assert page.inner_text("#count") == f"{len(releases)} releases, newest first."
    word = str(releases["title"].dropna().iloc[-1])
    page.fill("#search", word)
    page.wait_for_function("() => document.getElementById('count').textContent.startsWith('1 release,')")
    assert page.locator("#list a").all_text_contents() == [word]
    page.close()
