"""The start notebook's parts: the concept map leaves nothing out, and uncertainty is read off the worlds themselves."""

from __future__ import annotations

from html import unescape

import numpy as np
import pytest
from pandas import DataFrame

from simkit import concept_map, uncertainty
from simkit.experiments.paired import paired
from simkit.levers import LEVER_IDS, LEVERS
from simkit.metrics import METRIC_IDS, METRICS
from simkit.problems import InputError
from simkit.text import Lang, entries, say
from simkit.views import fonts
from simkit.views.comparison import ReadableComparison
from simkit.views.concept_map import GROUPS, KINDS, _group
from simkit.views.uncertainty import UNCERTAINTY, sizes, worlds
from simkit.views.wording import number


def test_the_map_holds_every_concept_lever_and_metric_both_ways(lang: Lang) -> None:
    found = concept_map(lang)
    html = unescape(found._repr_html_())
    assert [
        id
        for id in entries("concepts")
        if f"<summary>{id} {say(f'concept.{id}.title', lang)}</summary>" not in html
    ] == []
    assert [
        id for id in LEVER_IDS if f"<summary>{say(f'lever.{id}.label', lang)}</summary>" not in html
    ] == []
    assert [
        id for id in METRIC_IDS if f"<summary>{say(f'metric.{id}.label', lang)}</summary>" not in html
    ] == []
    frame = found.frame()
    assert set(frame["concept"]) == set(entries("concepts"))
    for kind, ids, way in (("levers", LEVER_IDS, found.of_lever), ("metrics", METRIC_IDS, found.of_metric)):
        part = frame[frame["kind"] == kind]
        assert set(part["id"]) == set(ids)
        assert {id: set(way(id)) for id in ids} == {id: set(part[part["id"] == id]["concept"]) for id in ids}


def test_what_levers_and_metrics_declare_stands_in_the_map() -> None:
    found = concept_map()
    for items, way in ((LEVERS, found.of_lever), (METRICS, found.of_metric)):
        assert [item.id for item in items if not set(item.concepts) <= set(way(item.id))] == []


def test_every_group_of_metrics_is_shown_and_none_is_empty() -> None:
    assert {_group(item) for item in METRICS} == set(GROUPS)
    groups = entries("tours")["map"]["group"]
    assert {id[0] for id in entries("concepts")} == set(groups)


def test_the_map_is_plain_html_in_shipped_characters(lang: Lang) -> None:
    html = concept_map(lang)._repr_html_()
    assert "<script" not in html
    assert "http" not in html
    assert fonts.missing_characters(unescape(html)) == set()
    assert len(concept_map(lang).frame()) == sum(
        len(entry[kind]) for entry in entries("concepts").values() for kind in KINDS
    )


def test_uncertainty_reads_the_first_worlds_of_one_comparison(compared: ReadableComparison) -> None:
    label = compared.labels[-1]
    a, b = (result.metric("value_customer", compared.weeks) for result in compared.results)
    frame = worlds(compared, label, "value_customer")
    single = frame[frame["kind"] == "world"]
    assert single["difference"].tolist() == [float(d) for d in b - a]
    (mean,) = frame[frame["kind"] == "mean"].itertuples()
    pair = paired(a, b, 1)
    assert (mean.n, mean.difference, mean.low, mean.high) == (len(a), pair.difference, pair.low, pair.high)
    assert mean.against == sum((b - a) * (b - a).mean() < 0)


@pytest.mark.parametrize(
    ("n", "wanted"), [(1, [1]), (5, [5]), (6, [5, 6]), (80, [5, 20, 80]), (300, [5, 20, 80, 200, 300])]
)
def test_worlds_are_read_at_growing_numbers(n: int, wanted: list[int]) -> None:
    assert sizes(n) == wanted


def _frame(verdicts: list[str]) -> DataFrame:
    """A table as ``worlds`` returns it, with made-up means whose verdicts are given."""
    about = {"metric": "value_financial", "reference": "traditional", "regime": "innovation"}
    low = {"ahead": 0.1, "open": -1.0, "behind": -3.0}
    means = [
        {**about, "kind": "mean", "n": n, "difference": 1.0, "low": low[verdict], "high": low[verdict] + 2 / n**0.5, "verdict": verdict, "against": 3}
        for n, verdict in zip((5, 20, 80, 200), verdicts, strict=True)
    ]  # fmt: skip
    dots = [{**about, "kind": "world", "n": k, "difference": np.sin(k)} for k in range(1, 201)]
    return DataFrame([*dots, *means])


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (["open", "open", "ahead", "ahead"], "From 80 worlds on"),
        (["ahead", "open", "ahead", "ahead"], "From 80 worlds on"),
        (["ahead", "ahead", "ahead", "ahead"], "From 5 worlds on"),
        (["open", "ahead", "ahead", "open"], "undecided"),
    ],
)
def test_the_sentence_tells_from_when_on_the_direction_is_clear(verdicts: list[str], words: str) -> None:
    frame = _frame(verdicts)
    said = UNCERTAINTY.sentence(frame, "en")
    assert words in said
    assert "In 3 of the 200 worlds" in said
    assert "is 16% as wide" in said  # with 40 times the worlds, 1 / 40**0.5
    assert number(1.0, sign=True) in said
    assert UNCERTAINTY.sentence(frame, "zh")


def test_the_picture_has_a_dot_for_each_world_that_was_read(lang: Lang) -> None:
    figure = UNCERTAINTY.picture(_frame(["open", "open", "ahead", "ahead"]), lang).figure
    (axis,) = figure.axes
    dots = [len(np.asarray(item.get_offsets())) for item in axis.collections]
    assert [size for size in (5, 20, 80, 200) if dots.count(size) != 1] == []


def test_a_metric_that_does_not_exist_is_refused(compared: ReadableComparison) -> None:
    with pytest.raises(InputError):
        uncertainty(compared, metric="happiness")


def test_one_picture_of_a_comparison_is_among_all_of_them(compared: ReadableComparison) -> None:
    one = compared.picture("headline", "en")
    assert one.caption == compared.pictures("en")["headline"].caption
