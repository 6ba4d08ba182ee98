"""Commands that print what there is, write an empty roster or open the page; none of them simulates."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import click
from rich.console import RenderableType

from simkit.constants import CONSTANTS
from simkit.evidence.sources import SOURCES, cite
from simkit.levers import LEVERS
from simkit.metrics import METRICS
from simkit.presets import REGIMES, SCENES, TOOLS, load_regime, scene, tool
from simkit.roster import write_template
from simkit.text import Lang, entries, say
from simkit.views import terminal

_Entries = dict[str, dict[str, Any]]


def show_list(name: str, as_json: bool, lang: Lang) -> None:
    """Print one of ``LISTS`` as a table, or as JSON with both languages' ids and one language's words."""
    table, data = LISTS[name]
    if as_json:
        print_json(data(lang))
    else:
        terminal.show(table(lang))


def print_json(data: object) -> None:
    """Print data as JSON, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def template(file: str, overwrite: bool, lang: Lang) -> None:
    """Write an empty roster."""
    path = write_template(file, lang, overwrite=overwrite)
    click.echo(say("command.result.written", lang, file=path))


def model_description(lang: Lang) -> None:
    """Print the description of the model."""
    from simkit.evidence.odd import odd

    click.echo(odd(lang))


def _tools(lang: Lang) -> RenderableType:
    """Return every tool with what it is and which levers it sets."""
    rows = [
        [
            name,
            say(f"term.tool.{name}.label", lang),
            say(f"term.tool.{name}.help", lang),
            _settings(tool(name), lang),
        ]
        for name in TOOLS
    ]
    return terminal.table(_heads(("name", "what", "sets"), lang, first="id"), rows, whole_cells=[0])


def _scenes(lang: Lang) -> RenderableType:
    """Return every scene with what it is and the name of its regime."""
    rows = [
        [id, name, say(f"term.scene.{name}.label", lang), say(f"term.scene.{name}.help", lang)]
        for id, name in SCENES.items()
    ]
    heads = [
        say("command.column.scene", lang),
        say("report.column.regime", lang),
        *_heads(("name", "what"), lang),
    ]
    return terminal.table(heads, rows, whole_cells=[0])


def _heads(keys: Iterable[str], lang: Lang, first: str = "") -> list[str]:
    """Return headings; ``first`` is the key of one that stands with those of the report."""
    begin = [say(f"report.column.{first}", lang)] if first else []
    return [*begin, *(say(f"command.column.{key}", lang) for key in keys)]


def _settings(levers: dict[str, float], lang: Lang) -> str:
    """Return levers with their values in words."""
    semicolon = say("report.phrase.semicolon", lang)
    return semicolon.join(f"{say(f'lever.{id}.label', lang)} {value:g}" for id, value in levers.items())


def _source(key: str) -> str:
    """Return a source as it is cited; nothing for what is ours."""
    return cite(key) if key in SOURCES else ""


def _lever_data(lang: Lang) -> _Entries:
    """Return every lever with its texts."""
    return {item.id: {**_words(entries("levers")[item.id], lang), **asdict(item)} for item in LEVERS}


def _metric_data(lang: Lang) -> _Entries:
    """Return every metric with its texts."""
    return {item.id: {**_words(entries("metrics")[item.id], lang), **asdict(item)} for item in METRICS}


def _regime_data(lang: Lang) -> _Entries:
    """Return every named regime with its tools and all its levers."""
    found = [load_regime(name) for name in REGIMES]
    return {item.name: {"tools": list(item.tools), "levers": item.levers} for item in found}


def _concept_data(lang: Lang) -> _Entries:
    """Return the concept map."""
    return {id: _words(entry, lang) for id, entry in entries("concepts").items()}


def _tool_data(lang: Lang) -> _Entries:
    """Return every tool with its texts and levers."""
    return {name: {**_words(entries("terms")["tool"][name], lang), "levers": tool(name)} for name in TOOLS}


def _scene_data(lang: Lang) -> _Entries:
    """Return every scene with its texts, regime, team and market."""
    found: _Entries = {}
    for id, name in SCENES.items():
        organisation, regime = scene(id, lang)
        about = organisation.model_dump()
        found[id] = {**_words(entries("terms")["scene"][name], lang), "regime": regime.name, **about}
    return found


def constants(lang: Lang) -> _Entries:
    """Return every constant with its reason and source."""
    return {
        id: {
            "label": say(f"constant.{id}.label", lang),
            **asdict(item),
            "unit": say(f"constant.unit.{item.unit}", lang),
            "reason": item.reason[lang],
            "source": _source(item.source),
        }
        for id, item in CONSTANTS.items()
    }


def _words(entry: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return an entry of a text file with its texts in one language."""
    return {
        key: value[lang] if isinstance(value, dict) and lang in value else value
        for key, value in entry.items()
    }


LISTS: dict[str, tuple[Callable[[Lang], RenderableType], Callable[[Lang], _Entries]]] = {
    "levers": (terminal.levers, _lever_data),
    "metrics": (terminal.metrics, _metric_data),
    "regimes": (terminal.regimes, _regime_data),
    "tools": (_tools, _tool_data),
    "scenes": (_scenes, _scene_data),
    "concepts": (terminal.concepts, _concept_data),
}
"""What can be listed: its table and its data."""
