"""The command line speaks the language that was asked for, and fits the window."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po
from rich.cells import cell_len

from simkit.cli import language, program
from simkit.text import LANGS, Lang
from tests.cli.asking import ENGLISH, ROOT, ask, started


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ("levers --lang zh", {"SIMKIT_LANG": "en"}, "zh"),
        ("--lang=zh levers", {}, "zh"),
        ("levers --lang en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("levers", {"SIMKIT_LANG": "zh", "LANG": "en_GB.UTF-8"}, "zh"),
        ("levers", {"SIMKIT_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ("levers", {"LANG": "zh_TW.UTF-8"}, "zh"),
        ("levers", {"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ("levers --lang fr", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("compare -- --lang zh", {"LANG": "C"}, "en"),
    ],
)
def test_language_is_what_was_asked_for_first(
    arguments: str, environment: dict[str, str], expected: str
) -> None:
    assert language(arguments.split(), environment) == expected


COMMANDS = list(program("en").commands)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_speaks_the_language_and_fits_eighty_columns(command: str, lang: Lang) -> None:
    done = ask(*command.split(), "--help", lang=lang)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    shown = done.stdout.replace("simkit compare product-company", "")
    assert bool(ENGLISH.search(shown)) is (lang == "en")
    assert ("用法：" in shown, "选项：" in shown) == ((lang == "zh"),) * 2


def test_the_process_listens_to_flag_and_variable() -> None:
    assert started("--version", LANG="zh_CN.UTF-8").stdout.startswith("simkit，版本")
    done = started("frobnicate", SIMKIT_LANG="zh")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有名为 'frobnicate' 的命令" in done.stderr
    assert "No such command" in started("frobnicate", "--lang", "en", LANG="zh_CN.UTF-8").stderr


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    folder = files("simkit.text").joinpath("locale", "zh", "LC_MESSAGES")
    with folder.joinpath("simkit.po").open("rb") as file:
        source = {
            item.id if isinstance(item.id, str) else item.id[0]: item.string
            for item in read_po(file)
            if item.id
        }
    with folder.joinpath("simkit.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for id, text in source.items():
        if isinstance(text, str):
            assert compiled.gettext(id) == text
        else:
            assert [compiled.ngettext(id, "", number) for number in (1, 2)] == [(text or ("",))[0]] * 2
    assert len(source) > 15


@pytest.mark.parametrize("command", ["odd", "metrics"])
def test_a_pipe_that_closes_early_is_no_error_message(command: str) -> None:
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "simkit", command],
        stdout=writer,
        stderr=subprocess.PIPE,
        env=around,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_terminal_that_lacks_characters_still_gets_a_table() -> None:
    done = started("levers", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "review_interval" in done.stdout


def test_output_into_a_file_has_no_colour() -> None:
    assert "\x1b" not in started("levers", FORCE_COLOR="").stdout
