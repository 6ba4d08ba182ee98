"""Long runs show how far they are, tell beforehand how long they take, and keep what is done on Ctrl-C."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

import simkit
from simkit.engine import estimate, preparing
from simkit.engine.run import Interrupted
from simkit.presets import scene
from simkit.scenario import Scenario
from simkit.summary import Summary
from simkit.text import LANGS, Lang, say
from simkit.views.stages import Stages, progress_bar
from tests.cli.screen import on_screen

ORGANISATION, REGIME = scene("G1")
SHORT = Scenario(organisation=ORGANISATION, regime=REGIME, weeks=4)
needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are those of Unix")
LONG_RUN = """
import simkit
from simkit.engine.run import Interrupted
organisation, regime = simkit.scene("G1")
scenario = simkit.Scenario(organisation=organisation, regime=regime)
try:
    simkit.run(scenario, 60_000, progress=simkit.progress_bar("LANG"))
except Interrupted as stopped:
    kept = stopped.result
    again = simkit.run(scenario, kept.replications)
    print("kept", len(kept.replications), (kept.mean("felt_safety") == again.mean("felt_safety")).all())
"""


class Line:
    """A bar that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    def show(self, text: str, done: int, total: int) -> None:
        self.told.append((text, done, total))

    def clear(self) -> None:
        self.told.append(("", 0, 0))


def watched(lang: Lang) -> tuple[Stages, Line]:
    """Stages, and what they show."""
    stages, line = progress_bar(lang), Line()
    stages._bar = line
    return stages, line


@pytest.mark.parametrize("lang", LANGS)
def test_a_run_shows_its_worlds_from_none_to_all_and_ends(lang: Lang) -> None:
    stages, line = watched(lang)
    simkit.run(SHORT, 30, progress=stages)
    name = say("command.stage.runs", lang)
    assert line.told[0] == (name, 0, 1)
    assert line.told[-2:] == [(name, 30, 30), ("", 0, 0)]


def test_a_long_run_is_announced_with_its_duration_and_a_short_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seconds, announced in ((4.0, False), (200.0, True)):
        monkeypatch.setattr(estimate, "seconds_for", lambda *_, found=seconds: found)
        stages, line = watched("en")
        simkit.run(SHORT, 2, series=True, progress=stages)
        assert any("roughly 3 min" in text for text, _, _ in line.told) is announced


def test_a_comparison_shows_its_stages_in_order() -> None:
    stages, line = watched("zh")
    simkit.compare(
        ORGANISATION, weeks=4, replications=2, contribution_worlds=2, trajectories=2, progress=stages
    )
    names = list(dict.fromkeys(text for text, _, _ in line.told))
    assert names == [
        *(say(f"command.stage.{id}", "zh") for id in ("comparison", "contributions", "assumptions", "flips")),
        "",
    ]


def test_compiling_is_shown_in_between_and_the_stage_goes_on() -> None:
    stages, line = watched("en")
    with stages, stages:  # entered twice: still one
        stages.begin("comparison")
        with preparing._shows[-1]() as tell:
            tell(3, 7)
        assert len(preparing._shows) == 1
    stages(1, 2)
    assert preparing._shows == []
    compiled, stage = (say(f"command.stage.{id}", "en") for id in ("preparing", "comparison"))
    assert line.told == [(stage, 0, 1), (compiled, 3, 7), (stage, 0, 1), ("", 0, 0)]


def test_ctrl_c_while_a_run_is_shown_keeps_worlds_and_clears_the_bar() -> None:
    stages, line = watched("en")
    show = line.show

    def press(text: str, done: int, total: int) -> None:
        show(text, done, total)
        if done:
            signal.raise_signal(signal.SIGINT)

    line.show = press
    with pytest.raises(Interrupted) as stopped:
        simkit.run(SHORT, 5_000, workers=1, progress=stages)
    kept = stopped.value.result
    assert isinstance(kept, Summary)
    assert 0 < len(kept.replications) < 5_000
    assert line.told[-1] == ("", 0, 0)
    again = simkit.run(SHORT, kept.replications)
    assert kept.mean("felt_safety").tobytes() == again.mean("felt_safety").tobytes()


@needs_terminal
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_ctrl_c_at_a_terminal_keeps_the_worlds_that_are_done(lang: Lang, tmp_path: Path) -> None:
    first = f"{say('command.stage.runs', lang)}"
    code, shown = on_screen(["-c", LONG_RUN.replace("LANG", lang)], tmp_path, stop_at="/60000")
    assert (code, first in shown, "Traceback" in shown) == (0, True, False)
    found = re.search(r"kept (\d+) (\w+)", shown)
    assert found is not None
    assert 0 < int(found[1]) < 60_000
    assert found[2] == "True"


@needs_terminal
@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("stage", ["comparison", "contributions", "assumptions"])
def test_ctrl_c_in_a_comparison_writes_what_is_done(stage: str, lang: Lang, tmp_path: Path) -> None:
    worlds = "2000" if stage == "comparison" else "8"
    arguments = [
        "-m",
        "simkit",
        "compare",
        "product-company",
        "--replications",
        worlds,
        "--lang",
        lang,
        "--out",
        "out",
    ]
    seen = "2/4000" if stage == "comparison" else say(f"command.stage.{stage}", lang)
    code, shown = on_screen(arguments, tmp_path, stop_at=seen)
    assert (code, "Traceback" in shown) == (130, False)
    assert say("command.stopped.kept", lang) in re.sub(r"\s*\r\n", "" if lang == "zh" else " ", shown)
    assert {"report.html", "metrics.csv", "scenario.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }


@needs_terminal
@pytest.mark.slow
def test_ctrl_c_while_the_engine_is_prepared_stops_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    more = {"SIMKIT_CACHE": str(tmp_path / "cache")}
    arguments = ["-m", "simkit", "compare", "product-company", "--lang", "zh"]
    code, shown = on_screen(arguments, tmp_path, stop_at="0/1", more=more)
    assert (code, "Traceback" in shown) == (130, False)
    assert "正在准备仿真引擎" in shown
    assert say("command.stopped.nothing", "zh") in shown
    assert not (tmp_path / "simkit-out").exists()
    steps = {int(done) for done in re.findall(r"(\d+)/1\d\d", shown)}
    assert max(steps) < 60
