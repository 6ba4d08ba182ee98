"""Pages of this machine: ``simkit watch``, ``simkit lab`` and ``simkit serve``."""

from __future__ import annotations

from simkit.cli.reading import Reading
from simkit.text import Lang

PORTS = (1024, 65535)


def watch(organisation: str | None, port: str | None, lang: Lang) -> None:
    """Open the page that shows an organisation as it runs, until Ctrl-C."""
    from simkit.views.page.launch import serve

    serve(organisation or "product-company", lang, _port(port))


def lab(folder: str | None, port: str | None, no_browser: bool, lang: Lang) -> None:
    """Open JupyterLab at the start notebook, until Ctrl-C."""
    from simkit.views.jupyter.launch import FOLDER, open_lab

    open_lab(folder or FOLDER, lang, _port(port), open_browser=not no_browser)


def serve(page: str, port: str | None, no_browser: bool, lang: Lang) -> None:
    """Serve the lab as a page without code, until Ctrl-C."""
    from simkit.views.jupyter.launch import serve_page

    serve_page(page, lang, _port(port), open_browser=not no_browser)


def _port(text: str | None) -> int | None:
    """Return the port asked for."""
    with Reading() as reading:
        return reading.whole(text, "--port", *PORTS)
