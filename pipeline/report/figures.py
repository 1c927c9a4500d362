"""What the report shows: each figure with its drawings, its table, what it counts and where it leads.

Near-duplicates are left out of every figure, as in the analysis tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd

from pipeline.lookups import read_csv
from pipeline.report import charts, rises
from pipeline.report.drawer import Drawing
from pipeline.report.layout import spring_layout
from pipeline.report.svg import LINK_BASE
from pipeline.report.templates import printable

WIDE, NARROW = 680, 340
TOP_ROWS = 25
_MAX_MONTHS = 120
_TREND_AREAS = 8
_TOP_RISES = 14
_MIN_TREND_MONTHS = 3
_MATRIX_COUNTRIES = 14
_NODES = 24
# One release in common says nothing of two.
MIN_SHARED = 2
_OUTCOME_FIGURES = 5
_BREAKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_SHADES = ("r1", "r2", "r3", "r4", "r5")

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its words, where they lead, whether they are a number."""

    text: str
    href: str = ""
    number: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        counts: what a mark and a row stand for.
        drawings: the chart at each width, as inline SVG; empty where there is nothing to draw.
        key: pairs of a palette name and its words, for charts whose shades need telling apart.
        empty: what to say where there are no rows.
    """

    id: str
    title: str
    counts: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    drawings: tuple[Drawing, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    n_more: int = 0
    more_in: str = ""
    empty: str = ""
    open: bool = False


@dataclass(frozen=True)
class Section:
    """A question, its answer in a sentence, and the figures behind it."""

    id: str
    title: str
    lead: str
    figures: list[Figure] = field(default_factory=list)


def to_releases(**filters: str) -> str:
    """Return the address of the page that lists the releases behind a figure."""
    return "releases.html#" + urlencode(filters, quote_via=quote)


def _number(value: float) -> Cell:
    return Cell(f"{value:,.10g}", number=True)


def _some(n: int, one: str, many: str | None = None) -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _drawn(
    id: str, label: str, plot: Callable[[int, bool], charts.Spec], *, variants: Sequence[str] = ("wide", "narrow")
) -> tuple[Drawing, ...]:
    """Return a chart for each width; `plot` is called with the width, and whether it is the narrow one."""
    widths = {"wide": WIDE, "narrow": NARROW}
    specs = {v: plot(widths[v], v == "narrow") for v in variants}
    return tuple(Drawing(spec, name=f"{id}-{v}", label=label, variant=v) for v, spec in specs.items())


def _linked(frame: pd.DataFrame, hrefs: Iterable[str], labels: Iterable[str]) -> pd.DataFrame:
    return frame.assign(href=[LINK_BASE + href for href in hrefs], label=list(labels))


def shade_breaks(most: int) -> list[int]:
    """Return the lower ends of at most five classes for counts from 1 to `most`."""
    breaks = [b for b in _BREAKS if b <= max(most, 1)]
    step = -(-len(breaks) // len(_SHADES))
    return breaks[::step]


def _shade(n: int, breaks: Sequence[int]) -> str:
    return _SHADES[sum(n >= b for b in breaks) - 1]


def _shade_key(breaks: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return the words of each class: "1", "2 to 4", "50 or more"."""
    words = [f"{low:,}" if high == low + 1 else f"{low:,} to {high - 1:,}" for low, high in pairwise(breaks)]
    return tuple(zip(_SHADES, [*words, f"{breaks[-1]:,} or more"], strict=False))


def _titled(slug: str) -> str:
    """Return the words of a slug for whose label no table has any."""
    return slug.replace("-", " ").capitalize()


class Facts:
    """The tables with what every figure needs of them: distinct releases, labels and names.

    Args:
        tables: with the columns their figures need; those of releases as `store.read_compact` returns them, pairs of
            people only where they share `MIN_SHARED` releases.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        releases = tables["releases"]
        self.all_releases = releases
        self.releases = releases[releases["near_duplicate_of"].isna()]
        self.ids = set(self.releases["release_id"])
        labels = _words_of(tables["crime_areas"], "area", "label")
        slugs = sorted(tables["release_crime_areas"]["area"].unique())
        self.area_label = {slug: str(labels.get(slug, _titled(slug))) for slug in slugs}
        names = _words_of(tables["countries"], "iso3", "name")
        self.country_name = {iso3: printable(name) for iso3, name in names.items()}

    def area(self, slug: str) -> str:
        """Return the label of an area, also of one that no release is about."""
        return self.area_label.get(slug) or _titled(slug)

    def of(self, table: str) -> pd.DataFrame:
        """Return a table's rows of distinct releases."""
        frame = self.tables[table]
        return frame[frame["release_id"].isin(self.ids)]


def _words_of(frame: pd.DataFrame, code: str, words: str) -> dict[str, str]:
    """Return the words for each code, the last ones where there are several."""
    pairs = frame[[code, words]].drop_duplicates(keep="last")
    return {str(c): str(w) for c, w in zip(pairs[code], pairs[words], strict=True)}


def build_sections(facts: Facts) -> Iterator[Section]:
    """Yield the sections of the report in order."""
    for build in (_when, _risen, _areas, _countries, _people, _outcomes, _cases, _networks):
        yield build(facts)


def _when(facts: Facts) -> Section:
    dated = facts.releases.dropna(subset=["published"])
    n_undated = len(facts.releases) - len(dated)
    undated = f" {_some(n_undated, 'release')} of unknown date not drawn." if n_undated else ""
    counts = "Each bar counts the distinct releases issued in that {}." + undated
    title = "Releases over time"
    if dated.empty:
        n = len(facts.releases)
        lead = f"None of {_some(n, 'release')} carries a date that can be known." if n else "No release was read."
        empty = "No release carries a date, so there is nothing to place in time."
        return Section("when", "When", lead, [Figure("periods", title, "", empty=empty)])
    span = pd.period_range(dated["published"].min(), dated["published"].max(), freq="M")
    # Months that hold less than a release each show a comb, not a course.
    yearly = len(span) > _MAX_MONTHS or (len(span) > 24 and len(dated) < len(span))
    if yearly:
        span = pd.period_range(dated["published"].min(), dated["published"].max(), freq="Y")
    form, unit = ("%Y", "year") if yearly else ("%Y-%m", "month")
    by_period = dated["published"].dt.strftime(form).value_counts()
    frame = pd.DataFrame({"period": [p.strftime(form) for p in span]})
    frame["n"] = frame["period"].map(by_period).fillna(0).astype(int)
    frame = _linked(
        frame,
        [to_releases(**{unit: p}) for p in frame["period"]],
        [f"{p}: {_some(n, 'release')}" for p, n in zip(frame["period"], frame["n"], strict=True)],
    )
    first, last = (f"{dated['published'].agg(f):%-d %B %Y}" for f in ("min", "max"))
    lead = f"{_some(len(dated), 'dated release')}, from {first} to {last}." if len(dated) > 1 else f"Issued on {first}."
    rows = [
        (Cell(row.period, to_releases(**{unit: row.period})), _number(row.n)) for row in _rows(frame[frame["n"] > 0])
    ]
    if n_undated:
        rows.append((Cell("unknown", to_releases(month="unknown")), _number(n_undated)))
    drawings = () if len(frame) < 2 else _drawn(
        "periods", f"Bars of releases per {unit}: {lead}",
        lambda width, _: charts.plot_periods(frame, width=width, palette=charts.REPORT),
    )  # fmt: skip
    figure = Figure(
        "periods", f"Releases per {unit}", counts.format(unit), (unit.capitalize(), "Releases"), tuple(rows), drawings
    )
    return Section("when", "When", lead, [figure])


def _risen(facts: Facts) -> Section:
    title, releases = "What rose", facts.releases
    periods = rises.find_periods(releases["published"])
    named = facts.of("countries")[["release_id", "iso3"]].drop_duplicates()
    areas = facts.of("release_crime_areas")
    about = areas.loc[areas["primary"], ["release_id", "area"]]
    figures, leads = [], []
    for id, heading, frame, names, more in (
        ("rises-areas", "Crime areas", about, facts.area_label, {"about": "1"}),
        ("rises-countries", "Countries named", named, facts.country_name, dict[str, str]()),
    ):
        kind = "area" if frame is about else "country"
        pairs = frame.set_axis(["release_id", "key"], axis=1)
        found = rises.find_rises(releases, pairs, periods) if periods is not None else []
        if periods is None or not found:
            figures.append(Figure(id, f"{heading}: which rose", "", empty=_no_rise(releases, periods)))
            continue
        figures.append(_rise_figure(id, heading, found, names, (kind, more), periods))
        risen = [r for r in found if r.reading == "rose"]
        if risen:
            r = risen[0]
            leads.append(
                f"{names[r.key]} rose most surely, from {r.n_before:,} of {r.of_before:,} releases "
                f"({r.n_before / r.of_before:.0%}) to {r.n:,} of {r.of:,} ({r.n / r.of:.0%})"
            )
        else:
            leads.append(f"no {'crime area' if kind == 'area' else 'country'}'s share rose beyond chance")
    if not leads or periods is None:
        # The same for both: said once.
        return Section("rises", title, _no_rise(releases, periods))
    lead = f"Twelve months to {periods.last:%-d %B %Y} against the twelve before: {'; '.join(leads)}."
    return Section("rises", title, lead, figures)


def _no_rise(releases: pd.DataFrame, periods: rises.Periods | None) -> str:
    if periods is None:
        return "No release is dated, so nothing can be compared."
    days = releases["published"]
    n, before = int((days >= periods.middle).sum()), int(((days >= periods.first) & (days < periods.middle)).sum())
    if min(n, before) >= rises.MIN_RELEASES:
        return "Neither of the last two years' releases names one."
    return (
        f"A comparison needs {rises.MIN_RELEASES} dated releases in each of two years; the twelve months to "
        f"{periods.last:%-d %B %Y} hold {n:,}, the twelve before {before:,}."
    )


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "\u2212")


def _rise_figure(
    id: str,
    heading: str,
    found: Sequence[rises.Rise],
    names: Mapping[str, str],
    filters: tuple[str, Mapping[str, str]],
    periods: rises.Periods,
) -> Figure:
    day = pd.Timedelta(days=1)
    late = {"from": f"{periods.middle:%Y-%m-%d}", "to": f"{periods.last:%Y-%m-%d}"}
    early = {"from": f"{periods.first:%Y-%m-%d}", "to": f"{periods.middle - day:%Y-%m-%d}"}
    kind, more = filters

    shown = [r for k, r in enumerate(found) if k < _TOP_RISES or r.reading == "fell"]

    def cell(key: str, n: int, of: int, within: Mapping[str, str]) -> Cell:
        href = to_releases(**{kind: key, **more, **within}) if n else ""
        return Cell(f"{n:,} of {of:,}", href, number=True)

    rows = tuple(
        (
            Cell(names[r.key]),
            cell(r.key, r.n_before, r.of_before, early),
            cell(r.key, r.n, r.of, late),
            Cell(_points(r.change), number=True),
            Cell(r.reading),
            Cell(f"{_points(r.low)} to {_points(r.high)}", number=True),
            _number(r.n_publishers) if r.n_publishers else Cell("not known" if r.n else "", number=True),
        )
        for r in shown
    )
    return Figure(
        id,
        f"{heading}: which rose",
        f"Releases {'about each' if kind == 'area' else 'that name each'}, of all dated releases, in the twelve months "
        f"from {periods.middle:%-d %B %Y} and in the twelve before. Change: of the share, in percentage points, with "
        "its 95 % interval. Unclear: it may be chance, as so many are compared. More releases need not mean "
        "more crime: publishers come and go, and the last column says how many stand behind the later figure.",
        ("What", "The 12 before", "Last 12 months", "Change", "Reading", "95 % interval", "Publishers"),
        rows,
        n_more=len(found) - len(shown),
        more_in="release_crime_areas" if kind == "area" else "countries",
    )


def _areas(facts: Facts) -> Section:
    found = facts.of("release_crime_areas")
    title = "Crime areas"
    if found.empty:
        nothing = Figure("areas-total", title, "", empty="No release names a crime area.")
        return Section("areas", title, "No crime area was named.", [nothing])
    totals = found.groupby("area", as_index=False).agg(n_light=("release_id", "size"), n=("primary", "sum"))
    totals = totals.sort_values(["n", "n_light", "area"], ascending=[False, False, True]).reset_index(drop=True)
    totals["name"] = totals["area"].map(facts.area_label)
    totals["text"] = [f"{n:,} of {m:,}" for n, m in zip(totals["n"], totals["n_light"], strict=True)]
    totals = _linked(
        totals,
        [to_releases(area=a) for a in totals["area"]],
        [f"{r.name}: {_some(r.n, 'release')} about it, {r.n_light:,} name it" for r in _rows(totals)],
    )
    first = totals.iloc[0]
    n_all = len(facts.releases)
    share = f"{first['n'] / n_all:.0%}"
    lead = f"{first['name']} leads: {_some(int(first['n']), 'release')} of {n_all:,} ({share}) are about it."
    rows = tuple(
        (
            Cell(r.name, to_releases(area=r.area)),
            Cell(f"{r.n:,}", to_releases(area=r.area, about="1"), number=True),
            Cell(f"{r.n / n_all:.1%}", number=True),
            _number(r.n_light),
        )
        for r in _rows(totals)
    )
    total = Figure(
        "areas-total",
        "What the releases are about",
        "Thick bars count releases about the area, thin bars all that name it; a release may count in several areas.",
        ("Area", "Releases about it", "Share of all", "Releases that name it"),
        rows,
        _drawn(
            "areas-total",
            f"Bars of releases by crime area. {lead}",
            lambda width, _: charts.plot_bars(totals, width=width, label_width=240, palette=charts.REPORT),
        ),
    )
    return Section("areas", title, lead, [total, _trends(facts, list(totals["area"]))])


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples(index=False)


def _trends(facts: Facts, order: Sequence[str]) -> Figure:
    trend = facts.tables["crime_area_trend"]
    title = "How each area's share of the releases moves"
    smooth = trend.dropna(subset=["smoothed"])
    n_months = smooth["month"].nunique()
    if n_months < _MIN_TREND_MONTHS:
        why = (
            "A share needs at least 10 releases in five months, and a line at least three such months; "
            f"there {'is' if n_months == 1 else 'are'} {n_months or 'none'}. "
            "The table crime_area_by_month has the plain counts."
        )
        return Figure("areas-time", title, "", empty=why)
    chosen = [a for a in order if (smooth["area"] == a).any()][:_TREND_AREAS]
    span = [p.strftime("%Y-%m") for p in pd.period_range(smooth["month"].min(), smooth["month"].max(), freq="M")]
    grid = pd.MultiIndex.from_product([chosen, span], names=["area", "month"]).to_frame(index=False)
    frame = grid.merge(trend, on=["area", "month"], how="left")
    frame["slug"], frame["n_releases_month"] = frame["area"], frame["n_releases_month"].fillna(0).astype(int)
    frame["n_primary"] = frame["n_primary"].fillna(0).astype(int)
    frame["area"] = frame["slug"].map(facts.area_label)
    frame["time"] = frame["month"].str[:4].astype(int) + (frame["month"].str[5:].astype(int) - 0.5) / 12
    frame = _linked(
        frame,
        [to_releases(area=r.slug, month=r.month, about="1") for r in _rows(frame)],
        [f"{r.area}, {r.month}: {r.n_primary} of {_some(r.n_releases_month, 'release')}" for r in _rows(frame)],
    ).drop(columns=["slug", "n_primary", "n_window"])
    ends = smooth[smooth["area"].isin(chosen)].sort_values("month").groupby("area").tail(1)
    latest = {r.area: r for r in _rows(ends)}
    rows = tuple(
        (
            Cell(facts.area_label[a], to_releases(area=a, about="1")),
            Cell(str(latest[a].month)),
            Cell(f"{latest[a].smoothed:.0%}", number=True),
            Cell(f"{latest[a].low:.0%} to {latest[a].high:.0%}", number=True),
            _number(latest[a].n_window),
        )
        for a in chosen
    )
    return Figure(
        "areas-time",
        title,
        "Line: share of the releases that are about the area, smoothed over five months; band: its 95 % interval; none "
        f"where five months hold fewer than 10 releases. "
        f"Dots: single months of {charts.MIN_DOT_RELEASES} or more releases.",
        ("Area", "Latest month", "Smoothed share", "95 % interval", "Releases behind it"),
        rows,
        _drawn(
            "areas-time",
            "Small charts of each area's smoothed share over time, with its uncertainty",
            lambda width, narrow: charts.plot_trends(
                frame, width=width, columns=2 if narrow else 4, palette=charts.REPORT
            ),
        ),
        more_in="crime_area_trend",
    )


def load_world() -> tuple[list[dict[str, Any]], dict[str, tuple[float, float]]]:
    """Return the world's shapes as GeoJSON features, and a point for every country on the map."""
    features, points = [], {}
    for row in read_csv(Path(__file__).parent / "world_map.csv", key=("iso3",)):
        points[row["iso3"]] = (float(row["lon"]), float(row["lat"]))
        if row["shape"]:
            shape = {"type": "MultiPolygon", "coordinates": json.loads(row["shape"])}
            features.append({"type": "Feature", "properties": {"iso3": row["iso3"]}, "geometry": shape})
    return features, points


def _countries(facts: Facts) -> Section:
    named = facts.of("countries").drop_duplicates(["release_id", "iso3"])
    title = "Countries"
    if named.empty:
        nothing = Figure("map", "Countries named", "", empty="No release names a country.")
        return Section("countries", title, "No country was named.", [nothing])
    counted = named.groupby("iso3", as_index=False).agg(n=("release_id", "size"))
    counted["name"] = counted["iso3"].map(facts.country_name)
    counted = counted.sort_values(["n", "iso3"], ascending=[False, True]).reset_index(drop=True)
    features, points = load_world()
    drawn = {f["properties"]["iso3"] for f in features}
    breaks = shade_breaks(int(counted["n"].max()))
    counted["shade"] = [_shade(n, breaks) for n in counted["n"]]
    counted["drawn"] = counted["iso3"].isin(drawn)
    counted = _linked(
        counted,
        [to_releases(country=c) for c in counted["iso3"]],
        [f"{r.name}: {_some(r.n, 'release')}" for r in _rows(counted)],
    )
    places = counted[counted["iso3"].isin(points)].copy()
    places["lon"] = [points[c][0] for c in places["iso3"]]
    places["lat"] = [points[c][1] for c in places["iso3"]]
    missing = counted.loc[~counted["iso3"].isin(points), "name"]
    absent = f" Not on the map: {', '.join(missing)}." if len(missing) else ""
    first = counted.iloc[0]
    lead = (
        f"{_some(len(counted), 'country', 'countries')} named; {first['name']} most often, "
        f"in {_some(int(first['n']), 'release')} of {len(facts.releases):,}."
    )
    rows = tuple(
        (
            Cell(r.name, to_releases(country=r.iso3)),
            Cell(r.iso3),
            _number(r.n),
            Cell(f"{r.n / len(facts.releases):.1%}", number=True),
        )
        for r in _rows(counted.head(TOP_ROWS))
    )
    world = Figure(
        "map",
        "Where: countries named",
        f"Shades count the releases that name a country, once each; small states are dots.{absent} Map: Natural Earth, "
        "public domain; lines as drawn there.",
        ("Country", "ISO code", "Releases", "Share of all"),
        rows,
        _drawn(
            "map",
            f"World map of countries named. {lead}",
            lambda width, _: charts.plot_map(features, places, width=width, palette=charts.REPORT),
        ),
        _shade_key(breaks),
        n_more=max(0, len(counted) - TOP_ROWS),
        more_in="countries",
    )
    return Section("countries", title, lead, [world, _matrix(facts, list(counted["iso3"]))])


def _matrix(facts: Facts, order: Sequence[str]) -> Figure:
    cells = facts.tables["country_by_crime_area"]
    title = "Which crime areas come with which countries"
    if cells.empty:
        return Figure("matrix", title, "", empty="No release names both a country and a crime area.")
    countries = [c for c in order if (cells["iso3"] == c).any()][:_MATRIX_COUNTRIES]
    sums = cells[cells["iso3"].isin(countries)].groupby("area")["n_releases"].sum()
    areas = sorted(sums.index, key=lambda a: (-int(sums[a]), a))
    found = cells.set_index(["iso3", "area"])[["n_releases", "expected"]].to_dict("index")
    grid = [
        (area, iso3, found.get((iso3, area), {"n_releases": 0, "expected": 0.0}))
        for area in areas
        for iso3 in countries
    ]
    breaks = shade_breaks(max(int(cell["n_releases"]) for _, _, cell in grid))
    frame = pd.DataFrame(
        {
            "row": [facts.area_label[area] for area, _, _ in grid],
            "iso3": [iso3 for _, iso3, _ in grid],
            "column": [facts.country_name[iso3] for _, iso3, _ in grid],
            "n": [int(cell["n_releases"]) for _, _, cell in grid],
        }
    )
    frame["shade"] = [_shade(max(n, 1), breaks) for n in frame["n"]]
    frame = _linked(
        frame,
        [to_releases(country=iso3, area=area) for area, iso3, _ in grid],
        [
            f"{facts.country_name[iso3]}, {facts.area_label[area]}: {_some(int(cell['n_releases']), 'release')}, "
            f"{cell['expected']:.1f} expected by chance"
            for area, iso3, cell in grid
        ],
    )
    top = cells[(cells["n_releases"] >= 2)].sort_values(
        ["n_releases", "lift", "iso3", "area"], ascending=[False, False, True, True]
    )
    rows = tuple(
        (
            Cell(facts.country_name[r.iso3], to_releases(country=r.iso3)),
            Cell(facts.area_label[r.area], to_releases(area=r.area)),
            Cell(f"{r.n_releases:,}", to_releases(country=r.iso3, area=r.area), number=True),
            Cell(f"{r.expected:.1f}", number=True),
            Cell(f"{r.lift:.1f}", number=True),
        )
        for r in _rows(top.head(TOP_ROWS))
    )
    # Numbers of three digits need wider cells.
    few = countries[: 5 if frame["n"].max() > 99 else 7]
    narrow = frame[frame["iso3"].isin(few)]
    return Figure(
        "matrix",
        title,
        "Each cell counts the releases that name both. Expected: what chance would give, from how often each stands "
        "alone; a ratio well above 1 is worth a look, though pairs of few releases prove little.",
        ("Country", "Area", "Releases", "Expected", "Ratio"),
        rows,
        _drawn(
            "matrix",
            f"Matrix of {len(countries)} countries by {len(areas)} crime areas",
            lambda width, small: charts.plot_matrix(narrow if small else frame, width=width, palette=charts.REPORT),
        ),
        _shade_key(breaks),
        n_more=max(0, len(top) - TOP_ROWS),
        more_in="country_by_crime_area",
    )


def _people(facts: Facts) -> Section:
    activity = facts.tables["people_activity"]
    speakers = activity[activity["n_quotes"] > 0]
    speakers = speakers.sort_values(["n_quotes", "n_releases", "name"], ascending=[False, False, True])
    title = "People and offices"
    if speakers.empty:
        nothing = Figure("speakers", "Most quoted", "", empty="Nobody is quoted by name.")
        lead = f"{_some(len(activity), 'person', 'people')} named, nobody quoted."
        return Section("people", title, lead, [nothing])
    first = speakers.iloc[0]
    lead = (
        f"{_some(len(activity), 'person', 'people')} named, {len(speakers):,} of them quoted; "
        f"{printable(str(first['name']))} most often ({_some(int(first['n_quotes']), 'quote')})."
    )
    top = speakers.head(TOP_ROWS)
    rows = tuple(
        (
            Cell(r.name, to_releases(person=r.name)),
            Cell(_words(r.role)),
            Cell(_words(r.organisation)),
            _number(r.n_quotes),
            _number(r.n_releases),
        )
        for r in _rows(top)
    )
    people = Figure(
        "speakers",
        "Most quoted people",
        "Bars count quotes, direct and reported. Two people of one name count as one.",
        ("Name", "Role stated most often", "Organisation", "Quotes", "Releases"),
        rows,
        _quoted(top.head(15)[["name", "n_quotes"]].assign(key=top["name"]), "speakers", "person"),
        n_more=max(0, len(speakers) - TOP_ROWS),
        more_in="people_activity",
    )
    return Section("people", title, lead, [people, _offices(facts), _entities(facts)])


def _entities(facts: Facts) -> Figure:
    """Return what stands in most releases: persons, bodies, systems and operations, told apart over the corpus."""
    found = facts.tables["entities"].astype({"name": "str", "kind": "str"})
    title = "Named in most releases"
    if found.empty:
        return Figure("entities", title, "", empty="Nothing is named in several releases.")
    found = found.sort_values(["n_releases", "n_mentions", "name"], ascending=[False, False, True])
    rows = tuple(
        (Cell(r.name), Cell(r.kind), Cell(_words(r.country)), _number(r.n_releases), _number(r.n_mentions))
        for r in _rows(found.head(TOP_ROWS))
    )
    return Figure(
        "entities",
        title,
        "Persons, bodies, systems and operations in two releases or more, near-duplicates left out. Namings that may "
        "be two things stay apart, so these counts are lower bounds.",
        ("Name", "Kind", "Country", "Releases", "Mentions"),
        rows,
        n_more=max(0, len(found) - TOP_ROWS),
        more_in="entities",
    )


def _words(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _quoted(frame: pd.DataFrame, id: str, filter: str) -> tuple[Drawing, ...]:
    """Return bars of quotes for a frame of three columns: who as shown, how many, and who as the list is filtered."""
    who, n, keys = (frame[c].tolist() for c in frame.columns)
    shown = [printable(str(w)) for w in who]
    # The axis tells bars apart by their words: the same words twice would be one bar.
    distinct = [s if shown.count(s) == 1 else f"{s} ({k})" for k, s in enumerate(shown, 1)]
    bars = pd.DataFrame({"name": distinct, "n": n, "text": [f"{x:,.0f}" for x in n]})
    bars = _linked(
        bars,
        [to_releases(**{filter: str(key)}) for key in keys],
        [f"{s}: {_some(int(x), 'quote')}" for s, x in zip(shown, n, strict=True)],
    )
    return _drawn(
        id,
        f"Bars of quotes; {distinct[0]} leads",
        lambda width, _: charts.plot_bars(bars, width=width, label_width=330, palette=charts.REPORT),
    )


def _offices(facts: Facts) -> Figure:
    people = facts.of("people").dropna(subset=["role"])
    quotes = facts.of("quotes")["person_id"].value_counts()
    people = people.assign(n_quotes=people["person_id"].map(quotes).fillna(0).astype(int))
    spoken = people[people["n_quotes"] > 0].astype({"role": "str"})
    spoken = spoken.assign(office=spoken["role"].map(str.lower))
    title = "Most quoted offices"
    if spoken.empty:
        return Figure("offices", title, "", empty="No quoted person has a stated role.")
    offices = (
        spoken.groupby("office", as_index=False)
        .agg(
            role=("role", "min"),
            n_quotes=("n_quotes", "sum"),
            n_people=("name", "nunique"),
            n=("release_id", "nunique"),
        )
        .sort_values(["n_quotes", "n", "office"], ascending=[False, False, True])
    )
    top = offices.head(TOP_ROWS)
    rows = tuple(
        (Cell(r.role, to_releases(role=r.office)), _number(r.n_quotes), _number(r.n_people), _number(r.n))
        for r in _rows(top)
    )
    return Figure(
        "offices",
        title,
        "Bars count the quotes of people with that role, as worded in the release; wordings are not merged.",
        ("Role", "Quotes", "People", "Releases"),
        rows,
        _quoted(top.head(12)[["role", "n_quotes", "office"]], "offices", "role"),
        n_more=max(0, len(offices) - TOP_ROWS),
        more_in="people",
    )


_UNIT_WORDS = {"": "counted", "kg": "in kilograms", "g": "in grams", "tonne": "in tonnes", "litre": "in litres"}


def _outcomes(facts: Facts) -> Section:
    totals = facts.tables["outcome_totals"]
    title = "What the releases say happened"
    if totals.empty:
        nothing = Figure("outcomes", "Outcomes", "", empty="No outcome was found.")
        return Section("outcomes", title, "No outcome was found.", [nothing])
    totals = totals.assign(unit=totals["unit"].astype(object).fillna("").astype(str))
    figures = []
    groups = totals.groupby(["category", "unit"])["n_rows"].sum().sort_values(ascending=False, kind="stable")
    bounds = ("exact", "about", "at_least")
    news = facts.of("outcomes")
    news = news[news["scope"] == "event"]
    largest = _largest(news)
    for category, unit in [g for g in groups.index if g[0] != "other"][:_OUTCOME_FIGURES]:
        rows = totals[(totals["category"] == category) & (totals["unit"] == unit)]
        summed = rows.groupby("action", as_index=False)[
            [f"{kind}_{b}" for kind in ("total", "n") for b in (*bounds, "at_most")] + ["n_vague", "n_rows"]
        ].sum()
        summed["n"] = summed[[f"total_{b}" for b in bounds]].sum(axis=1)
        summed = summed[summed["n"] > 0].sort_values(["n", "action"], ascending=[False, True])
        if summed.empty:
            continue
        figures.append(_outcome_figure(str(category), str(unit), summed, largest))
    told = news.groupby("action")["release_id"].nunique().sort_values(ascending=False, kind="stable")
    listed = ", ".join(f"{_spaced(str(a))} ({n:,})" for a, n in told.head(4).items())
    lead = f"Told of in most releases: {listed}."
    more = [_seizures(facts.tables["seizures"]), _by_year(totals), _running(facts.tables["running_totals"])]
    return Section("outcomes", title, lead, [*figures, *more])


def _listing(
    id: str,
    title: str,
    counts: str,
    head: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    *,
    of: int,
    more_in: str,
    nothing: str = "",
) -> Figure:
    """Return a figure that is a table: its first rows, and how many more stand in which table.

    Args:
        of: how many rows there are.
        nothing: what to say where there are none.
    """
    shown, empty = tuple(islice(rows, TOP_ROWS)), "" if of else nothing
    return Figure(id, title, counts, head, shown, n_more=max(0, of - TOP_ROWS), more_in=more_in, empty=empty)


def _seizures(seizures: pd.DataFrame) -> Figure:
    """Show the kilograms of each drug over all years; the most seized first."""
    bounds = ("kg_exact", "kg_about", "kg_at_least")
    counted = [*bounds, "n_rows", "n_releases", "n_other"]
    summed = seizures.groupby("substance", as_index=False, observed=True)[counted].sum()
    most = seizures.sort_values(["largest_kg", "year"], ascending=[False, True]).drop_duplicates("substance")
    most = most.set_index("substance")
    summed["kg"] = summed[list(bounds)].sum(axis=1)
    summed = summed.sort_values(["kg", "substance"], ascending=[False, True])
    rows = (
        (
            Cell(r.substance.capitalize()),
            Cell(("at least " if r.kg_at_least else "") + _measure(r.kg, "kg"), number=True),
            _single(_largest_of(most.loc[r.substance], "largest_kg"), "kg"),
            *(_number(x) for x in (r.n_rows, r.n_releases, r.n_other)),
        )
        for r in _rows(summed)
    )
    return _listing(
        "seizures",
        "Drugs seized, by substance",
        "Kilograms told as seized, found, recovered or intercepted in the case that a release reports; running totals "
        "and background are left out. Last column: seizures told in tablets, plants or litres, or without a number.",
        ("Substance", "Kilograms", "Largest single figure", "Seizures", "Releases", "In other measures"),
        rows,
        of=len(summed),
        more_in="seizures",
        nothing="No drug was told as seized.",
    )


def _running(running: pd.DataFrame) -> Figure:
    """Show the running totals that were stated last, each programme's newest first."""
    columns = ["publisher", "action", "category", "unit", "item"]
    newest = running.sort_values(["as_of", "value"], na_position="first", kind="stable")
    latest = newest.assign(**{c: newest[c].astype(object).fillna("").astype(str) for c in columns})
    latest = latest.drop_duplicates(columns, keep="last").iloc[::-1]
    rows = (
        (
            Cell(_spaced(r.action), f"release.html#{r.release_id}"),
            Cell(printable(r.item)),
            Cell(("at least " if r.qualifier == "more_than" else "") + _measure(r.value, r.unit), number=True),
            Cell("" if pd.isna(r.since) else str(r.since)[:10]),
            Cell("" if pd.isna(r.as_of) else str(r.as_of)[:10]),
            Cell(printable(r.publisher)),
        )
        for r in _rows(latest)
    )
    return _listing(
        "running-totals",
        "Running totals, as stated",
        "What programmes, units and areas say they have done so far. Each release repeats the total with what is new, "
        "so these figures are never added up.",
        ("What happened", "To what", "Total", "Since", "As of", "Publisher"),
        rows,
        of=len(latest),
        more_in="running_totals",
        nothing="No running total was told.",
    )


def _largest(outcomes: pd.DataFrame) -> dict[tuple[str, str, str], tuple[float, str]]:
    """Return the largest single figure of each action, category and unit that is no part, with its release."""
    counted = outcomes[outcomes["value"].notna() & outcomes["part_of"].isna()]
    counted = counted.assign(unit=counted["unit"].astype(object).fillna("").astype(str))
    best = counted.sort_values(["value", "release_id"], ascending=[False, True])
    best = best.drop_duplicates(["action", "category", "unit"])
    return {(r.action, r.category, r.unit): (r.value, r.release_id) for r in _rows(best)}


def _largest_of(row: pd.Series, column: str) -> tuple[float, str] | None:
    """Return the largest single figure of a row of an analysis table, with its release."""
    return None if pd.isna(row[column]) else (float(row[column]), str(row["largest_release"]))


def _spaced(action: str) -> str:
    return action.replace("_", " ")


def _measure(value: float, unit: str) -> str:
    for size, word in ((1e9, " billion"), (1e6, " million")):
        if value >= size:
            return f"{value / size:,.3g}{word}{' ' + unit if unit else ''}"
    return f"{value:,.6g}{' ' + unit if unit else ''}"


def _outcome_figure(
    category: str, unit: str, summed: pd.DataFrame, largest: Mapping[tuple[str, str, str], tuple[float, str]]
) -> Figure:
    id = f"outcomes-{category}-{unit or 'n'}"
    what = category.replace("_", " and ").capitalize()
    texts = []
    for r in _rows(summed):
        lead = "at least " if r.n_at_least or r.n_vague else "about " if r.n_about else ""
        texts.append(lead + _measure(r.n, unit))
    bars = pd.DataFrame({"name": [_spaced(a) for a in summed["action"]], "n": summed["n"].tolist(), "text": texts})
    hrefs = [to_releases(outcome="|".join((a, category, unit))) for a in summed["action"]]
    bars = _linked(bars, hrefs, [f"{a}: {t}" for a, t in zip(bars["name"], texts, strict=True)]).head(10)
    rows = tuple(
        (
            Cell(_spaced(r.action), href),
            Cell(text, number=True),
            _single(largest.get((r.action, category, unit)), unit),
            *(_number(x) for x in (r.n_exact, r.n_about, r.n_at_least, r.n_at_most, r.n_vague)),
        )
        for r, href, text in zip(_rows(summed), hrefs, texts, strict=True)
    )
    return Figure(
        id,
        f"{what}, {_UNIT_WORDS.get(unit, 'in ' + unit)}",
        "Bars add up the figures given for what is news of its release, over all years; running totals, background and "
        "parts of a total are not added. “At least”: some figures "
        "are lower bounds, or outcomes are told without a number. "
        "The table shows the largest single figure of each sum.",
        (
            "What happened",
            "Total",
            "Largest single figure",
            "Exact figures",
            "Approximate",
            "Lower bounds",
            "Upper bounds",
            "Without number",
        ),
        rows,
        _drawn(
            id,
            f"Bars of {what.lower()} by what happened; {texts[0]} {bars['name'][0]} is the most",
            lambda width, _: charts.plot_bars(bars, width=width, label_width=120, palette=charts.REPORT),
        ),
    )


def _single(found: tuple[float, str] | None, unit: str) -> Cell:
    if found is None:
        return Cell("", number=True)
    value, release_id = found
    return Cell(_measure(value, unit), f"release.html#{release_id}", number=True)


def _by_year(totals: pd.DataFrame) -> Figure:
    ordered = totals.sort_values(
        ["n_rows", "action", "category", "unit", "year"], ascending=[False, True, True, True, True]
    )
    rows = (
        (
            Cell(_spaced(r.action), to_releases(outcome="|".join((r.action, r.category, r.unit)), year=r.year)),
            Cell(r.category.replace("_", " and ")),
            Cell(r.unit),
            Cell(r.year),
            Cell(r.statement),
            Cell(f"{r.n_releases:,} of {r.n_releases_year:,}", number=True),
        )
        for r in _rows(ordered)
    )
    return _listing(
        "outcomes-years",
        "By year, bounds said",
        "Each row adds up one action, kind and unit in one year of publication. The last column: releases that tell of "
        "it, of all releases of the year.",
        ("What happened", "Kind", "Unit", "Year", "Total", "Releases"),
        rows,
        of=len(ordered),
        more_in="outcome_totals",
    )


def _cases(facts: Facts) -> Section:
    """Show what people were charged with, what they got, and what it cost."""
    charges, terms, money = (facts.tables[name] for name in ("charges_by_area", "penalties_by_area", "money"))
    title = "Charges, penalties and money"
    n_people = int(charges["n_people"].sum())
    n_terms = int(terms["n_terms"].sum() + terms["n_life"].sum())
    lead = f"{_some(n_people, 'person', 'people')} charged by name or number; {_some(n_terms, 'prison term')} imposed."
    return Section("cases", title, lead, [_charged(facts, charges), _terms(facts, terms), _money(money)])


def _charged(facts: Facts, charges: pd.DataFrame) -> Figure:
    named = charges.assign(area=charges["area"].astype(object).where(charges["area"].notna(), ""))
    counted = ["n_people", "n_charges", "n_releases"]
    summed = named.groupby(["area", "stage"], as_index=False, observed=True)[counted].sum()
    summed = summed.sort_values([*counted[:2], "area", "stage"], ascending=[False, False, True, True])
    rows = (
        (
            Cell(facts.area(r.area) if r.area else "No area named"),
            Cell(_spaced(r.stage)),
            *(_number(x) for x in (r.n_people, r.n_charges, r.n_releases)),
        )
        for r in _rows(summed)
    )
    return _listing(
        "charges",
        "What people were charged with",
        "People by the crime area of the offence and the furthest stage that a release reports. Somebody named in two "
        "releases counts in both.",
        ("Crime area", "Stage", "People", "Charges", "Releases"),
        rows,
        of=len(summed),
        more_in="charges_by_area",
        nothing="No charge was told.",
    )


def _terms(facts: Facts, terms: pd.DataFrame) -> Figure:
    ordered = terms.sort_values(["n_terms", "n_life", "area", "year"], ascending=[False, False, True, True])
    rows = (
        (
            Cell(facts.area(str(r.area))),
            Cell(r.year),
            *(
                Cell("" if pd.isna(x) else f"{x:,.6g}", number=True)
                for x in (r.median_months, r.q1_months, r.q3_months)
            ),
            *(_number(x) for x in (r.n_terms, r.n_life, r.n_releases)),
        )
        for r in _rows(ordered)
    )
    return _listing(
        "prison-terms",
        "What they got: prison terms imposed, in months",
        "The longest term of each person and release, by the crime area of the person’s charges. Half of the terms lie "
        "between the two quartiles. Possible and suspended terms are left out.",
        ("Crime area", "Year", "Median", "First quartile", "Third quartile", "Terms", "Life", "Releases"),
        rows,
        of=len(ordered),
        more_in="penalties_by_area",
        nothing="No prison term was told as imposed.",
    )


def _money(money: pd.DataFrame) -> Figure:
    bounds = ["total_exact", "total_about", "total_at_least"]
    summed = money.groupby(["kind", "currency"], as_index=False, observed=True)[
        [*bounds, "n_figures", "n_releases"]
    ].sum()
    most = money.sort_values(["largest", "year"], ascending=[False, True]).drop_duplicates(["kind", "currency"])
    most = most.set_index(["kind", "currency"])
    summed["n"] = summed[bounds].sum(axis=1)
    summed = summed.sort_values(["n_figures", "kind", "currency"], ascending=[False, True, True])
    rows = (
        (
            Cell(str(r.kind).capitalize()),
            Cell(
                ("at least " if r.total_at_least else "about " if r.total_about else "") + _measure(r.n, r.currency),
                number=True,
            ),
            _single(_largest_of(most.loc[(r.kind, r.currency)], "largest"), r.currency),
            *(_number(x) for x in (r.n_figures, r.n_releases)),
        )
        for r in _rows(summed)
    )
    return _listing(
        "money",
        "Money, by what it is",
        "Sums that are news of their release, over all years, and penalties imposed; running totals and background are "
        "left out. Look at the largest single figure before you cite a total.",
        ("Kind", "Total", "Largest single figure", "Figures", "Releases"),
        rows,
        of=len(summed),
        more_in="money",
        nothing="No sum of money was told.",
    )


def _networks(facts: Facts) -> Section:
    countries = _network(
        "network-countries",
        "Countries named together",
        facts.tables["country_pairs"].rename(columns={"iso3_a": "a", "iso3_b": "b"}),
        facts.country_name,
        "country",
        "country_pairs",
    )
    named = facts.tables["person_pairs"].rename(columns={"person_a": "a", "person_b": "b"})
    names = {n: printable(n) for n in sorted({*named["a"], *named["b"]})}
    people = _network("network-people", "People named together", named, names, "person", "person_pairs")
    lead = "Standing in the same release is no proof of a tie; the releases behind each line are one click away."
    return Section("networks", "Who and what stand together", lead, [countries, people])


def _network(id: str, title: str, pairs: pd.DataFrame, names: Mapping[str, str], filter: str, table: str) -> Figure:
    often = pairs[pairs["n_releases"] >= MIN_SHARED].sort_values(
        ["n_releases", "lift", "a", "b"], ascending=[False, False, True, True]
    )
    if often.empty:
        why = f"No two stand together in more than one release; the table {table} has any that share one."
        return Figure(id, title, "", empty=why)
    chosen: list[str] = []
    for r in _rows(often):
        chosen += [x for x in (r.a, r.b) if x not in chosen] if len({*chosen, r.a, r.b}) <= _NODES else []
        if len(chosen) == _NODES:
            break
    shown = often[often["a"].isin(chosen) & often["b"].isin(chosen)].head(60)
    place = {name: n for n, name in enumerate(chosen)}
    sizes = {**dict(zip(often["a"], often["n_a"], strict=True)), **dict(zip(often["b"], often["n_b"], strict=True))}

    def plot(width: int, narrow: bool) -> charts.Spec:
        height = 560 if narrow else 460
        weighted = [(place[r.a], place[r.b], float(r.n_releases)) for r in _rows(shown)]
        boxes = [((7 * len(names[c]) + 12) / width, 32 / height) for c in chosen]
        at = spring_layout(len(chosen), weighted, boxes=boxes)
        nodes = pd.DataFrame(at, columns=["x", "y"]).assign(
            name=[names[c] for c in chosen], n=[sizes[c] for c in chosen]
        )
        nodes = _linked(
            nodes,
            [to_releases(**{filter: c}) for c in chosen],
            [f"{r.name}: {_some(r.n, 'release')}" for r in _rows(nodes)],
        )
        ends = {c: at[n] for c, n in place.items()}
        lines = pd.DataFrame(
            [(*ends[r.a], *ends[r.b], r.n_releases) for r in _rows(shown)], columns=["x", "y", "x2", "y2", "n"]
        )
        lines = _linked(
            lines,
            [to_releases(**{filter: r.a, filter + "2": r.b}) for r in _rows(shown)],
            [f"{names[r.a]} and {names[r.b]}: {_some(r.n_releases, 'release')}" for r in _rows(shown)],
        )
        return charts.plot_network(nodes, lines, width=width, height=height, palette=charts.REPORT)

    rows = tuple(
        (
            Cell(names[r.a], to_releases(**{filter: r.a})),
            Cell(names[r.b], to_releases(**{filter: r.b})),
            Cell(f"{r.n_releases:,}", to_releases(**{filter: r.a, filter + "2": r.b}), number=True),
            Cell(f"{r.expected:.1f}", number=True),
            Cell(f"{r.lift:.1f}", number=True),
        )
        for r in _rows(often.head(TOP_ROWS))
    )
    return Figure(
        id,
        title,
        f"Lines join pairs that stand in two or more releases together, thicker for more; the {len(chosen)} in most "
        "shared releases are drawn. Expected: by chance, from how often each is named.",
        ("One", "Other", "Releases", "Expected", "Ratio"),
        rows,
        _drawn(id, f"Network of {len(chosen)} names; the table lists its strongest ties", plot),
        n_more=max(0, len(often) - TOP_ROWS),
        more_in=table,
    )
