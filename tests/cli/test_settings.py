"""``simkit compare`` on what the lab saved or shared: the same regimes, worlds, seed and numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simkit.cli.planning import QUICK_WORLDS, plan_of
from simkit.experiments.compare import compare_regimes
from simkit.presets.settings import Settings, usual_settings
from simkit.regime import Regime
from simkit.text import LANGS
from simkit.views.lab.changes import apply
from tests.cli.asking import OPTIONS, ask
from tests.files import written


def lab() -> Settings:
    """A small state of the lab."""
    made = usual_settings().with_organisation("G2").with_run(weeks=6, worlds=3, seed=11)
    return apply(apply(made, 1, {"id": "review_interval", "value": 9}), 0, {"market": "share", "value": 0.4})


@pytest.mark.usefixtures("undrawn")
def test_file_and_code_give_the_fingerprints_and_numbers_of_the_lab() -> None:
    settings = lab()
    expected = compare_regimes(settings.scenario, settings.regimes, replications=3, seed=11)
    written(Path(), settings.toml(), "lab.toml")
    for source, folder in (("lab.toml", "a"), (settings.code(), "b")):
        done = ask("compare", source, "--quick", "--replications", "3", "--out", folder)
        assert (done.exit_code, done.exception) == (0, None)
        about = json.loads(Path(folder, "scenario.json").read_text(encoding="utf-8"))
        assert list(about) == ["own-innovation", "traditional"]
        assert about["own-innovation"]["fingerprint"] == expected.results[1].fingerprint
        assert about["traditional"]["fingerprint"] == expected.results[0].fingerprint
        assert "Innov. (adj.)" in done.stdout
    assert Path("a/metrics.csv").read_bytes() == Path("b/metrics.csv").read_bytes()


def test_options_say_otherwise() -> None:
    written(Path(), lab().toml(), "lab.toml")
    plan = plan_of("lab.toml", OPTIONS, "en")
    assert [item.name for item in plan.regimes] == ["traditional", "own-innovation"]
    assert (plan.worlds, plan.seed, plan.parts) == (3, 11, True)
    changed = plan_of(
        "lab.toml", {**OPTIONS, "seed": "0", "replications": "5", "regimes": ("agile_team,innovation",)}, "en"
    )
    assert [item.name for item in changed.regimes] == ["agile_team", "innovation"]
    assert (changed.worlds, changed.seed) == (5, 0)
    assert plan_of("lab.toml", {**OPTIONS, "quick": True}, "en").worlds == QUICK_WORLDS
    switched = plan_of("lab.toml", {**OPTIONS, "switch": ("E3=innovation",)}, "en").regimes
    assert [item.name for item in switched] == ["traditional", "traditional+E3"]
    moved = lab().with_regime(0, lab().regimes[1]).with_regime(1, Regime.preset("innovation"))
    written(Path(), moved.toml(), "moved.toml")
    named = plan_of("moved.toml", {**OPTIONS, "switch": ("E3=traditional",)}, "zh").regimes
    assert [item.name for item in named] == ["own-innovation", "创新（调整）+E3"]


def test_a_code_gives_its_folder_a_short_name() -> None:
    plan = plan_of(lab().code(), OPTIONS, "zh")
    assert len(plan.name) == 17
    assert plan.folder.name == f"{plan.name.rstrip('…')}-zh".replace("--", "-")
    assert plan.base.with_(regime=plan.regimes[0]) == lab().in_language("zh").scenario


def test_a_wrong_code_is_one_sentence_and_leaves_nothing() -> None:
    for lang, expected in zip(LANGS, ("not complete or was mistyped", "分享码不完整或有误"), strict=True):
        done = ask("compare", lab().code()[:-2], lang=lang)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
        assert expected in done.stderr
    assert list(Path().iterdir()) == []


def test_the_ledger_takes_the_two_regimes_of_the_file_and_no_third() -> None:
    three = Settings(lab().scenario, (*lab().regimes, Regime.preset("innovation")), 3)
    written(Path(), three.toml(), "three.toml")
    done = ask("assumptions", "three.toml")
    assert done.exit_code == 2
    assert "exactly two regimes, not “traditional, own-innovation, innovation”" in done.stderr
