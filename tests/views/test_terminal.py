"""Terminal tables: within 80 columns in both languages, plain in a file, ids whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import RenderableType

from simkit.constants import CONSTANTS
from simkit.evidence.patterns import patterns
from simkit.evidence.verdicts import Finding, Verdicts
from simkit.levers import LEVER_IDS
from simkit.metrics import METRIC_IDS
from simkit.presets import REGIMES
from simkit.text import Lang, entries
from simkit.views import terminal, verdicts
from simkit.views.comparison import ReadableComparison, compare


def printed(content: RenderableType) -> str:
    file = io.StringIO()
    terminal.show(content, file)
    return file.getvalue()


def widest(text: str) -> int:
    return max(cell_len(line) for line in text.splitlines())


@pytest.mark.parametrize(
    ("make", "ids"),
    [
        (terminal.levers, LEVER_IDS),
        (terminal.metrics, METRIC_IDS),
        (terminal.regimes, REGIMES),
        (terminal.concepts, tuple(entries("concepts"))),
        (terminal.assumptions, tuple(CONSTANTS)),
    ],
)
def test_lists_fit_80_columns_and_name_every_id(
    make: Callable[[Lang], Any], ids: tuple[str, ...], lang: Lang
) -> None:
    text = printed(make(lang))
    assert widest(text) <= 80
    words = set(text.split())
    assert [id for id in ids if id not in words] == []


def test_assumptions_are_named_in_words_with_unit_and_no_source_of_our_own() -> None:
    text = printed(terminal.assumptions("zh"))
    (line,) = (i for i, line in enumerate(text.splitlines()) if "业务环境变化速度" in line)
    first, second = text.splitlines()[line : line + 2]
    assert "0.01 (0.0025 – 0.02)" in first
    assert "March 1991" in first
    assert "flip_rate" in second
    assert "每周" in second
    assert "simkit" not in text


def test_named_regimes_are_named_in_words(lang: Lang) -> None:
    name = {"en": "Regime for agile teams", "zh": "敏捷团队模式"}[lang]
    assert name in printed(terminal.regimes(lang))
    found = compare("G2", ["traditional", "agile_team"], weeks=2, replications=2, contribution_worlds=0,
                    trajectories=0)  # fmt: skip
    title = next(line for line in printed(terminal.comparison(found, lang)).splitlines()[1:] if line.strip())
    assert "agile_team" not in title
    assert {"en": "The regime for agile teams compared", "zh": "敏捷团队模式与"}[lang] in title


def test_comparison_fits_and_is_plain_in_a_file(compared: ReadableComparison, lang: Lang) -> None:
    text = printed(terminal.comparison(compared, lang))
    assert widest(text) <= 80
    assert "\x1b" not in text
    assert "…" not in text
    assert text.lstrip().startswith({"en": "Illustrative", "zh": "示意性"}[lang])


def test_comparison_shows_difference_half_width_and_worlds(compared: ReadableComparison) -> None:
    text = printed(terminal.comparison(compared, "en"))
    old, new = (result.metric("value_customer", 52) for result in compared.results)
    line = next(line for line in text.splitlines() if line.startswith("Customer value"))
    assert f"{(new - old).mean():+.{2 if abs((new - old).mean()) < 10 else 1}f} ± " in line.replace("−", "-")
    assert f"{int((new > old).sum())}/4" in line


def test_columns_of_wide_characters_line_up(compared: ReadableComparison) -> None:
    lines = printed(terminal.comparison(compared, "zh")).splitlines()
    rows = [line for line in lines if "±" in line and "/4" in line]
    assert len(rows) >= 8
    for block in (rows[:4], rows[4:8]):
        assert len({cell_len(line[: line.index("/4")]) for line in block}) == 1


def test_long_names_of_regimes_do_not_break_the_table() -> None:
    from simkit.regime import Regime

    other = Regime.preset("innovation").with_("A regime with a name that goes on and on")
    found = compare(
        "G1", ["traditional", other], weeks=2, replications=2, contribution_worlds=0, trajectories=0
    )
    text = printed(terminal.comparison(found, "en"))
    assert widest(text) <= 80
    assert "A regime with…" in text


def test_verdicts_of_signs_are_words_not_colours(lang: Lang) -> None:
    sign = patterns()[0]
    both = ("reproduced", "not_reproduced")
    found = Verdicts(
        tuple(
            Finding(sign, claim, 1.25, -0.5, 3.0, 0.5, 40, verdict)
            for claim, verdict in zip(sign.claims, both, strict=True)
        )
    )
    text = printed(verdicts.signs(found, lang))
    assert widest(text) <= 80
    assert "+1.25" in text
    assert ("×" in text, "✓" in text) == (True, True)
