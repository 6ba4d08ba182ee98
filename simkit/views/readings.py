"""What the pictures and tables read off a comparison: tidy tables of means, paired differences and intervals.

Every table is about one regime (column ``regime``, side ``b``) against the reference (column
``reference``, side ``a``) and uses the columns of `Comparison`. Intervals are 95 % intervals of means over worlds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import numpy as np
from pandas import DataFrame, concat

from simkit.experiments.comparison import COSTS, Comparison
from simkit.experiments.paired import estimates, t_quantile
from simkit.experiments.switches import Contributions
from simkit.experiments.weighting import finance_sweep, weightings
from simkit.metrics import HEADLINES, METRICS, QUARTER, STAGES, metric
from simkit.result import Floats, Recorded

FAILURE_METRICS = (
    "failures_exploratory", "failures_execution", "punishments",
    "failures_hidden", "misjudged_exploratory", "excused_execution", "dead_project_time",
)  # fmt: skip
FUNNEL_METRICS = tuple(item.id for stage in STAGES for item in METRICS if item.stage == stage)
SIDES = {"a": "reference", "b": "regime"}
"""The two sides of a comparison, and the columns that name their regimes."""
BAND = (10.0, 90.0)
"""Percentiles between which a band of worlds lies: the middle 80 %."""
PARTS = 13
"""Into how many parts a long review cycle is divided; a shorter one has a part for each week."""


def rows(frame: DataFrame) -> list[Any]:
    """Return the rows of a table, with the columns as attributes."""
    names = list(map(str, frame.columns))
    return [
        SimpleNamespace(**dict(zip(names, values, strict=True)))
        for values in frame.to_numpy(dtype=object).tolist()
    ]


def table(c: Comparison, label: str, metrics: Iterable[str], horizon: int | None = None) -> DataFrame:
    """Return rows of ``c.frame()`` for some metrics at a horizon (the last by default), in their order.

    Added are ``stage`` and the interval of each regime's own mean: ``low_a``, ``high_a``, ``low_b``, ``high_b``.
    """
    week, ids = horizon or c.weeks, list(metrics)
    frame = c.part(ids, (week,))
    frame = frame[frame["regime"] == label].reset_index(drop=True)
    for side, result in sides(c, label).items():
        found = estimates(np.stack([result.metric(id, week) for id in ids]), c.groups)
        frame[f"low_{side}"], frame[f"high_{side}"] = found["low"], found["high"]
    return frame.assign(stage=[metric(id).stage for id in ids])


def sides(c: Comparison, label: str) -> dict[str, Recorded]:
    """Return the results of the reference (``a``) and of the regime with this label (``b``)."""
    return {"a": c.results[0], "b": c.results[c.labels.index(label, 1)]}


def differences(c: Comparison, label: str) -> DataFrame:
    """Return the four streams at the last horizon."""
    return table(c, label, HEADLINES)


def window_differences(c: Comparison, label: str) -> DataFrame:
    """Return the four streams in the early and the late window of ``c.windows()``, each by itself."""
    frame = c.windows()
    return frame[(frame["regime"] == label) & frame["metric"].isin(HEADLINES)].reset_index(drop=True)


def weighted(c: Comparison, label: str) -> DataFrame:
    """Return the difference of the weighted score at the last week, in points (0 to 100 between the anchors).

    ``kind`` is ``weighting`` (a ready one, named in ``name``) or ``sweep`` (finance has weight ``weight``);
    ``crossing`` is the weight of finance at which the lead changes hands (NaN: it does not).
    """
    sweep = finance_sweep(c)
    named = weightings(c, horizons=(c.weeks,)).assign(kind="weighting").rename(columns={"weighting": "name"})
    frame = concat([named, sweep.frame.assign(kind="sweep")], ignore_index=True)
    frame = frame[frame["regime"] == label].reset_index(drop=True)
    points = {name: 100 * frame[name] for name in ("mean_a", "mean_b", "difference", "low", "high", "mcse")}
    return frame.assign(**points, horizon=c.weeks, crossing=next(iter(sweep.crossings[label]), np.nan))


def shared(found: Contributions, label: str) -> DataFrame:
    """Return what each row E1 to E7 contributes at the last week, and all together (``switch`` is ``together``)."""
    totals = found.totals().assign(switch="together")
    frame = concat([found.frame(), totals[totals["part"] == "together"]], ignore_index=True)
    return frame[frame["horizon"] == frame["horizon"].max()].reset_index(drop=True)


def hours(c: Comparison, label: str) -> DataFrame:
    """Return what the regimes cost in hours per person and year, by kind, up to the last horizon."""
    return table(c, label, COSTS)


def funnel(c: Comparison, label: str) -> DataFrame:
    """Return the measures of the data engine from input to impact, with their relative change."""
    return _with_change(table(c, label, FUNNEL_METRICS))


def _with_change(frame: DataFrame) -> DataFrame:
    """Add the difference and its interval in percent of the reference's mean: ``relative`` with low and high.

    From nothing to something is infinite, from nothing to nothing 0.
    """
    names = {"relative": "difference", "relative_low": "low", "relative_high": "high"}
    base = frame["mean_a"].abs()
    whole = np.where(frame["difference"] == 0, 0.0, np.sign(frame["difference"]) * np.inf)
    return frame.assign(**{
        new: (100 * frame[old] / base.where(base > 0)).where(base > 0, whole) for new, old in names.items()
    })  # fmt: skip


def failures(c: Comparison, label: str) -> DataFrame:
    """Return number, kind and treatment of failures."""
    return table(c, label, FAILURE_METRICS)


def losses(c: Comparison, label: str) -> DataFrame:
    """Return the metrics on which the new regime tends to be behind at the last horizon, surest first.

    ``relative`` (with low and high) is the change in percent, ``behind_low`` and ``behind_high`` the Wilson
    interval of the share of worlds, ``compared`` the number of metrics that have a better side.
    """
    frame = table(c, label, [item.id for item in METRICS if item.direction])
    low, high = _wilson(frame["ahead_a"].to_numpy(float), frame["n"].to_numpy(float))
    compared = int(frame["difference"].notna().sum())
    frame = _with_change(frame).assign(behind_low=low, behind_high=high, compared=compared)
    size = (
        (frame["difference"] / (frame["high"] - frame["low"]).where(lambda width: width > 0))
        .abs()
        .fillna(0.0)
    )
    lost = frame.assign(clear=frame["verdict"] == "behind", size=size)
    lost = lost.sort_values(["clear", "ahead_a", "size"], ascending=False, kind="stable", ignore_index=True)
    return lost[lost["clear"] | (lost.index == 0)].drop(columns=["clear", "size"])


def _wilson(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of shares seen in ``n`` worlds (Wilson 1927)."""
    z = t_quantile(1e9)
    n = np.maximum(n, 1.0)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return np.clip(centre - reach, 0, 1), np.clip(centre + reach, 0, 1)


def team_differences(c: Comparison, label: str) -> DataFrame:
    """Return the four streams at the last horizon by team, with the team's number and place in the quadrant.

    ``lives`` tells whether the team lives under the compared regime in any week.
    """
    scenario = sides(c, label)["b"].scenario
    weeks = {1, *(item.week for item in scenario.changes if item.week <= c.weeks)}
    teams = c.results[0].scenario.organisation.teams
    about = DataFrame([{"number": i + 1, "team": team.name, "function": team.function, "people": team.people,
                        "certainty": team.certainty, "team_type": team.team_type,
                        "lives": any(scenario.regime_of(team.name, week) == scenario.regime for week in weeks)} for i, team in enumerate(teams)])  # fmt: skip
    frame = c.team_part(HEADLINES, (c.weeks,))
    return frame[frame["regime"] == label].merge(about, on="team", how="left", validate="many_to_one")


def stream_weeks(c: Comparison, label: str) -> DataFrame:
    """Return the four streams week by week, as averages of the last quarter, with bands and intervals."""
    return concat([_weeks_of(c, label, id) for id in HEADLINES], ignore_index=True)


def _weeks_of(c: Comparison, label: str, id: str) -> DataFrame:
    """Return the weeks of one stream."""
    values = {side: _trailing(result.series(id)).T for side, result in sides(c, label).items()}
    levels: dict[str, Floats] = {}
    for side, weeks in values.items():
        levels[f"mean_{side}"] = weeks.mean(axis=1)
        levels[f"low_{side}"], levels[f"high_{side}"] = np.percentile(weeks, BAND, axis=1)
    gap = estimates(values["b"] - values["a"], c.groups)
    found = {"stream": metric(id).stream, "metric": id, "week": np.arange(1, c.weeks + 1), "reference": c.labels[0],
             "regime": label, **levels, "difference": gap["mean"], "low": gap["low"], "high": gap["high"]}  # fmt: skip
    return DataFrame(found)


def _trailing(series: Floats) -> Floats:
    """Return means over the last quarter (fewer weeks at the start), by week (second axis)."""
    total = np.cumsum(series, axis=1)
    before = np.zeros_like(total)
    before[:, QUARTER:] = total[:, :-QUARTER]
    return (total - before) / np.minimum(np.arange(1, series.shape[1] + 1), QUARTER)


def felt_safety(c: Comparison, label: str) -> DataFrame:
    """Return felt safety week by week under each regime, beside what its policy tolerates (percent)."""
    found: list[DataFrame] = []
    for (side, result), name in zip(sides(c, label).items(), (c.labels[0], label), strict=True):
        values = result.series("felt_safety")
        low, high = np.percentile(values, BAND, axis=0)
        weeks = {
            "week": np.arange(1, result.weeks + 1),
            "mean": values.mean(axis=0),
            "low": low,
            "high": high,
        }
        found.append(DataFrame({"side": side, "regime": name, **weeks, "policy": 100 * _policy(result)}))
    return concat(found, ignore_index=True)


def _policy(result: Recorded) -> Floats:
    """Return the tolerance of exploratory failure by week, averaged over people."""
    scenario, policy = result.scenario, np.zeros(result.weeks)
    teams = scenario.organisation.teams
    size = sum(team.people for team in teams)
    for week in sorted({1, *(item.week for item in scenario.changes if item.week <= result.weeks)}):
        held = (team.people * scenario.regime_of(team.name, week)["tolerance_exploratory"] for team in teams)
        policy[week - 1 :] = sum(held) / size
    return policy


def review_cycle(c: Comparison, label: str) -> DataFrame:
    """Return working effort by position between two reviews (0 to 1), 100 being the regime's average.

    A regime under which no review took place has no rows; ``attrs["names"]`` names both.
    """
    names = (c.labels[0], label)
    rows = [
        item
        for (side, result), name in zip(sides(c, label).items(), names, strict=True)
        for item in _cycle_of(result, side, name)
    ]
    frame = DataFrame(rows, columns=["side", "regime", "interval", "phase", "mean", "low", "high"])
    frame = frame.astype(dict.fromkeys(("interval", "phase", "mean", "low", "high"), float))
    frame.attrs["names"] = names
    return frame


def _cycle_of(result: Recorded, side: str, name: str) -> list[dict[str, Any]]:
    """Return the parts of one regime's review cycle."""
    effort, phase, interval = _effort_and_phase(result)
    parts = int(min(PARTS, interval))
    place = np.ceil(phase.ravel() * parts - 1e-9)
    effort, found = effort.reshape(len(effort), -1), list[dict[str, Any]]()
    for part in range(1, parts + 1):
        worlds = effort[:, place == part].mean(axis=1)
        low, high = np.percentile(worlds, BAND)
        found.append({"side": side, "regime": name, "interval": interval, "phase": part / parts,
                      "mean": worlds.mean(), "low": low, "high": high})  # fmt: skip
    return found


def _effort_and_phase(result: Recorded) -> tuple[Floats, Floats, float]:
    """Return effort (100 = mean of the team; replications, weeks, teams), position in the cycle (weeks, teams), interval.

    A position is known between a team's first and last review: 1 in a week that ends with a review. Reviews are held in
    the same weeks in every world.
    """
    worked = 1.0 - result.team_weeks("slack_time") / result.team_weeks("people")
    effort = 100.0 * worked / worked.mean(axis=1, keepdims=True)
    reviewed = result.team_weeks("reviews")[0] > 0
    phase = np.full(reviewed.shape, np.nan)
    gaps = []
    for team in range(reviewed.shape[1]):
        ends = [-1, *np.flatnonzero(reviewed[:, team])]
        for start, end in itertools.pairwise(ends):
            phase[start + 1 : end + 1, team] = np.arange(1, end - start + 1) / (end - start)
            gaps.append(end - start)
    return effort, phase, float(np.median(gaps)) if gaps else 0.0
