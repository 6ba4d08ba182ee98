"""The C twin: the whole simulated week in straightforward C, a second and independent implementation.

It is the yardstick of speed for the compiled engine, and a check of both engines: all three have to give the
same numbers bit for bit. It is built with the system's C compiler when it is first asked for.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simkit.metrics import COLUMNS
from simkit.scenario import Scenario
from tests.benchmarks.twin.names import header
from tests.benchmarks.twin.plan import flat

SOURCES = Path(__file__).parent
FLAGS = (
    "-std=c11", "-O3", "-march=native", "-ffp-contract=off", "-fno-fast-math",
    "-fno-trapping-math", "-fno-math-errno", "-fPIC", "-shared", "-Wall", "-Wextra",
)  # fmt: skip
"""No product and sum may be fused and nothing reordered. That no one looks at floating-point exceptions or
``errno`` changes no number; without being told so the compiler makes no vector code of the rules."""
_MASK = 0xFFFFFFFFFFFFFFFF


def compiler() -> str | None:
    """Return the path of the system's C compiler (``CC`` if set), or ``None`` if there is none."""
    return shutil.which(os.environ.get("CC") or "cc") or shutil.which("gcc") or shutil.which("clang")


def simulate(
    scenario: Scenario, seed: int, replications: Sequence[int], out: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return what runs record, of shape (worlds, weeks, teams, columns); see ``metrics.COLUMNS``.

    ``out`` is an array of that shape to write into, if there is one already. Raises ``ValueError`` if it has
    another shape, ``RuntimeError`` if there is no C compiler and ``MemoryError`` if there is not enough memory.
    """
    shape = (len(replications), scenario.weeks, len(scenario.organisation.teams), len(COLUMNS))
    out = np.empty(shape) if out is None else out
    if out.shape != shape or out.dtype != np.float64 or not out.flags.c_contiguous:
        raise ValueError(f"out has to be a contiguous array of 64-bit floats of shape {shape}")
    worlds = np.array([number & _MASK for number in replications], dtype=np.uint64)
    plan = flat(scenario)
    failed = library().simulate_worlds(
        ctypes.byref(plan),
        ctypes.c_uint64(seed & _MASK),
        ctypes.c_void_p(worlds.ctypes.data),
        ctypes.c_int64(len(worlds)),
        ctypes.c_void_p(out.ctypes.data),
    )
    if failed:
        raise MemoryError("not enough memory for the C twin")
    return out


@cache
def library() -> ctypes.CDLL:
    """Return the compiled twin; it is built once for each state of its sources on a machine."""
    command = compiler()
    if command is None:
        raise RuntimeError("no C compiler found: install gcc or clang, or name one in CC")
    names = header()
    files = sorted([*SOURCES.glob("*.c"), *SOURCES.glob("*.h"), *SOURCES.glob("rules/*.h")])
    state = "".join((command, *FLAGS, names, *(path.read_text(encoding="utf-8") for path in files)))
    folder = Path(tempfile.gettempdir()) / f"simkit-twin-{blake2b(state.encode(), digest_size=8).hexdigest()}"
    built = folder / "twin.so"
    if not built.exists():
        folder.mkdir(exist_ok=True)
        _build(command, names, built)
    return ctypes.CDLL(str(built))


def _build(command: str, names: str, built: Path) -> None:
    """Compile into a folder of its own, then move the library to its place: builds may run side by side."""
    with tempfile.TemporaryDirectory(dir=built.parent) as own:
        Path(own, "names.h").write_text(names, encoding="utf-8")
        sources = [str(path) for path in sorted(SOURCES.glob("*.c"))]
        target = Path(own, "twin.so")
        line = [command, *FLAGS, f"-I{own}", f"-I{SOURCES}", *sources, "-lm", "-o", str(target)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the C twin does not compile\n{done.stderr}")
        os.replace(target, built)
