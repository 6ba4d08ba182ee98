"""Every line of the rules and the engine is reached by a test, compiled ones included."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_no_line_is_left_out() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "tests.covered"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
