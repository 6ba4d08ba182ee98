"""Live charts: they show the numbers of the tidy table and say what the report says, also where there is nothing to show."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest
from pandas import DataFrame

from simkit.experiments.compare import compare_regimes
from simkit.experiments.comparison import Comparison
from simkit.metrics import STREAMS
from simkit.presets import load_organisation
from simkit.regime import Regime
from simkit.result import Result
from simkit.text import Lang
from simkit.views.charts import CHARTS, Chart, chart
from simkit.views.charts.grammar import short
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS
from simkit.views.readings import rows
from simkit.views.wording import interval, number

REGIMES = (Regime.preset("traditional"), Regime.preset("innovation"))


class Lean:
    """A result of which only numbers that people read are known, and three columns."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self.scenario, self.seed, self.weeks = result.scenario, result.seed, result.weeks
        self.teams, self.replications = result.teams, result.replications
        self.metric, self.series, self.so_far = result.metric, result.series, result.so_far

    def team_weeks(self, name: str) -> Any:
        assert name in ("people", "slack_time", "reviews")
        return self._result.team_weeks(name)


@pytest.fixture(scope="module")
def empty() -> Comparison:
    """Three weeks of one small team: no launch, next to no failure, no review under the old regime."""
    return compare_regimes(load_organisation("G2"), REGIMES, weeks=3, replications=2, workers=1)


def frame_of(c: Comparison, view: str) -> DataFrame:
    return VIEWS[view].data(c, "innovation")


def made(c: Comparison, view: str, lang: Lang = "en") -> Chart:
    return chart(view, c, "innovation", lang)


def items(drawn: Chart) -> list[dict[str, Any]]:
    return [item for panel in drawn["panels"] for mark in panel["marks"] for item in mark.get("items", [])]


def lines(drawn: Chart) -> list[Any]:
    return [mark for panel in drawn["panels"] for mark in panel["marks"] if mark["type"] == "line"]


def rounded(values: Any) -> list[float | None]:
    return [None if not math.isfinite(value) else float(f"{value:.4g}") for value in values]


@pytest.mark.parametrize("view", CHARTS)
def test_every_chart_has_words_panels_and_a_table_and_can_be_sent(
    compared: ReadableComparison, empty: Comparison, view: str, lang: Lang
) -> None:
    for c in (compared, empty):
        drawn = made(c, view, lang)
        json.dumps(drawn, allow_nan=False)
        for part in ("title", "sentence", "reading", "lesson"):
            assert drawn[part].strip(), part
            assert bool(re.search("[\u4e00-\u9fff]", drawn[part])) is (lang == "zh"), drawn[part]
        assert drawn["panels"]
        assert drawn["legend"]
        assert all(len(row) == len(drawn["table"]["head"]) for row in drawn["table"]["rows"])
        assert drawn["table"]["rows"] or view == "effort"


@pytest.mark.parametrize("view", [view for view in CHARTS if view != "replay"])
def test_chart_and_report_say_the_same(compared: ReadableComparison, view: str, lang: Lang) -> None:
    assert (
        made(compared, view, lang)["sentence"] == VIEWS[view].picture(frame_of(compared, view), lang).caption
    )


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("contributions", "replay")])
def test_no_view_needs_more_than_numbers_that_people_read(compared: ReadableComparison, view: str) -> None:
    lean = Comparison(compared.labels, tuple(map(Lean, compared.results)), compared.stopped)  # pyright: ignore[reportArgumentType]
    assert frame_of(lean, view).equals(frame_of(compared, view))


def test_lines_of_the_streams_are_the_table_rounded(compared: ReadableComparison) -> None:
    frame, drawn = frame_of(compared, "streams"), lines(made(compared, "streams"))
    assert len(drawn) == 3 * len(STREAMS)
    for place, stream in enumerate(STREAMS):
        part = frame[frame["stream"] == stream]
        old, new, gap = drawn[3 * place : 3 * place + 3]
        for mark, (middle, low, high) in zip(
            (old, new, gap),
            (("mean_a", "low_a", "high_a"), ("mean_b", "low_b", "high_b"), ("difference", "low", "high")),
            strict=True,
        ):
            assert (mark["y"], mark["low"], mark["high"]) == tuple(
                rounded(part[name]) for name in (middle, low, high)
            )


@pytest.mark.parametrize("view", ["horizons", "weights", "quadrant"])
def test_differences_are_the_table_rounded_with_their_verdict(
    compared: ReadableComparison, view: str
) -> None:
    frame, drawn = frame_of(compared, view), made(compared, view)
    told = frame[frame["kind"] == "weighting"] if view == "weights" else frame
    shown = [item for item in items(drawn) if "tip" in item and "style" in item]
    assert len(shown) == len(told)
    markers = {"ahead": "up", "behind": "down", "open": "circle"}
    expected = sorted(
        (number(row.difference, sign=True) + " " + interval(row.low, row.high), markers[row.verdict])
        for row in rows(told)
    )
    assert sorted((re.split(": ", item["tip"])[-1], item["style"]["marker"]) for item in shown) == expected


@pytest.mark.parametrize(("view", "key"), [("failures", "mean"), ("costs", "mean")])
def test_levels_are_the_table_rounded(compared: ReadableComparison, view: str, key: str) -> None:
    frame = frame_of(compared, view)
    shown = sorted(str(item["at"]) for item in items(made(compared, view)))
    assert shown == sorted(str(value) for side in "ab" for value in rounded(frame[f"{key}_{side}"]))


@pytest.mark.parametrize("view", ["failures", "costs", "beliefs", "effort"])
def test_numbers_of_the_sentence_stand_in_the_table_or_follow_from_it(
    compared: ReadableComparison, view: str
) -> None:
    drawn = made(compared, view)
    cells = {cell for row in drawn["table"]["rows"] for cell in row}
    if view == "failures":
        told = re.findall(
            r"sees ([\d.,]+) exploratory and ([\d.,]+) execution failures, .* ([\d.,]+) and ([\d.,]+);",
            drawn["sentence"],
        )
        assert set(told[0]) <= cells
    elif view == "costs":
        columns = np.array(
            [[float(cell.replace(",", "")) for cell in row[1:3]] for row in drawn["table"]["rows"]]
        )
        told = re.search(r"takes (\d+) hours .* takes (\d+):", drawn["sentence"])
        assert told
        assert [float(value) for value in told.groups()] == pytest.approx(columns.sum(axis=0)[::-1], abs=1.0)
    elif view == "beliefs":
        last = [row for row in drawn["table"]["rows"] if row[1] == str(compared.weeks)][1]
        assert f"{float(last[2]):.0f}%" in drawn["sentence"]
    else:
        every = {
            row[0]: sum(cell[0] == row[0] for cell in drawn["table"]["rows"])
            for row in drawn["table"]["rows"]
        }
        assert min(every.values()) == 4  # a review every four weeks has four positions
        assert "every 4 weeks" in drawn["sentence"]


def test_without_reviews_the_effort_chart_says_so(empty: Comparison, lang: Lang) -> None:
    held = [result.team_weeks("reviews").any() for result in empty.results]
    assert held == [False, True]  # the agile team's yearly review has not come; its monthly one has
    drawn = made(empty, "effort", lang)
    assert len(lines(drawn)) == 1
    told = {
        "en": "No review cycle was completed under the traditional regime",
        "zh": "传统绩效管理模式下没有走完一个检视周期",
    }[lang]
    assert drawn["sentence"].startswith(told)
    never = Comparison(("traditional", "innovation"), (empty.results[0],) * 2, empty.stopped)
    drawn = made(never, "effort", lang)
    assert (
        drawn["sentence"]
        == {"en": "No review cycle was completed.", "zh": "模拟期内没有走完一个检视周期。"}[lang]
    )
    assert lines(drawn) == []


def test_a_change_from_nothing_stands_at_the_edge(empty: Comparison) -> None:
    frame = frame_of(empty, "funnel").set_index("metric")
    assert not np.isfinite(frame["relative"]).all()
    low, high = made(empty, "funnel")["panels"][0]["x"].get("domain", [0.0, 0.0])
    for item in items(made(empty, "funnel")):
        assert item["at"] is None or low <= item["at"] <= high


def test_axes_hold_every_mark(compared: ReadableComparison) -> None:
    for view in CHARTS:
        for panel in made(compared, view)["panels"]:
            low, high = panel["y"].get("domain", (-1.0, len(panel["y"].get("names", []))))
            for mark in panel["marks"]:
                if mark["type"] == "line":
                    values = [
                        value
                        for key in ("y", "low", "high")
                        for value in mark.get(key, [])
                        if value is not None
                    ]
                    assert low <= min(values) <= max(values) <= high, (view, panel["title"])


def test_numbers_keep_four_digits() -> None:
    assert (short(1234.567), short(-0.0001234567), short(math.inf)) == (1235.0, -0.0001235, None)


@pytest.mark.slow
def test_all_charts_of_three_years_are_small() -> None:
    c = compare_regimes(load_organisation("product-company"), REGIMES, replications=20)
    sent = [json.dumps(made(c, view), separators=(",", ":"), ensure_ascii=False) for view in CHARTS]
    assert sum(len(text.encode()) for text in sent) < 150_000
