"""``simkit pilot``: from a first design to the roll-out, each step in a folder that the next one finds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from simkit.cli import diagnosing
from simkit.pilot import diagnosis
from simkit.pilot.design import KINDS
from simkit.pilot.diagnosis import Diagnosis
from simkit.pilot.files import fingerprint, load_pilot
from simkit.pilot.folder import PilotFolder
from simkit.pilot.matching import matched
from simkit.presets import load_organisation
from simkit.text import LANGS, Lang
from tests.cli.asking import ENGLISH, HAN, ask
from tests.pilot.filling import filled, small_pilot
from tests.pilot.small import pilot


def told(text: str) -> str:
    """What is told, on one line."""
    return " ".join(text.split())


def only_in(text: str, lang: Lang) -> bool:
    """Whether a text is in one language alone."""
    return (HAN if lang == "en" else ENGLISH).search(text) is None


@pytest.fixture
def design() -> str:
    """A pilot file in a folder of its own."""
    PilotFolder("mine").write(pilot())
    return "mine/pilot.toml"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_first_design_is_written_said_and_shown_alike(kind: str, lang: Lang) -> None:
    made = ask("pilot", "new", "product-company", "--kind", kind, "--count", "4", "--seed", "3", lang=lang)
    assert (made.exit_code, Path("pilot.toml").is_file()) == (0, True), made.output
    shown = ask("pilot", "show", "pilot.toml", lang=lang)
    assert shown.exit_code == 0
    data = json.loads(ask("pilot", "show", "pilot.toml", "--json", lang=lang).stdout)
    assert (data["design"]["kind"], data["design"]["lot_seed"]) == (kind, 3)
    assert len(data["design"]["pilot_teams"]) == 4
    assert data["fingerprint"] == fingerprint(load_pilot("pilot.toml", lang))
    assert all(
        name in shown.stdout.replace("\n", " ") or name in told(shown.stdout)
        for name in data["design"]["pilot_teams"]
    )


def test_a_design_that_is_there_is_not_written_over() -> None:
    assert ask("pilot", "new", "product-company").exit_code == 0
    before = Path("pilot.toml").read_bytes()
    again = ask("pilot", "new", "manufacturer")
    assert (again.exit_code, Path("pilot.toml").read_bytes()) == (2, before)
    assert ask("pilot", "new", "manufacturer", "--overwrite").exit_code == 0
    assert Path("pilot.toml").read_bytes() != before


def test_all_that_is_wrong_is_told_at_once_in_the_readers_language() -> None:
    done = ask(
        "pilot", "new", "no-such-company", "--kind", "parralel", "--count", "many", "--new", "nix", lang="zh"
    )
    assert (done.exit_code, done.stdout, Path("pilot.toml").exists()) == (2, "", False)
    assert all(word in done.stderr for word in ("no-such-company", "parralel", "many", "nix"))
    assert "Traceback" not in done.output


@pytest.mark.parametrize("lang", LANGS)
def test_the_odds_are_told_kept_and_always_with_the_zero_row(design: str, lang: Lang) -> None:
    done = ask(
        "pilot",
        "design",
        design,
        "--pilots",
        "20",
        "--truth",
        "full",
        "--truth",
        "effect=0.5 rivalry=1",
        lang=lang,
    )
    assert done.exit_code == 0, done.output
    assert only_in(done.stdout, lang)
    kept = json.loads(Path("mine/odds.json").read_text(encoding="utf-8"))
    assert [row["world"] for row in kept["odds"]] == ["nothing", "full", "effect=0.5 rivalry=1"]
    assert [item["option"] for item in kept["worth"]] == [
        "planned",
        "cycle",
    ]  # no teams are left for two more
    assert kept["fingerprint"] == fingerprint(pilot())


def test_weights_of_truths_change_the_worth_and_nothing_else(design: str) -> None:
    asked = ("pilot", "design", design, "--pilots", "20", "--truth", "full", "--quick", "--json")
    even, sure = (json.loads(ask(*asked, *more).stdout) for more in ((), ("--prior", "nothing=1")))
    assert even["odds"] == sure["odds"]
    assert sure["worth"][0]["now"] == 0  # a change that surely does nothing: not going is best
    assert even["worth"][0]["now"] > 0


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--truth", "ful", "full"),
        ("--truth", "effct=1", "effct"),
        ("--truth", "effect=7", "7"),
        ("--prior", "half=-1", "half"),
        ("--prior", "moon=1", "moon"),
        ("--pilots", "3", "20"),
        ("--people", "nobody", "nobody"),
        ("--uncertainty", "all", "all"),
        ("--picture", "odds.docx", ".png"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_runs(
    design: str, option: str, value: str, says: str
) -> None:
    done = ask("pilot", "design", design, option, value)
    assert (done.exit_code, done.stdout) == (2, "")
    assert says in done.stderr
    assert option in done.stderr or value in done.stderr
    assert not Path("mine/odds.json").exists()


def test_ctrl_c_leaves_the_early_answer_and_keeps_nothing(
    design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*given: object, early: Callable[[Diagnosis], None], **settings: object) -> Diagnosis:
        early(diagnosis.diagnose(pilot(), 20, worlds=()))
        raise KeyboardInterrupt

    monkeypatch.setattr(diagnosing, "run_diagnosis", stopped)
    done = ask("pilot", "design", design)
    assert done.exit_code == 130
    assert "first 20 pilots" in told(done.stderr)
    assert "the new regime changes nothing" in told(done.stdout)
    assert not Path("mine/odds.json").exists()


def test_ctrl_c_before_any_answer_says_that_nothing_was_written(
    design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*given: object, **settings: object) -> Diagnosis:
        raise KeyboardInterrupt

    monkeypatch.setattr(diagnosing, "run_diagnosis", stopped)
    done = ask("pilot", "design", design)
    assert (done.exit_code, done.stdout) == (130, "")
    assert "nothing was written" in done.stderr


@pytest.mark.parametrize("lang", LANGS)
def test_signals_are_told_by_week(design: str, lang: Lang) -> None:
    done = ask("pilot", "signal", design, "--pilots", "20", lang=lang)
    assert done.exit_code == 0
    assert only_in(done.stdout, lang)
    rows = json.loads(ask("pilot", "signal", design, "--pilots", "20", "--json", lang=lang).stdout)
    assert {"innovation_participation", "value_financial"} <= {row["metric"] for row in rows}


@pytest.mark.parametrize("lang", LANGS)
def test_a_pilot_is_carried_from_charter_to_decision(lang: Lang) -> None:
    plan = small_pilot()
    folder = PilotFolder("demo")
    folder.write(plan)
    assert ask("pilot", "charter", "demo/pilot.toml", lang=lang).exit_code == 0
    assert {path.suffix for path in Path("demo").glob("charter.*")} == {".docx", ".pdf", ".html", ".json"}
    assert ask("pilot", "template", "demo/pilot.toml", lang=lang).exit_code == 0
    assert (
        ask("pilot", "template", "demo/pilot.toml", lang=lang).exit_code == 2
    )  # what may be filled in stays
    filled(Path("demo"), plan, lang)
    read = ask("pilot", "read", "demo/data.xlsx", lang=lang)
    assert read.exit_code == 0, read.output
    assert only_in(re.sub("Demo pilot", "", read.stdout), lang)
    record = json.loads(ask("pilot", "read", "demo/data.xlsx", "--json", lang=lang).stdout)
    assert record["decision"] in ("go", "continue", "stop")
    assert [step.name for step in folder.steps() if step.state == "done"] == [
        "design",
        "charter",
        "data",
        "readout",
    ]


def test_what_changed_after_the_charter_is_told() -> None:
    plan = small_pilot()
    folder = PilotFolder("demo")
    folder.write(plan)
    assert ask("pilot", "charter", "demo/pilot.toml").exit_code == 0
    folder.write(plan.with_(rule=plan.rule.with_(worthwhile=1)))
    filled(Path("demo"), plan)
    assert "worthwhile" in told(ask("pilot", "read", "demo/data.xlsx").stdout).lower()


def test_every_problem_of_a_sheet_is_told_by_row_and_column() -> None:
    plan = small_pilot()
    PilotFolder("demo").write(plan)
    filled(Path("demo"), plan, North_0_felt_safety=140, South_1_launches="many")
    done = ask("pilot", "read", "demo/data.xlsx", lang="zh")
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(word in done.stderr for word in ("140", "many"))
    assert "Traceback" not in done.stderr
    assert not Path("demo/readout.json").exists()


@pytest.mark.parametrize("command", ["show", "design", "signal", "charter", "template"])
def test_a_file_that_is_not_there_is_one_sentence(command: str) -> None:
    done = ask("pilot", command, "nowhere.toml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "nowhere.toml" in done.stderr


@pytest.mark.parametrize("lang", LANGS)
def test_readiness_and_choice_are_told(lang: Lang) -> None:
    assert (
        ask("pilot", "readiness", "product-company", "--template", "answers.toml", lang=lang).exit_code == 0
    )
    assert Path("answers.toml").is_file()
    refused = ask("pilot", "choose", "product-company", "--chosen", "Nobody's team", lang=lang)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Nobody's team" in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_the_worked_pilots_are_read_and_rolled_out(lang: Lang) -> None:
    for name, decision in (("go", "go"), ("stop", "stop")):
        assert ask("pilot", "example", name, lang=lang).exit_code == 0
        sheet = f"pilot-{name}/data.xlsx"
        assert json.loads(ask("pilot", "read", sheet, "--json", lang=lang).stdout)["decision"] == decision
    done = ask("pilot", "rollout", "pilot-go/data.xlsx", "--picture", "ahead.png", lang=lang)
    assert done.exit_code == 0
    assert Path("ahead.png").stat().st_size > 10_000
    assert only_in(done.stdout, lang)


@pytest.mark.parametrize(
    ("lang", "names"), [("en", ("AI lab", "Payments")), ("zh", ("智能算法实验室", "支付产品组"))]
)
def test_chosen_teams_get_matched_comparison_teams(lang: Lang, names: tuple[str, str]) -> None:
    made = ask("pilot", "new", "product-company", "--chosen", ",".join(names), lang=lang)
    assert made.exit_code == 0, made.output
    plan = load_pilot("pilot.toml", lang).design
    found = matched(load_organisation("product-company", lang), names)
    assert (plan.pilot_teams, plan.comparison_teams, plan.assigned) == (
        names,
        found.comparison_teams,
        "choice",
    )
    assert told(found.sentence(lang)) in told(made.stdout)


def test_a_chosen_team_that_is_unknown_is_refused() -> None:
    made = ask("pilot", "new", "product-company", "--chosen", "AI lab,Moon base")
    assert (made.exit_code, Path("pilot.toml").exists()) == (2, False)
    assert "Moon base" in made.stderr
