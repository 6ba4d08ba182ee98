"""What a design can show, for people: outcomes by true world, the table of odds, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.pilot.design import Pilot
from simkit.pilot.diagnosis import Diagnosis
from simkit.pilot.worlds import PARTS, World, world_from
from simkit.pilot.worth import Stakes, Worth
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import rows
from simkit.views.wording import first_capital, number, percent, unit_of_difference, whole

DECISIONS = ("go", "continue", "stop")
"""Parts of a bar, from left to right."""
COLOURS = {"go": "#0072B2", "continue": "#D9D9D9", "stop": "#C04A00"}
HATCHES = {"go": None, "continue": "..", "stop": "//"}
SIGNS = {"go": "▲", "continue": "○", "stop": "▼"}
INK = {"go": "white", "continue": "black", "stop": "black"}
NAMED = 0.07
"""Parts smaller than this share carry no number."""
FULL = "full"
DECIDED = ("truth", "go", "continue", "stop", "mcse", "mean_look")
ESTIMATED = ("power", "bias", "coverage", "wrong_sign", "exaggeration", "pilots")
COLUMNS = (*DECIDED, *ESTIMATED)
"""Columns of the table of odds: what is decided, and how good the estimates are."""
SHARES = ("effect", "spill_over")
"""Parts of a true world that are shares."""
DISTURBANCES = ("spill_over", "novelty", "rivalry", "regression")
NUMBERS = tuple(key for key in COLUMNS if key != "pilots")


def outcomes(found: Diagnosis) -> DataFrame:
    """Return odds by true world, with the unit, the smallest detectable gain and the number of pilots in ``attrs``."""
    return _about(found.frame(), found.pilot, found.detectable, found.nothing.pilots)


def kept_outcomes(kept: Mapping[str, Any], pilot: Pilot) -> DataFrame:
    """Return what ``kept_odds`` kept of a diagnosis as ``outcomes`` returns it."""
    frame = DataFrame(kept["odds"]).astype(dict.fromkeys(NUMBERS, float))
    detectable = float("nan") if kept["detectable"] is None else float(kept["detectable"])
    return _about(frame, pilot, detectable, int(kept["pilots"]))


def _about(frame: DataFrame, pilot: Pilot, detectable: float, pilots: int) -> DataFrame:
    """Return the table with what the sentence needs besides."""
    frame.attrs = {"metric": pilot.primary.metric, "detectable": detectable, "pilots": pilots}
    return frame


def world_name(id: str, lang: Lang) -> str:
    """Return the name of a true world, or what is set in one of somebody's own."""
    if "=" not in id:
        return say(f"trial.world.{id}.name", lang)
    world = world_from(id)
    parts = {name: getattr(world, name) for name in PARTS if f"{name}=" in id}
    words = [
        say(f"trial.own.{name}", lang, value=percent(value) if name in SHARES else number(value))
        for name, value in parts.items()
    ]
    return say("design.word.semicolon", lang).join(words)


def assumed(worlds: Sequence[World], lang: Lang) -> list[str]:
    """Return what is assumed in true worlds with disturbances, a sentence each."""
    parts = [
        (name, getattr(world, name), world.half_life)
        for world in worlds
        for name in DISTURBANCES
        if getattr(world, name)
    ]
    return [
        say(
            f"trial.assumed.{name}",
            lang,
            value=percent(value) if name in SHARES else number(value),
            half=number(half),
        )
        for name, value, half in dict.fromkeys(sorted(parts, key=lambda part: DISTURBANCES.index(part[0])))
    ]


def amount(value: float, id: str, lang: Lang, *, sign: bool = True) -> str:
    """Return a gain with its unit."""
    return f"{number(value, sign=sign)} {unit_of_difference(id, lang)}"


def _sentence(frame: DataFrame, lang: Lang) -> str:
    table = {row.world: row for row in rows(frame)}
    nothing, full, id = rows(frame)[0], table.get(FULL, rows(frame)[-1]), frame.attrs["metric"]
    detectable = frame.attrs["detectable"]
    smallest = (
        amount(detectable, id, lang, sign=False)
        if detectable == detectable
        else say("design.view.outcomes.nowhere", lang)
    )
    return say(
        "design.view.outcomes.sentence", lang, false=percent(nothing.go), truth=amount(full.truth, id, lang),
        go=percent(full.go), missed=percent(1 - full.go), detectable=smallest,
    )  # fmt: skip


def _outcomes(frame: DataFrame, lang: Lang) -> Figure:
    figure, (axis,) = style.sheet(1.1 + 0.72 * len(frame))
    left = [0.0] * len(frame)
    for decision in DECISIONS:
        shares = list(frame[decision])
        axis.barh(range(len(frame)), shares, left=left, height=0.66, color=COLOURS[decision], hatch=HATCHES[decision],
                  edgecolor="white", label=f"{SIGNS[decision]} {say(f'pilot.decision.{decision}', lang)}")  # fmt: skip
        for y, (share, start) in enumerate(zip(shares, left, strict=True)):
            if share >= NAMED:
                axis.text(start + share / 2, y, percent(share), ha="center", va="center", fontsize=9, color=INK[decision],
                          bbox=None if decision == "go" else {"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
        left = [start + share for start, share in zip(left, shares, strict=True)]
    style.rows_named(axis, [world_name(id, lang) for id in frame["world"]])
    axis.set(xlim=(0, 1), xticks=[0, 0.25, 0.5, 0.75, 1], xticklabels=["0", "25%", "50%", "75%", "100%"])
    axis.set_xlabel(say("design.view.outcomes.axis", lang))
    figure.legend(loc="outside lower center", ncols=3)
    return style.finish(figure)


OUTCOMES = View("outcomes", outcomes, _sentence, _outcomes, "design.view")


def odds_table(frame: DataFrame, lang: Lang, parts: Sequence[str] = ()) -> DataFrame:
    """Return the odds by true world with headings and numbers as a person reads them; ``parts`` are some of ``COLUMNS``."""
    found = DataFrame([_odds_row(row, frame.attrs["metric"], lang) for row in rows(frame)])
    return found[[say(f"design.column.{key}", lang) for key in ("world", *(parts or COLUMNS))]]


def _odds_row(row: Any, id: str, lang: Lang) -> dict[str, str]:
    """Return one true world under readable headings."""
    shares = {
        key: percent(getattr(row, key)) for key in (*DECISIONS, "mcse", "power", "coverage", "wrong_sign")
    }
    cells = {
        "world": world_name(row.world, lang), "truth": amount(row.truth, id, lang), **shares,
        "bias": number(row.bias, sign=True), "exaggeration": number(row.exaggeration),
        "mean_look": number(row.mean_look), "pilots": whole(row.pilots),
    }  # fmt: skip
    return {say(f"design.column.{key}", lang): cells[key] for key in ("world", *COLUMNS)}


def worth_sentences(found: Sequence[Worth], stakes: Stakes, id: str, lang: Lang) -> list[str]:
    """Return what a pilot is worth, what each further option would buy, and, last, what is counted and assumed."""
    first = found[0]
    words = {key: number(getattr(first, key)) for key in ("decided", "now", "information")}
    words["perfect"] = number(first.perfect - first.now)
    parts = [say(f"design.worth.{'adds' if first.information > 0 else 'costs'}", lang, **words)]
    parts += [_bought(item, first, lang) for item in found[1:]]
    about = {
        "unit": unit_of_difference(id, lang),
        "people": whole(stakes.people),
        "years": f"{stakes.years:g}",
    }
    weights = say("design.word.semicolon", lang).join(
        say("design.worth.weight", lang, world=world_name(id, lang), weight=percent(weight))
        for id, weight in first.weights.items()
    )
    return [*parts, say("design.worth.unit", lang, hours=f"{stakes.hours:g}", weights=weights, **about)]


def _bought(item: Worth, first: Worth, lang: Lang) -> str:
    """Return what one option adds to the first."""
    option = first_capital(say(f"design.option.{item.option}", lang))
    if item.decided <= first.decided:
        return say("design.worth.buys_nothing", lang, option=option)
    value, hours = item.decided - first.decided, item.hours - first.hours
    return say(
        "design.worth.buys",
        lang,
        option=option,
        value=number(value),
        hours=whole(hours),
        price=number(hours / value),
    )


def worth_table(found: Sequence[Worth], lang: Lang) -> DataFrame:
    """Return one row an option under readable headings."""
    return DataFrame([
        {say(f"design.column.{key}", lang): cell for key, cell in {
            "option": first_capital(say(f"design.option.{item.option}", lang)), "weeks": whole(item.weeks), "teams": whole(item.teams),
            "decided": number(item.decided), "information": number(item.information), "hours": whole(item.hours),
        }.items()}
        for item in found
    ])  # fmt: skip


def kept_odds(found: Diagnosis) -> dict[str, Any]:
    """Return what is kept of a diagnosis beside a pilot file: plain data, from which ``outcomes`` can be shown again."""
    rows_kept = [
        {key: None if value != value else value for key, value in row.row().items()} for row in found.odds
    ]
    detectable = None if found.detectable != found.detectable else found.detectable
    return {"seed": found.seed, "pilots": found.nothing.pilots, "detectable": detectable, "odds": rows_kept}


def kept_worth(found: Sequence[Worth], stakes: Stakes) -> dict[str, Any]:
    """Return what is kept of the worth beside the odds."""
    return {"stakes": stakes.model_dump(), "worth": [asdict(item) for item in found]}
