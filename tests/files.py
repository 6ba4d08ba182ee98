"""Files that tests write."""

from __future__ import annotations

from pathlib import Path


def written(folder: Path, text: str, name: str = "ours.toml") -> Path:
    """Write a text file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
