"""The rules of the house, each one test: tools pass, files and functions stay short, nothing foreign slips in."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "simkit").rglob("*.py"))
SCRIPTS = sorted((ROOT / "simkit").rglob("*.js"))
FILE_LIMIT = 300
FUNCTION_LIMIT = 25
SKIPPED = {
    ".git",
    ".venv",
    "venv",
    "build",
    "dist",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
}

# Written apart, so that this file does not match its own patterns.
MACHINE_PATHS = re.compile(
    r"(?<![\w.}~])/(?:" + "|".join(["work", "farm", "tmp", "root", "home", "Users", "opt"]) + r")/\w"
)
REGISTRY_HOSTS = re.compile(
    "|".join(re.escape(host) for host in ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "conda" + ".org"))
    + "|" + "index" + "[-_]url"
    + "|mirrors?" + r"\.[a-z0-9-]+\.[a-z]{2,}"
)  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


def run(*command: str) -> None:
    """Run a tool of this environment in the repository; its output is the failure message."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, f"{' '.join(command[2:])}\n{done.stdout}{done.stderr}"


def files() -> list[Path]:
    """Files under version control and new ones; all files outside caches where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not SKIPPED & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every file that is text."""
    for path in files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def matches(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def function_length(node: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return total
    docstring = node.body[0]
    return total - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def long_functions(source: str) -> list[str]:
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]
    return [
        f"line {node.lineno}: {node.name} has {function_length(node)} lines"
        for node in nodes
        if function_length(node) >= FUNCTION_LIMIT
    ]


def test_ruff_finds_nothing() -> None:
    run(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")


def test_everything_is_formatted() -> None:
    run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "--output-format", "concise", ".")


def test_types_hold() -> None:
    run(sys.executable, "-m", "pyright", "--pythonpath", sys.executable)


def test_import_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    run(sys.executable, "-c", code)


def test_files_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (*SOURCES, *SCRIPTS)
    }
    assert {name: length for name, length in lengths.items() if length >= FILE_LIMIT} == {}


def test_functions_are_short() -> None:
    found = {
        str(path.relative_to(ROOT)): long_functions(path.read_text(encoding="utf-8")) for path in SOURCES
    }
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("statements", "too_long"), [(FUNCTION_LIMIT - 2, False), (FUNCTION_LIMIT - 1, True)]
)
def test_docstrings_do_not_count_as_length(statements: int, too_long: bool) -> None:
    body = ["def f():", '    """One.', "", "    Two.", '    """'] + ["    x = 1"] * statements
    assert bool(long_functions("\n".join(body))) is too_long


def test_no_file_names_a_place_on_a_machine() -> None:
    assert matches(MACHINE_PATHS) == []


def test_no_file_names_a_package_host() -> None:
    assert matches(REGISTRY_HOSTS) == []


@pytest.mark.parametrize("name", ["work", "tmp", "home"])
def test_machine_paths_are_recognised(name: str) -> None:
    assert MACHINE_PATHS.search(f'open("/{name}/x.csv")')
    assert not MACHINE_PATHS.search(f"docs/{name}/x.csv")


def test_notebooks_carry_no_output() -> None:
    kept: list[str] = []
    for path in (path for path in files() if path.suffix == ".ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        kept += [path.name for cell in code if cell["outputs"] or cell["execution_count"] is not None]
    assert kept == []
