"""How the cost of a person-week changes as organisations, runs and studies grow: level if growth is linear."""

from __future__ import annotations

from matplotlib.figure import Figure

from simkit.engine.bench import Speed
from simkit.text import Lang, say
from simkit.views.figures.style import COLOURS, LINES, MARKERS, finish, page, sheet

VARIED = ("people", "weeks", "replications")


def sentence(found: Speed, lang: Lang) -> str:
    """Return what the curve shows, from its numbers."""
    people = [item for item in found.growth if item.vary == "people"]
    costs = [item.nanoseconds for item in found.growth]
    return say(
        "command.speed.sentence", lang, low=people[0].people, high=f"{people[-1].people:,}", teams=people[-1].teams,
        least=f"{min(costs):.0f}", most=f"{max(costs):.0f}",
        **{vary: f"{found.slope(vary):.2f}" for vary in VARIED},
    )  # fmt: skip


def growth(found: Speed, lang: Lang) -> Figure:
    """Return the curve: cost of a person-week over people, weeks and worlds."""
    with page(lang):
        figure, axes = sheet(2.9, 1, len(VARIED), sharey=True)
        for i, (axis, vary) in enumerate(zip(axes, VARIED, strict=True)):
            points = [item for item in found.growth if item.vary == vary]
            values = [getattr(item, vary) for item in points]
            axis.plot(
                values, [item.nanoseconds for item in points], color=COLOURS[i], linestyle=LINES[i], marker=MARKERS[i]
            )  # fmt: skip
            axis.set_xscale("log")
            marks = [values[0], values[(len(values) - 1) // 2], values[-1]]
            axis.set_xticks(marks, [f"{value:,}" for value in marks])
            axis.minorticks_off()
            axis.set_xlabel(say(f"command.speed.vary_{vary}", lang))
        highest = max(item.nanoseconds for item in found.growth)
        axes[0].set_ylim(0, 1.2 * highest)
        axes[0].set_ylabel(say("command.speed.nanoseconds", lang))
        figure.suptitle(say("command.speed.title", lang), fontsize=11, fontweight="bold")
        return finish(figure)
