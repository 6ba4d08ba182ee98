"""The report: one self-contained HTML page, without script or network, or a PDF, in Chinese or English.

Every number is computed from the comparison; the same comparison gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from pandas import DataFrame

from simkit.constants import CONSTANTS, GRADES
from simkit.experiments.comparison import Comparison
from simkit.metrics import METRICS, STREAMS
from simkit.text import Lang, say
from simkit.views import ledger, tables
from simkit.views.figures import Picture
from simkit.views.figures.streams import by_verdict, windows_named
from simkit.views.figures.style import WIDTH, svg_uri
from simkit.views.occasions import occasions
from simkit.views.templating import HTML_LANG, font_css, style_sheet, template
from simkit.views.typeset import pdf
from simkit.views.wording import (
    first_capital,
    interval,
    listing,
    number,
    percent,
    period,
    regime_name,
    stream_name,
    week_name,
    whole,
)

if TYPE_CHECKING:
    from simkit.views.comparison import ReadableComparison

SECTIONS = ("streams", "horizons", "weights", "contributions", "costs", "losses", "teams", "why", "metrics",
            "levers", "uncertainty", "assumptions", "about")  # fmt: skip
ANSWERED = ("headline", "horizons", "costs", "weights")
"""Views from whose tables the answer in three sentences is made."""
SHOWN_ASSUMPTIONS = 8
NAMED_TEAMS = 6
ON_PAPER, TALLEST = 22.0, 150
"""Millimetres of paper an inch of a picture becomes, and how tall a picture may be."""


def report(texts: Mapping[str, Any], drawings: Mapping[str, str], lang: Lang) -> str:
    """Return the page that says ``texts`` (of `report_texts`) and shows ``drawings``, the pictures as SVG."""
    page, css = template("report.html"), style_sheet("report.css")
    sources = {id: svg_uri(text) for id, text in drawings.items()}
    bare = page.render(**texts, sources=sources, css=css, fonts="")
    return page.render(**texts, sources=sources, css=css, fonts=font_css(bare, lang))


def paper(texts: Mapping[str, Any], drawings: Mapping[str, str], lang: Lang) -> bytes:
    """Return the same report as an accessible PDF on A4."""
    return pdf("report.typ", lang, {**texts, "large": False}, drawings)


def report_texts(
    c: ReadableComparison, label: str, lang: Lang, pictures: Mapping[str, Picture]
) -> dict[str, Any]:
    """Return all that a report of the regime with this label says, and the functions with which a template says it."""
    return {
        **_heading(c, label, lang),
        **_words(c, label, lang, pictures),
        **_rows(c, label, lang, pictures),
        **_helpers(lang),
    }


def _helpers(lang: Lang) -> dict[str, Any]:
    """Return the functions that the template uses."""
    return {
        "t": lambda key, **values: say(f"report.{key}", lang, **values),
        "number": number, "interval": interval, "marks": tables.MARKS,
        "name": lambda label: regime_name(label, lang),
        "inside": lambda label: regime_name(label, lang, inside=True),
        "stream": lambda id: stream_name(id, lang),
        "period": lambda row: period(row["metric"], int(row["horizon"]), lang),
        "week": lambda week: week_name(int(week), lang),
        "by": lambda week: first_capital(say("report.horizon.by", lang, week=week_name(int(week), lang))),
        "share_of": lambda share, n: f"{whole(share * n)}/{int(n)}",
    }  # fmt: skip


def _heading(c: ReadableComparison, label: str, lang: Lang) -> dict[str, Any]:
    """Return what stands at the top and what the page is about."""
    organisation = c.results[0].scenario.organisation
    names = {"a": regime_name(c.labels[0], lang, inside=True), "b": regime_name(label, lang, inside=True)}
    title = say("report.meta.title", lang, **names)
    return {
        "html_lang": HTML_LANG[lang], "title": first_capital(title),
        "disclaimer_short": say("term.disclaimer.short", lang), "disclaimer_long": say("term.disclaimer.long", lang),
        "organisation": organisation.name, "people": sum(team.people for team in organisation.teams),
        "weeks": c.weeks, "worlds": c.replications, "horizons": c.horizons, "reference": c.labels[0], "label": label,
        "several": len(c.labels) > 2, "contents": SECTIONS, "stream_ids": STREAMS, "stopped": c.stopped.sentence(lang), "uncertainty": c.uncertainty,
        "metric_count": len(METRICS), "facts": facts(c, lang),
    }  # fmt: skip


def _words(c: ReadableComparison, label: str, lang: Lang, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Return the sentences and the pictures."""
    shown = {
        id: {"alt": item.alt, "caption": item.caption, "reading": item.reading, "lesson": item.lesson,
             "width": round(96 * WIDTH), "height": round(96 * item.figure.get_figheight()),
             "paper": min(TALLEST, round(ON_PAPER * item.figure.get_figheight()))}
        for id, item in pictures.items()
    }  # fmt: skip
    return {
        "answer": answer(c, label, lang, {id: item.frame for id, item in pictures.items()}),
        "sentences": [
            c.sentence(row["metric"], int(row["horizon"]), lang, label)
            for row in tables.stream_rows(c, label)
        ],
        "team_loss_sentence": _team_loss_sentence(c, label, lang),
        "pictures": shown,
    }


def _rows(c: ReadableComparison, label: str, lang: Lang, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Return the rows of the page's tables."""
    found = c.contributions.get(label)
    return {
        "streams": tables.stream_rows(c), "teams": tables.team_rows(pictures["quadrant"].frame, lang),
        "groups": tables.metric_groups(c, label, lang), "levers": tables.lever_rows(c, label, lang),
        "occasions": occasions(c.results[0].scenario, lang),
        "contribution_worlds": len(found.shares.together) if found else 0,
        "grades": grades(), "ledger": _ledger(c, label, lang),
    }  # fmt: skip


def answer(c: Comparison, label: str, lang: Lang, frames: Mapping[str, DataFrame]) -> list[str]:
    """Return the answer in three sentences: at the end, earlier, and at what price under which weights.

    ``frames`` are the tables of the views in ``ANSWERED``.
    """
    names = {"a": regime_name(c.labels[0], lang, inside=True), "b": regime_name(label, lang, inside=True)}
    end = by_verdict(frames["headline"], lang)
    first = say("report.answer.end", lang, week=week_name(c.weeks, lang), verdicts=end, **names)
    return [first, _early(frames["horizons"], lang), _price(frames, lang)]


def _early(frame: DataFrame, lang: Lang) -> str:
    """Return what early weeks and late weeks show, each by themselves, and on what the verdict turns."""
    early, late = windows_named(frame, lang)
    if early == late:
        return say("report.answer.early_none", lang)
    words = {name: by_verdict(part, lang) for name, part in frame.groupby("window")}
    turned = frame[(frame["window"] == "late") & frame["turns"]]["stream"]
    key = "turns" if len(turned) else "same" if words["early"] == words["late"] else "other"
    text = say(f"report.answer.early_{key}", lang, early=early, late=late, verdicts=words["early"], then=words["late"],
               turned=listing([stream_name(id, lang, inside=True) for id in turned], lang))  # fmt: skip
    return first_capital(text)


def _price(frames: Mapping[str, DataFrame], lang: Lang) -> str:
    """Return what the new regime costs in hours and under which weights it is worth it."""
    hours, weights = frames["costs"], frames["weights"]
    price = say(
        "report.answer.price", lang, hours=whole(hours["mean_b"].sum()), before=whole(hours["mean_a"].sum())
    )
    sweep = weights[weights["kind"] == "sweep"]
    cross, start, end = sweep["crossing"].iloc[0], sweep["difference"].iloc[0], sweep["difference"].iloc[-1]
    if np.isfinite(cross):
        return say(
            f"report.answer.{'until' if start > 0 else 'after'}", lang, price=price, weight=percent(cross)
        )
    side = "equal" if start == end == 0 else "ahead" if start + end > 0 else "behind"
    if side == "ahead" and sweep["low"].iloc[-1] <= 0:
        side = "ahead_open"
    return say(f"report.answer.{side}", lang, price=price)


def _team_loss_sentence(c: ReadableComparison, label: str, lang: Lang) -> str:
    """Return which teams lose on which streams, the hardest hit first."""
    lost: dict[str, list[str]] = {}
    for row in tables.team_losses(c, label):
        lost.setdefault(row["team"], []).append(stream_name(row["stream"], lang, inside=True))
    if not lost:
        return say("report.text.team_losses_none", lang)
    comma = ", " if lang == "en" else "、"
    named = [
        say("report.text.team_loss", lang, team=team, streams=comma.join(streams))
        for team, streams in lost.items()
    ]
    rest = len(named) - NAMED_TEAMS
    shown = (
        comma.join([*named[:NAMED_TEAMS], say("report.text.more", lang, count=rest)])
        if rest > 0
        else listing(named, lang)
    )
    return say("report.text.team_losses", lang, teams=len(lost), of=len(c.results[0].teams), list=shown)


def grades() -> dict[str, int]:
    """Return how many constants of the rules have which grade, and how many there are."""
    found = Counter(item.grade for item in CONSTANTS.values())
    return {"total": len(CONSTANTS), **{grade: found[grade] for grade in GRADES}}


def _ledger(c: ReadableComparison, label: str, lang: Lang) -> dict[str, Any] | None:
    """Return sentences and strongest rows of the assumption ledger, if there is one."""
    if label not in c.assumptions:
        return None
    found = c.assumptions[label]
    rows = ledger.ledger_rows(found, lang, SHOWN_ASSUMPTIONS, seen=True)
    return {"sentences": ledger.sentences(found, lang), "rows": rows}


def facts(c: ReadableComparison, lang: Lang) -> list[tuple[str, str]]:
    """Return what somebody needs to repeat the run."""
    first = c.results[0]
    scenario = first.scenario
    pairs = [
        ("organisation", scenario.organisation.name), ("regimes", listing([regime_name(label, lang) for label in c.labels], lang)),
        ("weeks", str(c.weeks)), ("worlds", str(c.replications)), ("seed", str(first.seed)), ("intervals", say(f"experiment.uncertainty.{c.uncertainty}", lang)), ("version", first.version),
        ("changes", str(len(scenario.changes))), ("shocks", str(len(scenario.shocks))),
    ]  # fmt: skip
    told = [(say(f"report.fact.{key}", lang), value) for key, value in pairs]
    marks = zip(c.labels, c.results, strict=True)
    return told + [
        (say("report.fact.fingerprint", lang, name=regime_name(label, lang)), result.fingerprint)
        for label, result in marks
    ]
