"""The week as a table of its phases, and a Mesa model's weeks as a table of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame

from simkit.engine.host import OrganisationModel
from simkit.evidence.odd import chinese
from simkit.metrics import HEADLINES
from simkit.rules import THE_WEEK
from simkit.text import Lang, say
from simkit.views.chapters import Shown
from simkit.views.templating import template
from simkit.views.tour.catalogue import SHOWN, of_phase
from simkit.views.wording import metric_name

PHASES = tuple(name for name, _ in THE_WEEK)
"""The phases in their order."""


def week(lang: Lang = "en") -> Shown:
    """Return the numbered phases of the week, what happens in each, and which of its rules can be moved.

    >>> week("en").sentence
    'Every week of the model has 7 phases in this order; 26 of their rules can be moved on this page.'
    """
    told = dict(THE_WEEK) if lang == "en" else chinese()["phases"]
    heads = [say(f"tour.week.{name}", lang) for name in ("phase", "what", "rules")]
    rows = [
        (numbered(name, lang), told[name], [say(f"tour.rule.{item.id}.title", lang) for item in of_phase(name)])
        for name in PHASES
    ]  # fmt: skip
    words = say("tour.week.sentence", lang, phases=len(PHASES), rules=len(SHOWN))
    return Shown(words, template("week.html").render(sentence=words, heads=heads, rows=rows))


def numbered(phase: str, lang: Lang) -> str:
    """Return a phase with its number in the week.

    >>> numbered("attention", "en")
    '2. Attention'
    """
    return f"{PHASES.index(phase) + 1}. {say(f'tour.phase.{phase}', lang)}"


def week_by_week(
    model: OrganisationModel, metrics: Sequence[str] = (*HEADLINES, "felt_safety"), lang: Lang = "en"
) -> DataFrame:
    """Return what Mesa collected of a model that was stepped: a row a week, a column a metric.

    >>> from simkit import OrganisationModel, Scenario, scene
    >>> organisation, regime = scene("G2")
    >>> model = OrganisationModel(Scenario(organisation=organisation, regime=regime), seed=1)
    >>> for _ in range(3): model.step()
    >>> week_by_week(model, ["launches"]).index.tolist()
    [1, 2, 3]
    """
    frame = model.datacollector.get_model_vars_dataframe()[list(metrics)]
    named = frame.rename(columns={id: metric_name(id, lang) for id in metrics})
    return named.set_axis(range(1, len(frame) + 1), axis="index").rename_axis(say("page.streams.axis", lang))
