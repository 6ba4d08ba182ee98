"""How to read uncertainty, by doing: one comparison read in ever more of its worlds."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.experiments.comparison import Comparison
from simkit.experiments.paired import paired, verdict
from simkit.metrics import metric as metric_of
from simkit.result import known_metric
from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.figures.view import Picture, View
from simkit.views.readings import rows, sides
from simkit.views.wording import interval, metric_name, number, percent, regime_name, unit_of_difference

SIZES = (5, 20, 80, 200)
"""Numbers of worlds at which the answer is read."""


def worlds(c: Comparison, label: str, metric: str = "value_financial") -> DataFrame:
    """Return the difference world by world, and its mean with interval in the first 5, 20, 80, 200 worlds.

    ``kind`` is ``world`` (``n`` is its number, ``difference`` that of the world) or ``mean`` (over the first ``n`` worlds, with
    ``low``, ``high``, ``verdict`` and ``against``, the number of worlds whose difference has the other sign). A
    comparison with fewer worlds is read at fewer sizes, at last in all that it has. Raises ``InputError`` for an
    unknown metric.
    """
    known_metric(metric)
    a, b = (result.metric(metric, c.weeks) for result in sides(c, label).values())
    about = {"metric": metric, "reference": c.labels[0], "regime": label}
    single = [{**about, "kind": "world", "n": k, "difference": float(d)} for k, d in enumerate(b - a, 1)]
    read: list[dict[str, Any]] = []
    for n in sizes(len(a)):
        pair = paired(a[:n], b[:n], metric_of(metric).direction)
        gaps = (b - a)[:n]
        read.append({
            **about, "kind": "mean", "n": n, "difference": pair.difference, "low": pair.low, "high": pair.high,
            "against": int((gaps * pair.difference < 0).sum()), "verdict": verdict(pair.low, pair.high, metric_of(metric).direction or 1),
        })  # fmt: skip
    return DataFrame([*single, *read])


def sizes(n: int) -> list[int]:
    """Return the numbers of worlds at which a comparison of ``n`` worlds is read.

    >>> sizes(200), sizes(30), sizes(4)
    ([5, 20, 80, 200], [5, 20, 30], [4])
    """
    return [*(size for size in SIZES if size < n), n]


def _sentence(frame: DataFrame, lang: Lang) -> str:
    read = rows(frame[frame["kind"] == "mean"])
    first, last = read[0], read[-1]
    unit = unit_of_difference(last.metric, lang)
    clear = [item.n for item, after in zip(read, _suffixes(read), strict=True) if all(x.verdict != "open" for x in after)]  # fmt: skip
    turn = say("tour.view.uncertainty.decided", lang, n=clear[0]) if clear else say("tour.view.uncertainty.undecided", lang)  # fmt: skip
    words = {
        "metric": metric_name(last.metric, lang), "a": regime_name(last.reference, lang, inside=True), "b": regime_name(last.regime, lang, inside=True),
        "d_last": f"{number(last.difference, sign=True)} {unit}", "i_last": interval(last.low, last.high), "last": int(last.n),
        "turn": turn, "against": int(last.against),
    }  # fmt: skip
    if len(read) == 1:
        return say("tour.view.uncertainty.alone", lang, **words)
    part = (last.high - last.low) / (first.high - first.low) if first.high > first.low else float("nan")
    return say(
        "tour.view.uncertainty.sentence", lang, **words, first=int(first.n), part=percent(part),
        d_first=f"{number(first.difference, sign=True)} {unit}", i_first=interval(first.low, first.high),
    )  # fmt: skip


def _suffixes(items: list[Any]) -> list[list[Any]]:
    """Return the items from each place on."""
    return [items[place:] for place in range(len(items))]


def _draw(frame: DataFrame, lang: Lang) -> Figure:
    read = rows(frame[frame["kind"] == "mean"])
    single = frame[frame["kind"] == "world"].sort_values("n")["difference"].tolist()
    figure, (axis,) = style.sheet(0.9 + 0.85 * len(read))
    style.zero_line(axis)
    for row, item in enumerate(read):
        _dots(axis, single[: item.n], row)
        style.whisker(axis, item.difference, row - 0.28, item.low, item.high, item.verdict)
    style.rows_named(axis, [say("tour.view.uncertainty.worlds", lang, n=item.n) for item in read])
    axis.set_xlabel(say("tour.view.uncertainty.axis", lang, unit=unit_of_difference(read[0].metric, lang)))
    return style.finish(figure)


def _dots(axis: Axes, values: list[float], row: int) -> None:
    """Draw worlds as dots under their mean, spread evenly in height so that they do not hide one another."""
    heights = [row + 0.02 + 0.36 * ((k * 0.618034) % 1.0) for k in range(len(values))]
    axis.scatter(values, heights, s=9, color=style.GREY, alpha=0.55, linewidths=0, zorder=2)


UNCERTAINTY = View("uncertainty", worlds, _sentence, _draw, "tour.view")
"""The same comparison in ever more worlds."""


def uncertainty(
    found: Comparison, lang: Lang = "en", metric: str = "value_financial", regime: str = ""
) -> Picture:
    """Return the picture of how sure a comparison is of a metric as more of its worlds are read.

    ``regime`` is the label of a compared regime (the last by default).

    >>> from simkit.experiments.compare import compare_regimes
    >>> from simkit import Regime, scene
    >>> found = compare_regimes(scene("G2")[0], [Regime.preset("traditional"), Regime.preset("innovation")], weeks=8, replications=30)
    >>> uncertainty(found).frame.query("kind == 'mean'")["n"].tolist()
    [5, 20, 30]
    """
    return UNCERTAINTY.picture(UNCERTAINTY.data(found, regime or found.labels[-1], metric), lang)
