"""Pictures of candidates: where the teams stand in the quadrant, and the three things that they are ranked by."""

from __future__ import annotations

from math import isfinite
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import PercentFormatter
from pandas import DataFrame

from simkit.pilot.choice_words import legend, letters
from simkit.pilot.choosing import CRITERIA, Choice, as_shown
from simkit.pilot.places import cell_of, corner_of
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.teams import spread
from simkit.views.figures.view import View
from simkit.views.readings import rows
from simkit.views.wording import listing, regime_name

COUNT = 4
"""How many candidates are marked unless told otherwise."""
SHOWN = 16
"""How many teams the picture of candidates shows at most; the table has them all."""
TEXTS = "candidate.view"
BLUE = style.VERDICT_COLOURS["ahead"]


def standing(choice: Choice, count: int = COUNT) -> DataFrame:
    """Return one row a team: its place in the quadrant, whether it is among the first ``count``, and the mixes ahead there by letter.

    ``attrs["mixes"]`` is the map of tool mixes (``Choice.places``), ``attrs["regime"]`` the name of the regime.
    """
    found, best = choice.places(), choice.best(count)
    teams = {team.name: team for team in choice.organisation.teams}
    table = choice.frame()[["team", "place", "certainty", "team_type", "small"]]
    table = table.assign(number=range(1, len(table) + 1))
    own = [teams[str(name)] for name in table["team"]]
    cells = [cell_of(team) for team in own]
    table = table.assign(
        chosen=[team.name in best for team in own], corner=[corner_of(team) or "between" for team in own],
        letters=[letters(found, team.name) for team in own], across=[x for x, _ in cells], up=[y for _, y in cells],
    )  # fmt: skip
    table.attrs.update(mixes=found, regime=choice.regime)
    return table


def _standing_sentence(frame: DataFrame, lang: Lang) -> str:
    chosen = frame[frame["chosen"]]
    corners = [
        say("candidate.shown.corner", lang, name=say(f"candidate.corner.{name}", lang), count=int(count))
        for name, count in chosen["corner"].value_counts(sort=False).items()
    ]
    words = {
        "regime": regime_name(frame.attrs["regime"], lang, inside=True),
        "corners": listing(corners, lang),
    }
    return say("candidate.shown.places", lang, count=len(chosen), teams=len(frame), list=listing(chosen["team"], lang), **words)  # fmt: skip


def _marks(axis: Axes, table: DataFrame) -> None:
    """Draw the teams: filled if chosen, squares if small, the chosen ones with their numbers."""
    for row in rows(spread(table)):
        axis.scatter(
            [row.x], [row.y], s=52 if row.chosen else 34, marker="s" if row.small else "o", zorder=3, linewidth=1.2,
            facecolor=BLUE if row.chosen else "white", edgecolor=BLUE if row.chosen else style.GREY,
        )  # fmt: skip
        if row.chosen:
            halo = [Stroke(linewidth=2.5, foreground="white"), Normal()]
            axis.annotate(str(row.number), (row.x, row.y), (6, 4), textcoords="offset points", fontsize=9, fontweight="bold",
                          zorder=4, path_effects=halo)  # fmt: skip


def _cells(axis: Axes, table: DataFrame) -> None:
    """Write the mixes that are ahead below each whole-numbered place where there are teams."""
    for row in rows(table.drop_duplicates(["across", "up"])):
        halo = [Stroke(linewidth=2.5, foreground="white"), Normal()]
        axis.text(
            row.across,
            row.up - 0.27,
            row.letters,
            ha="center",
            va="center",
            fontsize=7.5,
            color=style.GREY,
            zorder=2,
            path_effects=halo,
        )


def _standing(frame: DataFrame, lang: Lang) -> Figure:
    named = legend(frame.attrs["mixes"], lang)
    figure, (axis,) = style.sheet(5.2 + 0.2 * (len(named) + int(frame["chosen"].sum())))
    _cells(axis, frame)
    _marks(axis, frame)
    axis.set(xlim=(0.4, 5.6), ylim=(0.4, 5.6), xticks=range(1, 6), yticks=range(1, 6))
    axis.axhline(3, color=style.GREY, linewidth=0.8)
    axis.axvline(3, color=style.GREY, linewidth=0.8)
    axis.set_xlabel(say("report.axis.certainty", lang))
    axis.set_ylabel(say("report.axis.team_type", lang))
    handles = [*_explained(frame, lang), *(Line2D([], [], linestyle="", label=text) for text in named)]
    figure.legend(handles=handles, loc="outside lower left", ncols=1, fontsize=9)
    return style.finish(figure)


def _explained(frame: DataFrame, lang: Lang) -> list[Line2D]:
    """Return the marks of the legend: the first candidates by name, other teams, small ones if there are any."""
    first = [
        _handle("o", BLUE, BLUE, say("candidate.mark.chosen", lang, number=row.number, team=row.team))
        for row in rows(frame[frame["chosen"]])
    ]
    kinds = [("o", "other"), *([("s", "small")] if frame["small"].any() else [])]
    return [
        *first,
        *(_handle(marker, "white", style.GREY, say(f"candidate.mark.{id}", lang)) for marker, id in kinds),
    ]


def _handle(marker: str, fill: str, edge: str, label: str) -> Line2D:
    """Return a mark of the legend."""
    return Line2D(
        [], [], linestyle="", marker=marker, color=edge, markerfacecolor=fill, markersize=7, label=label
    )


def ranking(choice: Choice) -> DataFrame:
    """Return one row a team and criterion in the order of the candidates: ``value`` (as it is ranked), ``front``, ``number`` of the row."""
    table = choice.frame()
    parts: list[dict[str, Any]] = []
    for name in CRITERIA:
        shown = [as_shown(name, float(value)) for value in table[name]]
        parts += [
            {"team": row.team, "number": i, "front": row.front, "criterion": name, "value": value}
            for i, (row, value) in enumerate(zip(rows(table), shown, strict=True))
        ]
    return DataFrame(parts)


def _ranking_sentence(frame: DataFrame, lang: Lang) -> str:
    teams = frame[frame["criterion"] == "learning"]
    first = teams[teams["front"] == 1]
    said = say(
        "candidate.shown.candidates",
        lang,
        count=len(first),
        teams=len(teams),
        list=listing(first["team"], lang),
    )
    more = len(teams) - SHOWN
    told = say("candidate.shown.more", lang, more=more) if more > 0 else ""
    return (" " if lang == "en" else "").join(part for part in (said, told) if part)


def _ranking(frame: DataFrame, lang: Lang) -> Figure:
    part = frame[frame["number"] < SHOWN]
    names = part.loc[part["criterion"] == "learning", "team"]
    figure, axes = style.sheet(1.5 + 0.36 * len(names), 1, len(CRITERIA), sharey=True)
    for axis, name in zip(axes, CRITERIA, strict=True):
        _panel(axis, part[part["criterion"] == name], name, lang)
    for axis in reversed(axes):
        style.rows_named(axis, list(names))
    keys = ("front", "behind")
    handles = [
        _handle("o", BLUE if key == "front" else "white", BLUE, say(f"candidate.mark.{key}", lang))
        for key in keys
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=1)
    return style.finish(figure)


def _panel(axis: Axes, part: DataFrame, name: str, lang: Lang) -> None:
    """Draw the candidates by one criterion, a row a team; nothing where it is not known."""
    known = [row.value for row in rows(part) if isfinite(row.value)]
    top = max([*known, 0.1]) if name == "learning" else 1.0
    for row in rows(part.dropna(subset="value")):
        fill, x = BLUE if row.front == 1 else "white", min(row.value, top)
        axis.plot([0, x], [row.number] * 2, color=style.GREY, linewidth=0.8, zorder=2)
        axis.scatter([x], [row.number], s=40, facecolor=fill, edgecolor=BLUE, linewidth=1.2, zorder=3)
    axis.set_title(say(f"candidate.axis.{name}", lang), fontsize=9)
    axis.set_xlim(-0.05 * top, 1.08 * top)
    if name != "learning":
        axis.xaxis.set_major_formatter(PercentFormatter(1.0))
        axis.set_xticks([0, 0.5, 1])
    axis.tick_params(axis="x", labelsize=8.5)


PLACES = View("places", standing, _standing_sentence, _standing, TEXTS)
CANDIDATES = View("candidates", ranking, _ranking_sentence, _ranking, TEXTS)
