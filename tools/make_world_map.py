"""Writes pipeline/report/world_map.csv from the TopoJSON of the npm package world-atlas (Natural Earth 4.1).

Fetch the package with `npm pack world-atlas@2.0.2`, unpack it, and run
`python tools/make_world_map.py FOLDER/package`. Shapes come from the 1:110m file; the points of
countries too small to be drawn there come from the 1:10m file.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

TARGET = Path(__file__).resolve().parent.parent / "pipeline" / "report" / "world_map.csv"
HEAD = """\
# source: Natural Earth 4.1, admin 0 countries at 1:110m (points: 1:10m), by way of world-atlas 2.0.2
# licence: public domain (Natural Earth); ISC (world-atlas)
# date: 2026-11-24
# Lines as Natural Earth draws them; shape is a GeoJSON MultiPolygon's coordinates, exterior rings clockwise.
"""
# Shapes that Natural Earth draws apart and ISO 3166 does not code.
UNCODED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}
NOT_DRAWN = {"ATA"}

Ring = list[list[float]]
Polygon = list[Ring]


def iso3_of(geometry: dict[str, Any]) -> str | None:
    name = geometry["properties"]["name"]
    if "id" not in geometry:
        return UNCODED.get(name)
    country = pycountry.countries.get(numeric=geometry["id"])
    return country.alpha_3 if country else None


def polygons(topology: dict[str, Any], digits: int) -> Iterator[tuple[str, Polygon]]:
    """Yield each polygon of each coded country, its coordinates in degrees, rounded."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append([round(x * sx + tx, digits), round(y * sy + ty, digits)])
        arcs.append(arc)

    def ring(indices: list[int]) -> Ring:
        points: Ring = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += [p for n, p in enumerate(arc) if n or not points]
        kept = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
        return kept if kept[0] == kept[-1] else [*kept, kept[0]]

    for geometry in topology["objects"]["countries"]["geometries"]:
        iso3 = iso3_of(geometry)
        if iso3 is None or iso3 in NOT_DRAWN:
            continue
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for part in parts:
            rings = [r for r in map(ring, part) if len(r) >= 4]
            if rings:
                yield iso3, rings


def centre(rings: Ring) -> tuple[float, float, float]:
    """Return the area (unsigned, in square degrees) and the centroid of a ring."""
    # A ring over the antimeridian jumps from one side of the map to the other: it is measured unwrapped.
    start = rings[0][0]
    rings = [[(x - start + 180) % 360 - 180 + start, y] for x, y in rings]
    twice = cx = cy = 0.0
    for (x0, y0), (x1, y1) in pairwise(rings):
        cross = x0 * y1 - x1 * y0
        twice, cx, cy = twice + cross, cx + (x0 + x1) * cross, cy + (y0 + y1) * cross
    if not twice:
        return 0.0, rings[0][0], rings[0][1]
    return abs(twice) / 2, (cx / (3 * twice) + 180) % 360 - 180, cy / (3 * twice)


def render(folder: Path) -> str:
    """Return the CSV."""
    shapes: dict[str, list[Polygon]] = {}
    points: dict[str, tuple[float, float, float]] = {}
    for iso3, polygon in polygons(json.loads((folder / "countries-110m.json").read_text(encoding="utf-8")), 1):
        shapes.setdefault(iso3, []).append(polygon)
    for iso3, polygon in polygons(json.loads((folder / "countries-10m.json").read_text(encoding="utf-8")), 4):
        points[iso3] = max(points.get(iso3, (-1.0, 0.0, 0.0)), centre(polygon[0]))
    points |= {iso3: max(centre(polygon[0]) for polygon in parts) for iso3, parts in shapes.items()}
    out = io.StringIO()
    out.write(HEAD)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("iso3", "lon", "lat", "shape"))
    for iso3 in sorted(points):
        _, lon, lat = points[iso3]
        shape = json.dumps(shapes[iso3], separators=(",", ":")) if iso3 in shapes else ""
        writer.writerow((iso3, f"{lon:.1f}", f"{lat:.1f}", shape))
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_text(render(Path(sys.argv[1])), encoding="utf-8")
