"""Compiled functions are kept under the fingerprint of all that they are made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simkit.engine.kernel.compiled import SOURCES
from simkit.rules import _store

PACKAGE = Path(__file__).parents[2] / "simkit"
PRINT = f"from simkit.rules._store import fingerprint; print(fingerprint('simkit.rules', *{SOURCES!r}))"
LOADED = """
import sys, simkit.engine.kernel
print(*(name for name in sys.modules if name.startswith("simkit.")))
"""
WITHOUT_EFFECT = (
    "simkit.archive", "simkit.distribution", "simkit.engine", "simkit.engine.bars", "simkit.engine.preparing",
    "simkit.engine.recent", "simkit.engine.timetable", "simkit.problems",
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


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("win32", {"LOCALAPPDATA": "L"}, Path("L") / "simkit" / "Cache"),
        ("darwin", {}, Path("H") / "Library" / "Caches" / "simkit"),
        ("linux", {}, Path("H") / ".cache" / "simkit"),
        ("linux", {"XDG_CACHE_HOME": "X"}, Path("X") / "simkit"),
        ("win32", {"SIMKIT_CACHE": "S"}, Path("S")),
    ],
)
def test_the_cache_is_where_each_system_keeps_caches(
    system: str, variables: dict[str, str], expected: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOCALAPPDATA", "XDG_CACHE_HOME", "SIMKIT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(_store.sys, "platform", system)
    monkeypatch.setattr(_store.Path, "home", lambda: Path("H"))
    assert _store._home() == expected


def test_old_caches_are_forgotten_and_a_folder_that_cannot_be_made_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, fresh, file = tmp_path / "old", tmp_path / "fresh", tmp_path / "file"
    old.mkdir()
    fresh.mkdir()
    file.touch()
    os.utime(old, (0, 0))
    monkeypatch.setenv("SIMKIT_CACHE", str(tmp_path))
    assert _store._folder.__wrapped__("made") == tmp_path / "made"
    assert (old.exists(), fresh.exists()) == (False, True)
    monkeypatch.setenv("SIMKIT_CACHE", str(file / "below"))
    assert _store._folder.__wrapped__("made") is None


def test_a_module_that_does_not_exist_has_no_fingerprint() -> None:
    with pytest.raises(ModuleNotFoundError):
        _store.fingerprint("simkit.nothing")
