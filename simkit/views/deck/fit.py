"""How much room text takes on a slide, estimated on the safe side: the presenting machine's fonts are not known here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

LINE = 1.22
"""Height of a line, in font sizes."""
GAP = 0.35
"""Space between two paragraphs, in font sizes."""
BOLD = 1.07
"""How much wider bold text is."""
LONGEST = 30
"""Letters of a word that is kept on one line."""
INCH = 72.0
"""Points in an inch."""
_PIECES = re.compile(r"[ \t]|[\u2e80-\uffff]|[^ \t\u2e80-\uffff-]*-|[^ \t\u2e80-\uffff-]+")


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height

    def columns(self, *shares: float, gap: float = 0.35) -> list[Box]:
        """Return boxes side by side, as wide as their shares say.

        >>> [round(box.left, 1) for box in Box(0, 0, 10, 5).columns(1, 1, gap=1)]
        [0, 5.5]
        """
        room, left, found = self.width - gap * (len(shares) - 1), self.left, list[Box]()
        for share in shares:
            width = room * share / sum(shares)
            found.append(Box(left, self.top, width, self.height))
            left += width + gap
        return found

    def rows(self, *shares: float, gap: float = 0.15) -> list[Box]:
        """Return boxes one under the other, as high as their shares say."""
        turned = Box(self.top, self.left, self.height, self.width).columns(*shares, gap=gap)
        return [Box(box.top, box.left, box.height, box.width) for box in turned]

    def below(self, height: float) -> Box:
        """Return what is left under the first ``height`` inches."""
        return Box(self.left, self.top + height, self.width, self.height - height)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide text is at most, in points.

    >>> width_of("容错", 20), width_of("ab", 20) < width_of("MW", 20)
    (40.0, True)
    """
    return size * (BOLD if bold else 1.0) * sum(map(_em, text))


def _em(char: str) -> float:
    """Return the width of a character in font sizes, on the safe side for the usual sans-serif fonts."""
    if east_asian_width(char) in "WF" or char in "▲▼○→↑↓★☐“”‘’…":
        return 1.0
    if char.isspace() or char in ".,:;'|!()[]ijlt":
        return 0.36
    return 0.88 if char in "mwMW%@" else 0.72 if char.isupper() else 0.56


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Return over how many lines text goes in ``width`` inches.

    >>> lines("one", 20, 5), lines("word " * 30, 20, 3) > 5
    (1, True)
    """
    return sum(_wrapped(part, size, width * INCH, bold) for part in text.split("\n"))


def _wrapped(text: str, size: float, width: float, bold: bool) -> int:
    """Return the lines of one paragraph, broken between words and between Chinese characters."""
    count, used = 1, 0.0
    for piece in _PIECES.findall(text):
        wide = width_of(piece, size, bold=bold)
        if used + wide > width and used > 0:
            count, used = count + 1, 0.0
        extra = int(wide // width)
        count, used = count + extra, used + wide - extra * width
    return count


def whole(text: str, size: float, width: float, *, bold: bool = False) -> bool:
    """Tell whether every word fits a line of ``width`` inches; very long ones, such as codes, may be broken.

    >>> whole("Traditional regime", 20, 1), whole("Traditional regime", 20, 2)
    (False, True)
    """
    words = [piece for part in text.split("\n") for piece in _PIECES.findall(part) if len(piece) <= LONGEST]
    return all(width_of(word, size, bold=bold) <= width * INCH for word in words)


def height_of(paragraphs: Iterable[str], size: float, width: float, *, bold: bool = False) -> float:
    """Return how high paragraphs are, in inches."""
    told = list(paragraphs)
    count = sum(lines(text, size, width, bold=bold) for text in told)
    return size * (LINE * count + GAP * max(0, len(told) - 1)) / INCH


def fitting(paragraphs: Sequence[str], box: Box, sizes: Iterable[float], *, bold: bool = False) -> float:
    """Return the first of ``sizes`` (from large to small) at which paragraphs fit into a box, else the last.

    >>> fitting(["short"], Box(0, 0, 5, 1), (28, 20)), fitting(["long " * 40], Box(0, 0, 5, 1), (28, 8))
    (28, 8)
    """
    size = 0.0
    for size in sizes:
        if height_of(paragraphs, size, box.width, bold=bold) <= box.height:
            break
    return size
