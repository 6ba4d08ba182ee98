"""A program on a pseudo-terminal: what it shows, and Ctrl-C at the right moment."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

from tests.cli.asking import ROOT

LONGEST = 240.0
"""Seconds after which a program that does not end is given up."""
COLUMNS = 100


def on_screen(
    arguments: list[str], folder: Path, stop_at: str = "", more: dict[str, str] | None = None
) -> tuple[int, str]:
    """Return exit code and everything shown by Python run with arguments; Ctrl-C as soon as ``stop_at`` is seen."""
    import pty

    around = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}
    around |= {
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "COLUMNS": str(COLUMNS),
        **(more or {}),
    }
    child, screen = pty.fork()
    if child == 0:  # pragma: no cover - becomes the program
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, *arguments], around)
    shown, pressed, began = b"", not stop_at, time.monotonic()
    while piece := _read(screen):
        shown += piece
        if not pressed and stop_at.encode() in shown:
            pressed = True
            os.write(screen, b"\x03")
        assert time.monotonic() - began < LONGEST
    _, status = os.waitpid(child, 0)
    os.close(screen)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


def _read(screen: int) -> bytes:
    """Return what was shown next; nothing at the end."""
    try:
        return os.read(screen, 4096)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return b""
