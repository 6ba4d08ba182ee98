"""The pilot charter: one page that fixes, before the start, what is done, measured and decided; as docx, PDF and web page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from simkit.engine.draws import Draws, key_of
from simkit.engine.version import software_version
from simkit.metrics import metric
from simkit.pilot.design import Measure, Pilot, Survey
from simkit.pilot.files import fingerprint
from simkit.pilot.looks import levels
from simkit.pilot.timetable import STREAM, arms, drawn, periods
from simkit.roster.files import write_file
from simkit.text import Lang, say
from simkit.views.pilots.designing import amount_of, design_sentences
from simkit.views.templating import HTML_LANG, font_css, template
from simkit.views.wording import (
    first_capital,
    listing,
    metric_name,
    percent,
    printable,
    regime_name,
    unit_name,
    whole,
)

SHEET = "data.xlsx"
ROLES = ("owner", "keeper", "coach", "contact")
"""Roles with a line to be filled in, if the pilot names none."""
SHORT = 12


@dataclass(frozen=True, slots=True)
class CharterOdds:
    """How sure a pilot can be: shares of simulated pilots, gains in the unit of the primary measure."""

    false_go: float
    missed: float
    detectable: float
    truth: float
    pilots: int


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: its heading, its sentences (each with words set in bold before it, or none), and a table."""

    heading: str
    sentences: Sequence[tuple[str, str]] = ()
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter in one language."""

    lang: Lang
    title: str
    mark: str
    simulated: str
    blocks: tuple[Block, ...]

    def html(self) -> str:
        """Return the charter as a web page that carries everything that it needs."""
        texts = {"charter": self, "title": self.title, "html_lang": HTML_LANG[self.lang]}
        page = template("pilot/charter.html")
        return str(page.render(**texts, fonts=font_css(str(page.render(**texts, fonts="")), self.lang)))

    def save(self, folder: Path, kinds: Sequence[str] = ("docx", "pdf", "html")) -> list[Path]:
        """Write the charter in these forms, over earlier ones, and return the files."""
        made = {"html": lambda: self.html().encode(), "pdf": self._pdf, "docx": self._docx}
        return [write_file(folder / f"charter.{kind}", made[kind](), overwrite=True) for kind in kinds]

    def _pdf(self) -> bytes:
        """Return the charter as PDF."""
        from simkit.views.typeset import pdf

        return pdf("charter.typ", self.lang, {"charter": self, "title": self.title})

    def _docx(self) -> bytes:
        """Return the charter as a document for word processors."""
        return import_module("simkit.views.pilots.charter_docx").document(self)

    def _repr_html_(self) -> str:
        """Show the charter where a notebook shows the object."""
        return str(template("pilot/charter_body.html").render(charter=self))

    def __repr__(self) -> str:
        """Tell what it is."""
        return self.title


def charter(pilot: Pilot, lang: Lang, odds: CharterOdds | None = None) -> Charter:
    """Return the charter of a pilot; without ``odds`` it says that they have not been computed."""
    blocks = (
        Block(_head("question", lang), [("", _question(pilot, lang))]),
        Block(_head("design", lang), [("", " ".join(design_sentences(pilot, lang)[:4]) if lang == "en" else "".join(design_sentences(pilot, lang)[:4]))]),
        _calendar(pilot, lang), _roles(pilot, lang), _measures(pilot, lang), _rule(pilot, lang),
        Block(_head("odds", lang), [("", _odds(pilot, odds, lang))]),
        Block(_head("lot", lang), [("", _lot(pilot, lang))]),
        Block(_head("not", lang), [("", say("charter.not.text", lang, least=_least(pilot)))]),
    )  # fmt: skip
    mark = say("charter.not.mark", lang, fingerprint=fingerprint(pilot)[:SHORT], version=software_version())
    simulated = say("charter.word.simulated", lang) if pilot.simulated else ""
    return Charter(
        lang, printable(say("charter.title.charter", lang, name=pilot.name)), mark, simulated, blocks
    )


def _head(key: str, lang: Lang) -> str:
    """Return a heading."""
    return say(f"charter.head.{key}", lang)


def _columns(keys: Sequence[str], lang: Lang) -> list[str]:
    """Return the heads of a table."""
    return [say(f"charter.column.{key}", lang) for key in keys]


def _question(pilot: Pilot, lang: Lang) -> str:
    """Return what the pilot is to answer."""
    id = pilot.primary.metric
    weeks = pilot.design.cycles * pilot.design.cycle_weeks
    return say(
        f"charter.question.{'text' if metric(id).direction > 0 else 'falls'}", lang, new=regime_name(pilot.new.name, lang),
        measure=metric_name(id, lang, inside=True), worthwhile=amount_of(pilot.rule.worthwhile, id, lang), weeks=weeks,
    )  # fmt: skip


def _calendar(pilot: Pilot, lang: Lang) -> Block:
    """Return what happens when."""
    rows = [
        [
            _period_name(period.number, lang),
            f"{first}–{period.last}",
            _dates(pilot, first, period.last, lang),
            _events(pilot, period.number, lang),
        ]
        for period in periods(pilot.design)
        for first in [period.first - (pilot.design.settling_weeks if period.number else 0)]
    ]
    return Block(_head("calendar", lang), (), _columns(("period", "weeks", "dates", "happens"), lang), rows)


def _period_name(number: int, lang: Lang) -> str:
    """Return the name of a period."""
    return say(f"charter.period.{'cycle' if number else 'baseline'}", lang, number=number)


def _dates(pilot: Pilot, first: int, last: int, lang: Lang) -> str:
    """Return the first and the last day of some weeks, if the pilot has a date."""
    if pilot.start is None:
        return say("charter.word.none", lang)
    begin = pilot.start + datetime.timedelta(weeks=first - 1)
    return f"{begin.isoformat()} – {(pilot.start + datetime.timedelta(weeks=last, days=-3)).isoformat()}"


def _events(pilot: Pilot, number: int, lang: Lang) -> str:
    """Return what happens in a period: who changes, what is not counted, which look comes."""
    if not number:
        return say("charter.event.baseline", lang)
    plan = pilot.design
    table, groups = arms(plan, drawn(plan)), drawn(plan)
    parts: list[str] = []
    for event, step in (("change", 1), ("back", -1)):
        moved = sorted(
            {groups[row] for row in range(len(groups)) if table[row, number] - table[row, number - 1] == step}
        )
        if moved:
            names = listing([_group_name(pilot, group, lang) for group in moved], lang)
            parts.append(say(f"charter.event.{event}", lang, groups=names))
    if plan.settling_weeks:
        parts.append(say("charter.event.settle", lang, weeks=plan.settling_weeks))
    if number in pilot.rule.looks:
        parts.append(say("charter.event.look", lang, number=pilot.rule.looks.index(number) + 1))
    return ("; " if lang == "en" else "；").join(parts or [say("charter.event.measure", lang)])


def _group_name(pilot: Pilot, group: int, lang: Lang) -> str:
    """Return the name of a group of pilot teams."""
    many = pilot.design.kind in ("stepped_wedge", "crossover")
    return say(f"charter.group.{'number' if many else 'pilot'}", lang, number=group + 1)


def _roles(pilot: Pilot, lang: Lang) -> Block:
    """Return who does what, by job title."""
    given = pilot.roles or dict.fromkeys(ROLES, say("charter.word.blank", lang))
    rows = [
        [say(f"charter.role.{key}", lang) if key in ROLES else key, value] for key, value in given.items()
    ]
    names = {_group_name(pilot, group, lang): [] for group in sorted(set(drawn(pilot.design)))}
    for team, group in zip(pilot.design.pilot_teams, drawn(pilot.design), strict=True):
        names[_group_name(pilot, group, lang)].append(team)
    if pilot.design.comparison_teams:
        names[say("charter.group.comparison", lang)] = [*pilot.design.comparison_teams]
    grouped = [[first_capital(name), listing(teams, lang)] for name, teams in names.items()]
    heads = [f"{_head('groups', lang)} / {_head('roles', lang)}", say("charter.column.who", lang)]
    return Block(heads[0], (), (), [*grouped, *rows])


def _measures(pilot: Pilot, lang: Lang) -> Block:
    """Return what is measured, by stage, and what for."""
    part = {
        item.measure.metric: say(
            "charter.part.guardrail", lang, margin=amount_of(item.margin, item.measure.metric, lang)
        )
        for item in pilot.guardrails
    }
    part[pilot.primary.metric] = say("charter.part.primary", lang)
    order = ("input", "process", "output", "impact", "")
    measures = sorted(pilot.measures, key=lambda item: order.index(metric(item.metric).stage))
    rows = [
        [say(f"charter.stage.{metric(item.metric).stage or 'other'}", lang), f"{metric_name(item.metric, lang)} ({unit_name(item.metric, lang)})",
         part.get(item.metric, say("charter.part.secondary", lang)), _how(item, lang)]
        for item in measures
    ]  # fmt: skip
    return Block(_head("measures", lang), (), _columns(("stage", "measure", "part", "how"), lang), rows)


def _how(item: Measure, lang: Lang) -> str:
    """Return how a measure is got."""
    if item.survey is None:
        return say("charter.how.counted", lang, file=SHEET)
    return say(
        "charter.how.asked", lang, least=item.survey.minimum_group, rate=percent(item.survey.response_rate)
    )


def _rule(pilot: Pilot, lang: Lang) -> Block:
    """Return the decision rule, case by case."""
    worthwhile = amount_of(pilot.rule.worthwhile, pilot.primary.metric, lang)
    cases = [
        (say(f"charter.rule.{case}", lang), say(f"charter.rule.{case}_text", lang, worthwhile=worthwhile))
        for case in ("go", "stop", "more")
    ]
    looks = [
        say("charter.rule.look", lang, cycle=cycle, confidence=f"{100 * confidence:.1f}%")
        for cycle, confidence in zip(pilot.rule.looks, levels(pilot.rule, pilot.design), strict=True)
    ]
    method = say(f"pilot.method.{pilot.design.method}.name", lang)
    last = say("charter.rule.looks", lang, looks=listing(looks, lang), method=method)
    return Block(_head("rule", lang), [*cases, ("", f"{last} {say('charter.rule.interval', lang)}")])


def _odds(pilot: Pilot, odds: CharterOdds | None, lang: Lang) -> str:
    """Return how sure the pilot can be."""
    if odds is None:
        return say("charter.odds.unknown", lang)
    id = pilot.primary.metric
    small = (
        say("charter.word.none", lang)
        if odds.detectable != odds.detectable
        else amount_of(odds.detectable, id, lang)
    )
    return say(
        "charter.odds.known", lang, false=percent(odds.false_go), missed=percent(odds.missed), detectable=small,
        truth=amount_of(odds.truth, id, lang), pilots=whole(odds.pilots),
    )  # fmt: skip


def _lot(pilot: Pilot, lang: Lang) -> str:
    """Return how the groups were found, such that anybody can draw them again."""
    plan = pilot.design
    if plan.assigned == "choice":
        return say("charter.lot.chosen", lang)
    luck = Draws(plan.lot_seed, 0)
    numbers = sorted((luck.one(STREAM, key_of(name), 0), name) for name in plan.teams)
    order = (", " if lang == "en" else "、").join(f"{name} {number:.4f}" for number, name in numbers)
    return say("charter.lot.drawn", lang, seed=plan.lot_seed, order=order)


def _least(pilot: Pilot) -> int:
    """Return the fewest answers that are shown."""
    groups = [item.survey.minimum_group for item in pilot.measures if item.survey]
    return max(groups, default=Survey().minimum_group)
