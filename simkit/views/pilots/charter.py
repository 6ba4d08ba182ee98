"""The pilot charter: one page that fixes, before the start, what is done, measured and decided; as docx, PDF and web page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from simkit.engine.version import software_version
from simkit.pilot.design import Pilot
from simkit.pilot.files import fingerprint
from simkit.roster.files import write_file
from simkit.text import Lang, say
from simkit.views.deck.fit import width_of
from simkit.views.pilots import charter_parts as parts
from simkit.views.pilots import charter_rule as deciding
from simkit.views.pilots.charter_parts import Block
from simkit.views.pilots.charter_rule import CharterOdds
from simkit.views.templating import HTML_LANG, font_css, template
from simkit.views.wording import printable

__all__ = ["Block", "Charter", "CharterOdds", "charter"]
KINDS = ("docx", "pdf", "html")
"""Forms of a charter."""
SHORT = 12
"""Characters of the fingerprint that are shown."""
LARGEST, SMALLEST = 9.0, 6.0
"""Letters of a document, in points: as large as the page allows."""
ROOM, ROW = 1950.0, 12.0
"""Text (in widths of a Chinese letter) that fits on a page in the largest letters; and as how much of it a row or heading counts."""
HEIGHT = {"en": 1.0, "zh": 1.3}
"""How high a line of a language is, in lines of English."""


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter in one language: ``blocks`` are its content; ``simulated`` is empty for a real pilot."""

    lang: Lang
    title: str
    mark: str
    simulated: str
    blocks: tuple[Block, ...]

    @property
    def size(self) -> float:
        """Size of letters, in points, at which the charter fits on one page: smaller where there is more to say."""
        texts = [text for block in self.blocks for text in _texts(block)]
        rows = sum(2 + len(block.rows) for block in self.blocks)
        amount = HEIGHT[self.lang] * (sum(width_of(text, 1.0) for text in texts) + ROW * rows)
        return min(LARGEST, max(SMALLEST, LARGEST * (ROOM / amount) ** 0.5))

    def html(self) -> str:
        """Return the charter as a web page that carries everything that it needs."""
        texts = {"charter": self, "title": self.title, "html_lang": HTML_LANG[self.lang]}
        page = template("pilot/charter.html")
        return str(page.render(**texts, fonts=font_css(str(page.render(**texts, fonts="")), self.lang)))

    def save(self, folder: Path, kinds: Sequence[str] = KINDS) -> list[Path]:
        """Write the charter in these forms, over earlier ones, and return the files."""
        made = {"html": lambda: self.html().encode(), "pdf": self._pdf, "docx": self._docx}
        return [write_file(folder / f"charter.{kind}", made[kind](), overwrite=True) for kind in kinds]

    def _pdf(self) -> bytes:
        """Return the charter as PDF."""
        from simkit.views.typeset import pdf

        return pdf("charter.typ", self.lang, {"charter": self, "title": self.title})

    def _docx(self) -> bytes:
        """Return the charter as a document for word processors."""
        return import_module("simkit.views.pilots.charter_docx").document(self)

    def _repr_html_(self) -> str:
        """Show the charter where a notebook shows the object."""
        return str(template("pilot/charter_body.html").render(charter=self))

    def __repr__(self) -> str:
        """Tell what it is."""
        return self.title


def charter(pilot: Pilot, lang: Lang, odds: CharterOdds | None = None) -> Charter:
    """Return the charter of a pilot; without ``odds`` it says that they have not been computed."""
    pages = (
        parts.question,
        parts.design,
        parts.calendar,
        parts.teams,
        parts.roles,
        parts.measures,
        deciding.rule,
    )
    blocks = [
        *(page(pilot, lang) for page in pages), deciding.odds(pilot, odds, lang), deciding.lot(pilot, lang),
        Block(parts.head("not", lang), [("", say("charter.not.text", lang))]),
    ]  # fmt: skip
    return Charter(
        lang=lang,
        title=_clean(say("charter.title.charter", lang, name=pilot.name)),
        mark=say(
            "charter.not.mark", lang, fingerprint=fingerprint(pilot)[:SHORT], version=software_version()
        ),
        simulated=say("charter.word.simulated", lang) if pilot.simulated else "",
        blocks=tuple(map(_cleaned, blocks)),
    )


def _clean(text: str) -> str:
    """Return text as a page can hold it: names that people give may hold anything."""
    return " ".join(printable(text).split())


def _cleaned(block: Block) -> Block:
    """Return a block that any page can hold."""
    sentences = [(strong, _clean(text)) for strong, text in block.sentences]
    rows = [[_clean(cell) for cell in row] for row in block.rows]
    return Block(block.heading, sentences, block.heads, rows, block.widths, _clean(block.note))


def _texts(block: Block) -> list[str]:
    """Return all text of a block."""
    return [*(text for _, text in block.sentences), *(cell for row in block.rows for cell in row), block.note]
