"""All evidence as one table: what a row says, which verdict it has, and what is refused."""

from __future__ import annotations

from math import inf, isnan
from pathlib import Path

import pytest

from simkit.evidence import gathering
from simkit.evidence.docking._common import Figure
from simkit.evidence.docking.figures import denrell_figures
from simkit.evidence.patterns import patterns
from simkit.evidence.verdicts import Claim, Finding
from simkit.experiments.paired import Estimate
from simkit.problems import InputError


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One paper, one sign, no effect sizes."""
    monkeypatch.setattr(gathering.docks, "DOCKS", {"denrell2001": denrell_figures})
    monkeypatch.setattr(gathering, "patterns", lambda: (patterns()[8],))
    monkeypatch.setattr(gathering, "effects", tuple)


@pytest.mark.usefixtures("few")
def test_a_row_is_the_figure_or_the_claim_with_its_own_verdict() -> None:
    told: list[tuple[int, int]] = []
    found = gathering.table(seed=3, progress=lambda done, total: told.append((done, total)))
    figures = denrell_figures(gathering.docks.REDUCED["denrell2001"], seed=3)
    part = found[found["kind"] == "figure"]
    assert part["found"].tolist() == [item.found.mean for item in figures]
    assert part["verdict"].tolist() == [item.verdict for item in figures]
    assert found[found["kind"] == "sign"]["id"].tolist() == [claim.id for claim in patterns()[8].claims]
    assert set(found["run"]) == {"reduced"}
    assert told == sorted(told)
    assert told[-1] == (200, 200)


@pytest.mark.usefixtures("few")
def test_the_same_seed_gives_the_same_table_with_any_number_of_workers() -> None:
    assert gathering.table(seed=1, workers=1).equals(gathering.table(seed=1, workers=2))
    assert not gathering.table(seed=1)["found"].equals(gathering.table(seed=2)["found"])


def test_a_sign_is_told_in_standard_deviations_too() -> None:
    """Contrast 2 with interval 1 to 3 and effect 0.5: the unit is 4, so the interval is 0.25 to 0.75."""
    sign = patterns()[0]
    finding = Finding(sign, Claim("x", (), "small", margin=0.2), 2.0, 1.0, 3.0, 0.5, 10, "not_reproduced")
    row = gathering._sign(finding)
    assert (row["effect_low"], row["effect_high"]) == (0.25, 0.75)
    assert (row["low"], row["high"]) == pytest.approx((-0.8, 0.8))


def test_an_order_has_no_published_number() -> None:
    note = {"en": "x", "zh": "甲"}
    order = Figure("late", 0.0, 0.0, inf, Estimate(0.2, 0.1, 0.3, 0.05, 9), "lazer2007", note)
    row = gathering._figure("lazer2007", order)
    assert isnan(row["published"])
    assert (row["verdict"], row["grade"]) == ("reproduced", "P")


@pytest.mark.parametrize("content", [None, "", "a,b\n1,2\n"])
def test_what_is_no_table_of_evidence_is_refused(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    monkeypatch.setenv(gathering.VARIABLE, str(file))
    with pytest.raises(InputError, match="not a table of evidence"):
        gathering.asked()
