"""Keeping compiled functions: in the user's cache folder, under the fingerprint of all that they are made of.

numba's own cache looks at a function's own file only, so that an edited rule would leave the compiled week as it
was. Here the folder's name is a hash of all sources that can be compiled into a function; where the folder
cannot be written, functions are compiled for each process.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from numba.core.caching import CompileResultCacheImpl, FunctionCache

F = TypeVar("F", bound=Callable[..., Any])
FORGOTTEN_AFTER = 90 * 86_400
"""Seconds after which the folder of a version that nobody used is removed."""
VARIABLE = "SIMKIT_CACHE"
"""Environment variable that names another folder for compiled functions."""


def kept(dispatcher: F, *modules: str) -> F:
    """Return a compiled function that is kept for the next time.

    ``modules`` are the modules and packages whose text it is made of, besides the rules.
    """
    folder = _folder(fingerprint("simkit.rules", *modules))
    if folder is not None:
        dispatcher._cache = _cache(folder, dispatcher.py_func)  # pyright: ignore[reportFunctionMemberAccess]
    return dispatcher


@cache
def fingerprint(*modules: str) -> str:
    """Return a hash (16 hexadecimal digits) of the sources of modules and packages, whatever order they are in.

    >>> fingerprint("simkit.rules") == fingerprint("simkit.rules.attention")
    False
    """
    digest = sha256()
    for path in sorted({path for module in modules for path in _sources(module)}):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _sources(module: str) -> list[Path]:
    """Return the files of Python text of a module or package."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    origin = Path(spec.origin)
    return sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]


def _home() -> Path:
    """Return the folder for caches of this user on this operating system."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "simkit" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "simkit"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "simkit"


@cache
def _folder(name: str) -> Path | None:
    """Return the folder of a fingerprint, made if need be; None where nothing can be written."""
    try:
        folder = _home() / name
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        for other in folder.parent.iterdir():
            if other.is_dir() and time.time() - other.stat().st_mtime > FORGOTTEN_AFTER:
                shutil.rmtree(other, ignore_errors=True)
        return folder if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


def _cache(folder: Path, function: Callable[..., Any]) -> FunctionCache:
    """Return numba's cache of a function, in a folder of ours."""
    locator = type("Locator", (_Locator,), {"folder": folder})
    impl = type("Impl", (CompileResultCacheImpl,), {"_locator_classes": [locator]})
    return type("Cache", (FunctionCache,), {"_impl_class": impl})(function)


class _Locator:
    """Where a function is kept: the folder says all about its version."""

    folder: Path

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> _Locator:
        """Return the place of a function."""
        return cls()

    def ensure_cache_path(self) -> None:
        """The folder is there already."""

    def get_cache_path(self) -> str:
        """Return the folder."""
        return str(self.folder)

    def get_source_stamp(self) -> str:
        """Return what has to agree: the name of the folder."""
        return self.folder.name

    def get_disambiguator(self) -> str:
        """Return nothing: names differ by function."""
        return "0"
