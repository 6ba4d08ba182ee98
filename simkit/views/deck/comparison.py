"""The slides of a comparison: each title is a computed sentence; tables and charts are native, so that they can be edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.deck import cells, charts
from simkit.views.deck.charts import Series
from simkit.views.deck.fit import Box, height_of
from simkit.views.deck.page import BODY, MARGIN, SOFT, WIDE, Deck, Slide
from simkit.views.deck.tables import Table, draw
from simkit.views.figures import Told
from simkit.views.figures.streams import windows_named
from simkit.views.figures.style import COLOURS, GREY
from simkit.views.report import answer
from simkit.views.wording import first_capital, metric_name, regime_name, stream_name

if TYPE_CHECKING:
    from simkit.views.comparison import ReadableComparison

MOST_LOSSES, MOST_TEAMS = 10, 14
"""Rows of a table on one slide: of losses (the others are in the report), of teams (the others follow)."""
SMALL = (14, 13, 12, 11, 10)


@dataclass(frozen=True, slots=True)
class Talk:
    """A comparison being told in slides: what it is about, every view in words, and the deck."""

    c: ReadableComparison
    label: str
    lang: Lang
    told: Mapping[str, Told]
    deck: Deck

    def say(self, key: str, **values: object) -> str:
        """Return a text of the slides."""
        return say(f"slide.{key}", self.lang, **values)

    def slide(self, *views: str, title: str = "") -> Slide:
        """Add a slide that is titled by the sentence of a view, with notes on it and on further views."""
        notes = [line for id in views for line in self.notes(self.told[id])]
        return self.deck.slide(title or self.told[views[0]].caption, notes)

    def notes(self, view: Told) -> list[str]:
        """Return what a speaker says about a view."""
        told = {"say": view.caption, "read": view.reading, "conclude": view.lesson}
        return [self.say(f"notes.{key}", text=text) for key, text in told.items()]

    @property
    def names(self) -> list[str]:
        """The names of the reference and of the compared regime."""
        return [regime_name(name, self.lang) for name in (self.c.labels[0], self.label)]

    def table(self, slide: Slide, box: Box, table: Table, view: str) -> float:
        """Draw a table about a view and return its height."""
        return draw(self.deck, slide, box, table, self.told[view].title)


def slides(c: ReadableComparison, label: str, lang: Lang, told: Mapping[str, Told]) -> bytes:
    """Return the comparison of the regime with this label with the reference as a deck (pptx)."""
    names = {"a": regime_name(c.labels[0], lang, inside=True), "b": regime_name(label, lang, inside=True)}
    title = first_capital(say("report.meta.title", lang, **names))
    talk = Talk(c, label, lang, told, Deck(lang, title))
    _cover(talk, title)
    for add in (
        _answer,
        _streams,
        _windows,
        _losses,
        _costs,
        _funnel,
        _failures,
        _teams,
        _weights,
        _shares,
        _model,
    ):
        add(talk)
    return talk.deck.data()


def _cover(talk: Talk, title: str) -> None:
    """Say what is compared, and what the numbers are not, before any number."""
    organisation = talk.c.results[0].scenario.organisation
    about = say("report.meta.line", talk.lang, organisation=organisation.name, teams=len(organisation.teams), week=talk.c.weeks,
                people=sum(team.people for team in organisation.teams), worlds=talk.c.replications)  # fmt: skip
    warning = [say(f"term.disclaimer.{part}", talk.lang) for part in ("short", "long")]
    slide = talk.deck.slide(title, [*warning, talk.say("notes.edit")])
    talk.deck.text(
        slide, Box(MARGIN, 1.9, WIDE - 2 * MARGIN, 0.9), [about], (20, 18, 16, 14, 12), colour=SOFT
    )
    talk.deck.panel(slide, Box(MARGIN, 3.1, 10.4, 3.2))
    talk.deck.text(slide, Box(MARGIN + 0.3, 3.3, 9.8, 0.5), warning[:1], (22,), bold=True)
    talk.deck.text(slide, Box(MARGIN + 0.3, 3.9, 9.8, 2.2), warning[1:], (20, 18, 16, 14))


def _answer(talk: Talk) -> None:
    """Answer the question: at the end, earlier, at what price, with the four streams in a table."""
    frames = {id: item.frame for id, item in talk.told.items()}
    first, *others = answer(talk.c, talk.label, talk.lang, frames)
    slide = talk.slide("headline", title=first)
    top, bottom = BODY.rows(1.9, 3)
    talk.deck.text(slide, top, others, (20, 18, 16, 15, 14, 13, 12), bullets=True)
    talk.table(slide, bottom, cells.headline(talk.told["headline"].frame, talk.lang), "headline")


def _streams(talk: Talk) -> None:
    """Show the four streams over time under both regimes."""
    frame, slide = talk.told["streams"].frame, talk.slide("streams")
    key, top, low = BODY.rows(0.07, 1, 0.06, gap=0.05)
    for k, (name, box) in enumerate(zip(talk.names, key.columns(1, 1), strict=True)):
        charts.key(talk.deck, slide, box, Series(name, (), colour=COLOURS[k], dash=charts.DASHES[k]))
    places = [box for row in top.rows(1, 1) for box in row.columns(1, 1)]
    for stream, box in zip(STREAMS, places, strict=True):
        part = frame[frame["stream"] == stream]
        lines = [
            Series(name, list(part[f"mean_{side}"]), colour=COLOURS[k], dash=charts.DASHES[k])
            for k, (side, name) in enumerate(zip("ab", talk.names, strict=True))
        ]
        charts.lines(talk.deck, slide, box, list(part["week"]), lines, talk.told["streams"].alt,
                     title=f"{stream_name(stream, talk.lang)} ({say('report.axis.points', talk.lang)})", across=say("report.axis.week", talk.lang),
                     legend=False, near=True)  # fmt: skip
    talk.deck.text(slide, low, [talk.say("text.mean_lines")], (11, 10), colour=SOFT)


def _windows(talk: Talk) -> None:
    """Set the early against the late window, each by itself."""
    frame, slide = talk.told["horizons"].frame, talk.slide("horizons")
    left, right = BODY.columns(1.1, 1)
    looks = {"early": (COLOURS[4], True), "late": (COLOURS[1], False)}
    series = [
        Series(first_capital(name), *(list(part[key]) for key in ("difference", "low", "high")), colour=colour, pattern=pattern)
        for name, (key, (colour, pattern)) in zip(windows_named(frame, talk.lang), looks.items(), strict=True)
        for part in [frame[frame["window"] == key].set_index("stream").loc[list(STREAMS)]]
    ]  # fmt: skip
    charts.bars(talk.deck, slide, left, [stream_name(id, talk.lang) for id in STREAMS], series, talk.told["horizons"].alt,
                up=say("report.axis.difference_short", talk.lang))  # fmt: skip
    _beside(talk, slide, right, cells.windows(frame, talk.lang), "horizons", talk.say("title.early"))


def _losses(talk: Talk) -> None:
    """Say where the new regime loses."""
    frame, slide = talk.told["losses"].frame, talk.slide("losses")
    height = talk.table(
        slide, BODY.rows(12, 1)[0], cells.losses(frame.head(MOST_LOSSES), talk.lang), "losses"
    )
    rest = [talk.say("text.rest", count=len(frame) - MOST_LOSSES)] if len(frame) > MOST_LOSSES else []
    talk.deck.text(slide, BODY.below(height + 0.12), [*rest, talk.say("text.marks")], SMALL[2:], colour=SOFT)


def _costs(talk: Talk) -> None:
    """Show what the regimes cost in hours."""
    frame, slide = talk.told["costs"].frame, talk.slide("costs")
    left, right = BODY.columns(1, 1.1)
    series = [
        Series(name, *(list(frame[f"{key}_{side}"]) for key in ("mean", "low", "high")), colour=COLOURS[k], pattern=k == 0)
        for k, (side, name) in enumerate(zip("ab", talk.names, strict=True))
    ]  # fmt: skip
    charts.bars(talk.deck, slide, left, [metric_name(id, talk.lang) for id in frame["metric"]], series, talk.told["costs"].alt,
                up=say("report.axis.hours", talk.lang), lying=True)  # fmt: skip
    _beside(
        talk,
        slide,
        right,
        cells.costs(frame, talk.lang),
        "costs",
        first_capital(say("report.axis.hours", talk.lang)),
    )


def _funnel(talk: Talk) -> None:
    """Follow the data engine from input to impact."""
    slide = talk.slide("funnel")
    height = talk.table(
        slide, BODY.rows(15, 1)[0], cells.funnel(talk.told["funnel"].frame, talk.lang), "funnel"
    )
    talk.deck.text(slide, BODY.below(height + 0.1), [talk.say("text.marks")], SMALL[2:], colour=SOFT)


def _failures(talk: Talk) -> None:
    """Show failures and how they are treated, beside what people believe of the policy."""
    frame, slide = talk.told["beliefs"].frame, talk.slide("failures", "beliefs")
    left, right = BODY.columns(1.6, 1)
    talk.table(slide, left, cells.failures(talk.told["failures"].frame, talk.lang), "failures")
    series = list[Series]()
    for k, (side, name) in enumerate(zip("ab", talk.names, strict=True)):
        part = frame[frame["side"] == side]
        told = talk.say("series.policy", name=name)
        series.append(Series(name, list(part["mean"]), colour=COLOURS[k], dash=charts.DASHES[k]))
        series.append(
            Series(told, list(part["policy"]), colour=COLOURS[k], dash=charts.DASHES[2 + k], width=1.25)
        )
    words, chart = right.rows(1, 2.6)
    view = talk.told["beliefs"]
    talk.deck.text(slide, words, [view.caption], SMALL)
    charts.lines(talk.deck, slide, chart, sorted(set(frame["week"])), series, view.alt, across=say("report.axis.week", talk.lang),
                 up=say("report.axis.felt_safety", talk.lang))  # fmt: skip


def _teams(talk: Talk) -> None:
    """Show which teams gain and which lose; many teams go over several slides."""
    view = talk.told["quadrant"]
    parts = cells.pages(cells.teams(view.frame, talk.lang), MOST_TEAMS)
    for place, part in enumerate(parts, 1):
        title = view.caption
        if len(parts) > 1:
            title = talk.say("title.more", title=title, part=place, parts=len(parts))
        slide = talk.slide("quadrant", title=title)
        height = talk.table(slide, BODY.rows(15, 1)[0], part, "quadrant")
        talk.deck.text(slide, BODY.below(height + 0.1), [talk.say("text.marks")], SMALL[2:], colour=SOFT)


def _weights(talk: Talk) -> None:
    """Show who wins under which weights."""
    view, slide = talk.told["weights"], talk.slide("weights")
    named, sweep = (view.frame[view.frame["kind"] == kind] for kind in ("weighting", "sweep"))
    left, right = BODY.columns(1, 1)
    values, low, high = (list(named[key]) for key in ("difference", "low", "high"))
    ends = [Series(talk.say("series.difference"), values, low, high)]
    charts.bars(talk.deck, slide, left, [say(f"experiment.weighting.{name}", talk.lang) for name in named["name"]], ends, view.alt,
                title=talk.say("title.weightings"), up=say("report.axis.difference_weighted", talk.lang), lying=True)  # fmt: skip
    series = [Series(talk.say("series.difference"), list(sweep["difference"]), colour="#000000"),
              *(Series(talk.say(f"series.{key}"), list(sweep[key]), dash=charts.DASHES[0], colour=GREY, width=1.0) for key in ("low", "high"))]  # fmt: skip
    charts.lines(talk.deck, slide, right, list(sweep["weight"]), series, view.alt, title=talk.say("title.sweep"), step=0.25, form="0%",
                 across=say("report.axis.finance_weight", talk.lang), up=say("report.axis.difference_short", talk.lang))  # fmt: skip


def _shares(talk: Talk) -> None:
    """Show what each of the seven dimensions contributes, if that was computed."""
    if "contributions" not in talk.told:
        return
    slide = talk.slide("contributions")
    table = cells.shares(talk.told["contributions"].frame, talk.lang)
    height = talk.table(slide, BODY.rows(9, 1)[0], table, "contributions")
    talk.deck.text(slide, BODY.below(height + 0.12), [talk.say("text.shares")], SMALL, colour=SOFT)


def _model(talk: Talk) -> None:
    """Say what this is not, how to read its uncertainty, and what it takes to repeat it."""
    c, lang = talk.c, talk.lang
    keys = ("interval", c.uncertainty, "spread" if c.uncertainty == "luck" else "spread_full", "many")
    told = [
        say("term.disclaimer.long", lang),
        *(say(f"report.uncertainty.{key}", lang, worlds=c.replications) for key in keys),
        talk.say("text.model"),
    ]
    slide = talk.deck.slide(
        talk.say("title.model"),
        [say("report.text.method", lang), c.stopped.sentence(lang), talk.say("notes.edit")],
    )
    left, right = BODY.columns(1, 1.05)
    talk.deck.text(slide, left, told, (16, 15, 14, 13, 12, 11), bullets=True)
    height = draw(
        talk.deck, slide, right.rows(6, 1)[0], cells.repeat(c, lang), say("report.section.about", lang)
    )
    talk.deck.text(slide, right.below(height + 0.15), [talk.say("text.repeat")], SMALL, colour=SOFT)


def _beside(talk: Talk, slide: Slide, box: Box, table: Table, view: str, title: str) -> None:
    """Put a table with a heading beside a chart."""
    high = height_of([title], SMALL[0], box.width, bold=True) + 0.1
    talk.deck.text(slide, Box(box.left, box.top, box.width, high), [title], SMALL[:1], bold=True)
    talk.table(slide, box.below(high + 0.05), table, view)
