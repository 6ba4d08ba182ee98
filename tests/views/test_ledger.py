"""What people read of the assumption ledger is what it holds."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from simkit.constants import CONSTANTS
from simkit.experiments.assumptions import Ledger
from simkit.experiments.flips import Flips, places
from simkit.experiments.screening import Screening, paths
from simkit.problems import InputError
from simkit.text import LANGS, Lang
from simkit.views.comparison import ReadableComparison
from simkit.views.ledger import assumptions, ledger_rows, sentences

NAMES = ("fit_floor", "churn", "transition_cost")
OUTCOMES = (("value_financial", 52), ("value_customer", 156))


def made(slope: float = 10.0) -> Ledger:
    """A ledger: financial value in year 1 is ``slope`` times (place of fit_floor - 0.25), customer value 5 points."""
    design = paths(3, 4, seed=0)
    noise = np.array([-0.01, 0.01])
    gaps = slope * (design[:, 0] - 0.25)[:, None] + noise
    screened = Screening(NAMES, OUTCOMES, design, np.stack([gaps, 5 + 0 * gaps + noise], axis=2), 0)
    measured = {
        (id, place): np.stack(
            [slope * ((place if id == "fit_floor" else 0.5) - 0.25) + noise, 5 + noise], axis=1
        )
        for id in NAMES[:2]
        for place in places(CONSTANTS[id])
    }
    return Ledger("traditional", "innovation", screened, Flips(NAMES[:2], OUTCOMES, measured))


@pytest.mark.parametrize(("lang", "words"), [("en", "Financial results, year 1"), ("zh", "第 1 年财务成果")])
def test_rows_say_what_is_moved_which_way_and_where_it_flips(lang: Lang, words: str) -> None:
    first, *others = ledger_rows(made(), lang)
    assert first["id"] == "fit_floor"
    assert first["moves"] == f"+10.0 {words}"
    # a quarter of the way from 0.3 to 0.7
    assert (
        words in first["flips"][0],
        " 0.4 [" in first["flips"][0].replace("：", " ").replace(": ", " "),
    ) == (True, True)
    told = {row["id"]: row["flips"] for row in others}
    assert (told["churn"], told["transition_cost"]) == (
        (["none found in range"], ["not sought"]) if lang == "en" else (["范围内未发现"], ["未寻找"])
    )
    assert [row["id"] for row in ledger_rows(made(), lang, seen=True)] == ["fit_floor"]
    assert ledger_rows(made(-10.0), lang)[0]["moves"].startswith("−10.0 ")


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_are_computed(lang: Lang) -> None:
    done, strongest, standing, nearest = sentences(made(), lang)
    assert [int(number) for number in re.findall(r"\d+", done)] == [3, 4, 2, 2, 2]
    assert "10.0" in strongest
    # two verdicts: customer value stays, financial value comes out on either side
    digits = re.findall(r"\d+", standing.replace("第 1 年", "").replace("year 1", ""))
    assert [int(number) for number in digits] == [2, 1, 0, 0, 1]
    known = CONSTANTS["fit_floor"].value
    words = (
        f"declared as {known:g}: below 0.4 [" if lang == "en" else f"声明取值 {known:g}）：低于 0.4 [",
        "is behind on financial results, year 1, above it ahead"
        if lang == "en"
        else "第 1 年财务成果上落后；高于它时领先",
    )
    assert all(part in nearest for part in words)
    firm = sentences(made(0.0), lang)
    # no difference at all but luck, in year 1
    digits = re.findall(r"\d+", firm[2].replace("第 1 年", "").replace("year 1", ""))
    assert [int(number) for number in digits] == [2, 1, 0, 1]
    assert firm[3] == (
        "No verdict changes sides at any value that was tried."
        if lang == "en"
        else "在试过的所有取值下，没有一项结论反转。"
    )


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("lang", LANGS)
def test_the_report_shows_the_ledger(compared: ReadableComparison, lang: Lang) -> None:
    html = replace(compared, assumptions={"innovation": made()}).report(lang)
    row = ledger_rows(made(), lang)[0]
    assert all(
        words in html for words in (row["name"], row["moves"], row["flips"][0], sentences(made(), lang)[2])
    )
    assert "fit_floor" not in html


def test_a_ledger_needs_two_regimes() -> None:
    with pytest.raises(InputError) as caught:
        assumptions("G1", ["traditional"])
    assert caught.value.problems[0].code == "two_regimes"
