"""Help pages whose lines fit the window in either language: a Chinese character takes two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click
from rich.cells import cell_len

_OPEN, _CLOSE = "“（《", "，。；：、）”》！？"
_PIECES = re.compile(
    rf"\s+|[{_OPEN}]*[\u3400-\u9fff][{_CLOSE}]*|[{_OPEN}]*[^\s\u3400-\u9fff{_OPEN}{_CLOSE}]+[{_CLOSE}]*|."
)
"""Pieces between which a line may end: words, and single Chinese characters with their punctuation."""


def wrapped(text: str, width: int) -> list[str]:
    """Break a paragraph into lines of at most ``width`` columns; closing punctuation never starts a line.

    >>> wrapped("每个团队填一行。", 8), wrapped("one team a row", 8)
    (['每个团队', '填一行。'], ['one team', 'a row'])
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if cell_len((lines[-1] + piece).rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


class Formatter(click.HelpFormatter):
    """Lays out a help page by columns, not by characters."""

    def write_heading(self, heading: str) -> None:
        """Write a heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{':' if heading.isascii() else '：'}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        indent = " " * self.current_indent
        parts = [wrapped(" ".join(part.split()), self.width - len(indent)) for part in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + line for line in part) for part in parts) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean side by side; a term that is too long stands above."""
        pairs = list(rows)
        first = min(max((cell_len(term) for term, _ in pairs), default=0), col_max) + col_spacing
        indent = " " * (self.current_indent + first)
        for term, meaning in pairs:
            beside = cell_len(term) <= first - col_spacing
            gap = " " * (first - cell_len(term)) if beside else "\n" + indent
            lines = wrapped(meaning, max(self.width - len(indent), 10))
            self.write(" " * self.current_indent + term + gap + f"\n{indent}".join(lines) + "\n")


class Context(click.Context):
    """A context whose help pages are laid out by columns."""

    formatter_class = Formatter
