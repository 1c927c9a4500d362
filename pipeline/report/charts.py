"""The charts, each a function of a frame: pandas in, an Altair chart out.

They draw in the report and in notebooks alike. Colours are CSS variables in the report
(`REPORT`), so that a page can be light, dark or printed, and plain colours elsewhere (`PLAIN`).
Frames may carry `href` (where a mark leads) and `label` (what it says when pointed at).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

REPORT: Mapping[str, str] = {
    name: f"var(--{name})" for name in ("ink", "mid", "line", "land", "accent", "r1", "r2", "r3", "r4", "r5", "r5-ink")
}
PLAIN: Mapping[str, str] = {
    "ink": "#1c2126",
    "mid": "#5f6b76",
    "line": "#dfe3e7",
    "land": "#e9ecef",
    "accent": "#1f6f8b",
    "r1": "#d3e6ea",
    "r2": "#9fcbd5",
    "r3": "#62a8b9",
    "r4": "#2a7f97",
    "r5": "#0f5066",
    "r5-ink": "#ffffff",
}

Palette = Mapping[str, str]

# A month of fewer releases has a share of nothing, a half or all.
MIN_DOT_RELEASES = 5


def _dressed(chart: Any, palette: Palette) -> Any:
    """Return the chart with calm axes: no frame, faint lines, words in the page's ink."""
    axis = {
        "labelColor": palette["mid"],
        "titleColor": palette["mid"],
        "titleFontWeight": "normal",
        "gridColor": palette["line"],
        "domainColor": palette["line"],
        "tickColor": palette["line"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 260,
    }
    return chart.configure(background="transparent").configure_view(stroke=None).configure_axis(**axis)


def _links(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the encodings for what a mark says and where it leads, as far as the frame has them."""
    encodings: dict[str, Any] = {}
    if "label" in frame:
        encodings["description"] = alt.Description("label:N")
        encodings["tooltip"] = alt.Tooltip("label:N")
    if "href" in frame:
        encodings["href"] = alt.Href("href:N")
    return encodings


def plot_periods(frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN) -> Any:
    """Draw releases per month or year as bars. Columns: period (YYYY-MM or YYYY, none missing), n."""
    periods, most = list(frame["period"]), int(frame["n"].max())
    yearly = all(len(p) == 4 for p in periods)
    room = max(1, width // 58)
    if yearly or len(periods) <= room:
        shown = periods[:: -(-len(periods) // room)]
        words = "datum.value"
    else:
        januaries = [p for p in periods if p.endswith("-01")]
        shown = januaries[:: max(1, -(-len(januaries) // room))] or periods[:1]
        words = "substring(datum.value, 0, 4)" if len(januaries) > 1 else "datum.value"
    chart = (
        alt.Chart(frame, width=width - 60, height=180)
        .mark_bar(color=palette["accent"])
        .encode(
            x=alt.X("period:O", title=None, scale=alt.Scale(paddingInner=0.15))
            .sort(periods)
            .axis(values=shown, labelExpr=words, labelAngle=0, grid=False, labelOverlap=True),
            y=alt.Y("n:Q", title="releases").axis(
                values=list(range(0, most + 1, max(1, round(most / 4)))), domain=False, ticks=False, format=",d"
            ),
            **_links(frame),
        )
    )
    return _dressed(chart, palette)


def plot_bars(
    frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN, label_width: int = 190, step: int = 24
) -> Any:
    """Draw horizontal bars in the frame's order. Columns: name, n, text (written at the bar's end), and
    perhaps n_light (a paler bar behind).
    """
    order = list(frame["name"])
    label_width = min(label_width, width * 45 // 100)
    y = alt.Y("name:N", title=None, sort=order).axis(
        labelColor=palette["ink"],
        labelLimit=label_width,
        domain=False,
        ticks=False,
        labelPadding=6,
        minExtent=label_width,
    )
    end = "n_light" if "n_light" in frame else "n"
    most = max(float(frame[end].max()), 1e-9)
    # The text beside the longest bar needs room too: about seven pixels a character.
    room = 7 * int(frame["text"].str.len().max()) + 10
    inner = max(width - label_width - 20, 80)
    across = alt.Scale(domain=[0, most * inner / max(inner - room, 40)])

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", title=None, axis=None, scale=across)

    base = alt.Chart(frame, width=inner, height=alt.Step(step))
    layers = []
    if "n_light" in frame:
        layers.append(base.mark_bar(color=palette["r2"], height=4).encode(y=y, x=x("n_light"), **_links(frame)))
    layers.append(base.mark_bar(color=palette["accent"], height=step // 2).encode(y=y, x=x("n"), **_links(frame)))
    layers.append(
        base.mark_text(align="left", dx=5, color=palette["mid"], fontSize=12).encode(y=y, x=x(end), text="text:N")
    )
    return _dressed(alt.layer(*layers), palette)


def plot_trends(frame: pd.DataFrame, *, width: int, columns: int, palette: Palette = PLAIN) -> Any:
    """Draw small multiples of smoothed shares with their 95 % bands.

    Columns: area (its label), time (in years), share, smoothed, low, high, n_releases_month; no month missing.
    """
    order = list(dict.fromkeys(frame["area"]))
    first, last = float(frame["time"].min()), float(frame["time"].max())
    years = [y for y in range(int(first), int(last) + 2) if first - 0.05 <= y <= last + 0.05]
    every = max(1, -(-len(years) // 3))
    axis = alt.Axis(values=years[::every] or [round(first, 2)], format="d", grid=False)
    x = alt.X("time:Q", title=None, axis=axis).scale(domain=[first, last], nice=False, zero=False)
    base = alt.Chart(frame, width=width // columns - 42, height=90)
    percent = alt.Axis(format="%", tickCount=3, domain=False, ticks=False)
    top = alt.Scale(domain=[0, min(1.0, 1.3 * float(frame["smoothed"].max()))], nice=False, clamp=True)
    band = base.mark_area(color=palette["r2"], opacity=0.55, clip=True).encode(
        x=x, y=alt.Y("low:Q", title=None, axis=percent, scale=top), y2="high:Q"
    )
    line = base.mark_line(color=palette["accent"], strokeWidth=2).encode(x=x, y="smoothed:Q")
    points = (
        base.transform_filter(f"datum.n_releases_month >= {MIN_DOT_RELEASES}")
        .mark_point(filled=True, color=palette["mid"], opacity=0.45)
        .encode(
            x=x,
            y="share:Q",
            size=alt.Size("n_releases_month:Q", legend=None).scale(range=[3, 30]),
            **_links(frame),
        )
    )
    chart = alt.layer(band, points, line).facet(
        facet=alt.Facet("area:N", title=None, sort=order).header(
            labelColor=palette["ink"], labelFontSize=12.5, labelAnchor="start", labelLimit=width // columns - 20
        ),
        columns=columns,
        spacing={"row": 14, "column": 12},
    )
    return _dressed(chart, palette)


def _features(shapes: Sequence[Mapping[str, Any]]) -> Any:
    """Return shapes as data of a chart: as text, which Altair, unlike lists, does not copy at each step."""
    data: Any = alt.Data
    return data(values=json.dumps(shapes), format={"type": "json"})


def plot_map(shapes: Sequence[Mapping[str, Any]], places: pd.DataFrame, *, width: int, palette: Palette = PLAIN) -> Any:
    """Draw the world, countries shaded by class.

    Args:
        shapes: GeoJSON features of all countries, with the property iso3.
        places: columns iso3, lon, lat, shade (a name of the palette), drawn (whether there is a shape), href, label.
    """
    known = places.set_index("iso3").to_dict("index")
    plain = [s for s in shapes if s["properties"]["iso3"] not in known]
    shaded = [
        {**s, "fill": palette[row["shade"]], **{k: row[k] for k in ("href", "label") if k in row}}
        for s in shapes
        if (row := known.get(s["properties"]["iso3"]))
    ]
    small = places[~places["drawn"]].assign(fill=places["shade"].map(dict(palette)))
    links = _links(places)
    border: dict[str, Any] = {"stroke": "var(--paper)" if palette is REPORT else "white", "strokeWidth": 0.5}
    layers = [alt.Chart(_features(plain)).mark_geoshape(fill=palette["land"], **border)]
    if shaded:
        fill = alt.Fill("fill:N", scale=None)
        layers.append(alt.Chart(_features(shaded)).mark_geoshape(**border).encode(fill=fill, **links))
    if len(small):
        layers.append(
            alt.Chart(small)
            .mark_circle(size=46, stroke=palette["mid"], strokeWidth=0.7, opacity=1)
            .encode(longitude="lon:Q", latitude="lat:Q", fill=alt.Fill("fill:N", scale=None), **links)
        )
    chart = alt.layer(*layers).project("equalEarth").properties(width=width - 10, height=(width - 10) * 46 // 100)
    return _dressed(chart, palette)


def plot_matrix(frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN) -> Any:
    """Draw a matrix of counts. Columns: row, column, n, shade (a name of the palette); in order of rows and columns."""
    rows, columns = list(dict.fromkeys(frame["row"])), list(dict.fromkeys(frame["column"]))
    filled = frame[frame["n"] > 0]
    filled = filled.assign(
        fill=filled["shade"].map(dict(palette)),
        ink=[palette["r5-ink"] if shade in ("r4", "r5") else palette["ink"] for shade in filled["shade"]],
    )
    label_width = min(190, width * 40 // 100)
    step = max(20, min(44, (width - label_width - 60) // max(len(columns), 1)))
    base = alt.Chart(filled, width=step * len(columns), height=alt.Step(24)).encode(
        x=alt.X("column:N", title=None, sort=columns)
        .scale(domain=columns, padding=0.04)
        .axis(orient="top", labelAngle=-45, domain=False, ticks=False, labelColor=palette["ink"], labelLimit=110),
        y=alt.Y("row:N", title=None, sort=rows)
        .scale(domain=rows, padding=0.06)
        .axis(domain=False, ticks=False, labelColor=palette["ink"], labelLimit=label_width, minExtent=label_width),
        **_links(frame),
    )
    cells = base.mark_rect().encode(fill=alt.Fill("fill:N", scale=None))
    words = base.mark_text(fontSize=11).encode(text="n:Q", color=alt.Color("ink:N", scale=None))
    return _dressed(alt.layer(cells, words), palette)


def plot_network(nodes: pd.DataFrame, edges: pd.DataFrame, *, width: int, height: int, palette: Palette = PLAIN) -> Any:
    """Draw a network. Nodes: name, x, y (0 to 1), n; edges: x, y, x2, y2, n."""
    scale = alt.Scale(domain=[-0.08, 1.08], nice=False)
    place = {"x": alt.X("x:Q", axis=None, scale=scale), "y": alt.Y("y:Q", axis=None, scale=scale)}
    lines = (
        alt.Chart(edges)
        .mark_rule(color=palette["r3"], opacity=0.7)
        .encode(
            **place, x2="x2:Q", y2="y2:Q", strokeWidth=alt.StrokeWidth("n:Q", legend=None).scale(range=[0.8, 6]),
            **_links(edges),
        )
    )  # fmt: skip
    dots = (
        alt.Chart(nodes)
        .mark_circle(color=palette["accent"], opacity=1)
        .encode(**place, size=alt.Size("n:Q", legend=None).scale(range=[30, 420], zero=True), **_links(nodes))
    )
    halo = "var(--paper)" if palette is REPORT else "white"
    words = [
        alt.Chart(nodes).mark_text(dy=-14, fontSize=12, **style).encode(**place, text="name:N")
        for style in (
            {"color": halo, "stroke": halo, "strokeWidth": 4, "strokeJoin": "round"},
            {"color": palette["ink"]},
        )
    ]
    return _dressed(alt.layer(lines, dots, *words).properties(width=width - 10, height=height), palette)
