"""Runs on paper: a scenario as plain data, what identifies a run, and the folder that a run is kept in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from simkit.levers import LEVER_IDS
from simkit.metrics import COLUMNS, METRIC_IDS
from simkit.problems import InputError, Problem
from simkit.regime import BASES, Regime
from simkit.scenario import Scenario


class Run(Protocol):
    """What identifies a run."""

    @property
    def scenario(self) -> Scenario:
        """What was simulated."""
        ...

    @property
    def seed(self) -> int:
        """With which luck."""
        ...

    @property
    def replications(self) -> tuple[int, ...]:
        """In which worlds."""
        ...

    @property
    def version(self) -> str:
        """By which version of the software."""
        ...


Kept = TypeVar("Kept", bound=Run)
Files = tuple[str, str]
"""Names of the two files of a run: what it is (JSON) and its numbers (NPZ)."""


def about(run: Run) -> dict[str, Any]:
    """Return everything but the numbers, as plain data."""
    worlds = {"seed": run.seed, "replications": list(run.replications), "version": run.version}
    return {"scenario": scenario_document(run.scenario), **worlds}


def fingerprint_of(run: Run) -> str:
    """Return the SHA-256 (hexadecimal) of the canonical JSON of scenario, seed, replications and version."""
    text = json.dumps(about(run), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write_folder(target: Path, files: Files, run: Run, arrays: Mapping[str, NDArray[Any]]) -> Path:
    """Write a run into a folder (made if need be) and return it; the same run gives the same bytes.

    Raises ``InputError`` if it cannot be or has been done.
    """
    paper, numbers = files
    if (target / paper).exists():
        raise InputError([Problem("already_there", str(target), {"value": paper})])
    try:
        target.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(target / numbers, allow_pickle=False, **arrays)
        marks = {"columns": list(COLUMNS), "metrics": list(METRIC_IDS), "fingerprint": fingerprint_of(run)}
        text = json.dumps({**about(run), **marks}, sort_keys=True, indent=1, ensure_ascii=False)
        (target / paper).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError([Problem("cannot_write", str(target), {"value": error.strerror})]) from None
    return target


def read_folder(
    source: Path,
    files: Files,
    made: Callable[[Scenario, Mapping[str, Any], Mapping[str, NDArray[Any]]], Kept],
) -> Kept:
    """Return what ``made`` makes of the scenario, the plain data and the numbers in a folder.

    Raises ``InputError`` if the folder holds no such run, or one that this version cannot read.
    """
    unreadable = InputError([Problem("not_a_result", str(source), {"value": str(source)})])
    try:
        paper = json.loads((source / files[0]).read_text(encoding="utf-8"))
        with np.load(source / files[1]) as archive:
            arrays = {name: archive[name] for name in archive.files}
        run = made(scenario_from(paper["scenario"]), paper, arrays)
        known = (paper["columns"], paper["metrics"]) == (list(COLUMNS), list(METRIC_IDS))
        sound = known and paper["fingerprint"] == fingerprint_of(run)
    except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise (error if isinstance(error, InputError) else unreadable) from None
    if not sound:
        raise unreadable
    return run


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain data for JSON or TOML: canonical, without fields that are ``None``.

    >>> from simkit.presets import load_regime, scene
    >>> scenario = Scenario(organisation=scene("G1")[0], regime=load_regime("traditional"), weeks=3)
    >>> document = scenario_document(scenario)
    >>> document["regime"]["levers"]["review_interval"], scenario_from(document) == scenario
    (52.0, True)
    """
    return _named_levers(scenario.model_dump(mode="json", exclude_none=True))


def scenario_from(document: dict[str, Any]) -> Scenario:
    """Return the scenario behind ``scenario_document``'s data; raises ``InputError`` with every problem."""
    return Scenario(**_ordered_levers(document))


def _named_levers(node: Any) -> Any:
    """Replace every regime's list of values by a table of levers by id."""
    if not isinstance(node, dict):
        return [_named_levers(item) for item in node] if isinstance(node, list) else node
    if isinstance(node.get("values"), list):
        rest = {key: value for key, value in node.items() if key != "values"}
        return {**rest, "levers": dict(zip(LEVER_IDS, node["values"], strict=True))}
    return {key: _named_levers(value) for key, value in node.items()}


def _ordered_levers(node: Any) -> Any:
    """Turn every table of levers back into a regime, with nothing missing and nothing unknown."""
    if not isinstance(node, dict):
        return [_ordered_levers(item) for item in node] if isinstance(node, list) else node
    if set(node) == {"name", "tools", "levers"}:
        missing = [id for id in LEVER_IDS if id not in node["levers"]]
        if missing:
            raise InputError([Problem("missing", f"levers.{id}", {"field": id}) for id in missing])
        start = replace(Regime.preset(BASES[0]), tools=tuple(node["tools"]))
        return start.with_(node["name"], **node["levers"])
    return {key: _ordered_levers(value) for key, value in node.items()}
