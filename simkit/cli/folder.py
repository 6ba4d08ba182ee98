"""The folder of a result: chosen and tried out before anything is computed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import count, takewhile
from pathlib import Path
from tempfile import TemporaryFile

from simkit.problems import InputError
from simkit.roster.files import found
from simkit.roster.problems import refuse
from simkit.text import Lang

HOME = Path("simkit-out")
"""Where results go unless told otherwise, in the current folder."""
LONGEST = 50
"""Characters of an organisation's name that its folder keeps."""


def usual_folder(organisation: str, lang: Lang, *, overwrite: bool = False) -> Path:
    """Return the folder for a result when none is named: a new one, numbered if need be.

    >>> usual_folder("sheets/our teams.xlsx", "zh", overwrite=True).as_posix()
    'simkit-out/our-teams-zh'
    """
    stem = re.sub(r"[^\w.-]+", "-", Path(organisation).stem).strip("-.")[:LONGEST] or "result"
    first = HOME / f"{stem}-{lang}"
    if overwrite or not _taken(first):
        return first
    numbered = (first.with_name(f"{first.name}-{number}") for number in count(2))
    return next(path for path in numbered if not _taken(path))


def prepare(folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Make sure that a result can be written; return the folders that had to be made, the innermost first.

    Raises ``InputError`` if nothing can be written there, or it holds something that may not be replaced.
    """
    made: list[Path] = []
    try:
        if folder.is_file():
            raise refuse("is_a_file", str(folder))
        if _taken(folder) and not overwrite:
            raise refuse("folder_taken", str(folder))
        made = list(takewhile(lambda path: not path.exists(), (folder, *folder.parents)))
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return made
    except (OSError, ValueError) as error:
        give_back(made)
        if isinstance(error, InputError):
            raise
        raise refuse("cannot_write", str(folder)) from None


def give_back(made: Iterable[Path]) -> None:
    """Remove folders that were made for a result that did not come, unless something is in them."""
    for path in made:
        try:
            path.rmdir()
        except OSError:
            return


def _taken(folder: Path) -> bool:
    """Return whether a folder is there and holds anything."""
    return found(lambda: folder.is_dir() and bool(os.listdir(folder)))
