"""The last state of a page, kept in the user's own folder so that it survives a restart.

It lies in the folder that the system has for such states, or in the one that ``SIMKIT_STATE`` names.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_state_path

from simkit.presets.refusals import SettingsProblem, refuse_settings
from simkit.presets.settings import Settings, settings_from_toml
from simkit.problems import InputError, Problem
from simkit.roster.files import found
from simkit.roster.problems import refuse
from simkit.text import Lang

FOLDER = "SIMKIT_STATE"
"""Environment variable that names another folder."""


def save_last(settings: Settings, name: str = "lab") -> Path:
    """Keep settings as the last state of a page and return the file.

    The file changes at once or not at all. Raises ``InputError`` if nothing can be written there.
    """
    path = last_path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{name}-", suffix=".tmp", delete=False) as file:
            fresh = Path(file.name)
        try:
            fresh.write_text(settings.toml(), encoding="utf-8")
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise refuse("cannot_write", str(path)) from None
    return path


def load_last(
    name: str = "lab", lang: Lang = "en", tell: Callable[[Problem], None] | None = None
) -> Settings | None:
    """Return the last state of a page; ``None`` if there is none, or none that can be read.

    A file that cannot be read is kept beside its place with ``.broken`` at its end, and ``tell`` is called with that
    and with each thing that is wrong with it (without ``tell`` the sentences go to standard error).
    """
    path = last_path(name)
    if not found(path.exists):
        return None
    try:
        return settings_from_toml(path, lang)
    except InputError as error:
        for problem in (_put_aside(path), *error.problems):
            if tell:
                tell(problem)
            else:
                print(problem.sentence(lang), file=sys.stderr)
        return None


def _put_aside(path: Path) -> Problem:
    """Move a file that cannot be read to a free name beside it, and return what is to be said of it."""
    numbers = ("" if number == 1 else f"-{number}" for number in count(1))
    names = (path.with_name(f"{path.name}.broken{number}") for number in numbers)
    free = next(name for name in names if not name.exists())
    try:
        path.rename(free)
    except OSError:
        return SettingsProblem("left_there", str(path))
    return SettingsProblem("put_aside", str(path), {"value": free.name})


def last_path(name: str) -> Path:
    """Return the file in which the last state of a page is kept; raise ``InputError`` for an odd name."""
    if not re.fullmatch(r"[\w-]+", name, re.ASCII):
        raise refuse_settings("bad_name", "name", value=name)
    named = os.environ.get(FOLDER)
    return (Path(named) if named else user_state_path("simkit", appauthor=False)) / f"{name}.toml"
