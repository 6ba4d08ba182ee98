"""Start the page: a local server that talks to nothing but the browser of this machine."""

from __future__ import annotations

import os
import sys

from simkit.presets import load_organisation
from simkit.text import Lang, say
from simkit.views.serving import HOST, free_port, need, serve_until_stopped

USUAL_PORT = 8765
NEEDED = ("solara", "solara_assets", "ipyvuetify", "altair")
"""Modules that come with the ``viz`` extra."""
ORGANISATION, LANGUAGE = "SIMKIT_PAGE_ORGANISATION", "SIMKIT_PAGE_LANGUAGE"
"""Names under which the server's process is told what to show first."""


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
    need(NEEDED, "viz")
    chosen = free_port(port, USUAL_PORT)
    address = f"http://{HOST}:{chosen}"
    print(say("page.start", lang, address=address), flush=True)
    serve_until_stopped(
        command(chosen), environment(organisation, lang), address, chosen, open_browser=open_browser
    )


def command(port: int) -> list[str]:
    """Return the command line of the server, which fetches nothing and asks for no newer version.

    >>> " ".join(command(8765)[3:9])
    '-m solara run simkit.views.mesa_page --host 127.0.0.1'
    """
    quiet = ["--production", "--no-open", "--no-check-version", "--log-level", "warning"]
    return [
        sys.executable, "-W", "ignore::UserWarning",  # solara's advice to those who embed a page elsewhere
        "-m", "solara", "run", "simkit.views.mesa_page", "--host", HOST, "--port", str(port), *quiet,
    ]  # fmt: skip


def environment(organisation: str, lang: Lang) -> dict[str, str]:
    """Return the environment of the server: what to show first, and no reports to anyone.

    >>> environment("G1", "zh")["SOLARA_TELEMETRY_MIXPANEL_ENABLE"]
    'False'
    """
    silent = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_THEME_SHOW_BANNER": "False"}
    return {**os.environ, **silent, ORGANISATION: organisation, LANGUAGE: lang}
