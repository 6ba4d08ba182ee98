"""Reading and writing a person's files, with a sentence for everything that can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from simkit.problems import InputError
from simkit.roster.problems import refuse

MAX_BYTES = 20_000_000
"""Largest input file, in bytes; a sheet of 400 teams takes less than 0.1 MB."""


def found(look: Callable[[], bool]) -> bool:
    """Return what a look at the disk finds; what cannot be looked at (too long a name) is not there.

    >>> found(Path("x" * 10_000).exists)
    False
    """
    try:
        return look()
    except (OSError, ValueError):
        return False


def file_bytes(path: str | Path) -> bytes:
    """Return what is in a file; raise ``InputError`` if it is missing, empty, a folder, too large or locked."""
    path = Path(path)
    try:
        if path.is_dir():
            raise refuse("is_a_folder", str(path))
        if path.stat().st_size > MAX_BYTES:
            raise refuse(
                "too_large", str(path), value=path.stat().st_size // 1_000_000, limit=MAX_BYTES // 1_000_000
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise refuse("no_such_file", str(path)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise refuse("cannot_read", str(path)) from None
    if not data.strip():
        raise refuse("empty_file", str(path))
    return data


def write_file(path: str | Path, data: bytes, *, overwrite: bool = False) -> Path:
    """Write a file and return its path; raise ``InputError`` if it exists (unless told) or cannot be written."""
    path = Path(path)
    try:
        if path.is_dir():
            raise refuse("is_a_folder", str(path))
        with path.open("wb" if overwrite else "xb") as file:
            file.write(data)
    except FileExistsError:
        raise refuse("exists_already", str(path)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise refuse("cannot_write", str(path)) from None
    return path
