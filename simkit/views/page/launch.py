"""Start the page: a local server that talks to nothing but the browser of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import webbrowser
from contextlib import closing
from importlib.util import find_spec
from threading import Thread

from simkit.presets import load_organisation
from simkit.problems import InputError, Problem
from simkit.text import Lang, say

HOST = "127.0.0.1"
USUAL_PORT = 8765
NEEDED = ("solara", "solara_assets", "ipyvuetify", "altair")
"""Modules that come with the ``viz`` extra."""
ORGANISATION, LANGUAGE = "SIMKIT_PAGE_ORGANISATION", "SIMKIT_PAGE_LANGUAGE"
"""Names under which the server's process is told what to show first."""
PATIENCE = 60.0
"""Seconds to wait for the server before the browser is opened."""


class PageProblem(Problem):
    """Why the page cannot start; its sentence stands with the page's other texts."""

    def sentence(self, lang: Lang) -> str:
        """Return what is wrong and what to do."""
        return say(f"page.problem.{self.code}", lang, **self.values)


def serve(
    organisation: str = "product-company",
    lang: Lang = "en",
    port: int | None = None,
    open_browser: bool = True,
) -> None:
    """Show an organisation as it runs on a page in the browser, until Ctrl-C.

    ``organisation`` is an example, a scene, a roster sheet or a scenario file, as in
    ``load_organisation``. ``port=None`` takes the usual one, or a free one if that is taken. Raises
    ``InputError`` if the organisation cannot be read, the ``viz`` extra is missing or the port is taken.
    """
    load_organisation(organisation, lang)
    missing = missing_modules()
    if missing:
        raise InputError([PageProblem("viz_missing", "", {"value": say("page.listing", lang).join(missing)})])
    chosen = free_port(port)
    address = f"http://{HOST}:{chosen}"
    print(say("page.start", lang, address=address), flush=True)
    with subprocess.Popen(command(chosen), env=environment(organisation, lang)) as server:
        if open_browser:
            Thread(target=_open, args=(address, chosen), daemon=True).start()
        try:
            server.wait()
        except KeyboardInterrupt:
            print()
        finally:
            server.terminate()


def missing_modules() -> list[str]:
    """Return those of the needed modules that are not installed."""
    return [name for name in NEEDED if find_spec(name) is None]


def free_port(port: int | None) -> int:
    """Return the port asked for, or, for ``None``, the usual one or else any free one."""
    for candidate in (USUAL_PORT, 0) if port is None else (port,):
        with closing(socket.socket()) as trial:
            try:
                trial.bind((HOST, candidate))
            except (OSError, OverflowError):
                continue
            return int(trial.getsockname()[1])
    raise InputError([PageProblem("port_taken", "", {"value": port})])


def command(port: int) -> list[str]:
    """Return the command line of the server, which fetches nothing and asks for no newer version.

    >>> " ".join(command(8765)[3:9])
    '-m solara run simkit.views.mesa_page --host 127.0.0.1'
    """
    python = [
        sys.executable,
        "-W",
        "ignore::UserWarning",
    ]  # solara's advice to those who embed a page elsewhere
    quiet = ["--production", "--no-open", "--no-check-version", "--log-level", "warning"]
    return [
        *python,
        "-m",
        "solara",
        "run",
        "simkit.views.mesa_page",
        "--host",
        HOST,
        "--port",
        str(port),
        *quiet,
    ]


def environment(organisation: str, lang: Lang) -> dict[str, str]:
    """Return the environment of the server: what to show first, and no reports to anyone.

    >>> environment("G1", "zh")["SOLARA_TELEMETRY_MIXPANEL_ENABLE"]
    'False'
    """
    silent = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_THEME_SHOW_BANNER": "False"}
    return {**os.environ, **silent, ORGANISATION: organisation, LANGUAGE: lang}


def _open(address: str, port: int) -> None:
    """Open the browser as soon as the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(socket.socket()) as trial:
            if trial.connect_ex((HOST, port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.2)
