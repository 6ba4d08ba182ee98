"""Slides of a workshop, written in Markdown: a title, paragraphs, bullets and tables, and notes for the speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from simkit.problems import InputError, Problem
from simkit.text import Lang, say
from simkit.views.deck.fit import GAP, INCH, Box, height_of
from simkit.views.deck.page import BODY, Deck, Said, Slide, plain
from simkit.views.deck.tables import Cell, Table, draw
from simkit.views.marked import Node, children, parsed, runs, table_cells, to_the_right, words

SPLIT = re.compile(r"^---[ \t]*$", re.MULTILINE)
"""The line between two slides."""
NOTES = re.compile(r"^(?:Notes|备注)[:：][ \t]*", re.MULTILINE)
"""What begins the notes."""
TEXT_SIZES = (28, 26, 24, 22, 20, 18, 16, 14)
APART = 0.2
"""Space between two blocks of a slide, in inches."""
TABLES_BELOW = 6
"""How much smaller than the text a table is set."""


class SlideProblem(Problem):
    """What is wrong with a slide; its sentence stands with the other texts of slides."""

    def sentence(self, lang: Lang) -> str:
        """Return which slide, what is wrong and what to do."""
        return say(f"slide.problem.{self.code}", lang, **self.values)


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs or bullets, or a table."""

    told: Sequence[Said] = ()
    bullets: bool = False
    table: Table | None = None

    def height(self, size: float, width: float) -> float:
        """Return the height in inches if text is set in this size."""
        if self.table:
            return sum(self.table.heights(size - TABLES_BELOW, width))
        return height_of(map(plain, self.told), size, width - 0.3 * self.bullets)


def deck_of_markdown(text: str, lang: Lang) -> bytes:
    """Return slides (pptx) from Markdown: one a part between lines ``---``, its first line ``# title``, notes after ``Notes:``.

    What does not fit on one slide goes on on another. The same text gives the same bytes. Raises ``InputError`` for a slide
    without a title.

    >>> deck_of_markdown("# Welcome\\n\\n- one\\n- two\\n\\nNotes: Say hello.", "en")[:2]
    b'PK'
    """
    parts = [part for part in SPLIT.split(text) if part.strip()]
    titles = [_title(part) for part in parts]
    problems = [
        SlideProblem("no_title", "", {"number": place}) for place, title in enumerate(titles, 1) if not title
    ]
    if problems or not parts:
        raise InputError(problems or [SlideProblem("empty")])
    deck = Deck(lang, titles[0])
    for part, title in zip(parts, titles, strict=True):
        _add(deck, part, title)
    return deck.data()


def _title(part: str) -> str:
    """Return the title of a slide, or nothing if it does not begin with one."""
    first = children(parsed(part))[:1]
    return words(first[0]) if first and first[0].tag == "h1" else ""


def _add(deck: Deck, part: str, title: str) -> None:
    """Add a slide, and others if it does not fit on one."""
    written, *notes = NOTES.split(part, maxsplit=1)
    blocks = _blocks(children(parsed(written))[1:])
    size = next((size for size in TEXT_SIZES if _height(blocks, size) <= BODY.height), TEXT_SIZES[-1])
    slides = _shared_out(blocks, size)
    for place, shown in enumerate(slides, 1):
        numbered = {"title": title, "part": place, "parts": len(slides)}
        told = say("slide.title.more", deck.lang, **numbered) if len(slides) > 1 else title
        slide = deck.slide(told, [" ".join(notes).strip()] if notes and place == 1 else ())
        _draw(deck, slide, shown, size, title)


def _height(blocks: Sequence[Block], size: float) -> float:
    """Return the height of blocks under one another."""
    return sum(block.height(size, BODY.width) for block in blocks) + APART * max(0, len(blocks) - 1)


def _draw(deck: Deck, slide: Slide, blocks: Sequence[Block], size: float, title: str) -> None:
    """Draw blocks under one another."""
    top = BODY.top
    for block in blocks:
        high = block.height(size, BODY.width)
        box = Box(BODY.left, top, BODY.width, high)
        if block.table:
            draw(deck, slide, box, block.table, title, (size - TABLES_BELOW,))
        else:
            deck.text(slide, box, block.told, (size,), bullets=block.bullets)
        top += high + APART


def _shared_out(blocks: Sequence[Block], size: float) -> list[list[Block]]:
    """Return blocks slide by slide; one that is too high by itself is divided between paragraphs or rows."""
    slides: list[list[Block]] = [[]]
    for piece in [piece for block in blocks for piece in _divided(block, size)]:
        if slides[-1] and _height([*slides[-1], piece], size) > BODY.height:
            slides.append([])
        slides[-1].append(piece)
    return slides


def _divided(block: Block, size: float) -> list[Block]:
    """Return a block in pieces that fit on a slide each."""
    if block.height(size, BODY.width) <= BODY.height:
        return [block]
    if block.table:
        head, *rows = block.table.heights(size - TABLES_BELOW, BODY.width)
        groups = _groups(rows, BODY.height - head)
        return [
            replace(block, table=replace(block.table, rows=[block.table.rows[i] for i in group]))
            for group in groups
        ]
    width, gap = BODY.width - 0.3 * block.bullets, GAP * size / INCH
    groups = _groups([height_of([plain(told)], size, width) + gap for told in block.told], BODY.height)
    return [replace(block, told=[block.told[i] for i in group]) for group in groups]


def _groups(heights: Sequence[float], room: float) -> list[list[int]]:
    """Return places one after the other, in groups that are no higher than the room.

    >>> _groups([1, 1, 1, 5], 2)
    [[0, 1], [2], [3]]
    """
    found: list[list[int]] = [[]]
    for place, height in enumerate(heights):
        if found[-1] and sum(heights[i] for i in found[-1]) + height > room:
            found.append([])
        found[-1].append(place)
    return found


def _blocks(nodes: Sequence[Node]) -> list[Block]:
    """Return the parts of a slide as blocks; paragraphs that follow one another are one block."""
    found = list[Block]()
    for node in nodes:
        if node.type == "html_block" and node.content.strip().startswith("<!--"):
            continue
        if node.type == "table":
            found.append(Block(table=_table(node)))
        elif node.type == "bullet_list":
            found.append(Block(_items(node), bullets=True))
        elif node.type == "ordered_list":
            start = int(node.attrs.get("start", 1))
            found.append(Block([[(f"{start + i}. ", False), *told] for i, told in enumerate(_items(node))]))
        else:
            strong = node.type == "heading"
            found.append(Block([[*runs(node, strong=strong)]]))
    return found


def _items(node: Node) -> list[list[tuple[str, bool]]]:
    """Return the items of a list, those of a list within after the one that holds it."""
    found: list[list[tuple[str, bool]]] = []
    for item in children(node):
        inner = [part for part in children(item) if part.type.endswith("_list")]
        found.append([run for part in children(item) if part not in inner for run in runs(part)])
        found += [[("– ", False), *told] for part in inner for told in _items(part)]
    return found


def _table(node: Node) -> Table:
    """Return a Markdown table; its columns are as wide as what they hold."""
    head, *rows = table_cells(node)
    longest = (max(len(words(row[place])) for row in (head, *rows)) for place in range(len(head)))
    shares = [min(40, max(5, letters)) + 3 for letters in longest]  # margins count, too
    left = frozenset(place for place, cell in enumerate(head) if not to_the_right(cell))
    return Table(
        [words(cell) for cell in head], [[Cell(words(cell)) for cell in row] for row in rows], shares, left
    )
