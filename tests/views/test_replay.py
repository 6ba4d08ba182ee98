"""One world replayed: the very world of the comparison, every event counted once, told in both languages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simkit.engine.run import run
from simkit.experiments.compare import compare_regimes
from simkit.experiments.outcomes import scenario_of
from simkit.metrics import HEADLINES
from simkit.presets import load_organisation
from simkit.regime import Regime
from simkit.text import LANGS, Lang, entries
from simkit.views.charts import chart_of
from simkit.views.comparison import ReadableComparison, points_for
from simkit.views.figures import VIEWS
from simkit.views.replay import EVENTS, busiest, phrase, replay, replayed, stories, typical_world

REGIMES = (Regime.preset("traditional"), Regime.preset("innovation"))


def total(frame: Any, side: str, *events: str) -> float:
    return float(frame.loc[(frame["side"] == side) & frame["what"].isin(events), "amount"].sum())


def test_the_replayed_world_is_the_one_of_the_comparison(compared: ReadableComparison) -> None:
    for place, world in enumerate(compared.results[0].replications):
        frame = replayed(compared, "innovation", world)
        for side, result in zip("ab", compared.results, strict=True):
            for what in ("felt_safety", "value_financial"):
                found = frame[(frame["side"] == side) & (frame["what"] == what)].sort_values("week")["amount"]
                assert found.tolist() == result.series(what)[place].tolist()


def test_a_world_under_its_own_constants_is_replayed_under_them() -> None:
    points = points_for("full")[:2]
    c = compare_regimes(load_organisation("G2"), REGIMES, weeks=20, replications=4, points=points, workers=1)
    frame = replayed(c, "innovation", 3)
    felt = frame[(frame["side"] == "b") & (frame["what"] == "felt_safety")].sort_values("week")["amount"]
    assert felt.tolist() == c.results[1].series("felt_safety")[3].tolist()


def test_every_failure_is_told_once() -> None:
    base = load_organisation("manufacturer")
    frame = replay(base, REGIMES, seed=3, world=5, weeks=60)
    for side, regime in zip("ab", REGIMES, strict=True):
        result = run(scenario_of(base, 60).with_(regime=regime), [5], 3, series=True)

        def recorded(name: str) -> float:
            return float(result.team_weeks(name).sum())  # noqa: B023

        kinds = {
            kind: [f"{kind}_{how}" for how in ("right", "wrong", "hidden")]
            for kind in ("exploratory", "execution")
        }
        for kind, events in kinds.items():
            assert total(frame, side, *events) == recorded(f"failures_{kind}")
        assert total(frame, side, "exploratory_hidden", "execution_hidden") == recorded("failures_hidden")
        assert total(frame, side, "punished") == recorded("punished")
        assert total(frame, side, "hits", "flops") == recorded("launches")
        assert total(frame, side, "exits") == recorded("exits")
        assert recorded("failures") > 0
        opened, removed = total(frame, side, "arisen"), total(frame, side, "removed")
        first, last = (result.team_weeks("blockers")[0, week].sum() for week in (0, -1))
        first += result.team_weeks("blockers_removed")[0, 0].sum()  # the first week tells of no new ones
        assert first + opened - removed == last


def test_the_typical_world_is_nearest_to_the_median(compared: ReadableComparison) -> None:
    old, new = compared.results
    away = {}
    for place, world in enumerate(old.replications):
        parts = []
        for id in HEADLINES:
            gaps = new.metric(id) - old.metric(id)
            parts.append((gaps[place] - np.median(gaps)) / gaps.std() if gaps.std() else 0.0)
        away[world] = sum(part * part for part in parts)
    assert typical_world(compared, "innovation") == min(away, key=lambda world: away[world])


def test_the_sentence_counts_what_the_table_holds(compared: ReadableComparison, lang: Lang) -> None:
    frame = replayed(compared, "innovation")
    text = VIEWS["replay"].sentence(frame, lang)
    told = {
        side: total(
            frame, side, *(event for event in EVENTS if event.split("_")[0] in ("exploratory", "execution"))
        )
        for side in "ab"
    }
    words = {"en": "brings {:.0f} failures", "zh": "有失败 {:.0f} 次"}[lang]
    for side in "ab":
        assert words.format(told[side]) in text
    assert str(frame.attrs["world"]) in text


def test_every_week_is_told_in_sentences_and_the_page_tells_the_same(
    compared: ReadableComparison, lang: Lang
) -> None:
    frame = replayed(compared, "innovation")
    told, page = stories(frame, lang), chart_of("replay", frame, lang)["replay"]  # pyright: ignore[reportTypedDictNotRequiredAccess]
    composed = [
        page["sentence"].format(
            week=week, team=page["teams"][team], list=page["comma"].join(page["phrases"][i] for i in phrases)
        )
        for week, entries in page["told"].items()
        for _, team, phrases in entries
    ]
    assert sorted(composed) == sorted(told["sentence"])
    happened = frame[frame["what"].isin(EVENTS)].drop_duplicates(["side", "week", "number"])
    assert len(told) == len(happened)


def test_of_forty_teams_the_busiest_twelve_are_drawn_and_the_sentence_says_so(lang: Lang) -> None:
    frame = replay(load_organisation("group", lang), REGIMES, weeks=30)
    chosen = busiest(frame, 12)
    assert len(chosen) == 12
    counted = (
        frame[~frame["what"].isin(["reviews", "arisen", "removed", "felt_safety", "value_financial"])]
        .groupby("number")["amount"]
        .sum()
    )
    assert counted[chosen].min() >= counted.drop(chosen).max()
    assert {"en": "Of 40 teams the 12", "zh": "40 个团队中只画出事件最多的 12 个"}[lang] in VIEWS[
        "replay"
    ].sentence(frame, lang)
    drawn = chart_of("replay", frame, lang)
    assert [len(panel["y"]["names"]) for panel in drawn["panels"][:2] if "names" in panel["y"]] == [12, 12]
    assert len(drawn["table"]["rows"]) == 40


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_words_for_one_and_for_many(event: str) -> None:
    texts = entries("charts")
    assert set(texts["one"]) == set(texts["many"]) == set(EVENTS)
    for lang in LANGS:
        assert phrase(event, 1, lang) != phrase(event, 2, lang)
        assert "2" in phrase(event, 2, lang)
