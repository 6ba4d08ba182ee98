"""Commands that list what there is and check the model."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from simkit.cli import checks
from simkit.constants import CONSTANTS
from simkit.engine.run import Interrupted
from simkit.evidence.effects import EffectFinding
from simkit.evidence.patterns import patterns
from simkit.evidence.verdicts import Finding, Verdicts
from simkit.experiments.paired import Estimate
from simkit.levers import LEVER_IDS, SWITCHES
from simkit.metrics import METRIC_IDS
from simkit.presets import REGIMES, SCENES, TOOLS
from simkit.text import LANGS, Lang, entries, say
from tests.cli.asking import ask, contents


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("levers", LEVER_IDS),
        ("metrics", METRIC_IDS),
        ("regimes", REGIMES),
        ("tools", TOOLS),
        ("scenes", SCENES),
        ("assumptions --quick", CONSTANTS),
    ],
)
def test_lists_are_complete_as_table_and_as_json(name: str, ids: tuple[str, ...], lang: Lang) -> None:
    table, data = ask(*name.split(), lang=lang), ask(*name.split(), "--json", lang=lang)
    assert (table.exit_code, data.exit_code) == (0, 0)
    assert list(json.loads(data.stdout)) == list(ids)
    shown = table.stdout
    assert [id for id in ids if id not in shown] == []
    assert max(map(cell_len, shown.splitlines())) <= 80


def test_concepts_show_every_row_of_the_comparison_table() -> None:
    assert set(SWITCHES) <= set(json.loads(ask("concepts", "--json", lang="zh").stdout))
    assert "价值" in ask("concepts", lang="zh").stdout


def test_a_number_of_the_rules_is_listed_with_value_and_grade() -> None:
    entry = json.loads(ask("assumptions", "--quick", "--json", lang="zh").stdout)["flip_rate"]
    known = CONSTANTS["flip_rate"]
    assert (entry["value"], entry["grade"], entry["reason"]) == (known.value, known.grade, known.reason["zh"])


@pytest.mark.parametrize("lang", LANGS)
def test_the_description_of_the_model_is_printed(lang: Lang) -> None:
    done = ask("odd", lang=lang)
    assert done.stdout.startswith("# simkit")
    assert "`review_interval`" in done.stdout


def test_an_empty_roster_is_written_once() -> None:
    assert ask("template", "r.xlsx", lang="zh").exit_code == 0
    before = contents(Path())
    assert (ask("template", "r.xlsx").exit_code, contents(Path())) == (2, before)
    assert ask("template", "r.xlsx", "--overwrite").exit_code == 0
    assert contents(Path()) != before  # now in English


def _missed(sizes: Any, _: Any) -> tuple[EffectFinding, ...]:
    """Say of every effect that it was not reproduced."""
    return tuple(EffectFinding(item, Estimate(0.0, -1.0, 1.0, 0.5, 40), "not_reproduced") for item in sizes)


def _judged(signs: Any, _: Any) -> Verdicts:
    """Say of every claim that it was not reproduced, except the first."""
    claims = [(sign, claim) for sign in signs for claim in sign.claims]
    verdicts = ["reproduced"] + ["not_reproduced"] * (len(claims) - 1)
    return Verdicts(
        tuple(
            Finding(s, c, -0.5, -0.75, -0.25, -1.0, 40, v) for (s, c), v in zip(claims, verdicts, strict=True)
        )
    )


@pytest.mark.parametrize("lang", LANGS)
def test_signs_that_fail_are_told_with_their_notes(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "verdicts", _judged)
    monkeypatch.setattr(checks, "findings", _missed)
    monkeypatch.setattr(checks, "read_arms", lambda *_, **__: {})
    table, data = ask("patterns", lang=lang), ask("patterns", "--json", lang=lang)
    assert (table.exit_code, data.exit_code) == (0, 0)
    told = json.loads(data.stdout)
    claims = [claim for sign in told["signs"] for claim in sign["claims"]]
    noted = {claim["id"] for claim in claims if claim["note"]}
    assert noted == {id for id in entries("patterns")["note"] if id != claims[0]["id"]}
    assert len(claims) == sum(len(sign.claims) for sign in patterns())
    flat = re.sub(r"\s", "", table.stdout)
    assert {item["id"] for item in told["effects"] if item["note"]} == set(entries("effects")["note"])
    notes = [say(f"effect.note.{id}", lang) for id in entries("effects")["note"]]
    assert [note for note in notes if re.sub(r"\s", "", note) not in flat] == []
    assert [id for id in noted if re.sub(r"\s", "", say(f"pattern.note.{id}", lang)) not in flat] == []
    assert "[−0.75,−0.25]" in flat


def test_signs_are_checked_for_real_and_stopping_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    few = (patterns()[8],)
    monkeypatch.setattr(checks, "patterns", lambda: few)
    monkeypatch.setattr(checks, "effects", tuple)
    (sign,) = json.loads(ask("patterns", "--worlds", "3", "--json").stdout)["signs"]
    assert (sign["id"], [claim["worlds"] for claim in sign["claims"]]) == ("blanket", [3, 3])
    assert all(claim["low"] <= claim["mean"] <= claim["high"] for claim in sign["claims"])

    def stop(*_: object, **__: object) -> None:
        raise Interrupted(None)

    monkeypatch.setattr(checks, "read_arms", stop)
    assert ask("patterns").exit_code == 130
