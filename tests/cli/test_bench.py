"""The speed of the engine, as told: ratios taken by turns, and growth."""

import json
from pathlib import Path

import pytest

from simkit.cli import speed
from simkit.distribution import Floats
from simkit.engine import bench
from simkit.engine.bench import Measure, Size, Speed, by_turns, reference
from simkit.engine.state import BURN_IN
from simkit.problems import InputError
from simkit.text import LANGS, Lang
from simkit.views.figures import growth
from tests.cli.asking import ask

MEASURES = (
    Measure("host", 200.0, 60.0, least=True), Measure("yardstick", None, 1.2, least=False),
    Measure("threads", 1.5, 1.7, least=True), Measure("slider", 0.4, 0.5, least=False),
)  # fmt: skip
LINEAR = tuple(
    Size(vary, 8 * n, n, 48 * n, 2 * n, 8 * n * (48 * n + BURN_IN) * 2 * n * 100e-9)
    for vary in growth.VARIED
    for n in (1, 10, 100)
)
FOUND = Speed(MEASURES, LINEAR)


def test_a_target_is_met_from_the_right_side() -> None:
    assert [item.met for item in MEASURES] == [True, None, False, True]


def test_cost_in_proportion_to_size_has_slope_one_and_one_cost() -> None:
    assert FOUND.slope("people") == pytest.approx(1.0)
    assert {round(item.nanoseconds, 6) for item in LINEAR} == {100.0}
    square = tuple(Size("people", n, 1, 48, 4000 // n, 1e-9 * n * n * (4000 // n)) for n in (10, 100, 1000))
    assert Speed(MEASURES, square).slope("people") == pytest.approx(2.0)


def test_turns_give_the_median_ratio() -> None:
    clock = iter([0, 3, 3, 4, 4, 14, 14, 15, 15, 17, 17, 18])  # 3 : 1, 10 : 1, 2 : 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.time, "perf_counter", lambda: next(clock))
        assert by_turns(str, str, 3) == 3.0


def test_everything_is_in_the_json() -> None:
    found = FOUND.document()
    assert found["measures"]["host"] == {"value": 200.0, "target": 60.0, "at": "least", "met": True}
    assert found["measures"]["yardstick"]["met"] is None
    assert len(found["growth"]) == len(LINEAR)
    assert found["growth"][0]["nanoseconds_per_person_week"] == 100.0
    assert found["slopes"] == dict.fromkeys(growth.VARIED, 1.0)
    assert set(found["versions"]) == {"simkit", "python", "mesa", "numba", "numpy"}
    json.dumps(found)


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_prints_and_draws_what_was_measured(
    lang: Lang, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(speed, "benchmark", lambda yardstick, progress: FOUND)
    path = tmp_path / "growth.svg"
    done = ask("bench", "--picture", str(path), lang=lang)
    assert done.exit_code == 0
    assert "200" in done.stdout
    assert growth.sentence(FOUND, lang)[:12] in done.stdout
    assert path.read_bytes().startswith(b"<?xml")
    assert json.loads(ask("bench", "--json", lang=lang).stdout)["slopes"]["weeks"] == 1.0


@pytest.mark.parametrize("lang", LANGS)
def test_a_picture_of_another_kind_is_refused_before_anything_is_timed(lang: Lang) -> None:
    done = ask("bench", "--picture", "growth.docx", lang=lang)
    assert done.exit_code == 2
    assert ".svg" in done.stderr


@pytest.mark.parametrize("place", ["no_such_folder/growth.png", "folder.png"])
def test_a_picture_that_cannot_be_written_is_refused_before_anything_is_timed(
    place: str, tmp_path: Path
) -> None:
    (tmp_path / "folder.png").mkdir()
    done = ask("bench", "--picture", str(tmp_path / place), lang="en")
    assert done.exit_code == 2
    assert place in done.stderr.replace("\n", "")
    assert "nothing can be written here" in done.stderr.replace("\n", " ")


def test_what_is_no_yardstick_or_gives_other_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no.such.module", "json"):
        with pytest.raises(InputError) as caught:
            bench.benchmark(name)
        assert caught.value.problems[0].code == "no_yardstick"
    monkeypatch.setattr(bench, "WORLDS", 1)
    monkeypatch.setattr(bench, "_simulate_of", lambda name: lambda *given: None)
    monkeypatch.setattr(bench, "_host", lambda *given: 1.0)
    with pytest.raises(InputError) as caught:
        bench.benchmark("other")
    assert caught.value.problems[0].code == "yardstick_differs"


@pytest.mark.slow
def test_the_engine_is_fast_and_its_cost_linear_here_too() -> None:
    """Far from the targets, which are for a quiet machine."""
    found = bench.benchmark(rounds=1)
    values = {item.id: item.value for item in found.measures}
    assert (values["host"] or 0) > 30
    assert 0.8 < found.slope("people") < 1.2


def test_a_small_bench_measures_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "WORLDS": 2,
        "SLIDER_WORLDS": 2,
        "SIZES": ((8, 1), (24, 3)),
        "LONGS": (2, 4),
        "MANYS": (1, 2),
    }.items():
        monkeypatch.setattr(bench, name, value)
    monkeypatch.setattr(bench, "reference", lambda *given: reference(*given[:3], weeks=2))
    monkeypatch.setattr(bench, "processors", lambda: 2)
    told: list[tuple[int, int]] = []
    found = bench.benchmark("simkit.engine.kernel", 1, lambda done, of: told.append((done, of)))
    assert told == [(n, 10) for n in range(1, 11)]
    assert [item.id for item in found.measures] == [item.id for item in MEASURES]
    assert all(item.value and item.value > 0 for item in found.measures)
    assert [(item.vary, item.people, item.teams) for item in found.growth[:2]] == [
        ("people", 8, 1),
        ("people", 24, 3),
    ]
    monkeypatch.setattr(bench, "processors", lambda: 1)
    assert bench._threads([], 1) is None
    assert bench._against([], None, 1) is None


def test_a_yardstick_that_cannot_run_here_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*given: object) -> Floats:
        raise RuntimeError("no C compiler found")

    with pytest.raises(InputError, match="no C compiler found"):
        bench._against([reference("innovation", 4, 1, 1)], failing, 1)
