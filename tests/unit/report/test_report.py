"""The report's pieces without a browser: shades, layout, drawings, packed releases, and the same bytes twice."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from pipeline.analyse import tables as build
from pipeline.errors import PipelineError
from pipeline.evaluate.run import run_stages
from pipeline.lookups import read_csv
from pipeline.report import charts, figures, reader, rises
from pipeline.report.drawer import Drawer, Drawing
from pipeline.report.layout import spring_layout
from pipeline.report.stage import read_tables, render_index, report
from pipeline.report.svg import LINK_BASE, MAX_TAB_STOPS, draw
from pipeline.report.templates import HERE, inline_json, printable, script_hash
from pipeline.store import read_table
from pipeline.tables import STATUSES

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("most", "breaks"),
    [
        (0, [1]),
        (1, [1]),
        (4, [1, 2]),
        (30, [1, 2, 5, 10, 20]),
        (754, [1, 5, 20, 100, 500]),
        (60_000, [1, 10, 100, 1_000, 10_000]),
    ],
)
def test_counts_fall_into_five_classes_at_most(most: int, breaks: list[int]) -> None:
    assert figures.shade_breaks(most) == breaks


def test_labels_of_a_network_do_not_overlap() -> None:
    boxes = [(0.2, 0.06)] * 12
    at = spring_layout(12, [(0, n, 1.0) for n in range(1, 12)], boxes=boxes)
    assert at == spring_layout(12, [(0, n, 1.0) for n in range(1, 12)], boxes=boxes)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in at)
    close = [(a, b) for n, a in enumerate(at) for b in at[:n] if abs(a[0] - b[0]) < 0.19 and abs(a[1] - b[1]) < 0.055]
    assert close == []


def rising(n_before: int, n: int) -> list[rises.Rise]:
    """Return the rises of a thing in so many of 40 releases of each year, beside one in every release."""
    days = ["2022-06-01"] * 40 + ["2023-06-01"] * 40
    ids = [f"{k:016x}" for k in range(80)]
    releases = pd.DataFrame({"release_id": ids, "published": pd.to_datetime(days), "publisher": "Example Police"})
    chosen = ids[:n_before] + ids[40 : 40 + n]
    pairs = pd.DataFrame({"release_id": [*chosen, *ids], "key": ["b"] * len(chosen) + ["a"] * 80})
    periods = rises.find_periods(releases["published"])
    assert periods is not None
    return rises.find_rises(releases, pairs, periods)


@pytest.mark.parametrize(
    ("n_before", "n", "reading"), [(2, 20, "rose"), (20, 2, "fell"), (5, 7, "unclear"), (0, 1, "unclear")]
)
def test_what_rose_is_told_from_chance_and_of_how_many(n_before: int, n: int, reading: str) -> None:
    found = {r.key: r for r in rising(n_before, n)}
    assert (found["b"].n_before, found["b"].of_before, found["b"].n, found["b"].of) == (n_before, 40, n, 40)
    assert found["b"].reading == reading
    assert found["b"].low <= found["b"].change <= found["b"].high
    assert (found["a"].change, found["a"].reading) == (0, "unclear")


def test_few_or_undated_releases_are_not_compared() -> None:
    dated = pd.DataFrame({"release_id": ["0" * 16], "published": pd.to_datetime(["2024-02-29"]), "publisher": None})
    periods = rises.find_periods(dated["published"])
    assert periods is not None
    assert (f"{periods.first:%Y-%m-%d}", f"{periods.middle:%Y-%m-%d}") == ("2022-03-01", "2023-03-01")
    assert rises.find_rises(dated, pd.DataFrame({"release_id": ["0" * 16], "key": ["a"]}), periods) == []
    assert rises.find_periods(pd.Series([], dtype="datetime64[us]")) is None


@pytest.mark.parametrize("n", [0, 1, 2])
def test_small_networks_have_places(n: int) -> None:
    assert len(spring_layout(n, [], boxes=[(0.1, 0.1)] * n)) == n


def bars(n: int) -> charts.Spec:
    names = [f"n{k}" for k in range(n - 1)] + ["<b>&\"'"]
    frame = pd.DataFrame({"name": names, "n": 1.0, "text": "1"})
    frame = frame.assign(href=[LINK_BASE + f"releases.html#q={k}" for k in range(n)], label=names)
    return charts.plot_bars(frame, width=400)


def test_a_drawing_keeps_links_and_names_and_escapes() -> None:
    drawn = str(draw(bars(3), name="x", label='say "so"', variant="wide"))
    assert 'href="releases.html#q=2"' in drawn
    assert "<title>&lt;b&gt;&amp;\"'</title>" in drawn
    assert "<b>" not in drawn
    assert "report.invalid" not in drawn
    assert 'role="group"' in drawn and "tabindex" not in drawn


def test_a_drawer_draws_what_drawing_here_would() -> None:
    drawings = [Drawing(bars(n), name=f"d{n}", label="“x”", variant="wide") for n in (2, 3)]
    here = [drawing.markup for drawing in drawings]
    with Drawer() as drawer:
        drawer.begin(drawings)
        assert [drawing.markup for drawing in drawings] == here
        known = drawer.drawings()
    again = [Drawing(bars(n), name=f"d{n}", label="“x”", variant="wide") for n in (2, 3)]
    with Drawer(dict.fromkeys(known, "<svg>as before</svg>")) as drawer:
        drawer.begin([*again, changed := Drawing(bars(4), name="d4", label="“x”", variant="wide")])
        assert [drawing.markup for drawing in again] == ["<svg>as before</svg>"] * 2
        assert "releases.html#q=3" in changed.markup


def test_a_drawer_that_dies_is_told() -> None:
    drawing = Drawing(bars(2), name="d", label="x", variant="wide")
    with Drawer() as drawer:
        drawer.begin([Drawing(bars(3), name="c", label="x", variant="wide")])
        drawer.drawings()
        assert drawer._process is not None
        drawer._process.kill()
        drawer.begin([drawing])
        with pytest.raises(PipelineError, match="process that draws"):
            _ = drawing.markup


def test_a_crowded_drawing_leaves_the_keyboard_to_its_table() -> None:
    drawn = str(draw(bars(MAX_TAB_STOPS + 1), name="x", label="x", variant="wide"))
    assert drawn.count('tabindex="-1"') == drawn.count("<a ") > MAX_TAB_STOPS


@pytest.mark.parametrize("text", ["a\u202eb", "\x00", "\u2066x", "\x9b", "\ud800"])
def test_signs_that_would_mislead_are_spelled_out(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert "\\u" in shown


def test_common_text_is_left_alone() -> None:
    text = "Ñandú ’quote’ – 日本\n\tअ\u200d\u200c"
    assert printable(text) == text


def test_json_in_a_page_cannot_end_its_script() -> None:
    held = str(inline_json({"a": "</script><!--&"}))
    assert "<" not in held and json.loads(held) == {"a": "</script><!--&"}


@pytest.mark.parametrize(
    ("page", "scripts"), [("releases.html.j2", ["releases.js"]), ("release.html.j2", ["reader.js"])]
)
def test_a_policy_names_the_very_script_of_its_page(page: str, scripts: list[str], sample_report: Path) -> None:
    html = (sample_report / "report" / page.removesuffix(".j2")).read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", html, re.S)
    hashes = ["sha256-" + base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in inline]
    assert hashes == [script_hash(name) for name in scripts]
    assert all(f"'{h}'" in html for h in hashes)


def test_the_front_page_runs_no_script_and_is_small(sample_report: Path) -> None:
    html = (sample_report / "report" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "default-src 'none'" in html
    assert len(html) < 2_000_000


def test_the_same_tables_give_the_same_bytes_and_stale_files_go(sample_out: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_out / "tables", tmp_path / "tables")
    report(tmp_path)
    first = {p: p.read_bytes() for p in sorted((tmp_path / "report").rglob("*.*"))}
    (tmp_path / "report" / "data" / "releases-ff.js").write_text("stale", encoding="utf-8")
    report(tmp_path, force=True)
    assert {p: p.read_bytes() for p in sorted((tmp_path / "report").rglob("*.*"))} == first
    assert report(tmp_path).redone == 0


def test_a_packed_release_undoes_the_cleaning() -> None:
    text = "ab\U0001f600cd"
    rows = {
        "releases": [{"release_id": "0" * 16, "text": text, "published": date(2024, 5, 3)}],
        "counts": [{"start": 2, "end": 3, "rule": "r", "value": 2.0, "unit": None}],
        "debris": [{"raw_start": 1, "raw_end": 3, "rule": "x", "text": "__" * 3_000, "replacement": ""}],
    }
    packed = reader.pack_release(rows)
    assert packed["release"]["published"] == "2024-05-03"
    assert packed["tables"]["counts"][0][:4] == [2, 3, "r", 2]
    assert "4,000 characters" in packed["debris"][0][3]
    assert "dates" not in packed["tables"]


def test_every_release_is_in_the_file_its_id_names(sample_out: Path) -> None:
    releases = read_table(sample_out, "releases", ["release_id"])["release_id"]
    for length in (0, 1):
        seen = []
        for name, text in reader.build_data_files(sample_out, length, sorted({rid[:length] for rid in releases})):
            held = json.loads(text.removeprefix("addReleases(").removesuffix(");\n"))
            assert all(reader.data_file(rid[:length]) == name for rid in held)
            seen += list(held)
        assert seen == list(releases)


def test_a_file_read_from_its_stretch_of_the_tables_is_that_of_a_whole_pass(sample_out: Path) -> None:
    releases = read_table(sample_out, "releases", ["release_id"])["release_id"]
    prefixes = sorted({rid[:2] for rid in releases})
    (alone,) = reader.build_data_files(sample_out, 2, prefixes[3:4])
    whole = dict(reader.build_data_files(sample_out, 2, prefixes * 8))
    assert len(whole) == len(prefixes)
    assert whole[alone[0]] == alone[1]


def test_only_the_files_whose_releases_changed_are_made_anew(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    rows = [{"text": f"Police in Spain arrested {n} men on 3 May 2023 in the port of Vigo."} for n in range(2, 122)]
    (raw / "export.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run_stages(raw, out)
    report(out)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "report" / "data").iterdir()}
    assert len(before) > 8
    more = {"text": "Police in Spain arrested 500 men on 3 May 2023 in the port of Vigo."}
    (raw / "export.jsonl").write_text("\n".join(map(json.dumps, [*rows, more])), encoding="utf-8")
    run_stages(raw, out)
    report(out)
    data = out / "report" / "data"
    assert sum(path.stat().st_mtime_ns != before[path.name] for path in data.iterdir()) == 3, (
        "the list's two and one of releases"
    )
    incremental = {path.name: path.read_bytes() for path in data.iterdir()}
    report(out, force=True)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == incremental


def test_the_map_has_a_place_for_nearly_every_country() -> None:
    features, points = figures.load_world()
    codes = {row["iso3"] for row in read_csv(ROOT / "pipeline" / "resources" / "countries.csv", key=("iso3",))}
    assert set(points) <= codes
    assert len(codes - set(points)) < 20, "overseas parts, drawn with their states"
    assert {"FRA", "SGP", "MLT", "MCO", "XKX"} <= set(points)
    assert {f["properties"]["iso3"] for f in features} <= set(points)
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points.values())


def test_charts_draw_with_plain_colours_for_notebooks(sample_out: Path) -> None:
    frame = pd.DataFrame({"period": ["2024-01", "2024-02"], "n": [1, 2]})
    chart = alt.Chart.from_dict(charts.plot_periods(frame, width=400))
    assert "var(" not in json.dumps(chart.to_dict())


def test_every_chart_of_the_report_is_valid_vega_lite(sample_out: Path) -> None:
    sections = figures.build_sections(figures.Facts(read_tables(sample_out)))
    drawings = [drawing for section in sections for figure in section.figures for drawing in figure.drawings]
    specs = {drawing.name: drawing.spec for drawing in drawings}
    assert {"map-wide", "matrix-narrow", "areas-total-wide", "network-countries-wide"} <= set(specs)
    for spec in specs.values():
        alt.Chart.from_dict(spec, validate=True)


def test_a_hundred_thousand_people_are_summed_up_without_a_loop_over_them() -> None:
    n = 100_000
    ids = [f"{k % 500:016x}" for k in range(n)]
    people = pd.DataFrame({"release_id": ids, "person_id": [f"{i}-p{k}" for k, i in enumerate(ids)], "name": [f"A{k // 2} B" for k in range(n)], "role": "judge", "organisation": None, "speaks": True})  # fmt: skip
    releases = pd.DataFrame(
        {"release_id": sorted(set(ids)), "published": pd.Timestamp("2024-01-01"), "near_duplicate_of": None}
    )
    quotes = pd.DataFrame({"person_id": people["person_id"]})
    found = build.build_people_activity(releases, people, quotes)
    assert len(found) == n // 2
    assert found["n_quotes"].sum() == n
    assert build.build_person_pairs(releases, people).empty, "lists of hundreds of names tell nothing of any two"


def test_tables_without_rows_make_a_page(sample_out: Path) -> None:
    empty = {name: frame.head(0) for name, frame in read_tables(sample_out).items()}
    facts = figures.Facts(empty)
    none = dict.fromkeys(STATUSES, 0)
    html = render_index(facts, list(figures.build_sections(facts)), n_inputs=none, quarantined=[])
    assert "What 0 press releases say" in html
    assert "<svg" not in html


def test_templates_and_scripts_fetch_nothing_from_elsewhere() -> None:
    for path in sorted(HERE.glob("*.*")):
        if path.suffix in (".j2", ".js", ".css"):
            assert not re.search(r"""(src|href|url)\s*[=(:]\s*["']?https?:""", path.read_text(encoding="utf-8")), (
                path.name
            )
