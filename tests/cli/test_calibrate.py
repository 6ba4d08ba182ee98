"""``simkit calibrate``: what it shows, writes and refuses, without the long run."""

from __future__ import annotations

import json
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from simkit.cli import calibrating
from simkit.evidence.accepted import Accepted, accepted, read
from simkit.evidence.sources import cite
from simkit.evidence.targets import TARGETS, informed
from simkit.text import LANGS, Lang, say
from tests.cli.asking import ask


@pytest.fixture(autouse=True)
def _no_long_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def ready(*_: Any, **__: Any) -> Accepted:
        return accepted()

    monkeypatch.setattr(calibrating, "fit", ready)


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_stands_beside_what_the_model_gives(lang: Lang) -> None:
    done = ask("calibrate", "--out", "set.toml", lang=lang)
    assert done.exit_code == 0
    shown = "".join(done.stdout.split())
    assert all(
        cite(item.source).split()[0].strip(",") in shown for item in TARGETS.values() if item.id != "turnover"
    )
    assert all(id in shown for id in informed())
    assert read(Path("set.toml").read_text(encoding="utf-8")).luck == accepted().luck


def test_json_has_both_predictions_of_every_figure() -> None:
    data = json.loads(ask("calibrate", "--out", "set.toml", "--json").stdout)
    compared = {id for id, item in TARGETS.items() if item.role != "left_out"}
    assert set(data["prior"]) == set(data["posterior"]) == compared


def test_all_that_is_wrong_is_told_at_once() -> None:
    done = ask("calibrate", "--population", "3", "--seed", "x", "--workers", "0")
    assert done.exit_code == 2
    assert all(flag in done.stderr for flag in ("--population", "--seed", "--workers"))


def test_a_break_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> Accepted:
        raise KeyboardInterrupt

    monkeypatch.setattr(calibrating, "fit", stop)
    done = ask("calibrate", "--out", "set.toml")
    assert (done.exit_code, Path("set.toml").exists()) == (130, False)
    assert say("command.calibration.stopped", "en", file="").split(".")[0] in done.stderr


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        calibrating, "find_spec", lambda name: None if name == "pyabc" else util.find_spec(name)
    )
    done = ask("calibrate")
    assert done.exit_code == 2
    assert "simkit-regimes[calibration]" in done.stderr
