"""The charts, each a function of a frame: pandas in, a Vega-Lite specification out.

They draw in the report and in notebooks alike (`altair.Chart.from_dict`). Colours are CSS variables in the report
(`REPORT`), so that a page can be light, dark or printed, and plain colours elsewhere (`PLAIN`).
Frames may carry `href` (where a mark leads) and `label` (what it says when pointed at).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

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
Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# A month of fewer releases has a share of nothing, a half or all.
MIN_DOT_RELEASES = 5
# Pixels of a character of a label, on the wide side of the average.
_CHARACTER = 6.5


def _dressed(chart: Spec, palette: Palette) -> Spec:
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
    config = {"background": "transparent", "view": {"stroke": None}, "axis": axis}
    return {"$schema": SCHEMA, "config": config, **chart}


def _data(frame: pd.DataFrame) -> Spec:
    """Return a frame as data of a chart; what is missing is null."""
    return {"values": frame.astype(object).where(frame.notna(), None).to_dict("records")}


def _links(frame: pd.DataFrame) -> Spec:
    """Return the encodings for what a mark says and where it leads, as far as the frame has them."""
    encodings: Spec = {}
    if "label" in frame:
        encodings["description"] = encodings["tooltip"] = {"field": "label", "type": "nominal"}
    if "href" in frame:
        encodings["href"] = {"field": "href", "type": "nominal"}
    return encodings


def _short_labels(width: int) -> Spec:
    """Return what keeps an axis's labels within a width: characters counted, as measuring each takes long."""
    return {"labelLimit": 0, "labelExpr": f"truncate(datum.label, {int(width / _CHARACTER)})"}


def _as_it_is(field: str) -> Spec:
    """Return the encoding of a colour that the data holds itself."""
    return {"field": field, "type": "nominal", "scale": None}


def plot_periods(frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN) -> Spec:
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
    across = {"values": shown, "labelExpr": words, "labelAngle": 0, "grid": False, "labelOverlap": True}
    ticks = list(range(0, most + 1, _round_step(most / 4)))
    up = {"values": ticks, "domain": False, "ticks": False, "format": ",d"}
    chart = {
        "data": _data(frame),
        "width": width - 60,
        "height": 180,
        "mark": {"type": "bar", "color": palette["accent"]},
        "encoding": {
            "x": {
                "field": "period", "type": "ordinal", "title": None, "sort": periods, "scale": {"paddingInner": 0.15},
                "axis": across,
            },
            "y": {"field": "n", "type": "quantitative", "title": "releases", "axis": up},
            **_links(frame),
        },
    }  # fmt: skip
    return _dressed(chart, palette)


def _round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50, … that is no less.

    >>> [_round_step(x) for x in (0.2, 3, 31, 50)]
    [1, 5, 50, 50]
    """
    power = int(10 ** max(0, math.floor(math.log10(max(least, 1)))))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def plot_bars(
    frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN, label_width: int = 190, step: int = 24
) -> Spec:
    """Draw horizontal bars in the frame's order. Columns: name, n, text (written at the bar's end), and
    perhaps n_light (a paler bar behind).
    """
    label_width = min(label_width, width * 45 // 100)
    axis = {
        "labelColor": palette["ink"],
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "minExtent": label_width,
        **_short_labels(label_width),
    }
    y = {"field": "name", "type": "nominal", "title": None, "sort": list(frame["name"]), "axis": axis}
    end = "n_light" if "n_light" in frame else "n"
    most = max(float(frame[end].max()), 1e-9)
    # The text beside the longest bar needs room too: about seven pixels a character.
    room = 7 * int(frame["text"].str.len().max()) + 10
    inner = max(width - label_width - 20, 80)
    across = {"domain": [0, most * inner / max(inner - room, 40)]}

    def layer(mark: Spec, field: str, more: Spec) -> Spec:
        x = {"field": field, "type": "quantitative", "title": None, "axis": None, "scale": across}
        return {"mark": mark, "encoding": {"y": y, "x": x, **more}}

    bar = {"type": "bar", "color": palette["accent"], "height": step // 2}
    words = {"type": "text", "align": "left", "dx": 5, "color": palette["mid"], "fontSize": 12}
    layers = [
        layer(bar, "n", _links(frame)),
        layer(words, end, {"text": {"field": "text", "type": "nominal"}}),
    ]
    if "n_light" in frame:
        layers.insert(0, layer({"type": "bar", "color": palette["r2"], "height": 4}, "n_light", _links(frame)))
    return _dressed({"data": _data(frame), "width": inner, "height": {"step": step}, "layer": layers}, palette)


def plot_trends(frame: pd.DataFrame, *, width: int, columns: int, palette: Palette = PLAIN) -> Spec:
    """Draw small multiples of smoothed shares with their 95 % bands.

    Columns: area (its label), time (in years), share, smoothed, low, high, n_releases_month; no month missing.
    """
    first, last = float(frame["time"].min()), float(frame["time"].max())
    years: list[float] = [y for y in range(int(first), int(last) + 2) if first - 0.05 <= y <= last + 0.05]
    every = max(1, -(-len(years) // 3))
    x = {
        "field": "time",
        "type": "quantitative",
        "title": None,
        "axis": {"values": years[::every] or [round(first, 2)], "format": "d", "grid": False},
        "scale": {"domain": [first, last], "nice": False, "zero": False},
    }
    percent = {"format": "%", "tickCount": 3, "domain": False, "ticks": False}
    top: Spec = {"domain": [0.0, min(1.0, 1.3 * float(frame["smoothed"].max()))], "nice": False, "clamp": True}
    low = {"field": "low", "type": "quantitative", "title": None, "axis": percent, "scale": top}
    size = {"field": "n_releases_month", "type": "quantitative", "legend": None, "scale": {"range": [3, 30]}}
    layers = [
        {
            "mark": {"type": "area", "color": palette["r2"], "opacity": 0.55, "clip": True},
            "encoding": {"x": x, "y": low, "y2": {"field": "high"}},
        },
        {
            "transform": [{"filter": f"datum.n_releases_month >= {MIN_DOT_RELEASES}"}],
            "mark": {"type": "point", "filled": True, "color": palette["mid"], "opacity": 0.45},
            "encoding": {"x": x, "y": {"field": "share", "type": "quantitative"}, "size": size, **_links(frame)},
        },
        {
            "mark": {"type": "line", "color": palette["accent"], "strokeWidth": 2},
            "encoding": {"x": x, "y": {"field": "smoothed", "type": "quantitative"}},
        },
    ]
    header = {
        "labelColor": palette["ink"],
        "labelFontSize": 12.5,
        "labelAnchor": "start",
        "labelLimit": width // columns - 30,
    }
    chart = {
        "data": _data(frame),
        "facet": {
            "field": "area",
            "type": "nominal",
            "title": None,
            "sort": list(dict.fromkeys(frame["area"])),
            "header": header,
        },
        "columns": columns,
        "spacing": {"row": 14, "column": 12},
        "spec": {"width": width // columns - 42, "height": 90, "layer": layers},
    }
    return _dressed(chart, palette)


def plot_map(
    shapes: Sequence[Mapping[str, Any]], places: pd.DataFrame, *, width: int, palette: Palette = PLAIN
) -> Spec:
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
    filled = {"fill": _as_it_is("fill"), **_links(places)}
    shape = {"type": "geoshape", "stroke": "var(--paper)" if palette is REPORT else "white", "strokeWidth": 0.5}
    layers: list[Spec] = [{"data": {"values": plain}, "mark": {**shape, "fill": palette["land"]}}]
    if shaded:
        layers.append({"data": {"values": shaded}, "mark": shape, "encoding": filled})
    if len(small):
        at = {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
        }
        dot = {"type": "circle", "size": 46, "stroke": palette["mid"], "strokeWidth": 0.7, "opacity": 1}
        layers.append({"data": _data(small), "mark": dot, "encoding": {**at, **filled}})
    chart = {
        "width": width - 10,
        "height": (width - 10) * 46 // 100,
        "projection": {"type": "equalEarth"},
        "layer": layers,
    }
    return _dressed(chart, palette)


def plot_matrix(frame: pd.DataFrame, *, width: int, palette: Palette = PLAIN) -> Spec:
    """Draw a matrix of counts. Columns: row, column, n, shade (a name of the palette); in order of rows and columns."""
    rows, columns = list(dict.fromkeys(frame["row"])), list(dict.fromkeys(frame["column"]))
    filled = frame[frame["n"] > 0]
    filled = filled.assign(
        fill=filled["shade"].map(dict(palette)),
        ink=[palette["r5-ink"] if shade in ("r4", "r5") else palette["ink"] for shade in filled["shade"]],
    )
    label_width = min(190, width * 40 // 100)
    step = max(20, min(44, (width - label_width - 60) // max(len(columns), 1)))
    plain = {"domain": False, "ticks": False, "labelColor": palette["ink"]}
    encoding = {
        "x": {
            "field": "column",
            "type": "nominal",
            "title": None,
            "sort": columns,
            "scale": {"domain": columns, "padding": 0.04},
            "axis": {**plain, "orient": "top", "labelAngle": -45, **_short_labels(110)},
        },
        "y": {
            "field": "row",
            "type": "nominal",
            "title": None,
            "sort": rows,
            "scale": {"domain": rows, "padding": 0.06},
            "axis": {**plain, "minExtent": label_width, **_short_labels(label_width)},
        },
        **_links(frame),
    }
    number = {"text": {"field": "n", "type": "quantitative"}, "color": _as_it_is("ink")}
    chart = {
        "data": _data(filled),
        "width": step * len(columns),
        "height": {"step": 24},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {"fill": _as_it_is("fill")}},
            {"mark": {"type": "text", "fontSize": 11}, "encoding": number},
        ],
    }
    return _dressed(chart, palette)


def plot_network(
    nodes: pd.DataFrame, edges: pd.DataFrame, *, width: int, height: int, palette: Palette = PLAIN
) -> Spec:
    """Draw a network. Nodes: name, x, y (0 to 1), n; edges: x, y, x2, y2, n."""
    scale = {"domain": [-0.08, 1.08], "nice": False}
    place = {axis: {"field": axis, "type": "quantitative", "axis": None, "scale": scale} for axis in ("x", "y")}

    def sized(low: float, high: float, **more: bool) -> Spec:
        return {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [low, high], **more}}

    lines = {
        "data": _data(edges),
        "mark": {"type": "rule", "color": palette["r3"], "opacity": 0.7},
        "encoding": {
            **place, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeWidth": sized(0.8, 6), **_links(edges),
        },
    }  # fmt: skip
    dots = {
        "data": _data(nodes),
        "mark": {"type": "circle", "color": palette["accent"], "opacity": 1},
        "encoding": {**place, "size": sized(30, 420, zero=True), **_links(nodes)},
    }
    halo = "var(--paper)" if palette is REPORT else "white"
    words = [
        {
            "data": _data(nodes[["x", "y", "name"]]),
            "mark": {"type": "text", "dy": -14, "fontSize": 12, **style},
            "encoding": {**place, "text": {"field": "name", "type": "nominal"}},
        }
        for style in (
            {"color": halo, "stroke": halo, "strokeWidth": 4, "strokeJoin": "round"},
            {"color": palette["ink"]},
        )
    ]
    return _dressed({"width": width - 10, "height": height, "layer": [lines, dots, *words]}, palette)
