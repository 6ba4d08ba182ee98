"""Workshop packs: found by name or folder, read, and refused with every problem at once.

A pack is a folder without code: ``session.toml`` and, in each language, ``guide``, ``worksheet`` and ``slides``
(Markdown templates). ``simkit workshop check`` says what is wrong with one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from simkit.levers import DRIVERS, SWITCHES
from simkit.presets.reading import checked, read_toml, sound
from simkit.problems import InputError, Problem, nearest
from simkit.roster.files import file_bytes, found
from simkit.roster.problems import inside
from simkit.text import LANGS, Lang
from simkit.workshop.parts import DOCUMENTS, PARTS, Item, Pack, Words
from simkit.workshop.problems import WorkshopProblem, refused
from simkit.workshop.reading import PackReader
from simkit.workshop.templates import problems_of

FILE = "session.toml"
_KINDS = {
    "id": "text", "minutes": "whole", "people": "list", "organisation": "text", "weeks": "whole", "worlds": "whole",
    "seed": "whole", "title": "table", "goal": "table", "agenda": "list", "rounds": "list", "debrief": "list",
}  # fmt: skip
LIMITS = {"minutes": (5, 480), "weeks": (1, 1040), "worlds": (2, 2000), "seed": (0, 2**31 - 1)}
"""Least and most of each number; more worlds would keep a room waiting."""


def folder() -> Path:
    """Return the folder of the shipped packs: within the installed package, or beside it in a checkout."""
    package = Path(str(files("simkit")))
    inside_package = package / "workshops"
    return inside_package if inside_package.is_dir() else package.parent / "workshops"


def shipped() -> tuple[str, ...]:
    """Return the names of the packs that come with simkit."""
    here = folder()
    return tuple(sorted(path.parent.name for path in here.glob(f"*/{FILE}"))) if found(here.is_dir) else ()


def pack(name_or_path: str | Path) -> Pack:
    """Return a shipped pack by name, or the one in a folder; raise ``InputError`` with all its problems."""
    place = Path(name_or_path)
    name = str(name_or_path)
    if name in shipped():
        place = folder() / name
    elif not found((place / FILE).is_file):
        raise refused("no_pack", name, nearest=nearest(name, shipped()) or "–", file=FILE)
    return _checked_pack(name, place)


def _checked_pack(name: str, place: Path) -> Pack:
    """Read the pack in a folder, and its documents if its session can be read."""
    path = place / FILE
    table = read_toml(path)
    reader = PackReader(place, checked(table, _KINDS, _KINDS))
    entry = sound(table, _KINDS)
    made = _session(name, place, entry, reader)
    problems = inside(FILE, reader.problems)
    documents, unread = _documents(place)
    problems += unread
    if made is not None:
        for (document, lang), text in documents.items():
            problems += problems_of(text, f"{document}.{lang}.md", made)
    if made is None or problems:
        raise InputError(list({item.sentence("en"): item for item in problems}.values()))
    return replace(made, documents=documents)


def _session(name: str, place: Path, entry: dict[str, Any], reader: PackReader) -> Pack | None:
    """Return what a session file says, as far as it can be read, and note what is wrong in the reader."""
    for key, (low, high) in LIMITS.items():
        reader.within(entry, key, low, high)
    title, goal = reader.words(entry, "title"), reader.words(entry, "goal")
    people = reader.people(entry.get("people"))
    organisation = reader.organisation(entry.get("organisation"), "organisation")
    weeks = entry.get("weeks", 0)
    rounds = reader.rounds(entry, organisation, weeks if weeks > 0 else 1)
    agenda = reader.agenda(entry, [item.id for item in rounds])
    debrief = reader.points(entry, "debrief", "debrief", drivers=True)
    reader.problems += [*_sum(entry, agenda), *_order(agenda, rounds_of(entry)), *_untouched(debrief)]
    if any(key not in entry for key in _KINDS) or title is None or goal is None or people is None:
        return None
    return Pack(name, place, entry["id"], entry["minutes"], people, organisation, weeks, entry["worlds"], entry["seed"],
                title, goal, agenda, rounds, debrief, {})  # fmt: skip


def rounds_of(entry: Mapping[str, Any]) -> list[str]:
    """Return the ids of the rounds that are tables with an id."""
    items: list[Any] = entry.get("rounds", [])
    return [item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)]


def _sum(entry: Mapping[str, Any], agenda: tuple[Item, ...]) -> list[Problem]:
    """Return the problem of an agenda that does not add up to the session's minutes."""
    total = sum(item.minutes for item in agenda)
    if "minutes" not in entry or len(agenda) < len(entry.get("agenda", ())) or total == entry["minutes"]:
        return []
    return [WorkshopProblem("agenda_sum", "agenda", {"total": total, "minutes": entry["minutes"]})]


def _order(agenda: tuple[Item, ...], rounds: list[str]) -> list[Problem]:
    """Return a problem for each round without prediction and reveal, or whose items do not stand in their order."""
    found: list[Problem] = []
    for id in rounds:
        parts = [item.part for item in agenda if item.round == id and item.part in PARTS]
        found += [
            WorkshopProblem("no_part", "agenda", {"round": id, "part": part})
            for part in ("predict", "reveal")
            if part not in parts
        ]
        if parts != sorted(parts, key=PARTS.index):
            values = {"round": id, "order": ", ".join(PARTS)}
            found.append(WorkshopProblem("wrong_order", "agenda", values))
    firsts = [item.round for item in agenda if item.round]
    if list(dict.fromkeys(firsts)) != [id for id in rounds if id in firsts]:
        found.append(WorkshopProblem("rounds_order", "agenda", {"order": ", ".join(rounds)}))
    return found


def _untouched(debrief: tuple[Any, ...]) -> list[Problem]:
    """Return the problem of dimensions and drivers that no question of the debrief touches."""
    concepts = {id for point in debrief for id in point.concepts}
    drivers = {id for point in debrief for id in point.drivers}
    lacking = [id for id in SWITCHES if id not in concepts] + [id for id in DRIVERS if id not in drivers]
    return [WorkshopProblem("untouched", "debrief", {"value": ", ".join(lacking)})] if lacking else []


def _documents(place: Path) -> tuple[dict[tuple[str, Lang], str], list[Problem]]:
    """Return the documents of a pack by name and language, and what cannot be read of them."""
    documents: dict[tuple[str, Lang], str] = {}
    problems: list[Problem] = []
    for document in DOCUMENTS:
        for lang in LANGS:
            name = f"{document}.{lang}.md"
            try:
                documents[document, lang] = file_bytes(place / name).decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(WorkshopProblem("not_utf8", name))
            except InputError as error:
                problems += [type(item)(item.code, name, item.values) for item in error.problems]
    return documents, problems


def told(words: Words, lang: Lang) -> str:
    """Return a text of a pack in a language, without blanks around it."""
    return words[lang].strip()
