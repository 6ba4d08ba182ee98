"""Metrics: declared soundly, and everything that is recorded is recorded for a metric."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simkit.metrics import COLUMN_INDEX, COLUMNS, HEADLINES, METRIC_IDS, METRICS, STAGES, STREAMS, Metric
from simkit.scenario import FUNCTIONS
from tests.engine.moves import FITTING, world

USED = {item.numerator for item in METRICS} | {item.denominator for item in METRICS if item.denominator}


def test_ids_and_columns_are_unique() -> None:
    assert len(set(METRIC_IDS)) == len(METRIC_IDS)
    assert len(set(COLUMNS)) == len(COLUMNS)


@pytest.mark.parametrize("item", METRICS, ids=METRIC_IDS)
def test_a_metric_is_made_of_recorded_columns_and_known_words(item: Metric) -> None:
    assert item.numerator in COLUMN_INDEX
    assert item.denominator is None or item.denominator in COLUMN_INDEX
    assert item.over in ("window", "level")
    assert item.level in ("individual", "team", "organisation")
    assert item.direction in (-1, 0, 1)
    assert item.stream in ("", *STREAMS)
    assert item.stage in ("", *STAGES)
    assert set(item.functions) <= set(FUNCTIONS)
    assert item.concepts


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_read_by_a_metric(column: str) -> None:
    assert column in USED


def test_each_stream_has_one_headline_and_each_stage_its_measures() -> None:
    assert [item.stream for item in METRICS if item.headline] == list(STREAMS)
    assert len(HEADLINES) == 4
    stages = Counter(item.stage for item in METRICS if item.stage)
    assert set(stages) == set(STAGES)
    assert all(item.scale[0] < item.scale[1] for item in METRICS if item.headline)


@pytest.mark.parametrize("item", METRICS, ids=METRIC_IDS)
def test_every_metric_has_a_value_in_a_busy_organisation(item: Metric) -> None:
    values = world("innovation_budget", FITTING["innovation_budget"]).metric(item.id)
    assert np.isfinite(values).any()


PERCENT = [item for item in METRICS if item.unit == "percent"]
BOUNDS = {
    "target_attainment": (0.0, np.inf),
    "practice_knowledge": (-100.0, 100.0),
    "member_knowledge": (-100.0, 100.0),
    "shared_practice": (-100.0, 100.0),
    "talent_growth": (0.0, 200.0),
    "rd_intensity": (0.0, np.inf),
    "idea_conversion": (0.0, np.inf),
    "theme_attainment": (0.0, np.inf),
    "cramming": (-100.0, 100.0),
    "turnover": (0.0, np.inf),
}
"""Percentages that are not shares of a whole (ratios, yearly rates, balances), with their own bounds."""


@pytest.mark.parametrize("item", PERCENT, ids=[item.id for item in PERCENT])
def test_percentages_are_between_0_and_100_unless_they_are_ratios(item: Metric) -> None:
    low, high = BOUNDS.get(item.id, (0.0, 100.0))
    values = world("innovation_budget", FITTING["innovation_budget"]).series(item.id)
    values = values[np.isfinite(values)]
    assert values.min() >= low - 1e-9
    assert values.max() <= high + 1e-9
