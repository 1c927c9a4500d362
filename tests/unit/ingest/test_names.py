"""Days in the names of files and folders."""

from __future__ import annotations

import pytest

from pipeline.clean_text.clean import clean_release
from pipeline.config import Settings
from pipeline.ingest.names import day_of_name
from pipeline.ingest.readers import read_input


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("10Apr2007akaka175.txt", "2007-04-10"),
        ("2019-06-13-title.html", "2019-06-13"),
        ("pr_2019_06_13.txt", "2019-06-13"),
        ("20190613.txt", "2019-06-13"),
        ("June-13-2019 notice.pdf", "2019-06-13"),
        ("13.06.2019.txt", "2019-06-13"),
        ("06-13-2019.txt", "2019-06-13"),
        ("2019/06/13/title.html", "2019-06-13"),
        ("2019/2019-06-13/title.html", "2019-06-13"),
        ("a/2018-01-01/2019-06-13.txt", "2019-06-13"),
        # Not certain, no day, or not that of the release.
        ("03-04-2020.txt", None),
        ("2019-06-13_2019-06-14.txt", None),
        ("2019-02-31.txt", None),
        ("20190613101500.html", None),
        ("scraped-2019-06-13/a.txt", None),
        ("export 2019-06-13.txt", None),
        ("case-1234-56-78.txt", None),
        ("report-2019-2020.txt", None),
        ("2019-06.txt", None),
        ("maytag2019.txt", None),
        ("title.txt", None),
    ],
)
def test_days_in_names(path: str, day: str | None) -> None:
    assert day_of_name(path) == day


def test_the_name_is_asked_last_and_of_single_documents_only() -> None:
    (item,) = read_input("2019-06-13.txt", b"Two men were held.", Settings())
    release = clean_release(item.raw or "", markup=False, stated=item.stated)
    assert (str(release.published), release.published_via) == ("2019-06-13", "name-date")
    (item,) = read_input("2019-06-13.txt", b"3 May 2020\n\nTwo men were held.", Settings())
    release = clean_release(item.raw or "", markup=False, stated=item.stated)
    assert (str(release.published), release.published_via) == ("2020-05-03", "date-line")
    (item,) = read_input("2019-06-13.csv", b"text\nTwo men were held.\n", Settings())
    assert dict(item.stated) == {}
