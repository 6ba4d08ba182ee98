"""Pictures that commands write where a person says: tried out before anything is computed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from simkit.problems import InputError, Problem
from simkit.text import Lang, say
from simkit.views.figures import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = (".png", ".svg")


def check_picture(path: Path) -> None:
    """Refuse a picture that cannot be drawn or written, before minutes are spent on computing."""
    if path.suffix.lower() not in PICTURES:
        values = {"value": str(path), "field": "--picture", "expected": ", ".join(PICTURES)}
        raise InputError([Problem("not_allowed", "--picture", values)])
    try:
        with TemporaryFile(dir=path.parent):
            pass
        if path.exists():
            path.open("ab").close()
    except OSError as error:
        raise _unwritten(path, error) from None


def write_picture(figure: Figure, path: Path, lang: Lang) -> None:
    """Write a picture and say where it is; raise ``InputError`` if nothing can be written there."""
    try:
        path.write_bytes(style.png(figure) if path.suffix.lower() == ".png" else style.svg(figure).encode())
    except OSError as error:
        raise _unwritten(path, error) from None
    click.echo(say("command.result.drawn", lang, file=path), err=True)


def _unwritten(path: Path, error: OSError) -> InputError:
    """Return the refusal of a place where nothing can be written."""
    return InputError([Problem("cannot_write", str(path), {"value": error.strerror})])
