"""Local pages: a free port, the packages that a page needs, and a server of this machine alone until Ctrl-C."""

from __future__ import annotations

import socket
import subprocess
import time
import webbrowser
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from importlib.util import find_spec
from threading import Thread

from simkit.problems import InputError, Problem
from simkit.text import Lang, say

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds to wait for the server before the browser is opened."""


class PageProblem(Problem):
    """Why a page cannot start; its sentence stands with the pages' other texts."""

    def sentence(self, lang: Lang) -> str:
        """Return what is wrong and what to do."""
        return say(f"page.problem.{self.code}", lang, **self.values)


def need(modules: Iterable[str], extra: str) -> None:
    """Raise ``InputError`` unless these modules, which come with an extra of this package, are installed.

    >>> need(["json"], "viz")
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        names = say("page.listing", "en").join(missing)
        raise InputError([PageProblem("extra_missing", "", {"value": names, "extra": extra})])


def free_port(port: int | None, usual: int) -> int:
    """Return the port asked for, or, for ``None``, the usual one or else any free one."""
    for candidate in (usual, 0) if port is None else (port,):
        with closing(socket.socket()) as trial:
            try:
                trial.bind((HOST, candidate))
            except (OSError, OverflowError):
                continue
            return int(trial.getsockname()[1])
    raise InputError([PageProblem("port_taken", "", {"value": port})])


def serve_until_stopped(
    command: Sequence[str], environment: Mapping[str, str], address: str, port: int, *, open_browser: bool = True
) -> None:  # fmt: skip
    """Run a server until Ctrl-C; open its page in the browser as soon as it answers."""
    with subprocess.Popen(command, env=dict(environment)) as server:
        if open_browser:
            Thread(target=_open, args=(address, port), daemon=True).start()
        try:
            server.wait()
        except KeyboardInterrupt:
            print()
        finally:
            server.terminate()


def _open(address: str, port: int) -> None:
    """Open the browser as soon as the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(socket.socket()) as trial:
            if trial.connect_ex((HOST, port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.2)
