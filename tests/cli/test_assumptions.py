"""The assumption ledger as a command."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from simkit.cli import assuming
from simkit.constants import CONSTANTS
from simkit.engine.run import Interrupted
from simkit.text import LANGS, Lang, say
from simkit.views import ledger
from tests.cli.asking import ENGLISH, ask

SHORT = ("G2", "--weeks", "3", "--trajectories", "2", "--worlds", "2")


@pytest.mark.parametrize("lang", LANGS)
def test_the_ledger_names_every_constant_within_the_window(lang: Lang) -> None:
    done = ask("assumptions", *SHORT, lang=lang)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    flat = re.sub(r"\s", "", done.stdout)
    names = [say(f"constant.{id}.label", lang).split()[0] for id in CONSTANTS]
    names = [name[:3] for name in names] if lang == "zh" else names  # Chinese may be broken anywhere
    assert [name for name in names if name not in flat] == []
    cites = ("et al.", "March", "Posen")
    words = [line for line in done.stdout.splitlines() if not any(word in line for word in cites)]
    assert lang == "en" or not ENGLISH.search("\n".join(words))
    assert str(len(CONSTANTS)) in done.stderr  # announced beforehand


def test_as_json_it_holds_effects_and_flip_points_of_every_constant() -> None:
    done = ask("assumptions", *SHORT, "--json")
    data = json.loads(done.stdout)
    assert set(data) == set(CONSTANTS)
    entry = data["loss_aversion"]
    assert (entry["grade"], entry["low"], len(entry["effects"])) == ("published", 1.5, 4)
    assert {row["status"] for row in entry["effects"]} <= {"flips", "open", "fades", "firm"}
    biggest = [max(row["mu_star"] for row in data[id]["effects"]) for id in data]
    assert biggest == sorted(biggest, reverse=True)  # all four scales run from 0 to 100
    again = json.loads(ask("assumptions", *SHORT, "--json", "--workers", "1").stdout)
    assert again == data


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "assumptions", None)
    done = ask("assumptions", "G9", "--worlds", "1", "--regimes", "innovation")
    assert done.exit_code == 2
    assert all(word in done.stderr for word in ("G9", "--worlds", "exactly two regimes"))


@pytest.mark.parametrize("lang", LANGS)
def test_ctrl_c_ends_it_with_a_sentence(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted(None)

    monkeypatch.setattr(assuming.ledger, "assumptions", stop)
    done = ask("assumptions", *SHORT, lang=lang)
    assert (done.exit_code, done.stdout) == (130, "")
    assert say("command.stopped.nothing", lang) in done.stderr
