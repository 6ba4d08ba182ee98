"""Candidates in words and as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simkit.experiments.sentences import number, regime_name
from simkit.metrics import STREAMS, metric
from simkit.pilot.design import USUAL_FLOOR
from simkit.pilot.places import corner_of
from simkit.text import Lang, say

if TYPE_CHECKING:
    from simkit.pilot.choosing import Choice


CONFIDENT = 1.96
"""Standard errors on either side of a share that hold it in 95 % of cases."""


def told(choice: Choice, count: int, overload: float, smallest: int, lang: Lang) -> list[str]:
    """Return who comes first and why, who shares the last place, who is too small or overloaded, the order, and what the numbers are."""
    table, comma = choice.frame(), say("candidate.word.comma", lang)
    first = table[table["team"].isin(choice.best(count))]
    names = comma.join(first["team"])
    parts = [say("candidate.choice.first", lang, regime=regime_name(choice.regime, lang), list=names)]
    numbers = [_numbers(row, lang) for row in first.to_dict("records")]
    parts.append(_ended(say("candidate.word.semicolon", lang).join(numbers), lang))
    tied = choice.tied(count)
    lists = {
        "tied": tied,
        "small": table["team"][table["small"]],
        "overloaded": table["team"][table["overload"] > 0.5],
    }
    limits = {"least": smallest, "limit": number(overload)}
    parts += [
        say(f"candidate.choice.{key}", lang, list=comma.join(list), **limits)
        for key, list in lists.items()
        if len(list)
    ]
    return [*parts, _order(choice, lang), *_about(choice, overload, lang), *_mixes(choice, lang)]


def _numbers(row: dict[Any, Any], lang: Lang) -> str:
    """Return the three numbers of a team."""
    shares = {"harm": _percent(row["harm"]), "reach": _percent(row["resemblance"])}
    return say("candidate.choice.numbers", lang, team=row["team"], learning=_plain(row["learning"]), **shares)


def _order(choice: Choice, lang: Lang) -> str:
    """Return how candidates were ordered."""
    if choice.weights is None:
        return say("candidate.choice.order", lang)
    named = zip(("learning", "harm", "resemblance"), choice.weights, strict=True)
    words = [
        say(
            "candidate.choice.weight", lang, name=say(f"candidate.criterion.{name}", lang), value=f"{value:g}"
        )
        for name, value in named
    ]
    return say("candidate.choice.weighted", lang, weights=say("candidate.word.comma", lang).join(words))


def _about(choice: Choice, overload: float, lang: Lang) -> list[str]:
    """Return what the numbers are, and what has to be known of the floor."""
    found = choice.prospects
    harms = [
        say(
            f"candidate.choice.harm_{'rise' if item.sign > 0 else 'fall'}", lang, margin=f"{item.margin:g}",
            metric=_metric(item.measure.metric, lang), unit=say(f"report.unit.{metric(item.measure.metric).unit}", lang),
        )
        for item in found.harms
    ]  # fmt: skip
    words = {"metric": _metric(found.primary.metric, lang), "weeks": found.weeks, "worlds": found.worlds}
    words["error"] = f"{100 * CONFIDENT * 0.5 / found.worlds**0.5:.0f}"
    said = say(
        "candidate.choice.what",
        lang,
        harms=say("candidate.word.comma", lang).join(harms),
        limit=number(overload),
        **words,
    )
    floors = [k for k, item in enumerate(found.harms, 1) if item.measure.metric == USUAL_FLOOR]
    unset = floors and not found.same[:, :, floors].any()
    return [said, *([say("candidate.choice.floor", lang)] if unset else [])]


def _mixes(choice: Choice, lang: Lang) -> list[str]:
    """Return which letter stands for which mix that is ahead somewhere; nothing without a map."""
    named = legend(choice.places(), lang)
    if choice.mixes is None or not named:
        return []
    week = say("report.horizon.week", lang, week=choice.mixes.horizons[-1])
    return [
        say("candidate.choice.mixes", lang, week=week, list=say("candidate.word.semicolon", lang).join(named))
    ]


def legend(found: pd.DataFrame, lang: Lang) -> list[str]:
    """Return the letters of the mixes that are ahead somewhere, each with its name."""
    ahead = sorted({(row["code"], row["winner"]) for row in found.to_dict("records")})
    return [
        say("candidate.choice.mix", lang, code=code, name=say(f"quadrant.mix.{name}", lang))
        for code, name in ahead
    ]


def table_of(choice: Choice, overload: float, smallest: int, lang: Lang) -> pd.DataFrame:
    """Return the candidates with headings and words in a language; the mixes ahead at their places by letter."""
    found, frame = choice.places(), choice.frame()
    teams = {team.name: team for team in choice.organisation.teams}
    shared = frame["place"].duplicated(keep=False)
    rows = [
        {
            "place": say("candidate.word.same_place", lang, place=row["place"]) if shared[i] else str(row["place"]),
            "team": row["team"], "people": row["people"], "learning": _plain(row["learning"]), "harm": _percent(row["harm"]),
            "resemblance": _percent(row["resemblance"]),
            "corner": say(f"candidate.corner.{corner_of(teams[row['team']]) or 'between'}", lang),
            "winner": letters(found, row["team"]), "note": _note(row, overload, smallest, lang),
        }
        for i, row in enumerate(frame.to_dict("records"))
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table = table if len(found) else table.drop(columns="winner")
    return table.rename(columns={name: say(f"candidate.column.{name}", lang) for name in table})


def letters(found: pd.DataFrame, team: str) -> str:
    """Return the letters of the mixes ahead at a team's place, one a stream, with ~ where it cannot be told from others."""
    part = {row["stream"]: row for row in found[found["team"] == team].to_dict("records")}
    return " ".join(
        ("~" if part[s]["verdict"] == "tie" else "") + part[s]["code"] for s in STREAMS if s in part
    )


def _note(row: dict[Any, Any], overload: float, smallest: int, lang: Lang) -> str:
    """Return what has to be minded of a team."""
    notes = [say("candidate.word.small", lang, least=smallest)] if row["small"] else []
    if row["load"] > overload:
        notes.append(say("candidate.word.overloaded", lang, load=f"{row['load']:.0f}"))
    return say("candidate.word.semicolon", lang).join(notes)


def _metric(id: str, lang: Lang) -> str:
    """Return a metric's name within a sentence; abbreviations keep their capitals."""
    label = say(f"metric.{id}.label", lang)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _percent(share: float) -> str:
    """Return a share in whole percent, as it is ranked."""
    return "–" if share != share else f"{100 * share:.0f}%"


def _plain(value: float) -> str:
    """Return a ratio with one decimal, as it is ranked."""
    return f"{value:.1f}" if abs(value) < float("inf") else "∞" if value > 0 else "–"


def _ended(text: str, lang: Lang) -> str:
    """Return a text with its full stop."""
    return text + (". " if lang == "en" else "。").strip()
