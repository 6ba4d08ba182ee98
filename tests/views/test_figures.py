"""Pictures: captions say what the numbers say, every glyph is there, and nothing depends on colour alone."""

from __future__ import annotations

import itertools
import re
import string
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from scipy import stats

from simkit.metrics import COLUMN_INDEX, METRICS, metric
from simkit.result import Result
from simkit.text import LANGS, Lang, entries
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS, Picture, style
from tests.whole import columns, whole

STREAM_WORDS = {
    "financial": ("financial results", "财务成果"),
    "customer": ("customer value", "客户价值"),
    "capability": ("capability", "能力积累"),
    "vitality": ("organisational vitality", "组织活力"),
}


def picture(c: ReadableComparison, view: str, lang: Lang = "en") -> Picture:
    source = c.contributions["innovation"] if view == "contributions" else c
    return VIEWS[view].picture(VIEWS[view].data(source, "innovation"), lang)


def sum_of(result: Result, column: str) -> float:
    return float(result.columns[..., COLUMN_INDEX[column]].sum())


def interval_of_difference(c: ReadableComparison, id: str) -> tuple[float, float]:
    """Paired t-interval straight from the definition, with scipy's own routine."""
    old, new = (result.metric(id) for result in c.results)
    gap = (new - old)[np.isfinite(new - old)]
    found = stats.ttest_1samp(gap, 0.0).confidence_interval(0.95)
    return float(found.low), float(found.high)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_draws_in_both_languages_with_every_glyph(
    compared: ReadableComparison, view: str, lang: Lang
) -> None:
    # Missing glyphs are warnings, and the test run turns warnings into errors.
    drawn = picture(compared, view, lang)
    assert style.svg(drawn.figure).count("<path") > 10
    assert drawn.caption.endswith("." if lang == "en" else "。")
    assert drawn.caption in drawn.alt


@pytest.mark.parametrize("view", VIEWS)
def test_same_numbers_same_bytes(compared: ReadableComparison, view: str) -> None:
    first, second = (picture(compared, view, "zh").figure for _ in range(2))
    assert style.svg(first) == style.svg(second)


def test_same_numbers_same_bytes_as_png(compared: ReadableComparison) -> None:
    first, second = (picture(compared, "costs").figure for _ in range(2))
    assert style.png(first) == style.png(second)


def test_chinese_team_names_show_in_an_english_picture(compared_zh: ReadableComparison) -> None:
    assert "stroke" in style.svg(picture(compared_zh, "quadrant", "en").figure)


def test_headline_caption_names_each_stream_on_its_side(compared: ReadableComparison, lang: Lang) -> None:
    caption = picture(compared, "headline", lang).caption
    marks = {
        "en": {1: "ahead on", -1: "behind on", 0: "undecided on"},
        "zh": {1: "领先", -1: "落后", 0: "难分高下"},
    }[lang]
    separators = {"en": (", ahead", ", behind", ", undecided"), "zh": ("，在",)}[lang]
    for separator in separators:
        caption = caption.replace(separator, "|" + separator)
    parts = caption.split("|")
    for item in (item for item in METRICS if item.headline):
        low, high = interval_of_difference(compared, item.id)
        side = int(low > 0) - int(high < 0)
        word = STREAM_WORDS[item.stream][LANGS.index(lang)]
        assert any(word in part and marks[side] in part for part in parts), (item.stream, side, caption)


def test_costs_caption_adds_up_the_hours_of_the_columns(compared: ReadableComparison) -> None:
    caption = picture(compared, "costs").caption
    for result in compared.results:
        hours = sum(sum_of(whole(result), f"{kind}_hours") for kind in ("review", "coaching", "transition"))
        assert f" {52 * hours / sum_of(whole(result), 'people'):.0f}" in caption


def test_losses_caption_counts_the_metrics_whose_interval_is_on_the_wrong_side(
    compared: ReadableComparison,
) -> None:
    judged = [item for item in METRICS if item.direction]
    gaps = {item.id: [result.metric(item.id) for result in compared.results] for item in judged}
    known = [id for id, (old, new) in gaps.items() if np.isfinite(new - old).sum() >= 1]
    lost = 0
    for id in known:
        gap = gaps[id][1] - gaps[id][0]
        gap = gap[np.isfinite(gap)] * metric(id).direction
        if len(gap) > 1:
            reach = stats.t.ppf(0.975, len(gap) - 1) * gap.std(ddof=1) / len(gap) ** 0.5
            lost += gap.mean() + reach < 0
    assert f"behind on {lost} of {len(known)} measures" in picture(compared, "losses").caption


def test_relative_changes_are_percent_of_the_old_value(compared: ReadableComparison) -> None:
    for view in ("losses", "funnel"):
        frame = picture(compared, view).frame.set_index("metric")
        for id, row in frame.iterrows():
            old, new = (result.metric(str(id)) for result in compared.results)
            known = np.isfinite(old) & np.isfinite(new)
            if not known.any():
                continue
            before, after = old[known].mean(), new[known].mean()
            if before == 0:
                assert row["relative"] == (0 if after == 0 else np.copysign(np.inf, after)), id
            else:
                assert row["relative"] == pytest.approx(100 * (after - before) / abs(before)), id


@pytest.mark.parametrize("view", ["headline", "losses", "funnel"])
def test_numbers_stand_beside_the_panel_and_not_over_each_other(
    compared: ReadableComparison, view: str, lang: Lang
) -> None:
    figure = picture(compared, view, lang).figure
    (axis,) = figure.axes
    edge, paper = axis.get_window_extent().x1, figure.bbox.x1
    boxes = [text.get_window_extent() for text in axis.texts]
    assert len(boxes) >= 4 if view != "losses" else boxes
    assert [box for box in boxes if box.x0 < edge or box.x1 > paper] == []
    stacked = sorted(boxes, key=lambda box: -box.y0)
    assert [above for above, below in itertools.pairwise(stacked) if above.y0 < below.y1] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_picture_says_what_to_conclude_and_what_not(view: str) -> None:
    file = VIEWS[view].texts.partition(".")[0] + "s"
    texts = entries(file)["view"][view]["lesson"]
    assert re.match("Conclude", texts["en"])
    assert re.search(r"\bnot?\b|cannot|Mind|nothing", texts["en"])
    assert re.search("不|没有", texts["zh"])


def test_weights_caption_agrees_with_scores_from_the_anchors(compared: ReadableComparison) -> None:
    """A weighting is won if the whole interval of the weighted score is above 0."""
    ids = [f"value_{stream}" for stream in STREAM_WORDS]
    scales = np.array([np.ptp(metric(id).scale) for id in ids])
    gaps = (
        np.stack([compared.results[1].metric(id) - compared.results[0].metric(id) for id in ids], axis=1)
        / scales
    )
    weightings = [np.full(4, 0.25), *(np.where(np.arange(4) == first, 0.55, 0.15) for first in range(4))]
    lows = [stats.ttest_1samp(gaps @ weights, 0.0).confidence_interval(0.95).low for weights in weightings]
    assert (
        f"ahead under {sum(low > 0 for low in lows)} of 5 weightings" in picture(compared, "weights").caption
    )


def test_beliefs_caption_quotes_the_policy_and_the_last_felt_safety(compared: ReadableComparison) -> None:
    new = compared.results[1]
    safety, people = (columns(new)[:, -1, :, COLUMN_INDEX[name]].sum(axis=1) for name in ("safety", "people"))
    caption = picture(compared, "beliefs").caption
    assert f"{100 * new.scenario.regime['tolerance_exploratory']:.0f}% from the first week" in caption
    assert f"to {100 * float((safety / people).mean()):.0f}%" in caption


def test_contributions_add_up_to_the_whole(compared: ReadableComparison) -> None:
    frame = picture(compared, "contributions").frame
    for _, part in frame.groupby("stream"):
        together = part.loc[part["part"] == "together", "mean"].item()
        assert part.loc[part["part"] == "shapley", "mean"].sum() == pytest.approx(together)


def test_effort_is_measured_against_its_own_average(compared: ReadableComparison) -> None:
    frame = picture(compared, "effort").frame
    monthly = frame[frame["side"] == "b"]
    assert monthly["phase"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert monthly["mean"].mean() == pytest.approx(100.0, abs=0.5)


def luminance(colour: str) -> float:
    parts = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in to_rgb(colour)
    ]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))


def test_verdicts_and_regimes_can_be_told_apart_without_colour() -> None:
    assert len(set(style.VERDICT_MARKERS.values())) == len(style.VERDICTS)
    assert len(set(map(str, style.LINES))) == len(set(style.MARKERS)) == len(style.COLOURS)
    for colour in (*style.VERDICT_COLOURS.values(), *style.COLOURS):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5, colour


def leaves(node: Any, path: str = "") -> list[tuple[str, dict[str, str]]]:
    if set(node) >= {"en", "zh"} and isinstance(node["en"], str):
        return [(path, node)]
    return [leaf for key, value in node.items() for leaf in leaves(value, f"{path}.{key}")]


@pytest.mark.parametrize(("path", "texts"), leaves(entries("reports")) + leaves(entries("charts")))
def test_both_languages_speak_of_the_same_values(path: str, texts: dict[str, str]) -> None:
    fields = {
        lang: {name for _, name, _, _ in string.Formatter().parse(texts[lang]) if name} for lang in LANGS
    }
    assert fields["en"] == fields["zh"], path
    assert set(texts) == set(LANGS)
