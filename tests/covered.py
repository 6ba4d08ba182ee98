"""Which lines of the rules and the engine tests reach, compiled code included: ``python -m tests.covered``.

Rules run twice: as plain Python in the readable model, where a line counts when it is executed, and compiled. Of
lines that only run compiled (the kernel, the reduction of worlds to a summary) a tool can tell no more than that they
were compiled, that is, that some test called their function with these types; that they do the right thing is shown
by the tests that compare kernel, readable model and C twin bit by bit. Ends with 1 if a line is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/rules", "tests/engine", "tests/cli/test_bench.py", "tests/experiments/test_run.py",
    "tests/experiments/test_executors.py", "tests/views/test_stages.py", "tests/test_summary.py",
    "tests/test_distribution.py", "simkit/rules", "simkit/engine",
)  # fmt: skip
"""Tests of the rules and the engine, with their examples."""


def measure(data: Path, tests: tuple[str, ...] = TESTS) -> None:
    """Run the tests in one process with nothing compiled before, and write down which lines were reached."""
    with tempfile.TemporaryDirectory() as cache:
        settings = {"NUMBA_JIT_COVERAGE": "1", "SIMKIT_CACHE": cache, "COVERAGE_FILE": str(data)}
        pytest = ["pytest", "-q", "-n0", "-p", "no:cacheprovider", "-W", "default", *tests]
        command = [sys.executable, "-m", "coverage", "run", "-m", *pytest]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)


def report(data: Path) -> int:
    """Print how much was reached and which lines were not; return 0 if that is everything."""
    command = [
        sys.executable,
        "-m",
        "coverage",
        "report",
        "--show-missing",
        "--skip-covered",
        "--fail-under=100",
    ]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "COVERAGE_FILE": str(data)}, check=False
    ).returncode


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "coverage")
        sys.exit(report(Path(folder) / "coverage"))
