"""A rule of the model as a picture that follows its sliders; every point comes from calling the rule."""

from __future__ import annotations

from typing import Any, cast

import anywidget
from pandas import DataFrame
from traitlets import Dict, Unicode

from simkit.constants import CONSTANTS
from simkit.evidence.odd import chinese, rules_of
from simkit.evidence.sources import OWN, cite
from simkit.levers import lever
from simkit.regime import BASES
from simkit.text import Lang, say
from simkit.views.readings import rows
from simkit.views.tour.arguments import Argument
from simkit.views.tour.catalogue import ShownRule, of_phase
from simkit.views.tour.curves import rule_curve, sentence, settled, shown_rule
from simkit.views.tour.scales import Range, scale, ticks
from simkit.views.tour.week import numbered
from simkit.views.widgets import gave_font, module, styles
from simkit.views.wording import regime_name

WORDS = ("along", "bend", "reset", "before", "does", "lang")


class RulePicture(anywidget.AnyWidget):
    """A rule as a curve with sliders, in either language.

    ``rule`` is one of ``simkit.views.tour.SHOWN``, ``values`` holds what was moved away from the declared values, and
    ``view`` is what the browser draws: it follows the other three.
    """

    _esm = module("font", "tour", "rule")
    _css = styles("tour", "rule")
    rule = Unicode().tag(sync=True)
    lang = Unicode("en").tag(sync=True)
    values = Dict().tag(sync=True)
    view = Dict().tag(sync=True)

    def __init__(self, rule: str, lang: Lang, **values: float) -> None:
        """Show a rule; raise ``InputError`` for one that is not shown, or values that are not possible."""
        settled(shown_rule(rule), values)
        self._scale: Range | None = None
        super().__init__(rule=rule, lang=lang, values=values)
        self._show()
        self.observe(self._other_rule, names="rule")
        self.observe(self._show, names=["values", "lang"])
        self.on_msg(lambda _, content, __: gave_font(self, content))

    def frame(self) -> DataFrame:
        """Return the curve that is shown, as ``rule_curve`` gives it."""
        return rule_curve(self.rule, **self.values)

    def _other_rule(self, _: object) -> None:
        """Begin with the declared values of another rule."""
        self._scale = None
        if self.values:
            self.values = {}
        else:
            self._show()

    def _show(self, _: object = None) -> None:
        """Work out what the browser is to draw."""
        frame = self.frame()
        self._scale = scale(frame["result"].tolist(), self._scale)
        self.view = view(frame, self._scale, cast("Lang", self.lang))

    def __repr__(self) -> str:
        """Say in words what is shown."""
        return sentence(self.frame(), cast("Lang", self.lang))


def view(frame: DataFrame, span: Range, lang: Lang) -> dict[str, Any]:
    """Return all that is drawn and said, in one language."""
    shown = shown_rule(str(frame["rule"].iloc[0]))
    parts = {str(what): rows(part) for what, part in frame.groupby("what", sort=False)}
    here, x = parts["here"][0], shown.x.name
    text = f"tour.rule.{shown.id}"
    return {
        "rule": shown.id, "lang": lang, "title": say(f"{text}.title", lang), "sentence": sentence(frame, lang),
        "lesson": say(f"{text}.lesson", lang), "reading": say("tour.picture.reading", lang),
        "alt": f"{say(f'{text}.title', lang)}: {sentence(frame, lang)}", "ylabel": say(f"{text}.y", lang),
        "xlabel": shown.x.label(lang), "xrange": [shown.x.low, shown.x.high], "yrange": list(span),
        "xticks": ticks((shown.x.low, shown.x.high), shown.x.percent, shown.x.integer),
        "yticks": ticks(span, shown.percent), "points": [[getattr(row, x), row.result] for row in parts["curve"]],
        "here": [getattr(here, x), here.result], "arguments": [_argument(item, getattr(here, item.name), lang) for item in shown.arguments],
        "marks": [{"id": regime, "label": regime_name(regime, lang), "x": getattr(row, x), "y": row.result}
                  for regime in BASES for row in parts.get(regime, [])],
        "rules": [{"id": item.id, "label": say(f"tour.rule.{item.id}.title", lang)} for item in of_phase(shown.phase)],
        **_behind(shown, lang), "words": {**{word: say(f"tour.widget.{word}", lang) for word in WORDS},
                                          "rule": numbered(shown.phase, lang), "here": say("tour.picture.here", lang)},
    }  # fmt: skip


def _argument(item: Argument, value: float, lang: Lang) -> dict[str, Any]:
    """Return a slider: range, step, value, and what the argument is."""
    note = say(f"tour.widget.{item.kind}", lang)
    if item.kind == "constant":
        grade = say(f"term.grade.{CONSTANTS[item.id].grade}.label", lang)
        note = say("tour.widget.constant", lang, grade=grade)
    return {"name": item.name, "low": item.low, "high": item.high, "step": item.step, "value": value,
            "label": item.label(lang), "told": item.told(value), "note": note}  # fmt: skip


def _behind(shown: ShownRule, lang: Lang) -> dict[str, str]:
    """Return what stands behind a rule: what it does in a sentence, its source, and its code."""
    described = {item.name: item for item in rules_of(shown.file)}[shown.id]
    keys = [*described.sources, *(CONSTANTS[item.id].source for item in shown.arguments if item.kind == "constant"),
            *(lever(item.id).evidence for item in shown.levers)]  # fmt: skip
    cited = [cite(key) for key in dict.fromkeys(keys) if key != OWN]
    sources = "; ".join(cited) or say("tour.widget.own", lang)
    head = f"{shown.id}({', '.join(described.arguments)})"
    return {
        "told": f"{described.sentence[:1].upper()}{described.sentence[1:]}." if lang == "en" else chinese()["rules"][shown.id],
        "source": say("tour.widget.source", lang, sources=sources),
        "code": f"{head}\n{described.code}",
    }  # fmt: skip
