"""The concept map: from an idea of the article to levers, metrics, pictures and exercises, and back.

>>> concept_map("en").of_lever("review_interval")
('A2', 'B2', 'C4', 'E3', 'F4a', 'G2', 'H1', 'I2', 'I3', 'I5')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pandas import DataFrame

from simkit.levers import LEVERS, SWITCHES, Lever, levers_of
from simkit.metrics import METRICS, STAGES, STREAMS, Metric
from simkit.text import Lang, entries, say
from simkit.views.templating import template
from simkit.views.wording import metric_name

KINDS = ("levers", "metrics", "views", "exercises")
"""What a concept is embodied by."""
ELSEWHERE = ("mesa_page", "patterns", "quadrant", "pilot_design", "pilot_readout")
"""Views that are no pictures of a comparison, or go by another name on this page."""

GROUPS = (
    *(f"term.stream.{stream}.label" for stream in STREAMS),
    *(f"term.stage.{stage}.label" for stage in STAGES),
    "tour.map.goals",
    "tour.map.week",
)
"""Texts under which metrics are listed, in their order."""


@dataclass(frozen=True)
class ConceptMap:
    """What belongs together, in a language; a notebook shows it as lines that can be opened.

    It is plain HTML: it works without widgets, in a served page and on paper.
    """

    lang: Lang = "en"

    @cached_property
    def concepts(self) -> dict[str, dict[str, Any]]:
        """All concepts by id, with their text, levers, metrics, views and exercises."""
        return entries("concepts")

    def frame(self) -> DataFrame:
        """Return the map as a table, a row for each thing that embodies a concept: concept, kind, id, label.

        >>> found = concept_map("en").frame()
        >>> found[(found["concept"] == "B1") & (found["kind"] == "levers")]["label"].tolist()
        ['Data transparency']
        """
        return DataFrame([
            {"concept": id, "kind": kind, "id": item, "label": self._label(kind, item)}
            for id, entry in self.concepts.items() for kind in KINDS for item in entry[kind]
        ])  # fmt: skip

    def of_lever(self, id: str) -> tuple[str, ...]:
        """Return the concepts that a lever embodies."""
        return tuple(name for name, entry in self.concepts.items() if id in entry["levers"])

    def of_metric(self, id: str) -> tuple[str, ...]:
        """Return the concepts that a metric embodies."""
        return tuple(name for name, entry in self.concepts.items() if id in entry["metrics"])

    def _label(self, kind: str, id: str) -> str:
        """Return what a lever, metric or view is called; an exercise is a command and stands as it is."""
        if kind == "levers":
            return say(f"lever.{id}.label", self.lang)
        if kind == "metrics":
            return metric_name(id, self.lang)
        if kind == "views":
            live = "title" in entries("charts")["view"].get(id, {})
            home = "tour.map.view" if id in ELSEWHERE else "chart.view" if live else "report.view"
            return say(f"{home}.{id}" if id in ELSEWHERE else f"{home}.{id}.title", self.lang)
        return id

    def _labels(self, kind: str, ids: Iterable[str]) -> list[str]:
        """Return the names of several things of a kind, each once."""
        return [self._label(kind, id) for id in dict.fromkeys(ids)]

    def _title(self, id: str) -> str:
        """Return a concept with its id."""
        return f"{id} {say(f'concept.{id}.title', self.lang)}"

    # -- the three ways in -------------------------------------------------------------------------------

    def _by_concept(self) -> list[dict[str, Any]]:
        """Return the concepts by the part of the article."""
        groups = {
            key: [id for id in self.concepts if id.startswith(key)]
            for key in entries("tours")["map"]["group"]
        }
        return [
            {"title": say(f"tour.map.group.{key}", self.lang), "items": [self._concept(id) for id in ids]}
            for key, ids in groups.items()
        ]  # fmt: skip

    def _concept(self, id: str) -> dict[str, Any]:
        """Return what is shown of a concept."""
        entry = self.concepts[id]
        parts = [
            (say(f"tour.map.{kind}", self.lang), self._labels(kind, entry[kind]), kind == "exercises")
            for kind in KINDS
        ]
        note = say(f"concept.{id}.note", self.lang)
        return {"title": self._title(id), "note": note, "parts": parts}

    def _by_lever(self) -> list[dict[str, Any]]:
        """Return the levers by the row of the comparison table that switches them."""
        return [
            {"title": f"{switch} {say(f'term.switch.{switch}.label', self.lang)}", "items": [self._lever(item) for item in levers_of(switch)]}
            for switch in SWITCHES
        ]  # fmt: skip

    def _lever(self, item: Lever) -> dict[str, Any]:
        """Return what is shown of a lever: what it does, its ends, its concepts and where to read its effect."""
        ids = self.of_lever(item.id)
        metrics = self._labels(
            "metrics", (id for name in item.concepts for id in self.concepts[name]["metrics"])
        )
        ends = {end: say(f"lever.{item.id}.{end}", self.lang) for end in ("low", "high")}
        note = say("tour.map.range", self.lang, help=say(f"lever.{item.id}.help", self.lang), **ends)
        parts = [
            (say("tour.map.concepts", self.lang), [self._title(id) for id in ids], False),
            (say("tour.map.read", self.lang), metrics, False),
        ]
        return {"title": say(f"lever.{item.id}.label", self.lang), "note": note, "parts": parts}

    def _by_metric(self) -> list[dict[str, Any]]:
        """Return the metrics by value stream, by stage of the data engine, and the others."""
        return [
            {"title": say(key, self.lang), "items": [self._metric(item) for item in METRICS if _group(item) == key]}
            for key in GROUPS
        ]  # fmt: skip

    def _metric(self, item: Metric) -> dict[str, Any]:
        """Return what is shown of a metric: what it is, which behaviour it is to drive, its concepts and their levers."""
        ids = self.of_metric(item.id)
        levers = self._labels(
            "levers", (id for name in item.concepts for id in self.concepts[name]["levers"])
        )
        parts = [
            (say("tour.map.behaviour", self.lang), [say(f"metric.{item.id}.behaviour", self.lang)], False),
            (say("tour.map.concepts", self.lang), [self._title(id) for id in ids], False),
            (say("tour.map.moved", self.lang), levers, False),
        ]
        note = say(f"metric.{item.id}.help", self.lang)
        return {"title": metric_name(item.id, self.lang), "note": note, "parts": parts}

    @property
    def sentence(self) -> str:
        """How much there is."""
        return say("tour.map.sentence", self.lang, concepts=len(self.concepts), levers=len(LEVERS), metrics=len(METRICS))  # fmt: skip

    def _repr_html_(self) -> str:
        """Return the map as lines that can be opened."""
        ways = [
            (say(f"tour.map.by_{name}", self.lang), groups)
            for name, groups in (("concept", self._by_concept()), ("lever", self._by_lever()), ("metric", self._by_metric()))
        ]  # fmt: skip
        return template("concepts.html").render(sentence=self.sentence, ways=ways)  # fmt: skip

    def __repr__(self) -> str:
        """Say how much there is."""
        return self.sentence


def _group(item: Metric) -> str:
    """Return the text under which a metric is listed.

    >>> from simkit.metrics import metric
    >>> _group(metric("launches")), _group(metric("felt_safety"))
    ('term.stage.output.label', 'tour.map.week')
    """
    if item.stream in STREAMS:
        return f"term.stream.{item.stream}.label"
    if item.stage in STAGES:
        return f"term.stage.{item.stage}.label"
    return "tour.map.goals" if item.functions or "F1a" in item.concepts else "tour.map.week"


def concept_map(lang: Lang = "en") -> ConceptMap:
    """Return the concept map in a language."""
    return ConceptMap(lang)
