"""Notebooks run from end to end, and shown as one self-contained page without script or network.

A notebook comes as two files, one in each language, that differ in prose and in one line of code (``lang``).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup

from simkit.problems import InputError, Problem
from simkit.text import Lang, say
from simkit.views.templating import HTML_LANG, font_css, style_sheet, template

NEEDED = ("nbformat", "nbclient", "ipykernel", "markdown_it")
"""Modules that come with the ``notebooks`` extra."""
FORMAT = 4
"""The format of notebooks."""
_HEADING = re.compile(r"<h2>(.*?)</h2>")

Notebook = Any
"""A notebook as ``nbformat`` reads it."""


def need_notebooks() -> None:
    """Raise ``InputError`` unless the packages that run notebooks are installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError([Problem("notebooks_missing", "", {"value": ", ".join(missing)})])


def folder() -> Path:
    """Return the folder of the notebooks: within the installed package, or beside it in a checkout."""
    package = Path(str(files("simkit")))
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parent / "notebooks"


def load(name: str, lang: Lang) -> Notebook:
    """Return a notebook in a language, not run yet.

    >>> len(load("06-why-believe-it", "en").cells) == len(load("06-why-believe-it", "zh").cells)
    True
    """
    need_notebooks()
    return import_module("nbformat").read(folder() / f"{name}.{lang}.ipynb", as_version=FORMAT)


def execute(
    notebook: Notebook, environment: Mapping[str, str], done: Callable[[int, int], None] | None = None
) -> Notebook:
    """Run all cells in a kernel of their own and return the notebook with its outputs; ``done`` gets cells run and to run.

    Raises ``nbclient.exceptions.CellExecutionError`` if a cell fails.
    """
    client = import_module("nbclient").NotebookClient(notebook, timeout=None, kernel_name="python3")

    def tell(cell_index: int, **_: object) -> None:
        if done:
            done(cell_index + 1, len(notebook.cells))

    client.on_cell_complete = tell
    with tempfile.TemporaryDirectory(prefix="simkit-") as place:
        if (
            os.name == "posix"
        ):  # sockets that are files, each kernel's in a folder of its own: nobody else on the machine can listen
            manager = client.create_kernel_manager()
            manager.transport, manager.ip = "ipc", str(Path(place) / "kernel")
        return client.execute(env={**os.environ, **environment})


def page(notebook: Notebook, lang: Lang) -> str:
    """Return a notebook that was run as one page: prose, what each cell shows, and its code folded away."""
    cells = [_cell(cell) for cell in notebook.cells]
    titles = [title for cell in cells for title in _HEADING.findall(cell["prose"])]
    heading = cells[0]["prose"]
    texts = {
        "html_lang": HTML_LANG[lang], "title": say("book.meta.title", lang), "heading": Markup(heading),
        "disclaimer_short": say("term.disclaimer.short", lang), "disclaimer_long": say("term.disclaimer.long", lang),
        "cells": [{**cell, "prose": Markup(_anchored(cell["prose"], titles))} for cell in cells[1:]],
        "titles": titles, "code": say("book.meta.code", lang), "contents": say("book.meta.contents", lang),
    }  # fmt: skip
    css = style_sheet("report.css", "book.css")
    bare = template("book.html").render(**texts, css=css, fonts="")
    return template("book.html").render(**texts, css=css, fonts=font_css(bare, lang))


def _cell(cell: Any) -> dict[str, Any]:
    """Return a cell as parts of the page."""
    if cell.cell_type == "markdown":
        return {
            "prose": import_module("markdown_it").MarkdownIt().enable("table").render(cell.source),
            "code": "",
            "shown": [],
        }
    return {"prose": "", "code": cell.source, "shown": [Markup(_output(item)) for item in cell.outputs]}


def _output(output: Any) -> str:
    """Return one output: its HTML, or its text escaped."""
    data = output.get("data", {})
    if "text/html" in data:
        return str(data["text/html"])
    text = data.get("text/plain", output.get("text", "") if output.get("name") == "stdout" else "")
    return f"<pre>{Markup.escape(text)}</pre>" if text else ""


def _anchored(prose: str, titles: list[str]) -> str:
    """Give every chapter the anchor to which the table of contents points."""
    return _HEADING.sub(lambda found: f'<h2 id="c{titles.index(found[1]) + 1}">{found[1]}</h2>', prose)
