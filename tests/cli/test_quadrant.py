"""The command that maps mixes: what it prints, draws and refuses, and Ctrl-C."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from simkit.cli import mapping
from simkit.engine.run import Interrupted
from simkit.text import LANGS, Lang, say
from tests.cli.asking import ENGLISH, ask

TINY = ("quadrant", "--mixes", "kpi,okr,kpi+points", "--worlds", "2", "--weeks", "2", "--workers", "1")


@pytest.mark.parametrize("lang", LANGS)
def test_maps_are_printed_and_drawn(lang: Lang) -> None:
    done = ask(*TINY, "--picture", "maps.svg", lang=lang)
    assert (done.exit_code, Path("maps.svg").read_bytes()[:5]) == (0, b"<?xml")
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert bool(ENGLISH.search(done.stdout)) is (lang == "en")
    assert "150" in done.stderr  # 25 places × 3 mixes × 2 worlds
    assert say("command.result.drawn", lang, file="maps.svg") in done.stderr


def test_the_json_has_everything_by_place() -> None:
    found = json.loads(ask(*TINY, "--json", "--seed", "7").stdout)
    assert [mix["code"] for mix in found["mixes"]] == ["K", "O", "P"]
    assert found["mixes"][2]["tools"] == ["kpi", "points"]
    assert (found["worlds"], found["seed"]) == (2, 7)
    assert len(found["means"]) == 25 * 4 * 3
    assert len(found["winners"]) == 25 * 4
    assert len(found["advice"]) == 20 * 4
    assert found["advice_among_tools_alone"] == found["advice"]
    assert {row["verdict"] for row in found["advice"]} <= {"holds", "fails", "undecided"}


def test_the_same_seed_gives_the_same_numbers_on_any_number_of_threads() -> None:
    one, two = (ask(*TINY[:-1], workers, "--json").stdout for workers in ("1", "2"))
    assert one == two
    assert ask(*TINY, "--json", "--seed", "1").stdout != one


@pytest.mark.parametrize("lang", LANGS)
def test_everything_that_is_wrong_is_told_at_once(lang: Lang) -> None:
    done = ask(
        "quadrant",
        "--mixes",
        "okr+kpi,okrs",
        "--worlds",
        "1",
        "--weeks",
        "x",
        "--picture",
        "a.doc",
        lang=lang,
    )
    assert (done.exit_code, done.stdout) == (2, "")
    for words in ("okrs", "--mixes › tools", "--worlds", "--weeks", "a.doc"):
        assert words in done.stderr, words
    assert ask("quadrant", "--mixes", "kpi", lang=lang).exit_code == 2


def test_ctrl_c_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise Interrupted(None)

    monkeypatch.setattr(mapping, "quadrant", stop)
    done = ask(*TINY, lang="zh")
    assert (done.exit_code, done.stdout) == (130, "")
    assert say("command.stopped.nothing", "zh") in done.stderr
