"""Starting is quick: importing simkit and listing what there is load none of the large packages."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from simkit.cli.program import LISTS
from tests.cli.asking import ROOT

HEAVY = {
    "dask",
    "llvmlite",
    "matplotlib",
    "mesa",
    "networkx",
    "numba",
    "pandas",
    "scipy",
    "seaborn",
    "xarray",
}
BARE = HEAVY | {"numpy", "openpyxl", "pydantic", "rich", "click", "jinja2", "fontTools"}
LOADED = """
import sys
from simkit.cli import main
sys.argv = ["simkit", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""


def _loaded(script: str, *arguments: str) -> set[str]:
    """The modules that a script has loaded at its end."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=120,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return set(done.stderr.split())


def _seconds(script: str) -> float:
    """The shortest of several starts of Python."""
    times: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": str(ROOT)}, timeout=60)
        times.append(time.perf_counter() - start)
    return min(times)


def test_importing_simkit_loads_no_other_package() -> None:
    assert _loaded("import sys, simkit; print(*sys.modules, file=sys.stderr)") & BARE == set()


def test_importing_simkit_takes_a_few_times_as_long_as_starting_python() -> None:
    """Bare Python starts in some hundredths of a second, of which 0.3 s would be a multiple beyond ten."""
    assert _seconds("import simkit") < 10 * _seconds("pass")


@pytest.mark.parametrize("arguments", ["--help", "--version", "compare --help", "bench --help", "nonsense"])
def test_help_needs_the_parser_only(arguments: str) -> None:
    assert _loaded(LOADED, *arguments.split()) & (BARE - {"click", "rich"}) == set()


@pytest.mark.parametrize("name", LISTS)
def test_lists_load_nothing_that_computes_or_draws(name: str) -> None:
    assert _loaded(LOADED, name) & HEAVY == set()
