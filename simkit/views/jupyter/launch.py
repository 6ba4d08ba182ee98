"""Start JupyterLab at the first notebook, or serve the compare lab as a page without code (Voilà)."""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from simkit.problems import InputError, Problem
from simkit.text import LANGS, Lang, say
from simkit.views.notebooks import folder as shipped
from simkit.views.serving import HOST, PageProblem, free_port, need, serve_until_stopped

NEEDED = ("jupyterlab", "ipywidgets", "anywidget", "voila", "ipykernel", "nbformat")
"""Modules that come with the ``lab`` extra."""
LAB_PORT, PAGE_PORT = 8766, 8767
FOLDER = "simkit-notebooks"
"""Where a person's own copies of the notebooks go unless told otherwise."""
START = "00-start-here"
PAGES = ("compare",)
"""What can be served as a page."""
IPC = ["--KernelManager.transport=ipc"] if os.name == "posix" else []
"""Where sockets can be files, nobody else on the machine can listen to what kernels say."""
LOCALES = {"en": "en", "zh": "zh_CN"}


def open_lab(
    folder: str | Path = FOLDER, lang: Lang = "en", port: int | None = None, *, open_browser: bool = True
) -> None:
    """Open JupyterLab at the start notebook, until Ctrl-C.

    Notebooks that are not in ``folder`` yet are copied there; what a person has changed is left alone. Raises ``InputError`` if
    the ``lab`` extra is missing, the folder cannot be written or the port is taken.
    """
    need(NEEDED, "lab")
    chosen = free_port(port, LAB_PORT)
    place = copy_notebooks(folder)
    token = secrets.token_hex(24)
    address = f"http://{HOST}:{chosen}{start(lang)}?token={token}"
    print(say("page.lab", lang, folder=place, address=address), flush=True)
    with tempfile.TemporaryDirectory(prefix="simkit-") as config:
        _write_settings(Path(config), lang)
        command = lab_command(place, chosen, lang, open_browser=open_browser)
        environment = lab_environment(Path(config), token)
        serve_until_stopped(command, environment, "", chosen, open_browser=False)


def copy_notebooks(folder: str | Path) -> Path:
    """Copy the notebooks that are not in a folder yet into it, and return it."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for source in sorted(shipped().glob("*.ipynb")):
            target = place / source.name
            if not target.exists():
                target.write_bytes(source.read_bytes())
    except OSError as error:
        raise InputError([Problem("cannot_write", str(place), {"value": error.strerror})]) from None
    return place


def lab_command(folder: Path, port: int, lang: Lang, *, open_browser: bool) -> list[str]:
    """Return the command line of JupyterLab, which looks for no news and no newer version."""
    quiet = ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly",
             "--LabApp.log_level=WARN", "--ServerApp.log_level=WARN"]  # fmt: skip
    return [
        sys.executable, "-m", "jupyterlab", str(folder / f"{START}.{lang}.ipynb"), f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url={start(lang)}",
        f"--ServerApp.ip={HOST}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", *quiet,
        *IPC, *([] if open_browser else ["--no-browser"]),
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]  # fmt: skip


def start(lang: Lang) -> str:
    """Return where in JupyterLab the start notebook is.

    >>> start("zh")
    '/lab/tree/00-start-here.zh.ipynb'
    """
    return f"/lab/tree/{START}.{lang}.ipynb"


def lab_environment(config: Path, token: str) -> dict[str, str]:
    """Return the environment of JupyterLab, with settings of our own besides a person's.

    Whoever knows ``token`` may use it; it stands here and not on the command line, which others on the machine can read.
    """
    own = os.pathsep.join([str(config), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])])
    return {**os.environ, "JUPYTER_CONFIG_PATH": own, "JUPYTER_TOKEN": token}


def _write_settings(config: Path, lang: Lang) -> None:
    """Write the settings of JupyterLab: its language, no news, no offer of other packages."""
    silent = {"fetchNews": "false", "checkForUpdates": False}
    settings = {
        "@jupyterlab/translation-extension:plugin": {"locale": LOCALES[lang]},
        "@jupyterlab/apputils-extension:notification": silent,
    }
    page = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True,
                                   "@jupyterlab/extensionmanager-extension": True}}  # fmt: skip
    place = config / "labconfig"
    place.mkdir(parents=True)
    for name, data in (("default_setting_overrides", settings), ("page_config", page)):
        (place / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")


def serve_page(
    page: str = "compare", lang: Lang = "en", port: int | None = None, *, open_browser: bool = True
) -> None:
    """Serve the compare lab as a page without code on this machine, until Ctrl-C; every tab has a lab of its own.

    Raises ``InputError`` if there is no such page, the ``lab`` extra is missing or the port is taken.
    """
    if page not in PAGES:
        raise InputError([PageProblem("unknown_page", "", {"value": page, "allowed": ", ".join(PAGES)})])
    need(NEEDED, "lab")
    chosen = free_port(port, PAGE_PORT)
    address = f"http://{HOST}:{chosen}/"
    print(say("page.start", lang, address=address), flush=True)
    with page_notebook(lang) as notebook:
        serve_until_stopped(
            page_command(notebook, chosen, lang),
            page_environment(),
            address,
            chosen,
            open_browser=open_browser,
        )


@contextmanager
def page_notebook(lang: Lang) -> Generator[Path]:
    """Write the notebook that is served: the lab and nothing else."""
    assert lang in LANGS
    nbformat: Any = import_module("nbformat")
    cell = nbformat.v4.new_code_cell(f"import simkit\nsimkit.lab(lang={lang!r})")
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"title": say("page.lab_title", lang)})
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with tempfile.TemporaryDirectory(prefix="simkit-") as place:
        path = Path(place) / f"simkit.{lang}.ipynb"
        nbformat.write(notebook, path)
        yield path


def page_command(notebook: Path, port: int, lang: Lang) -> list[str]:
    """Return the command line of Voilà; a kernel waits for the first visitor, so that the page comes at once.

    A page that is closed asks for the end of its kernel. Voilà gives it no cookie against forged requests, and would refuse
    (its issue 1458), so that kernels pile up; without the cookie nobody can do more than end a kernel whose secret number he knows.
    """
    return [
        sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--Voila.ip={HOST}", f"--port={port}",
        "--Voila.port_retries=0", "--template=simkit", "--show_tracebacks=False", "--Voila.log_level=ERROR",
        "--Voila.tornado_settings=disable_check_xsrf=True", "--preheat_kernel=True", "--pool_size=1", f"--VoilaExporter.language_code={lang}",
        *IPC,
    ]  # fmt: skip


def page_environment() -> dict[str, str]:
    """Return the environment of Voilà, with the page's template where Jupyter looks for such."""
    own = str(files("simkit.views.jupyter") / "share" / "jupyter")
    return {
        **os.environ,
        "JUPYTER_PATH": os.pathsep.join(filter(None, [own, os.environ.get("JUPYTER_PATH")])),
    }
