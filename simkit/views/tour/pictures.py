"""A rule's curve as a picture for pages without widgets."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from pandas import DataFrame

from simkit.regime import BASES
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import Picture
from simkit.views.tour.catalogue import SHOWN, ShownRule
from simkit.views.tour.curves import rule_curve, sentence
from simkit.views.tour.scales import scale, ticks
from simkit.views.wording import regime_name

LONG = {"en": 44, "zh": 22}
"""Letters of an axis' name before it goes on in a second line."""


@dataclass(frozen=True, slots=True, repr=False)
class RulePlot(Picture):
    """A drawn rule; how to read it is the same for all of them."""

    @property
    def reading(self) -> str:
        """How to read the picture."""
        return say("tour.picture.reading", self.lang)


def rule_plot(id: str, lang: Lang = "en", **values: float) -> RulePlot:
    """Return the picture of a rule, with its sentence; ``values`` as in ``rule_curve``.

    >>> rule_plot("discounted", weeks=51).caption[:63]
    'With 51 weeks to go until the review, what it pays for weighs 2'
    """
    frame = rule_curve(id, **values)
    with style.page(lang):
        figure = _drawn(frame, lang)
    return RulePlot(id, lang, frame, sentence(frame, lang), "tour.rule", figure=figure)


def _drawn(frame: DataFrame, lang: Lang) -> Figure:
    """Draw the curve, the place of the reader and both regimes."""
    shown = SHOWN[str(frame["rule"].iloc[0])]
    figure, (axis,) = style.sheet(3.2)
    parts = {str(what): part for what, part in frame.groupby("what")}
    x, curve = shown.x.name, parts["curve"]
    dots = "." if shown.x.integer and len(curve) <= 30 else ""
    axis.plot(curve[x], curve["result"], color="black", marker=dots)
    for k, regime in enumerate(BASES):
        if regime in parts:
            axis.plot(parts[regime][x], parts[regime]["result"], linestyle="", marker=style.MARKERS[k],
                      color=style.COLOURS[k], markersize=8, zorder=4)  # fmt: skip
    axis.plot(parts["here"][x], parts["here"]["result"], "o", markerfacecolor="white", color="black", markersize=7, zorder=5)  # fmt: skip
    _axes(axis, frame, shown)
    axis.set_xlabel(fill(shown.x.label(lang), LONG[lang]))
    axis.set_title(fill(say(f"tour.rule.{shown.id}.y", lang), LONG[lang]), fontweight="normal", fontsize=10)
    figure.legend(
        handles=_handles(parts, lang),
        loc="outside lower center",
        ncols=3,
        fontsize=9,
        columnspacing=1.2,
        handletextpad=0.2,
    )
    return style.finish(figure)


def _axes(axis: Axes, frame: DataFrame, shown: ShownRule) -> None:
    """Show numbers along the axes as a person reads them; the upright one is that of the widget."""
    x, span = shown.x, scale(frame["result"].tolist())
    axis.set_ylim(span[0], span[1] + 0.03 * (span[1] - span[0]))
    across, up = ticks((x.low, x.high), x.percent, x.integer), ticks(span, shown.percent)
    axis.set_xticks([place for place, _ in across], [text for _, text in across])
    axis.set_yticks([place for place, _ in up], [text for _, text in up])


def _handles(parts: dict[str, Any], lang: Lang) -> list[Line2D]:
    """Explain the marks."""
    here = Line2D([], [], linestyle="", marker="o", color="black", markerfacecolor="white", label=say("tour.picture.here", lang))  # fmt: skip
    regimes = [
        Line2D([], [], linestyle="", marker=style.MARKERS[k], color=style.COLOURS[k], markersize=8, label=regime_name(regime, lang))
        for k, regime in enumerate(BASES)
        if regime in parts
    ]  # fmt: skip
    return [here, *regimes]
