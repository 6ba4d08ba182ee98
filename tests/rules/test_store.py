"""Compiled functions are kept under the fingerprint of all that they are made of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simkit.engine.kernel.compiled import SOURCES

PACKAGE = Path(__file__).parents[2] / "simkit"
PRINT = f"from simkit.rules._store import fingerprint; print(fingerprint('simkit.rules', *{SOURCES!r}))"
LOADED = """
import sys, simkit.engine.kernel
print(*(name for name in sys.modules if name.startswith("simkit.")))
"""
WITHOUT_EFFECT = (
    "simkit.archive", "simkit.distribution", "simkit.engine", "simkit.engine.bars", "simkit.engine.preparing",
    "simkit.engine.timetable", "simkit.problems",
    "simkit.regime", "simkit.result", "simkit.text",
)  # fmt: skip
"""Modules that the fast engine imports, of which nothing is compiled."""


def said(script: str, folder: Path) -> str:
    """What a script prints that imports simkit from a folder."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env={"PYTHONPATH": str(folder)},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that a test may edit."""
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(
        PACKAGE, folder / "simkit", ignore=shutil.ignore_patterns("__pycache__", "*.toml", "assets")
    )
    for name in ("constants.toml",):
        shutil.copy(PACKAGE / name, folder / "simkit" / name)
    return folder


@pytest.mark.parametrize(
    "edited", ["rules/work.py", "rules/_math.py", "engine/kernel/review.py", "metrics.py"]
)
def test_an_edit_in_any_file_that_is_compiled_gives_another_fingerprint(copy: Path, edited: str) -> None:
    before = said(PRINT, copy)
    path = copy / "simkit" / edited
    path.write_text(path.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert said(PRINT, copy) != before


def test_the_fingerprint_does_not_depend_on_where_the_package_lies(copy: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(copy, moved)
    assert said(PRINT, moved) == said(PRINT, copy)


def test_all_that_the_fast_engine_imports_is_in_the_fingerprint() -> None:
    loaded = set(said(LOADED, PACKAGE.parent).split())
    covered = ("simkit.rules", *SOURCES)
    rest = {name for name in loaded if not any(name == one or name.startswith(one + ".") for one in covered)}
    assert rest <= set(WITHOUT_EFFECT)
