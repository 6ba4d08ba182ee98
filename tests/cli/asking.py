"""Ways to run the program, and what to look for in what it says."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from simkit.cli import program
from simkit.text import Lang

ROOT = Path(__file__).parents[2]
WRITTEN = {"metrics.csv", "pictures", "report.html", "report.pdf", "scenario.json", "slides.pptx", "table.xlsx",
           "teams.csv"}  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){3,}")
"""Four words in a row: an English sentence, not a name."""
HAN = re.compile(r"[\u3400-\u9fff]")
TINY = ("--weeks", "6", "--replications", "2", "--quick")
OPTIONS: dict[str, Any] = {
    "regimes": (), "switch": (), "tools": (), "levers": (), "weeks": None, "replications": None, "seed": None,
    "out": None, "overwrite": False, "workers": None, "quick": False, "uncertainty": None,
}  # fmt: skip


def ask(*arguments: str, lang: Lang = "en") -> Result:
    """Run the program in this process."""
    return CliRunner().invoke(program(lang), list(arguments), prog_name="simkit")


def started(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as its own process."""
    around = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "SIMKIT"))
    }
    around |= {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **environment}
    command = [sys.executable, "-m", "simkit", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=around, timeout=120, check=False
    )


def contents(folder: Path) -> dict[str, str]:
    """Hash of every file in a folder, by its place."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip
