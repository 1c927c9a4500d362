"""Writes pipeline/resources/countries.csv and country_official_names.csv from pycountry and Babel.

Run `python tools/make_countries.py` after raising either library; a test compares the
files with what this script writes. The M49 sub-regions stand below, because neither
library has them.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pycountry
from babel import Locale

RESOURCES = Path(__file__).resolve().parent.parent / "pipeline" / "resources"

# UN Statistics Division, M49, sub-regions (2024 edition); Taiwan, Kosovo and Antarctica, which
# M49 does not place in one, stand with their neighbours or under their own name.
SUB_REGIONS: dict[str, tuple[str, str]] = {
    "015": ("Northern Africa", "DZA EGY ESH LBY MAR SDN TUN"),
    "202": (
        "Sub-Saharan Africa",
        "AGO ATF BDI BEN BFA BWA CAF CIV CMR COD COG COM CPV DJI ERI ETH GAB GHA GIN GMB GNB GNQ IOT KEN LBR LSO "
        "MDG MLI MOZ MRT MUS MWI MYT NAM NER NGA REU RWA SEN SHN SLE SOM SSD STP SWZ SYC TCD TGO TZA UGA ZAF ZMB ZWE",
    ),
    "419": (
        "Latin America and the Caribbean",
        "ABW AIA ARG ATG BES BHS BLM BLZ BOL BRA BRB BVT CHL COL CRI CUB CUW CYM DMA DOM ECU FLK GLP GRD GTM GUF GUY "
        "HND HTI JAM KNA LCA MAF MEX MSR MTQ NIC PAN PER PRI PRY SGS SLV SUR SXM TCA TTO URY VCT VEN VGB VIR",
    ),
    "021": ("Northern America", "BMU CAN GRL SPM USA"),
    "143": ("Central Asia", "KAZ KGZ TJK TKM UZB"),
    "030": ("Eastern Asia", "CHN HKG JPN KOR MAC MNG PRK TWN"),
    "035": ("South-eastern Asia", "BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM"),
    "034": ("Southern Asia", "AFG BGD BTN IND IRN LKA MDV NPL PAK"),
    "145": ("Western Asia", "ARE ARM AZE BHR CYP GEO IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR YEM"),
    "151": ("Eastern Europe", "BGR BLR CZE HUN MDA POL ROU RUS SVK UKR"),
    "154": ("Northern Europe", "ALA DNK EST FIN FRO GBR GGY IMN IRL ISL JEY LTU LVA NOR SJM SWE"),
    "039": ("Southern Europe", "ALB AND BIH ESP GIB GRC HRV ITA MKD MLT MNE PRT SMR SRB SVN VAT XKX"),
    "155": ("Western Europe", "AUT BEL CHE DEU FRA LIE LUX MCO NLD"),
    "053": ("Australia and New Zealand", "AUS CCK CXR HMD NFK NZL"),
    "054": ("Melanesia", "FJI NCL PNG SLB VUT"),
    "057": ("Micronesia", "FSM GUM KIR MHL MNP NRU PLW UMI"),
    "061": ("Polynesia", "ASM COK NIU PCN PYF TKL TON TUV WLF WSM"),
    "": ("Antarctica", "ATA"),
}
# Short names as releases write them, where CLDR's are made for menus.
SHORT_NAMES = {
    "COD": "Democratic Republic of the Congo",
    "COG": "Congo",
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "MMR": "Myanmar",
    "PSE": "Palestine",
    "CPV": "Cabo Verde",
    "UMI": "United States Minor Outlying Islands",
}
HEAD = """# source: {source}
# licence: {licence}
# date: 2026-11-24
# generator: tools/make_countries.py
"""


def short_names() -> dict[str, tuple[str, str]]:
    """Return the alpha-2 code and short name by alpha-3 code."""
    english = Locale("en").territories
    names = {}
    for country in pycountry.countries:
        name = SHORT_NAMES.get(country.alpha_3) or english[country.alpha_2]
        names[country.alpha_3] = (country.alpha_2, name.replace(" & ", " and ").replace("St. ", "Saint "))
    names["XKX"] = ("XK", "Kosovo")
    return names


def countries_csv() -> str:
    """Return the text of countries.csv."""
    region_of = {iso3: (code, name) for code, (name, members) in SUB_REGIONS.items() for iso3 in members.split()}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["iso3", "iso2", "name", "region", "region_m49"])
    for iso3, (iso2, name) in sorted(short_names().items()):
        code, region = region_of[iso3]
        writer.writerow([iso3, iso2, name, region, code])
    source = "ISO 3166-1 codes (pycountry 26.2.16), English names (Unicode CLDR, Babel 2.18), UN M49 sub-regions"
    return HEAD.format(source=source, licence="LGPL-2.1 (pycountry), Unicode License v3, MIT (rest)") + out.getvalue()


def official_names_csv() -> str:
    """Return the text of country_official_names.csv: names as ISO 3166-1 and CLDR list them."""
    english = Locale("en").territories
    rows = set()
    for country in pycountry.countries:
        names = [english[country.alpha_2], country.name, getattr(country, "official_name", "")]
        for name in names:
            name = name.removeprefix("the ").replace(" - ", "-")
            if name:
                rows.add((name, country.alpha_3))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["name", "iso3"])
    writer.writerows(sorted(row for row in rows if row[0]))
    source = "short and formal names of ISO 3166-1 (pycountry 26.2.16) and Unicode CLDR (Babel 2.18)"
    return HEAD.format(source=source, licence="LGPL-2.1 (pycountry), Unicode License v3") + out.getvalue()


FILES = {"countries.csv": countries_csv, "country_official_names.csv": official_names_csv}


def main() -> int:
    """Write the files."""
    for name, make in FILES.items():
        (RESOURCES / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
