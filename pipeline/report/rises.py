"""What rose: the twelve months to the newest dated release against the twelve before, as shares of all releases."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

import pandas as pd

# Fewer releases in a period than these, and its shares are not compared: as for the trends.
MIN_RELEASES = 10
_CHANCE = 0.05


@dataclass(frozen=True)
class Rise:
    """One thing in both periods.

    Attributes:
        n: its releases in the later period, of `of` releases; `n_before` of `of_before` in the earlier.
        change: difference of the shares, with the ends of its 95 % interval.
        reading: "rose" or "fell", where the change stands out of all those compared, or "unclear".
        n_publishers: publishers of the `n` releases.
    """

    key: str
    n: int
    of: int
    n_before: int
    of_before: int
    n_publishers: int
    change: float
    low: float
    high: float
    reading: str


@dataclass(frozen=True)
class Periods:
    """Two periods of twelve months: the first day of the earlier and of the later, and the last day."""

    first: pd.Timestamp
    middle: pd.Timestamp
    last: pd.Timestamp


def find_periods(published: pd.Series) -> Periods | None:
    """Return the two periods that end with the newest release, None where none is dated."""
    last = published.max()
    if pd.isna(last):
        return None
    day = pd.Timedelta(days=1)
    return Periods(last - pd.DateOffset(years=2) + day, last - pd.DateOffset(years=1) + day, last)


def find_rises(releases: pd.DataFrame, pairs: pd.DataFrame, periods: Periods) -> list[Rise]:
    """Return every thing named in either period, what rose most surely first.

    The interval of the difference is Newcombe's hybrid of two Wilson intervals. Of many things some move far by
    chance: a reading asks that the interval at a level divided by their number (Bonferroni) leave zero out. There are
    no rises where either period holds fewer than `MIN_RELEASES` releases.

    Args:
        releases: distinct releases, with `release_id`, `published` and `publisher`.
        pairs: `release_id` and `key`, each pair once.

    Source: Newcombe, R. G. (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, method 10.
    """
    placed = releases[releases["published"] >= periods.first][["release_id", "published", "publisher"]]
    placed = placed.assign(late=placed["published"] >= periods.middle)
    of = int(placed["late"].sum())
    of_before = len(placed) - of
    if min(of, of_before) < MIN_RELEASES:
        return []
    joined = pairs.merge(placed, on="release_id")
    late = joined[joined["late"]]
    n = late.groupby("key").size()
    n_before = joined[~joined["late"]].groupby("key").size()
    publishers = late.groupby("key")["publisher"].nunique()
    rises = []
    keys = sorted({*n.index, *n_before.index})
    for key in keys:
        k, k_before = int(n.get(key, 0)), int(n_before.get(key, 0))
        change, low, high = difference(k, of, k_before, of_before)
        _, surely_low, surely_high = difference(k, of, k_before, of_before, chance=_CHANCE / len(keys))
        reading = "rose" if surely_low > 0 else "fell" if surely_high < 0 else "unclear"
        said_by = int(publishers.get(key, 0))
        rises.append(Rise(str(key), k, of, k_before, of_before, said_by, change, low, high, reading))
    return sorted(rises, key=lambda r: (-r.low, -r.change, r.key))


def difference(k: int, n: int, k_before: int, n_before: int, *, chance: float = _CHANCE) -> tuple[float, float, float]:
    """Return the difference of two shares with its interval, which misses the truth with a chance of `chance`.

    >>> [round(x, 3) for x in difference(56, 70, 48, 80)]
    [0.2, 0.052, 0.334]
    """
    z = statistics.NormalDist().inv_cdf(1 - chance / 2)
    share, low, high = _wilson(k, n, z)
    share_before, low_before, high_before = _wilson(k_before, n_before, z)
    change = share - share_before
    down = math.hypot(share - low, high_before - share_before)
    up = math.hypot(high - share, share_before - low_before)
    return change, change - down, change + up


def _wilson(k: int, n: int, z: float) -> tuple[float, float, float]:
    share = k / n
    middle = share + z**2 / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n * n))
    scale = 1 + z**2 / n
    return share, (middle - reach) / scale, (middle + reach) / scale
