"""Pilot files (TOML): everything that is fixed before the start, to be read, edited and written again.

A pilot file looks like this; what is left out is as usual::

    name = "Short cycles in product teams"
    organisation = "roster.xlsx"        # or an example's name, or [[teams]] and [market] as in a scenario file
    new = "innovation"                  # a regime's name, a regime file, or a table as in a regime file
    start = 2027-03-01                  # a Monday

    [design]
    kind = "parallel"                   # before_after, parallel, stepped_wedge, crossover
    pilot_teams = ["Mobile app", "Payments"]
    comparison_teams = ["Core platform", "Customer success"]
    cycles = 2
    cycle_weeks = 13

    [primary]
    metric = "felt_safety"
    survey = { noise = 15, response_rate = 0.8 }

    [[guardrails]]
    metric = "routine_output"
    margin = 10

    [rule]
    worthwhile = 5
    looks = [1, 2]

    [roles]
    owner = "Head of HR"                # job titles, never names of people
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from simkit.pilot.design import Design, Pilot, Rule, Survey
from simkit.pilot.file_reader import pilot_from
from simkit.presets.reading import Table, read_toml
from simkit.presets.scenarios import regime_entry, written_out
from simkit.text import Lang


def load_pilot(path: str | Path, lang: Lang = "en") -> Pilot:
    """Return the pilot that a file describes; raise ``InputError`` with every problem of the file."""
    return pilot_from(read_toml(path), lang, str(path), Path(path).parent)


def pilot_table(pilot: Pilot) -> Table:
    """Return what a pilot file says of a pilot; what is as usual is left out."""
    organisation = written_out(pilot.organisation)
    table: Table = {"name": pilot.name, "company": organisation.pop("name"), "new": regime_entry(pilot.new)}
    table |= {"before": regime_entry(pilot.before)} if pilot.before else {}
    table |= {"start": pilot.start} if pilot.start else {}
    table |= {"simulated": True} if pilot.simulated else {}
    table |= {"design": _changed(pilot.design, ("kind", "pilot_teams")), "primary": _measure(pilot.primary)}
    rails = [
        {**_measure(rail.measure), "margin": rail.margin, **({"harm": rail.harm} if rail.harm else {})}
        for rail in pilot.guardrails
    ]
    lists = {"secondary": [_measure(item) for item in pilot.secondary], "guardrails": rails}
    table |= {key: items for key, items in lists.items() if items}
    table["rule"] = _changed(pilot.rule, ("worthwhile", "looks"))
    return {**table, **({"roles": dict(pilot.roles)} if pilot.roles else {}), **organisation}


def _changed(item: Design | Rule | Survey, always: tuple[str, ...] = ()) -> Table:
    """Return the fields that are not as usual, and those that are always said."""
    fields = type(item).model_fields
    values = {
        name: getattr(item, name)
        for name in fields
        if name in always or getattr(item, name) != fields[name].default
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _measure(item: Any) -> Table:
    """Return how a measure is written."""
    return {"metric": item.metric, **({"survey": _changed(item.survey)} if item.survey else {})}


def pilot_toml(pilot: Pilot) -> str:
    """Return the text of a pilot file that ``load_pilot`` reads back as the same pilot."""
    return tomli_w.dumps(pilot_table(pilot))


def fingerprint(pilot: Pilot) -> str:
    """Return the SHA-256 (hexadecimal) of everything that a pilot file says: two files that mean the same have the same."""
    table: Mapping[str, Any] = pilot_table(pilot)
    text = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
