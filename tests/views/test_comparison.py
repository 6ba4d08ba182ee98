"""The public object: what it writes, what it refuses, and that equal regimes do not differ."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from simkit.problems import InputError
from simkit.regime import Regime
from simkit.views.comparison import ReadableComparison, compare


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def saved(compared: ReadableComparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compared.save(tmp_path_factory.mktemp("saved") / "new" / "result")


def test_the_same_seed_gives_the_same_files(saved: Path, tmp_path: Path) -> None:
    again = compare(
        "manufacturer", weeks=60, replications=4, contribution_worlds=2, trajectories=0, workers=1
    )
    assert contents(again.save(tmp_path)) == contents(saved)


def test_saved_tables_hold_the_numbers_of_the_comparison(saved: Path, compared: ReadableComparison) -> None:
    frame = pd.read_csv(saved / "metrics.csv", encoding="utf-8-sig")
    row = frame[(frame["metric"] == "value_customer") & (frame["horizon"] == 52)].iloc[0]
    old, new = (float(result.metric("value_customer", 52).mean()) for result in compared.results)
    assert (row["mean_a"], row["mean_b"]) == pytest.approx((old, new))
    sheet = openpyxl.load_workbook(io.BytesIO((saved / "table.xlsx").read_bytes())).worksheets[0]
    assert sheet.max_row == 1 + 4 * len(compared.horizons)
    assert len(pd.read_csv(saved / "teams.csv", encoding="utf-8-sig")["team"].unique()) == 6


def test_saved_scenario_names_seed_and_fingerprint(saved: Path, compared: ReadableComparison) -> None:
    about = json.loads((saved / "scenario.json").read_text(encoding="utf-8"))
    assert [about[label]["fingerprint"] for label in compared.labels] == [
        item.fingerprint for item in compared.results
    ]
    assert about["innovation"]["scenario"]["regime"]["levers"]["review_interval"] == 4


@pytest.mark.usefixtures("undrawn")
def test_nothing_is_overwritten_unless_asked(compared: ReadableComparison, tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text("mine")
    with pytest.raises(InputError) as refused:
        compared.save(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["exists_already"]
    assert contents(tmp_path) == {"metrics.csv": b"mine"}
    compared.save(tmp_path, overwrite=True)
    assert (tmp_path / "metrics.csv").read_text(encoding="utf-8-sig").startswith("reference,")


def test_a_folder_that_is_a_file_is_refused(compared: ReadableComparison, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(InputError) as refused:
        compared.save(tmp_path / "taken")
    assert [problem.code for problem in refused.value.problems] == ["cannot_write"]


@pytest.mark.usefixtures("undrawn")
def test_a_regime_does_not_differ_from_itself() -> None:
    same = compare(
        "manufacturer",
        [Regime.preset("innovation")] * 2,
        weeks=20,
        replications=2,
        contribution_worlds=0,
        trajectories=0,
    )
    frame = same.frame()
    assert set(frame["difference"].dropna()) == {0.0}
    assert not frame["ahead_b"].any()
    page = same.report()
    assert "undecided on financial results, customer value, capability and organisational vitality" in page
    assert "is not clearly behind on any of" in page


@pytest.mark.usefixtures("undrawn")
def test_three_regimes_give_two_reports(tmp_path: Path) -> None:
    three = compare(
        "G1",
        ["traditional", "innovation", "agile_team"],
        weeks=6,
        replications=2,
        contribution_worlds=0,
        trajectories=0,
    )
    files = contents(three.save(tmp_path))
    assert {"report-1.html", "report-2.html"} <= set(files)
    assert b"Regime for agile teams" in files["report-1.html"]
    assert set(three.table()["Regime"]) == {"Innovation-driven regime", "Regime for agile teams"}


def test_unknown_views_and_regimes_are_refused_with_what_there_is(compared: ReadableComparison) -> None:
    for call in (lambda: compared.plot("stream"), lambda: compared.report(regime="traditional")):
        with pytest.raises(InputError) as refused:
            call()
        assert refused.value.problems[0].code == "not_allowed"
        assert "innovation" in refused.value.text("en") or "streams" in refused.value.text("en")


def test_the_table_reads_in_either_language(compared: ReadableComparison) -> None:
    english, chinese = compared.table("en"), compared.table("zh")
    assert english.shape == chinese.shape == (4 * len(compared.horizons), 12)
    assert np.allclose(english["Difference"], chinese["差值"])
    assert english["In words"].str.startswith("By week").all()
    assert chinese["文字说明"].str.endswith("。").all()


def test_a_picture_can_be_shown_without_leaving_settings_behind(compared: ReadableComparison) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    figure = compared.plot("headline", lang="zh")
    assert dict(mpl.rcParams) == before
    buffer = io.BytesIO()
    figure.savefig(buffer)  # a missing glyph would be an error here
    assert buffer.tell() > 5_000
