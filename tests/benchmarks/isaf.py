"""Reads the pipeline's tables as the ISAF incident data does: python tests/benchmarks/isaf.py ROWS.jsonl > PREDICTIONS.jsonl

Runs the whole pipeline on the rows' texts and turns its tables `outcomes`, `dates` and
`releases` into `start_date`, `min_killed` and `min_captured`, for the scorer that comes with
the data. All that holds for this data set only stands here and nowhere in the pipeline:

* numbers are minima, vague words have agreed values, more than N is N + 1;
* captured is whoever was captured, detained or arrested, friends and bystanders left out;
* a row is one incident: where a bulletin opens with a summary of several operations, the
  numbers are those of the paragraph that follows;
* "today confirmed" tells the day of the release, not of the incident, and "overnight" is the day before;
* a row may hold a bulletin and its update, each with a dateline of its own: they run as two releases, and
  the day of the first that states one is taken;
* the year of a dateline stands in the bulletin's number. Numbered bulletins cover every month from the end of
  2009 to the beginning of 2013 but those of one winter, 2011/12; so a bulletin with neither number nor year, dated
  in those months, is of that winter. `--stated-years` leaves this inference out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.store import read_table

Row = Mapping[str, Any]

VAGUE = {
    **dict.fromkeys(("a couple of", "couple"), 2),
    **dict.fromkeys(("numerous", "many", "a handful of", "handful"), 4),
    **dict.fromkeys(("a large number of", "large numbers of"), 5),
    **dict.fromkeys(("dozens", "dozens of", "scores of"), 24),
}
OTHER_VAGUE, BARE_PLURAL = 3, 2
FAMILIES = {
    "captured": frozenset(("captured", "detained", "arrested")),
    "killed": frozenset(("killed", "murdered")),
}
COUNTED = FAMILIES["captured"] | FAMILIES["killed"]
# Numbers are of insurgents and of those held as such.
BYSTANDERS = re.compile(
    r"\b(?:civilians?|child(?:ren)?|service ?members?|soldiers?|police\w*|officers?|officials?|wom[ae]n|elders?|boys?|girls?|villagers?"
    r"|local nationals?|ISAF|ANP|ANA|Afghan (?:nationals?|males?|m[ae]n|citizens?)|troops|guards?|governor)\b",
    re.IGNORECASE,
)
SUMMARY = re.compile(
    r"\b(?:operations (?:across|throughout|in|aimed|target)|separate (?:\w+ ){0,4}operations|(?:two|three|four|five|six|several|multiple"
    r"|numerous|overnight) (?:\w+ ){0,3}operations|past 24 hours|provinces|elsewhere)\b",
    re.IGNORECASE,
)
PROSE = 120
OTHER_INCIDENT = re.compile(
    r"\s*(?:(?:Meanwhile|Also|Elsewhere),? )?(?:In (?:a separate|another)|A (?:separate|second)|Another)\b"
)
# A bulletin's head ends with its dateline; what looks like another start before that is the same head.
HEAD_END = re.compile(r"\([^()\n]{3,20}\)")
# Line breaks are also written as U+2028.
SECOND = re.compile(r"(?:^|(?<=[\n\u2028]))\s*(?:UPDATE|ISAF Joint Command|20[01]\d-\d\d-[A-Z]{1,2}-\d+)")
NUMBER = re.compile(r"\b(?P<y>20[01]\d)-?(?P<m>\d\d)-(?:[A-Z]{1,2}|\d)-?\d*")
DATELINE = re.compile(
    r"(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?:[,.]?\s*(?P<y>20[01]\d))?",
    re.IGNORECASE,
)
# An incident is reported within so many days.
NEAR = 20
# Rules of days that are told as one speaks, counted from the bulletin's own.
SPOKEN = frozenset(
    (
        *("relative-phrase", "relative-ago", "relative-unit", "weekday", "weekday-number", "weekday-of-month"),
        "edge-of-period",
    )
)
# The winter without numbers: month of the dateline -> its year.
UNNUMBERED = {12: 2011, 1: 2012, 2: 2012, 3: 2012}
OPENS = re.compile(r"(?:^|[.!?”\"]\s+|\n)(?:On|In|Since|During|Last)?\s*$")
PAST_TWO = re.compile(r"\b(?:past|last) two (?:days|nights)\b", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Bulletin(NamedTuple):
    """What the tables hold for one bulletin of a row, and the day of its dateline."""

    published: str | None
    release: Row
    outcomes: Sequence[Row]
    dates: Sequence[Row]


def release_date(text: str, number: str | None = None, *, inferred: bool = True) -> str | None:
    """Return the day of the dateline, its year from the bulletin's number, the winter without numbers or any year.

    Args:
        text: one bulletin, or a whole row.
        number: the year in the number of the row's first bulletin, for an update without one.
        inferred: whether a dateline with neither year nor number is taken for the winter without numbers.
    """
    found = list(DATELINE.finditer(text))
    bracketed = [m for m in found if "(" in text[max(0, m.start() - 2) : m.start()]]
    own = NUMBER.search(text)
    number = own["y"] if own else number
    for match in (*bracketed, *found[:1]):
        month = 1 + MONTHS.index(match["m"].lower())
        year = match["y"] or number
        if year is None and inferred and month in UNNUMBERED:
            year = str(UNNUMBERED[month])
        if year is None:
            anywhere = re.search(r"\b20(?:0[89]|1[0-4])\b", text)
            year = anywhere.group() if anywhere else None
        if year is None:
            return None
        try:
            return datetime.date(int(year), month, int(match["d"])).isoformat()
        except ValueError:
            continue
    return None


def bulletins(text: str, *, inferred: bool = True) -> list[tuple[str | None, str]]:
    """Return the bulletins of a row, each with the day of its dateline: some rows hold an update of the first."""
    starts = [0]
    for match in SECOND.finditer(text):
        if any(DATELINE.search(m.group()) for m in HEAD_END.finditer(text, starts[-1], match.start())):
            starts.append(match.start())
    number = NUMBER.search(text)
    year = number["y"] if number else None
    parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [(release_date(part, year, inferred=inferred), part) for part in parts]


def start_date(told: Sequence[Bulletin]) -> str | None:
    """Return the day of the incident: the first that a bulletin of the row states, else the first dateline."""
    stated = (stated_day(bulletin) for bulletin in told)
    return next((day for day in stated if day), told[0].published if told else None)


def stated_day(bulletin: Bulletin) -> str | None:
    """Return the day that a bulletin gives for its incident, None where it is silent."""
    dates, text = bulletin.dates, bulletin.release["text"]
    full = [d for d in dates if d["kind"] == "date" and d["granularity"] == "day" and d["date_start"]]
    if bulletin.published is None:
        return str(full[0]["date_start"].isoformat()) if full else None
    day = datetime.date.fromisoformat(bulletin.published)
    near = [d for d in full if 0 <= (day - d["date_start"]).days <= NEAR]
    spoken = [d for d in near if d["rule"] in SPOKEN]
    dated = [d for d in near if d["date_start"] != day]
    confirmed = re.search(r"\bconfirm[^.\n]*", text, re.IGNORECASE)
    if confirmed:
        # "yesterday confirmed the arrest of a leader on Oct. 4": not the day that stands first.
        named = [d for d in dated if confirmed.start() < d["start"] <= confirmed.end() and d not in spoken]
        spoken = [*named, *dated, *(d for d in spoken if d["date_start"] != day)]
    for date in (*spoken, *dated):
        return str(date["date_start"].isoformat())
    if PAST_TWO.search(text):
        # The day of the release is the second of them.
        return (day - datetime.timedelta(days=1)).isoformat()
    if re.search(r"\bovernight\b", text, re.IGNORECASE):
        return (day - datetime.timedelta(days=1)).isoformat()
    return None


def number_of(outcome: Row) -> int:
    """Return the least number that an outcome stands for."""
    if outcome["value"] is not None:
        return int(outcome["value"]) + int(outcome["qualifier"] == "more_than")
    if outcome["vague"]:
        return VAGUE.get(str(outcome["vague"]), OTHER_VAGUE)
    return BARE_PLURAL


def summary_end(text: str, outcomes: Sequence[Row]) -> int:
    """Return where the row's own incident starts: behind a summary of several operations, else 0.

    What headline and summary both tell stands in the tables once, at the headline.
    """
    for match in re.finditer(r"[^\n]+", text):
        a, b = match.span()
        if len(match.group()) < PROSE or not any(o["start"] < b for o in outcomes):
            continue
        if OTHER_INCIDENT.match(match.group()):
            # The headline is of another incident of the bulletin.
            return a
        rest = any(b <= o["start"] for o in outcomes)
        return b if rest and SUMMARY.search(match.group()) else 0
    return 0


def minimum(told: Sequence[Bulletin], family: frozenset[str], day: str | None) -> int:
    """Return the least number of a family over the row's own incident, in the bulletin that tells most."""
    best = 0
    for bulletin in told:
        text = bulletin.release["text"]
        events = (o for o in bulletin.outcomes if o["category"] == "people" and o["scope"] == "event")
        people = [o for o in events if o["action"] in COUNTED]
        own = summary_end(text, people)
        rows = [
            o
            for o in people
            if own <= o["start"]
            and o["action"] in family
            and not BYSTANDERS.search(o["item"] or "")
            and not _of_old(o, text, bulletin.dates, day)
        ]
        ids = {o["outcome_id"] for o in rows}
        total = 0
        for o in rows:
            if o["part_of"] in ids:
                continue
            parts = sum(number_of(p) for p in rows if p["part_of"] == o["outcome_id"])
            total += number_of(o) if o["value"] is not None and o["qualifier"] == "exact" else max(number_of(o), parts)
        best = max(best, total)
    return best


def _of_old(outcome: Row, text: str, dates: Sequence[Row], day: str | None) -> bool:
    """Tell whether an outcome's sentence names a day or month long before the incident's."""
    if day is None:
        return False
    start = max(text.rfind(". ", 0, outcome["start"]), text.rfind("\n", 0, outcome["start"]))
    paragraph = text.rfind("\n", 0, outcome["start"]) + 1
    stop = min(
        (n for n in (text.find(". ", outcome["end"]), text.find("\n", outcome["end"])) if n >= 0), default=len(text)
    )
    day_of = datetime.date.fromisoformat(day)
    limit = day_of - datetime.timedelta(days=NEAR)
    # "In June, they met … The force killed three": a date that opens a sentence holds for those behind it.
    opening = [d for d in dates if paragraph <= d["start"] < start and OPENS.search(text, paragraph, d["start"])]
    told = [
        d
        for d in (*(d for d in dates if start < d["start"] < stop), *opening[-1:])
        # "the May 11 attack" is not the day of what is told
        if d["kind"] == "date" and not re.search(r"\bthe\s$", text[max(0, d["start"] - 5) : d["start"]])
    ]
    return any(
        (d["date_end"] or d["date_start"] or limit) < limit
        or (d["date_start"] or day_of) < limit
        or d["rule"].startswith("since")
        or d["granularity"] in ("month", "quarter", "year")
        for d in told
    )


def predict(row_id: str, told: Sequence[Bulletin]) -> dict[str, Any]:
    """Return one line of predictions from what the tables hold for the bulletins of a row."""
    day = start_date(told)
    return {
        "id": row_id,
        "start_date": day,
        "min_killed": minimum(told, FAMILIES["killed"], day),
        "min_captured": minimum(told, FAMILIES["captured"], day),
    }


def read_predictions(rows: Sequence[Row], out: Path, *, inferred: bool = True) -> list[dict[str, Any]]:
    """Run the pipeline on the rows' bulletins into the folder `out` and return one prediction a row."""
    raw = out / "raw"
    raw.mkdir(parents=True)
    parts = [(n, *bulletin) for n, row in enumerate(rows) for bulletin in bulletins(row["text"], inferred=inferred)]
    with (raw / "rows.jsonl").open("w", encoding="utf-8") as lines:
        for _, day, text in parts:
            lines.write(json.dumps({"text": text, **({"published": day} if day else {})}) + "\n")
    command = (sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--out", str(out / "tables"))
    subprocess.run(command, check=True, stdout=sys.stderr)
    sources = read_table(out / "tables", "sources").dropna(subset=["release_id"])
    releases: dict[str, Row] = {
        str(row["release_id"]): {str(name): value for name, value in row.items()}
        for row in read_table(out / "tables", "releases").to_dict("records")
    }
    outcomes = _by_release(out, "outcomes")
    dates = _by_release(out, "dates")
    release_of = {
        int(source.rpartition("#")[2]): rid for source, rid in zip(sources.source, sources.release_id, strict=True)
    }
    told: dict[int, list[Bulletin]] = {}
    for line, (n, day, _) in enumerate(parts, start=1):
        rid = release_of.get(line)
        if rid is not None:
            told.setdefault(n, []).append(Bulletin(day, releases[rid], outcomes.get(rid, []), dates.get(rid, [])))
    return [predict(row["id"], told.get(n, [])) for n, row in enumerate(rows)]


def _by_release(out: Path, name: str) -> dict[str, list[Row]]:
    """Return a table's rows by release, empty cells as None."""
    frame = read_table(out / "tables", name).astype(object)
    found: dict[str, list[Row]] = {}
    for row in frame.where(frame.notna(), None).to_dict("records"):
        cells = {str(name): value for name, value in row.items()}
        days = {name: v.date() for name, v in cells.items() if isinstance(v, datetime.datetime)}
        found.setdefault(row["release_id"], []).append({**cells, **days})
    return found


def main(arguments: Sequence[str]) -> None:
    """Write one line of predictions per row of the file."""
    parser = argparse.ArgumentParser(description="Read the pipeline's tables as the ISAF incident data does.")
    parser.add_argument("rows", type=Path, help="the rows, one JSON object a line")
    parser.add_argument(
        "--stated-years", action="store_true", help="leave out the years that only the numbering's gap tells"
    )
    options = parser.parse_args(arguments)
    with options.rows.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        for prediction in read_predictions(rows, Path(folder), inferred=not options.stated_years):
            sys.stdout.write(json.dumps(prediction) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
