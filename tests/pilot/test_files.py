"""Pilot files: what is written is read back, everything that is wrong is told at once, and folders know how far they are."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.pilot.design import Guardrail, Measure, Pilot, Rule, Survey
from simkit.pilot.files import fingerprint, load_pilot, pilot_toml
from simkit.pilot.folder import DATA, PilotFolder
from simkit.problems import InputError
from simkit.text import Lang
from tests.pilot.small import pilot

WRONG = """
organisation = "product-company"
new = "inovation"
start = 2027-03-02
foo = 1
[design]
kind = "parallel"
pilot_teams = ["移动应用组", "x"]
cycles = "2"
[primary]
metric = "felt_safty"
[[guardrails]]
metric = "floor_breaches"
[rule]
worthwhile = -1
[roles]
owner = "li.wei@example.com"
"""


@st.composite
def pilots(draw: st.DrawFn) -> Pilot:
    """Pilots of every kind, with any of the further parts."""
    kind = draw(st.sampled_from(["parallel", "before_after", "stepped_wedge", "crossover"]))
    survey = draw(st.none() | st.builds(Survey, noise=st.floats(0, 50), response_rate=st.floats(0.1, 1)))
    base = pilot(
        kind, primary=Measure(metric="felt_safety", survey=survey), cycles=draw(st.sampled_from([2, 4]))
    )
    rails = (
        Guardrail(measure=Measure(metric="target_attainment"), margin=draw(st.floats(0.1, 9)), harm="fall"),
    )
    return base.with_(
        name=draw(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)),
        start=draw(st.none() | st.just(datetime.date(2027, 3, 1))), guardrails=draw(st.sampled_from([(), rails])),
        rule=Rule(worthwhile=draw(st.floats(0.5, 20)), looks=(1, base.design.cycles), spending=draw(st.sampled_from(["pocock", "obrien_fleming"]))),
        roles=draw(st.sampled_from([{}, {"owner": "Head of HR"}])), before=draw(st.none() | st.just(base.new)),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(plan=pilots())
def test_what_is_written_is_read_back(plan: Pilot, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("pilot") / "pilot.toml"
    path.write_text(pilot_toml(plan), encoding="utf-8")
    again = load_pilot(path)
    assert again == plan
    assert fingerprint(again) == fingerprint(plan)
    assert fingerprint(plan.with_(rule=plan.rule.with_(worthwhile=plan.rule.worthwhile + 1))) != fingerprint(
        plan
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path, lang: Lang) -> None:
    path = tmp_path / "pilot.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_pilot(path, lang)
    places = [problem.where.partition(" › ")[2] for problem in raised.value.problems]
    assert places == [
        "foo",
        "new",
        "design › cycles",
        "primary › metric",
        "guardrails[1] › margin",
        "rule › worthwhile",
        "start",
        "roles › owner",
    ]
    assert "innovation" in raised.value.text(lang)
    assert "felt_safety" in raised.value.text(lang)


def test_teams_of_an_example_may_be_named_in_either_language(tmp_path: Path) -> None:
    path = tmp_path / "pilot.toml"
    path.write_text(
        'organisation = "product-company"\nnew = "innovation"\n[design]\npilot_teams = ["移动应用组", "Payments"]\n'
        'comparison_teams = ["AI lab", "Direct sales"]\n[primary]\nmetric = "felt_safety"\n[rule]\nworthwhile = 5\n',
        encoding="utf-8",
    )
    assert load_pilot(path).design.pilot_teams == ("Mobile app", "Payments")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"comparison_teams": ("A",)}, "twice"),
        ({"comparison_teams": ("D",)}, "too_few_comparisons"),
        ({"kind": "before_after"}, "no_comparisons"),
        (
            {"kind": "crossover", "comparison_teams": (), "pilot_teams": ("A", "B", "C", "D"), "cycles": 3},
            "odd_cycles",
        ),
        ({"kind": "stepped_wedge", "steps": 3}, "too_many_steps"),
        ({"settling_weeks": 6}, "settles_too_long"),
    ],
)
def test_designs_that_cannot_be_are_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as raised:
        pilot().design.with_(**change)
    assert code in [problem.code for problem in raised.value.problems]


def test_a_folder_knows_how_far_it_is(tmp_path: Path) -> None:
    folder, plan = PilotFolder(tmp_path / "pilot"), pilot()
    assert dict(folder.steps())["design"] == "next"
    folder.write(plan)
    assert dict(folder.steps())["odds"] == "next"
    folder.record("odds", plan, {"false_go": 0.05})
    folder.record("charter", plan, {})
    assert dict(folder.steps())["data"] == "next"
    assert not folder.changed_since_charter(plan)
    changed = plan.with_(rule=plan.rule.with_(worthwhile=9))
    folder.write(changed)
    states = dict(folder.steps())
    assert (states["odds"], states["charter"]) == ("stale", "stale")
    assert folder.changed_since_charter(changed)
    folder.put(DATA, b"sheet")
    assert dict(folder.steps())["data"] == "done"
    assert folder.recorded("odds") == {"fingerprint": fingerprint(plan), "false_go": 0.05}
