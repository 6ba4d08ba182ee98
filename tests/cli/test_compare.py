"""``simkit compare`` as a person meets it: what it prints and writes, and how it stops."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from simkit.cli import comparing
from simkit.cli.folder import give_back, prepare, usual_folder
from simkit.cli.planning import plan_of
from simkit.engine.run import Interrupted
from simkit.evidence.accepted import accepted
from simkit.levers import LEVER_IDS, levers_of
from simkit.regime import Regime
from simkit.text import entries, say
from simkit.views import comparison
from tests.cli.asking import OPTIONS, TINY, WRITTEN, ask, contents, started

TRADITIONAL = Regime.preset("traditional")


def test_a_comparison_ends_with_table_address_and_files(roster: Path) -> None:
    done = ask("compare", str(roster), "--weeks", "6", "--replications", "2", lang="zh")
    assert (done.exit_code, done.exception) == (0, None)
    folder = Path("simkit-out/two-teams-zh")
    assert {path.name for path in folder.iterdir()} == WRITTEN
    address = re.search(r"file://\S+", done.stdout)
    assert address is not None
    assert address[0] == (folder / "report.html").resolve().as_uri()
    assert "示意性模拟，并非预测" in done.stdout
    assert "最多 2 个模拟世界" in done.stderr
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert say("report.text.contributions_missing", "zh") not in report
    assert say("report.text.assumptions_missing", "zh") not in report


@pytest.mark.usefixtures("undrawn")
def test_a_quick_look_leaves_the_long_parts_out(roster: Path) -> None:
    done = ask("compare", str(roster), *TINY, "--out", "out")
    assert done.exit_code == 0
    report = Path("out/report.html").read_text(encoding="utf-8")
    assert say("report.text.assumptions_missing", "en") in report
    assert not Path("out/pictures/contributions.png").exists()


def test_the_same_seed_gives_the_same_files_in_any_process(
    roster: Path, request: pytest.FixtureRequest
) -> None:
    first = started("compare", str(roster), *TINY, "--seed", "5", "--out", "first", "--lang", "zh")
    assert first.returncode == 0, first.stderr
    ask("compare", str(roster), *TINY, "--seed", "5", "--out", "again", "--workers", "2", lang="zh")
    assert contents(Path("first")) == contents(Path("again"))
    request.getfixturevalue("undrawn")
    ask("compare", str(roster), *TINY, "--seed", "6", "--out", "other", lang="zh")
    assert contents(Path("first"))["metrics.csv"] != contents(Path("other"))["metrics.csv"]


@pytest.mark.usefixtures("undrawn")
def test_a_regime_does_not_differ_from_itself(roster: Path) -> None:
    assert (
        ask("compare", str(roster), *TINY, "--regimes", "innovation,innovation", "--out", "same").exit_code
        == 0
    )
    table = pd.read_csv("same/metrics.csv")
    assert (table["difference"].dropna() == 0).all()
    assert (table["mean_a"] == table["mean_b"]).any()


@pytest.mark.usefixtures("undrawn")
def test_nothing_is_replaced_unless_asked_for(roster: Path) -> None:
    Path("out").mkdir()
    Path("out/report.html").write_text("mine")
    done = ask("compare", str(roster), *TINY, "--out", "out")
    assert (done.exit_code, contents(Path("out")).keys()) == (2, {"report.html"})
    assert "--overwrite" in done.stderr
    assert Path("out/report.html").read_text() == "mine"
    assert ask("compare", str(roster), *TINY, "--out", "out", "--overwrite").exit_code == 0
    assert Path("out/report.html").read_text(encoding="utf-8") != "mine"


def test_without_a_folder_each_result_gets_a_new_one() -> None:
    for expected in ("G1-en", "G1-en-2", "G1-en-3"):
        folder = usual_folder("G1", "en")
        assert folder == Path("simkit-out") / expected
        prepare(folder)
        (folder / "x").touch()
    assert usual_folder("G1", "en", overwrite=True) == Path("simkit-out/G1-en")


def test_folders_made_in_vain_are_removed_and_others_stay() -> None:
    Path("mine").mkdir()
    give_back(prepare(Path("mine/a/b")))
    assert list(Path("mine").iterdir()) == []
    assert prepare(Path("mine")) == []


def test_what_is_changed_gives_the_second_regime_its_name() -> None:
    options = {
        **OPTIONS,
        "switch": ("e3=innovation",),
        "tools": ("points",),
        "levers": ("coaching_share=0.5",),
    }
    a, b = plan_of("G1", options, "en").regimes
    assert (a.name, b.name) == ("traditional", "traditional+E3+points+coaching_share=0.5")
    moved = {id for id in LEVER_IDS if a[id] != b[id]}
    assert {"review_interval", "share_points", "coaching_share"} <= moved
    assert b["coaching_share"] == 0.5
    assert "share_individual" in moved  # the rest of the mix makes room for the points
    assert plan_of("G1", {**options, "tools": (), "levers": ()}, "zh").regimes[1].name == "传统+E3"


def test_a_scenario_file_brings_its_regime_and_weeks() -> None:
    Path("s.toml").write_text('organisation = "manufacturer"\nregime = "agile_team"\nweeks = 20\n')
    plan = plan_of("s.toml", OPTIONS, "en")
    assert [item.name for item in plan.regimes] == ["traditional", "agile_team"]
    assert "20 weeks" in comparing.announcement(plan, "en")
    assert plan_of("s.toml", {**OPTIONS, "switch": ("E3=traditional",)}, "en").regimes[0].name == "agile_team"


def test_every_exercise_of_the_concept_map_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(comparing, "run_comparison", stop)
    monkeypatch.setattr(comparing, "announcement", lambda *_: "")
    lines = {
        line
        for entry in entries("concepts").values()
        for line in entry["exercises"]
        if line.split()[1] == "compare"
    }
    asked = {line: ask(*line.split()[1:]).exit_code for line in lines if "roster.xlsx" not in line}
    assert {line: code for line, code in asked.items() if code != comparing.INTERRUPTED} == {}
    assert not Path("simkit-out").exists()


@pytest.mark.usefixtures("undrawn")
def test_stopping_later_keeps_the_comparison(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted(None)

    monkeypatch.setattr(comparison, "contributions", stop)
    done = ask("compare", str(roster), "--weeks", "6", "--replications", "2", "--out", "out")
    assert done.exit_code == 130
    assert say("command.stopped.kept", "en") in done.stderr
    assert {path.name for path in Path("out").iterdir()} == WRITTEN


def test_stopping_at_once_leaves_nothing_behind(roster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted(None)

    monkeypatch.setattr(comparison, "compare_regimes", stop)
    done = ask("compare", str(roster), *TINY, lang="zh")
    assert (done.exit_code, list(Path().iterdir())) == (130, [])
    assert say("command.stopped.nothing", "zh") in done.stderr


def test_a_switch_or_setting_moves_its_own_levers_only() -> None:
    def changed(regime: str, **more: tuple[str, ...]) -> tuple[Regime, Regime]:
        a, b = plan_of("G1", {**OPTIONS, "regimes": (regime,), **more}, "en").regimes
        return a, b

    agile, switched = changed("agile_team", switch=("E2=traditional",))
    row = {item.id for item in levers_of("E2")}
    assert {id: switched[id] for id in row} == {id: TRADITIONAL[id] for id in row}
    assert {id for id in LEVER_IDS if agile[id] != switched[id]} <= row
    assert switched.tools == ("peer_review_360",)
    project, slower = changed("strategic_project", levers=("review_interval=8",))
    assert [id for id in LEVER_IDS if project[id] != slower[id]] == ["review_interval"]
    assert slower.tools == project.tools == ("stage_gate", "okr")
    assert changed("agile_team", tools=("kpi",), switch=("E2=traditional",))[1].tools == (
        "peer_review_360",
        "kpi",
    )


def test_a_scenario_is_compared_with_innovation_only_if_it_is_the_traditional_one() -> None:
    text = 'organisation = "G1"\nregime = {name = "Ours", base = "%s"%s}\n'
    cases = {("innovation", ", levers = {coaching_share = 0.95}"): "Ours", ("innovation", ""): "Ours", ("traditional", ""): "innovation"}  # fmt: skip
    for (base, more), expected in cases.items():
        Path("s.toml").write_text(text % (base, more))
        assert [item.name for item in plan_of("s.toml", OPTIONS, "en").regimes] == ["traditional", expected]


def test_a_scenario_with_a_late_shock_is_announced() -> None:
    Path("s.toml").write_text('organisation = "G1"\n[[shocks]]\nweek = 150\nkind = "budget_cut"\n')
    assert "156 weeks" in comparing.announcement(plan_of("s.toml", OPTIONS, "en"), "en")


@pytest.mark.usefixtures("undrawn")
def test_full_uncertainty_is_said_everywhere_and_recorded(roster: Path) -> None:
    """Four worlds are two sets of constants; table, report, sentences and record all tell."""
    few = ("--weeks", "6", "--replications", "4", "--quick", "--uncertainty", "full", "--out", "out")
    done = ask("compare", str(roster), *few)
    assert done.exit_code == 0
    assert say("experiment.uncertainty.full", "en") in " ".join(done.stdout.split())
    report = Path("out/report.html").read_text(encoding="utf-8")
    assert say("report.uncertainty.full", "en") in report
    assert say("report.uncertainty.luck", "en") not in report
    assert pd.read_csv("out/metrics.csv")["sentence"].str.contains("luck and constants").any()
    about = json.loads(Path("out/scenario.json").read_text(encoding="utf-8"))["innovation"]
    assert about["groups"] == [0, 0, 1, 1]
    assert about["points"]["1"] == accepted().at(1)


def test_an_unknown_kind_of_interval_is_refused(roster: Path) -> None:
    done = ask("compare", str(roster), *TINY, "--uncertainty", "ful", "--out", "out")
    assert (done.exit_code, Path("out").exists()) == (2, False)
    assert "luck, full" in done.stderr
