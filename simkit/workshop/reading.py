"""Reads the tables of a pack's session file and collects their problems."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simkit.experiments.outcomes import horizons
from simkit.levers import DRIVERS, LEVER_IDS
from simkit.metrics import METRIC_IDS, metric
from simkit.presets import REGIMES, load_organisation, load_regime
from simkit.presets.reading import checked, sound, tables
from simkit.presets.regimes import regime_from
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.roster.files import found
from simkit.roster.problems import Said, inside
from simkit.text import LANGS, entries
from simkit.workshop.parts import OTHER, PARTS, Item, Point, Question, Round, Words
from simkit.workshop.problems import WorkshopProblem

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
VERDICTS = ("ahead", "behind", "open")
_AGENDA = {"id": "text", "minutes": "whole", "round": "text", "part": "text", "title": "table"}
_ROUND = {
    "id": "text", "scene": "text", "reference": "regime", "regime": "regime", "levers": "list", "title": "table",
    "brief": "table", "questions": "list", "discussion": "list",
}  # fmt: skip
_QUESTION = {"id": "text", "metric": "text", "horizon": "whole", "prompt": "table", "expected": "text"}
_POINT = {"text": "table", "concepts": "list"}
_Entry = tuple[str, dict[str, Any]]


class PackReader:
    """Makes the parts of a pack from tables; what cannot be made is left out and its problem noted."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        """Begin with the problems that are known already."""
        self.folder, self.problems = folder, problems

    def within(self, entry: Mapping[str, Any], key: str, low: int, high: int, where: str = "") -> bool:
        """Return whether a number is there and within its limits."""
        if key not in entry:
            return False
        if not low <= entry[key] <= high:
            values = {"value": entry[key], "low": low, "high": high}
            self.problems.append(Problem("out_of_range", _place(where, key), values))
            return False
        return True

    def words(self, entry: Mapping[str, Any], key: str, where: str = "") -> Words | None:
        """Return a text that exists in both languages."""
        table: Any = entry.get(key)
        if not isinstance(table, dict):
            return None
        place, kinds = _place(where, key), {str(lang): "text" for lang in LANGS}
        problems = inside(place, checked(table, kinds, LANGS))
        blank = [lang for lang in LANGS if isinstance(table.get(lang), str) and not table[lang].strip()]
        problems += [WorkshopProblem("no_text", _place(place, lang)) for lang in blank]
        self.problems += problems
        return None if problems else {lang: str(table[lang]) for lang in LANGS}

    def people(self, value: Any) -> tuple[int, int] | None:
        """Return the least and the largest group."""
        if isinstance(value, list):
            numbers: list[Any] = value
            if len(numbers) == 2 and all(type(n) is int for n in numbers) and 1 <= numbers[0] <= numbers[1]:
                return numbers[0], numbers[1]
            self.problems.append(WorkshopProblem("people", "people", {"value": value}))
        return None

    def organisation(self, name: Any, where: str) -> str:
        """Return an organisation's name, or the path of a file beside the session file, if it can be loaded."""
        if not isinstance(name, str):
            return ""
        beside = self.folder / name
        chosen = str(beside) if found(beside.is_file) else name
        try:
            load_organisation(chosen)
        except InputError as error:
            self.problems += inside(where, error.problems)
        return chosen

    def regime(self, entry: Mapping[str, Any], key: str, where: str, name: str) -> Regime | None:
        """Return a regime by name, from a file beside the session file, or from a table."""
        value: Any = entry.get(key)
        try:
            if isinstance(value, str):
                beside = self.folder / value
                return load_regime(beside if found(beside.is_file) else value)
            return None if value is None else regime_from(value, name)
        except InputError as error:
            self.problems += inside(_place(where, key), error.problems)
            return None

    def entries(
        self, entry: Mapping[str, Any], key: str, kinds: dict[str, str], required: Sequence[str], where: str = ""
    ) -> list[_Entry]:  # fmt: skip
        """Return the tables of a list that have all they need, each with its place; none may be empty or twice."""
        items, problems = tables(dict(entry), key)
        self.problems += inside(where, problems)
        if key in entry and not entry[key]:
            self.problems.append(Problem("empty", _place(where, key)))
        seen: set[Any] = set()
        complete: list[_Entry] = []
        for place, item in items:
            place = _place(where, place)
            wrong = inside(place, checked(item, kinds, required))
            id: Any = item.get("id")
            if "id" in kinds and isinstance(id, str) and id in seen:
                wrong.append(WorkshopProblem("twice", f"{place} › id", {"value": id}))
            if isinstance(id, str) and not _ID.fullmatch(id):
                wrong.append(WorkshopProblem("bad_id", f"{place} › id", {"value": id}))
            seen.add(str(id))
            self.problems += wrong
            if not {problem.code for problem in wrong} & {"missing", "wrong_kind", "twice", "bad_id"}:
                complete.append((place, sound(item, kinds)))
        return complete

    def one_of(self, value: str, allowed: Sequence[str], where: str, kind: str) -> bool:
        """Return whether a name is among those allowed."""
        if value in allowed:
            return True
        values = {"kind": Said((f"workshop.kind.{kind}",)), "value": value, "nearest": nearest(value, list(allowed)),
                  "allowed": ", ".join(allowed) if len(allowed) < 9 else "…"}  # fmt: skip
        self.problems.append(WorkshopProblem("unknown_name", where, values))
        return False

    def names(
        self, entry: Mapping[str, Any], key: str, allowed: Sequence[str], where: str
    ) -> tuple[str, ...]:
        """Return those names of a list that exist."""
        kind = key.removesuffix("s")
        given: list[Any] = entry.get(key, [])
        return tuple(str(name) for name in given if self.one_of(str(name), allowed, _place(where, key), kind))

    def agenda(self, entry: Mapping[str, Any], rounds: Sequence[str]) -> tuple[Item, ...]:
        """Return the agenda."""
        made: list[Item] = []
        for where, item in self.entries(entry, "agenda", _AGENDA, ("id", "minutes", "title")):
            title, part, round = (
                self.words(item, "title", where),
                item.get("part", OTHER),
                item.get("round", ""),
            )
            self.one_of(part, (*PARTS, OTHER), f"{where} › part", "part")
            if round:
                self.one_of(round, rounds, f"{where} › round", "round")
            elif part in PARTS:
                self.problems.append(
                    WorkshopProblem("part_without_round", f"{where} › part", {"value": part})
                )
            if self.within(item, "minutes", 1, 480, where) and title is not None:
                made.append(Item(item["id"], item["minutes"], title, round, part))
        return tuple(made)

    def points(
        self, entry: Mapping[str, Any], key: str, where: str, *, drivers: bool = False
    ) -> tuple[Point, ...]:
        """Return questions to talk about."""
        kinds = _POINT | ({"drivers": "list"} if drivers else {})
        prefix = "" if where == key else where
        made: list[Point] = []
        for place, item in self.entries(entry, key, kinds, ("text",), prefix):
            text = self.words(item, "text", place)
            concepts = self.names(item, "concepts", list(entries("concepts")), place)
            touched = self.names(item, "drivers", DRIVERS, place)
            if text is not None:
                made.append(Point(text, concepts, touched))
        return tuple(made)

    def rounds(self, entry: Mapping[str, Any], organisation: str, weeks: int) -> tuple[Round, ...]:
        """Return the rounds."""
        required = [key for key in _ROUND if key not in ("scene", "levers")]
        made = [
            self._round(where, item, organisation, weeks)
            for where, item in self.entries(entry, "rounds", _ROUND, required)
        ]
        return tuple(item for item in made if item is not None)

    def _round(self, where: str, item: dict[str, Any], organisation: str, weeks: int) -> Round | None:
        """Return one round."""
        title, brief = self.words(item, "title", where), self.words(item, "brief", where)
        names = {key: f"{item['id']} ({key})" for key in ("reference", "regime")}
        reference, regime = (self.regime(item, key, where, name) for key, name in names.items())
        levers = self.names(item, "levers", LEVER_IDS, where)
        place = self.organisation(item["scene"], f"{where} › scene") if "scene" in item else organisation
        questions = self._questions(item, where, weeks)
        discussion = self.points(item, "discussion", where)
        if title is None or brief is None or reference is None or regime is None:
            return None
        if reference.values == regime.values:
            self.problems.append(WorkshopProblem("same_regimes", where))
        return Round(item["id"], title, brief, place, reference, regime, levers, questions, discussion)

    def _questions(self, entry: Mapping[str, Any], where: str, weeks: int) -> tuple[Question, ...]:
        """Return the questions of a round."""
        made: list[Question] = []
        for place, item in self.entries(entry, "questions", _QUESTION, list(_QUESTION), where):
            prompt = self.words(item, "prompt", place)
            known = self.one_of(item["metric"], METRIC_IDS, f"{place} › metric", "metric")
            weeks_read = [str(week) for week in horizons(weeks)]
            fits = self.one_of(str(item["horizon"]), weeks_read, f"{place} › horizon", "horizon")
            judged = self.one_of(item["expected"], VERDICTS, f"{place} › expected", "expected")
            if known and judged and metric(item["metric"]).direction == 0 and item["expected"] != "open":
                self.problems.append(
                    WorkshopProblem("no_better_side", f"{place} › expected", {"value": item["metric"]})
                )
            if known and fits and judged and prompt is not None:
                made.append(Question(item["id"], item["metric"], item["horizon"], prompt, item["expected"]))
        return tuple(made)


def named(regime: Regime) -> bool:
    """Return whether a regime is one that has a name of ours."""
    return regime.name in REGIMES


def _place(where: str, key: str) -> str:
    """Return a place within another."""
    return f"{where} › {key}" if where else key
