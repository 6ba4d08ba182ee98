"""The maps of the quadrant: counts by hand, letters beside colours, both languages, narrow windows."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from pandas import DataFrame
from rich.cells import cell_len

from simkit.experiments.mixes import mixes_of
from simkit.metrics import HEADLINES
from simkit.text import Lang
from simkit.views import terminal
from simkit.views.figures import style
from simkit.views.figures.winners import FILLS, WINNERS, advice_sentence, shown_weeks
from simkit.views.maps import maps
from simkit.views.quadrant import ReadableQuadrant, quadrant

MIXES = ("kpi", "kpi+points", "okr", "innovation")
CELLS = tuple((float(certainty), float(kind)) for certainty in range(1, 6) for kind in range(1, 6))
Values = Callable[[str, str, int, float, float, int], float]
"""What a mix reaches on a metric at a week in a cell and a world."""


def made(
    values: Values, mixes: tuple[str, ...] = MIXES, weeks: tuple[int, ...] = (52, 156)
) -> ReadableQuadrant:
    outcomes = tuple((id, week) for week in weeks for id in HEADLINES)
    numbers = [
        [
            [[values(mix, id, week, *cell, world) for id, week in outcomes] for world in range(4)]
            for mix in mixes
        ]
        for cell in CELLS
    ]
    return ReadableQuadrant(mixes_of(mixes), CELLS, outcomes, 0, np.array(numbers))


def example(mix: str, metric: str, week: int, certainty: float, team_type: float, world: int) -> float:
    """Money: KPI first in year 1; later OKR above the diagonal and KPI with points below. Customers: no difference.

    Capability: innovation first everywhere. Vitality: OKR ahead of all on average, but not surely.
    """
    best = {"value_financial": "kpi", "value_capability": "innovation"}.get(metric, "")
    if metric == "value_financial" and week == 156:
        best = "okr" if team_type > certainty else "kpi+points" if team_type < certainty else ""
    vague = (0.4, -0.3, 0.2, -0.1)[world] if metric == "value_vitality" and mix == "okr" else 0.0
    return 40.0 + world + 1.5 * (mix == best) + vague


@pytest.fixture(scope="module")
def frame() -> DataFrame:
    return WINNERS.data(made(example))


def test_the_sentences_count_what_was_made(frame: DataFrame) -> None:
    """Ten places on each side of the diagonal; the innovation-driven regime is beaten on money only."""
    said = WINNERS.sentence(frame, "en")
    assert (
        "In the 10 places nearer to uncertain business and agile teams, the advice is OKR or project performance; "
        "by year 3 (week 156) it holds on financial results in 10 and capability in 10; "
        "is undecided on customer value in 10 and organisational vitality in 10."
    ) in said
    assert (
        "it holds on financial results in 10; fails on capability in 10; "
        "is undecided on customer value in 10 and organisational vitality in 10."
    ) in said
    assert (
        "for financial results KPI + points (10); for customer value none; "
        "for capability Innovation-driven regime (25); for organisational vitality none."
    ) in said
    beaten = (
        "by year 1 (week 52) on financial results in 25; by year 3 (week 156) on financial results in 20."
    )
    assert beaten in said
    assert "财务成果 10 处和能力积累 10 处；尚无定论：客户价值 10 处和组织活力 10 处。" in WINNERS.sentence(
        frame, "zh"
    )


def test_tools_alone_are_judged_without_the_whole_regimes(frame: DataFrame) -> None:
    """Without the innovation-driven regime nobody is ahead on capability."""
    said = advice_sentence(frame, "certain_functional", 156, "en")
    assert (
        "Among tools alone, all else traditional, it holds on financial results in 10; is undecided on"
        in said
    )
    assert "capability in 10 and organisational vitality in 10." in said.partition("Among")[2]
    tools = WINNERS.data(made(example, ("kpi", "kpi+points", "okr")))
    assert "Among" not in WINNERS.sentence(tools, "en")


def test_in_the_first_year_kpi_alone_is_not_what_is_advised(frame: DataFrame) -> None:
    for corner in ("uncertain_agile", "certain_functional"):
        assert "fails on financial results in 10" in advice_sentence(frame, corner, 52, "en")


def test_a_regime_that_is_never_beaten_or_not_tried_is_not_spoken_of() -> None:
    def ahead(mix: str, metric: str, week: int, certainty: float, team_type: float, world: int) -> float:
        return world + 1.0 * (mix == "innovation")

    for mixes in (MIXES, ("kpi", "okr")):
        assert "beats" not in WINNERS.sentence(WINNERS.data(made(ahead, mixes)), "en")


def test_where_no_mix_is_recommended_no_advice_is_spoken_of() -> None:
    found = made(example, ("kpi", "traditional"))
    assert "advi" not in found.sentence("en")
    assert "建议" not in found.sentence("zh")
    assert not WINNERS.data(found)["advised"].any()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_cell_says_letter_and_lead_and_ties_are_hatched(frame: DataFrame, lang: Lang) -> None:
    drawn = WINNERS.picture(frame, lang)
    assert drawn.caption in drawn.alt
    assert style.svg(drawn.figure).count("<path") > 10
    money, later, customers, *_ = drawn.figure.axes
    texts = [text.get_text() for text in money.texts]
    assert (texts.count("K"), texts.count("+1.50")) == (25, 25)
    assert sorted(text.get_text()[-1] for text in later.texts if text.get_text().startswith("~")) == ["K"] * 5
    assert [text.get_text() for text in customers.texts].count("~K") == 25
    assert {patch.get_hatch() for patch in money.patches} == {None}
    assert None not in {patch.get_hatch() for patch in customers.patches}
    assert min(float(text.get_fontsize()) for axis in drawn.figure.axes for text in axis.texts) >= 7.5
    words = {text.get_text() for text in drawn.figure.legends[0].get_texts()}
    assert len(words) == len(MIXES) + 4


def test_agile_teams_stand_at_the_top_and_certain_business_at_the_right(frame: DataFrame) -> None:
    """By year 3 OKR wins above the diagonal: certainty 1, team type 5 is the corner at the top left."""
    later = WINNERS.picture(frame, "en").figure.axes[1]
    places = {
        (round(x), round(y)): text.get_text()
        for text in later.texts
        for x, y in [text.get_position()]
        if text.get_text() in "OP"
    }
    assert (places[0, 4], places[4, 0]) == ("O", "P")
    assert [label.get_text() for label in later.get_xticklabels()] == ["1", "2", "3", "4", "5"]


def test_letters_are_readable_on_every_tint() -> None:
    """WCAG 2.1: contrast of black on a colour of relative luminance L is (L + 0.05) / 0.05; 7 is the strictest level."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    for colour in FILLS.values():
        luminance = np.dot([0.2126, 0.7152, 0.0722], [linear(part) for part in to_rgb(colour)])
        assert (luminance + 0.05) / 0.05 > 7


def test_the_same_numbers_give_the_same_picture(frame: DataFrame) -> None:
    first, second = (
        style.svg(WINNERS.picture(frame[frame["certainty"] == 1], "zh").figure) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_maps_fit_80_columns_and_say_everything(frame: DataFrame, lang: Lang) -> None:
    file = io.StringIO()
    terminal.show(maps(frame, lang), file)
    shown = file.getvalue()
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert shown.count(" K +1.50 ▼") == 20  # money in year 1, off the diagonal
    assert shown.count("~K 0.00") == 25 * 2 + 5  # customers at both horizons, and money later on the diagonal
    joined = "".join(shown.split())
    assert "".join(WINNERS.sentence(frame, lang).split()) in joined


def test_the_end_of_year_one_and_of_the_run_are_drawn() -> None:
    assert shown_weeks(made(example)) == (52, 156)
    assert shown_weeks(made(example, weeks=(26, 40))) == (40,)
    assert shown_weeks(made(example, weeks=(26, 52))) == (52,)


def test_python_gets_maps_in_both_languages() -> None:
    found = quadrant(["kpi", "okr"], certainties=[1, 5], team_types=[1.5], weeks=2, replications=2, workers=1)
    assert len(found.plot("zh").axes) == 4
    html = found._repr_html_()
    assert found.sentence() in html
    assert "data:image/svg+xml" in html
