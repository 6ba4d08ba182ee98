"""The first workshop pack as its tests read it, without the workshop code."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from simkit.presets import load_regime
from simkit.presets.regimes import regime_from
from simkit.regime import Regime
from simkit.text import Lang

PACK = Path(__file__).parents[2] / "workshops" / "first-regime"
Round = dict[str, Any]


@cache
def session() -> dict[str, Any]:
    return tomllib.loads((PACK / "session.toml").read_text("utf-8"))


def rounds() -> list[Round]:
    return session()["rounds"]


def questions() -> list[tuple[Round, dict[str, Any]]]:
    return [(round, item) for round in rounds() for item in round["questions"]]


def document(name: str, lang: Lang) -> str:
    return (PACK / f"{name}.{lang}.md").read_text("utf-8")


def chosen(value: Any) -> Regime:
    return load_regime(value) if isinstance(value, str) else regime_from(value, "in a round")
