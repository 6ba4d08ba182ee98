"""Early against late, assignments and shocks in words, names that no font has: on hand-made worlds."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from simkit.experiments.stopping import Stopped
from simkit.metrics import COLUMN_INDEX, COLUMNS, metric
from simkit.regime import Regime
from simkit.result import Result
from simkit.scenario import Change, Organisation, Scenario, Shock, Team
from simkit.text import Lang
from simkit.views import fonts, terminal
from simkit.views.comparison import ReadableComparison
from simkit.views.figures import VIEWS, style
from simkit.views.occasions import occasions
from simkit.views.report import ANSWERED, answer
from simkit.views.tables import rows_of
from tests.whole import columns as whole_columns

OLD, NEW = Regime.preset("traditional"), Regime.preset("innovation")
TEAMS = (Team(name="Apps", people=4), Team(name="Web", people=4))
ORGANISATION = Organisation(name="Example", teams=TEAMS)
WORLDS = 3


def result(regime: Regime, financial: list[float], **more: Any) -> Result:
    """One year of each level of financial results; everything else is alike."""
    weeks = 52 * len(financial)
    scenario = Scenario(organisation=ORGANISATION, regime=regime, weeks=weeks, **more)
    columns = np.ones((WORLDS, weeks, len(TEAMS), len(COLUMNS)))
    columns[..., COLUMN_INDEX["people"]] = 4.0
    luck = np.arange(WORLDS)[:, None] * (1 + (regime.name == "innovation"))
    columns[..., COLUMN_INDEX["financial"]] = (np.repeat(financial, 52) + 0.01 * luck)[..., None]
    return Result(scenario, 0, tuple(range(WORLDS)), "0", columns)


def made(financial: list[float], other: Regime = NEW, **more: Any) -> ReadableComparison:
    flat = [100.0] * len(financial)
    weeks = 52 * len(financial)
    stopped = Stopped("fixed", WORLDS, "value_financial", weeks, 1.0, 1.0)
    results = (result(OLD, flat, **more), result(other, financial, **more))
    return ReadableComparison((OLD.name, other.name), results, stopped)


def second_sentence(c: ReadableComparison, lang: Lang) -> str:
    label = c.labels[-1]
    return answer(c, label, lang, {id: VIEWS[id].data(c, label) for id in ANSWERED})[1]


def test_year_three_is_judged_by_itself_and_not_as_an_average_since_the_start(lang: Lang) -> None:
    c = made([80.0, 90.0, 110.0])  # behind on average over all weeks, ahead in the third year
    frame = c.frame().set_index(["metric", "horizon"])
    assert frame.loc[("value_financial", 156), "verdict"] == "behind"
    text = second_sentence(c, lang)
    early, late = {
        "en": ("in year 1 (weeks 1–52) by itself it is behind on financial results",
               "in year 3 (weeks 105–156) by itself it is ahead on financial results"),
        "zh": ("单看第 1 年（第 1–52 周），它在财务成果上落后", "单看第 3 年（第 105–156 周），它在财务成果上领先"),
    }[lang]  # fmt: skip
    assert early in text
    assert late in text
    assert {"en": "The verdict turns on financial results", "zh": "在财务成果上结论反转"}[lang] in text
    drawn = VIEWS["horizons"].picture(VIEWS["horizons"].data(c, "innovation"), lang)
    assert {"en": "financial results turning from behind to ahead", "zh": "财务成果由落后反转为领先"}[
        lang
    ] in drawn.caption
    gaps = drawn.frame[drawn.frame["stream"] == "financial"]["difference"].to_numpy()
    raw = [whole_columns(r)[..., COLUMN_INDEX["financial"]] for r in c.results]
    assert np.sign(gaps).tolist() == [-1, 1]
    assert gaps[1] / gaps[0] == pytest.approx(
        (raw[1] - raw[0])[:, 104:].mean() / (raw[1] - raw[0])[:, :52].mean()
    )


def test_a_lasting_verdict_is_said_to_be_the_same(lang: Lang) -> None:
    text = second_sentence(made([110.0, 110.0, 110.0]), lang)
    assert {"en": "show the same picture", "zh": "局面相同"}[lang] in text


def test_a_run_of_one_year_is_cut_in_halves() -> None:
    assert "weeks 1–26 and weeks 27–52" in second_sentence(made([110.0]), "en").lower()


@pytest.mark.usefixtures("undrawn")
def test_rows_of_the_tables_say_which_weeks_they_average(lang: Lang) -> None:
    c = made([80.0, 90.0, 110.0])
    file = io.StringIO()
    terminal.show(terminal.comparison(c, lang), file)
    for words in (file.getvalue(), c.report(lang)):
        flat = " ".join(words.split())
        for weeks in ("1–52", "1–156", "40–52", "144–156"):
            assert {"en": f"weeks {weeks}", "zh": f"第 {weeks} 周平均"}[lang] in flat


@pytest.mark.usefixtures("undrawn")
def test_saved_measures_carry_a_sentence_in_the_language_asked_for(tmp_path: Path, lang: Lang) -> None:
    c = made([110.0])
    table = pd.read_csv(c.save(tmp_path, lang) / "metrics.csv", encoding="utf-8-sig")
    assert len(table) == len(c.frame())
    assert set(table["n"]) <= set(range(WORLDS + 1))
    for row in rows_of(table)[::17]:
        assert row["sentence"] == c.sentence(row["metric"], row["horizon"], lang)


@pytest.mark.usefixtures("undrawn")
def test_measures_without_a_value_in_every_world_are_marked(lang: Lang) -> None:
    c = made([110.0])
    mark = {"en": "in 2 of 3 worlds", "zh": "3 个世界中的 2 个"}[lang]
    assert mark not in c.report(lang)
    columns = whole_columns(c.results[1]).copy()
    below = metric("failures_hidden").denominator
    assert below is not None
    columns[0, ..., COLUMN_INDEX[below]] = 0.0
    first = c.results[1]
    holed = Result(first.scenario, 0, first.replications, "0", columns)
    assert mark in ReadableComparison(c.labels, (c.results[0], holed), c.stopped).report(lang)


@pytest.mark.usefixtures("undrawn")
def test_assignments_changes_and_shocks_are_listed(lang: Lang) -> None:
    more: dict[str, Any] = {
        "regimes": {"Web": Regime.preset("traditional")},
        "changes": (Change(week=27, regime=NEW, team="Apps"),),
        "shocks": (Shock(week=10, kind="budget_cut", size=0.3, weeks=8),
                   Shock(week=20, kind="market_shift", team="Web", size=0.5),
                   Shock(week=30, kind="key_person_loss", team="Apps")),
    }  # fmt: skip
    c = made([110.0], **more)
    expected = {
        "en": ["Assigned whatever is compared: Web under the traditional regime.",
               "From week 27: Apps under the innovation-driven regime.",
               "Week 10, budget cut for all teams: 30% of the innovation budget for 8 weeks."],
        "zh": ["无论比较哪种模式，Web都采用传统绩效管理模式。", "自第 27 周起：Apps改用创新驱动绩效管理模式。",
               "第 10 周，全部团队遭遇预算削减：创新预算减少 30%，持续 8 周。"],
    }[lang]  # fmt: skip
    told = occasions(c.results[0].scenario, lang)
    assert told[:3] == expected
    assert [len(told), "Web" in told[3], "50%" in told[3], "Apps" in told[4]] == [5, True, True, True]
    page = c.report(lang)
    assert all(f"<li>{text}</li>" in page for text in told)
    assert "occasions" not in made([110.0]).report(lang)


def test_only_teams_that_live_under_the_regime_are_counted() -> None:
    c = made([110.0], regimes={"Web": OLD})
    caption = VIEWS["quadrant"].picture(VIEWS["quadrant"].data(c, "innovation"), "en").caption
    assert "(1 in all)" in caption
    assert "financial results 1 gain, 0 lose, 0 undecided" in caption
    none = made([110.0], regimes={"Web": OLD, "Apps": OLD})
    frame = VIEWS["quadrant"].data(none, "innovation")
    assert (
        VIEWS["quadrant"]
        .picture(frame, "en")
        .caption.endswith("no team has lived under the innovation-driven regime.")
    )


def test_characters_that_no_font_has_neither_warn_nor_leave_boxes() -> None:
    strange = "\N{SINHALA LETTER AYANNA}\ufdd0龘"
    c = made([110.0], NEW.with_(f"Plan {strange} A"))
    label = c.labels[-1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = VIEWS["streams"].picture(VIEWS["streams"].data(c, label), "en").figure
        style.svg(drawn)
        style.png(drawn)
        page = c.report("en")
    names = [text.get_text() for text in drawn.findobj(Text) if "Plan" in text.get_text()]
    assert len(names) == 1
    with mpl.rc_context():
        fonts.use_font("en")
        assert fonts.undrawable(names[0]) == set()
    assert "\ufdd0" not in names[0]
    assert "?" in names[0]
    assert strange in page
