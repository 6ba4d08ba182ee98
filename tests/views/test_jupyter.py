"""How JupyterLab and the served page are started: a person's copies stay, nothing is asked of other machines."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest

from simkit.problems import InputError
from simkit.text import LANGS, Lang
from simkit.views import notebooks
from simkit.views.jupyter import launch

TEMPLATES = files("simkit.views.jupyter") / "share" / "jupyter" / "voila" / "templates" / "simkit"


def test_notebooks_are_copied_once_and_changes_stay(tmp_path: Path) -> None:
    place = launch.copy_notebooks(tmp_path / "mine")
    shipped = {path.name: path.read_bytes() for path in notebooks.folder().glob("*.ipynb")}
    assert {path.name: path.read_bytes() for path in place.iterdir()} == shipped
    changed, gone = sorted(place.iterdir())[:2]
    changed.write_text("mine")
    gone.unlink()
    launch.copy_notebooks(place)
    assert changed.read_text() == "mine"
    assert gone.read_bytes() == shipped[gone.name]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        launch.copy_notebooks(tmp_path / "file" / "below")


@pytest.mark.parametrize("lang", LANGS)
def test_the_start_notebook_exists_and_is_what_opens(lang: Lang, tmp_path: Path) -> None:
    command = launch.lab_command(launch.copy_notebooks(tmp_path), 8000, lang, open_browser=False)
    opened, address = [part for part in command if part.endswith(".ipynb")]
    assert Path(opened).is_file()
    assert (
        address == f"--LabApp.default_url={launch.start(lang)}"
    )  # for who opens the printed address by hand
    assert opened.endswith(f"00-start-here.{lang}.ipynb")
    assert "--no-browser" in command
    assert "--ServerApp.ip=127.0.0.1" in command


@pytest.mark.parametrize("lang", LANGS)
def test_the_printed_address_opens_the_start_notebook_without_asking(
    lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, str] = {}
    monkeypatch.setattr(
        launch, "serve_until_stopped", lambda _, environment, *__, **___: given.update(environment)
    )
    launch.open_lab(tmp_path, lang, open_browser=False)
    address = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+{re.escape(launch.start(lang))}\?token=\w{{48}}", address)
    assert address.endswith(given["JUPYTER_TOKEN"])


@pytest.mark.parametrize("lang", LANGS)
def test_jupyterlab_is_told_to_ask_nobody_for_news(lang: Lang, tmp_path: Path) -> None:
    launch._write_settings(tmp_path, lang)
    read = {path.stem: json.loads(path.read_text()) for path in (tmp_path / "labconfig").iterdir()}
    assert read["page_config"]["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]
    assert (
        read["default_setting_overrides"]["@jupyterlab/translation-extension:plugin"]["locale"]
        == launch.LOCALES[lang]
    )
    assert str(tmp_path) in launch.lab_environment(tmp_path, "")["JUPYTER_CONFIG_PATH"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_served_notebook_holds_the_lab_and_nothing_else(lang: Lang) -> None:
    with launch.page_notebook(lang) as path:
        (cell,) = nbformat.read(path, as_version=4).cells
    assert f"simkit.lab(lang={lang!r})" in cell.source
    assert not path.exists()


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    for name in ("index.html.j2", "page.html"):
        assert re.findall(r"https?://|//cdn", (TEMPLATES / name).read_text(encoding="utf-8")) == []
    assert json.loads((TEMPLATES / "conf.json").read_text())["base_template"] == "lab"


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_that_is_not_there_starts_no_server(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    with pytest.raises(InputError) as refused:
        launch.serve_page("compair", lang)
    assert "compair" in refused.value.text(lang)
    assert "compare" in refused.value.text(lang)


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "NEEDED", ("json", "no_such_module_a"))
    for start in (launch.serve_page, launch.open_lab):
        with pytest.raises(InputError, match=r"pip install '\.\[lab\]'"):
            start()
