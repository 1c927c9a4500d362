"""Reads the pipeline's tables as the ISAF incident data does: python tests/benchmarks/isaf.py ROWS.jsonl > PREDICTIONS.jsonl

Runs the whole pipeline on the rows' texts and turns its tables `outcomes`, `dates` and
`releases` into `start_date`, `min_killed` and `min_captured`, for the scorer that comes with
the data. All that holds for this data set only stands here and nowhere in the pipeline:

* numbers are minima, vague words have agreed values, more than N is N + 1;
* captured is whoever was captured, detained or arrested, friends and bystanders left out;
* a row is one incident: where a bulletin opens with a summary of several operations, the
  numbers are those of the paragraph that follows;
* "today confirmed" tells the day of the release, not of the incident; the year of a dateline stands in the bulletin's number, and "overnight" is the day before.
"""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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
# Numbers are of insurgents and of those held as such.
BYSTANDERS = re.compile(
    r"\b(?:civilians?|child(?:ren)?|service ?members?|soldiers?|police\w*|officers?|officials?|wom[ae]n|elders?|boys?|girls?|villagers?"
    r"|ISAF|ANP|ANA|Afghan (?:nationals?|males?|m[ae]n|citizens?)|troops|guards?|governor)\b",
    re.IGNORECASE,
)
SUMMARY = re.compile(
    r"\b(?:operations (?:across|throughout|in|aimed|target)|separate (?:\w+ ){0,4}operations|(?:two|three|four|five|six|several|multiple"
    r"|numerous|overnight) (?:\w+ ){0,3}operations|past 24 hours|provinces|elsewhere)\b",
    re.IGNORECASE,
)
PROSE = 120
SECOND = re.compile(r"^(?:UPDATE|ISAF Joint Command|20[01]\d-\d\d-[A-Z]{1,2}-\d+)", re.MULTILINE)
NUMBER = re.compile(r"\b(?P<y>20[01]\d)-?(?P<m>\d\d)-(?:[A-Z]{1,2}|\d)-?\d*")
DATELINE = re.compile(
    r"(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?:[,.]?\s*(?P<y>20[01]\d))?",
    re.IGNORECASE,
)
# An incident is reported within so many days.
NEAR = 20
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def release_date(text: str) -> str | None:
    """Return the day of the dateline, its year from the bulletin's number or any year of the text."""
    found = list(DATELINE.finditer(text))
    bracketed = [m for m in found if "(" in text[max(0, m.start() - 2) : m.start()]]
    for match in (*bracketed, *found[:1]):
        number = NUMBER.search(text)
        year = match["y"] or (number["y"] if number else None)
        if year is None:
            anywhere = re.search(r"\b20(?:0[89]|1[0-4])\b", text)
            year = anywhere.group() if anywhere else None
        if year is None:
            return None
        try:
            return datetime.date(int(year), 1 + MONTHS.index(match["m"].lower()), int(match["d"])).isoformat()
        except ValueError:
            continue
    return None


def start_date(published: str | None, dates: Sequence[Row], release: Row) -> str | None:
    """Return the day of the incident: the last relative day of the row's own text, else the release's."""
    if published is None:
        return next(
            (
                d["date_start"].isoformat()
                for d in dates
                if d["kind"] == "date" and d["granularity"] == "day" and d["date_start"]
            ),
            None,
        )
    day = datetime.date.fromisoformat(published)
    near = [
        d
        for d in dates
        if d["kind"] == "date"
        and d["granularity"] == "day"
        and d["date_start"]
        and 0 <= (day - d["date_start"]).days <= NEAR
    ]
    spoken = [d for d in near if d["rule"].startswith(("relative", "weekday"))]
    dated = [d for d in near if d["date_start"] != day]
    if re.search(r"\bconfirm", release["text"], re.IGNORECASE):
        # "today confirmed the arrest of a leader on Oct. 4"
        spoken = [*dated, *(d for d in spoken if d["date_start"] != day)]
    for date in (*spoken, *dated):
        return str(date["date_start"].isoformat())
    if re.search(r"\bovernight\b", release["text"], re.IGNORECASE):
        return (day - datetime.timedelta(days=1)).isoformat()
    return published


def number_of(outcome: Row) -> int:
    """Return the least number that an outcome stands for."""
    if outcome["value"] is not None:
        return int(outcome["value"]) + (outcome["qualifier"] == "more_than")
    if outcome["vague"]:
        return VAGUE.get(outcome["vague"], OTHER_VAGUE)
    return BARE_PLURAL


def bulletins(text: str) -> list[tuple[int, int]]:
    """Return where each bulletin of a row starts and ends: some rows hold an update of the first."""
    starts = [0]
    for match in SECOND.finditer(text):
        if match.start() - starts[-1] > 400:
            starts.append(match.start())
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def summary_end(text: str, start: int, end: int, outcomes: Sequence[Row]) -> int:
    """Return where the row's own incident starts: behind a summary of several operations, else `start`."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        a, b = start + match.start(), start + match.end()
        if len(match.group()) < PROSE or not any(a <= o["start"] < b for o in outcomes):
            continue
        rest = [o for o in outcomes if b <= o["start"] < end]
        return b if rest and SUMMARY.search(match.group()) else start
    return start


def minimum(
    outcomes: Sequence[Row], family: frozenset[str], release: Row, dates: Sequence[Row], day: str | None
) -> int:
    """Return the least number of a family over the row's own incident, in the bulletin that tells most."""
    text = release["text"]
    people = [
        o for o in outcomes if o["category"] == "people" and o["action"] in FAMILIES["captured"] | FAMILIES["killed"]
    ]
    best = 0
    for start, end in bulletins(text):
        own = summary_end(text, start, end, people)
        rows = [
            o
            for o in people
            if own <= o["start"] < end
            and o["action"] in family
            and not BYSTANDERS.search(o["item"] or "")
            and not _of_old(o, text, dates, day)
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
    stop = min(
        (n for n in (text.find(". ", outcome["end"]), text.find("\n", outcome["end"])) if n >= 0), default=len(text)
    )
    limit = datetime.date.fromisoformat(day) - datetime.timedelta(days=NEAR)
    return any(
        (d["kind"] == "date" and start < d["start"] < stop and (d["date_end"] or d["date_start"] or limit) < limit)
        or (
            start < d["start"] < stop
            and (d["rule"].startswith("since") or d["granularity"] in ("month", "quarter", "year"))
        )
        for d in dates
    )


def predict(
    row_id: str, published: str | None, release: Row, outcomes: Sequence[Row], dates: Sequence[Row]
) -> dict[str, Any]:
    """Return one line of predictions from the rows that the tables hold for one release."""
    day = start_date(published, dates, release)
    return {
        "id": row_id,
        "start_date": day,
        "min_killed": minimum(outcomes, FAMILIES["killed"], release, dates, day),
        "min_captured": minimum(outcomes, FAMILIES["captured"], release, dates, day),
    }


def read_predictions(rows: Sequence[Row], out: Path) -> list[dict[str, Any]]:
    """Run the pipeline on the rows' texts into the folder `out` and return one prediction a row."""
    raw = out / "raw"
    raw.mkdir(parents=True)
    published = [release_date(row["text"]) for row in rows]
    with (raw / "rows.jsonl").open("w", encoding="utf-8") as lines:
        for row, day in zip(rows, published, strict=True):
            record = {"text": row["text"], **({"published": day} if day else {})}
            lines.write(json.dumps(record) + "\n")
    command = (sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--out", str(out / "tables"))
    subprocess.run(command, check=True, stdout=sys.stderr)
    sources = read_table(out / "tables", "sources").dropna(subset=["release_id"])
    releases = read_table(out / "tables", "releases").set_index("release_id").to_dict("index")
    outcomes = _by_release(out, "outcomes")
    dates = _by_release(out, "dates")
    release_of = {
        int(source.rpartition("#")[2]): rid for source, rid in zip(sources.source, sources.release_id, strict=True)
    }
    return [
        predict(row["id"], day, releases[release_of[n]], outcomes.get(release_of[n], []), dates.get(release_of[n], []))
        for n, (row, day) in enumerate(zip(rows, published, strict=True), start=1)
    ]


def _by_release(out: Path, name: str) -> dict[str, list[Row]]:
    """Return a table's rows by release, empty cells as None."""
    frame = read_table(out / "tables", name).astype(object)
    found: dict[str, list[Row]] = {}
    for row in frame.where(frame.notna(), None).to_dict("records"):
        days = {name: v.date() for name, v in row.items() if isinstance(v, datetime.datetime)}
        found.setdefault(row["release_id"], []).append({**row, **days})
    return found


def main(path: str) -> None:
    """Write one line of predictions per row of the file."""
    with Path(path).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        for prediction in read_predictions(rows, Path(folder)):
            sys.stdout.write(json.dumps(prediction) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
