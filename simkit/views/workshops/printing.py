"""The documents of a pack filled with what the model says, and printed; and the check that they still hold.

>>> from simkit.workshop.templates import FUNCTIONS
>>> sorted(FUNCTIONS)[:3]
['agenda', 'brief', 'clock']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from simkit.engine.workers import Progress
from simkit.presets import load_organisation
from simkit.roster.files import write_file
from simkit.text import Lang, say
from simkit.views.wording import interval, number, percent, unit_of_difference
from simkit.views.workshops import words
from simkit.views.workshops.markdown import numbered, table
from simkit.workshop.expected import Outcome, Outcomes, expected
from simkit.workshop.packs import told
from simkit.workshop.parts import DOCUMENTS, Pack, clock
from simkit.workshop.templates import environment

BOX = "□"
"""A box to tick; the shipped font has it."""
LINE = "________"
"""Where a number is written by hand."""
FILES = ("guide.pdf", "worksheet.pdf", "slides.pptx", *(f"{name}.md" for name in DOCUMENTS))
"""What printing writes."""


def outcomes_of(pack: Pack, progress: Progress | None = None) -> dict[str, Outcomes]:
    """Return what the model says to every question, by round; ``progress`` counts runs over all rounds."""
    found: dict[str, Outcomes] = {}
    each = 2 * pack.worlds
    for place, round in enumerate(pack.rounds):
        found[round.id] = expected(
            pack, round, None, _shifted(progress, place * each, len(pack.rounds) * each)
        )
    return found


def _shifted(progress: Progress | None, start: int, total: int) -> Progress | None:
    """Return a callback that counts on from ``start``."""
    return None if progress is None else lambda done, _: progress(start + done, total)


def filled(pack: Pack, found: Mapping[str, Outcomes], lang: Lang) -> dict[str, str]:
    """Return every document with its placeholders filled, as Markdown, by name."""
    names = Placeholders(pack, found, lang).names()
    return {name: environment().from_string(pack.documents[name, lang]).render(names) for name in DOCUMENTS}


def printed(pack: Pack, found: Mapping[str, Outcomes], lang: Lang) -> dict[str, bytes]:
    """Return every file that printing writes, by name."""
    from simkit.views.paper import pdf_of_markdown
    from simkit.views.slides import deck_of_markdown

    texts = filled(pack, found, lang)
    titles = {name: _titled(pack, name, lang) for name in DOCUMENTS}
    return {
        "guide.pdf": pdf_of_markdown(texts["guide"], lang, titles["guide"]),
        "worksheet.pdf": pdf_of_markdown(texts["worksheet"], lang, titles["worksheet"], large=True),
        "slides.pptx": deck_of_markdown(texts["slides"], lang),
        **{f"{name}.md": text.encode() for name, text in texts.items()},
    }


def write(
    pack: Pack, found: Mapping[str, Outcomes], folder: Path, lang: Lang, *, overwrite: bool = False
) -> None:
    """Write all files into a folder that is there; raise ``InputError`` where that is not possible."""
    for name, data in printed(pack, found, lang).items():
        write_file(folder / name, data, overwrite=overwrite)


def _titled(pack: Pack, document: str, lang: Lang) -> str:
    """Return the title of a document."""
    return say(f"workshop.document.{document}", lang, title=told(pack.title, lang))


class Placeholders:
    """What the placeholders of a document stand for, in one language."""

    def __init__(self, pack: Pack, found: Mapping[str, Outcomes], lang: Lang) -> None:
        """Take the pack and what the model says."""
        self.pack, self.found = pack, found
        self.lang: Lang = lang

    def names(self) -> dict[str, Any]:
        """Return every placeholder by name."""
        pack, (least, most) = self.pack, self.pack.people
        called: tuple[Callable[..., str], ...] = (
            self.clock, self.length, self.agenda, self.expected, self.difference, self.worlds_ahead, self.verdict,
            self.prompt, self.results, self.brief, self.round_title, self.discussion, self.prediction_table, self.debrief,
        )  # fmt: skip
        return {
            "title": told(pack.title, self.lang), "goal": told(pack.goal, self.lang), "minutes": pack.minutes,
            "organisation": load_organisation(pack.organisation, self.lang).name, "weeks": pack.weeks, "worlds": pack.worlds,
            "people": say("workshop.word.people", self.lang, least=least, most=most),
            **{function.__name__: function for function in called},
        }  # fmt: skip

    def clock(self, item: str) -> str:
        """Return when an agenda item begins."""
        return clock(self.pack.start(item))

    def length(self, item: str) -> str:
        """Return the minutes of an agenda item."""
        return str(self.pack.item(item).minutes)

    def agenda(self) -> str:
        """Return the run-sheet."""
        heads = [say(f"workshop.head.{key}", self.lang) for key in ("clock", "length", "item")]
        return table(heads, words.agenda_rows(self.pack, self.lang))

    def expected(self, round: str, question: str) -> str:
        """Return the result in one sentence."""
        return self._outcome(round, question).sentence(self.lang)

    def difference(self, round: str, question: str) -> str:
        """Return the difference with sign and unit."""
        found = self._outcome(round, question)
        return words.amount(found.difference, found.metric, self.lang)

    def worlds_ahead(self, round: str, question: str) -> str:
        """Return the share of worlds in which the regime is ahead."""
        return percent(self._outcome(round, question).ahead)

    def verdict(self, round: str, question: str) -> str:
        """Return the verdict in words."""
        return say(f"report.verdict.{self._outcome(round, question).verdict}", self.lang)

    def results(self, round: str) -> str:
        """Return the results of a round as a table."""
        keys = ("question", "before", "after", "difference", "band", "verdict")
        heads = [say(f"workshop.head.{key}", self.lang) for key in keys]
        return table(heads, [self._row(round, item.id) for item in self.pack.round(round).questions])

    def prompt(self, round: str, question: str) -> str:
        """Return the question as it is asked."""
        return told(self.pack.round(round).question(question).prompt, self.lang)

    def brief(self, round: str) -> str:
        """Return what changes in a round."""
        return told(self.pack.round(round).brief, self.lang)

    def round_title(self, round: str) -> str:
        """Return the title of a round."""
        return told(self.pack.round(round).title, self.lang)

    def discussion(self, round: str) -> str:
        """Return the questions asked after a reveal."""
        return numbered(told(item.text, self.lang) for item in self.pack.round(round).discussion)

    def debrief(self) -> str:
        """Return the questions of the debrief."""
        return numbered(told(item.text, self.lang) for item in self.pack.debrief)

    def prediction_table(self, round: str) -> str:
        """Return the table in which predictions are written by hand."""
        keys = ("question", "up", "down", "none", "size", "confidence")
        heads = [say(f"workshop.head.{key}", self.lang) for key in keys]
        rows = [
            [told(item.prompt, self.lang), BOX, BOX, BOX, f"{LINE} {unit_of_difference(item.metric, self.lang)}", "____ %"]
            for item in self.pack.round(round).questions
        ]  # fmt: skip
        return table(heads, rows)

    def _row(self, round: str, question: str) -> list[str]:
        """Return one row of the results."""
        asked, found = self.pack.round(round).question(question), self._outcome(round, question)
        means = [number(found.row[key]) for key in ("mean_a", "mean_b")]
        gap = words.amount(found.difference, found.metric, self.lang)
        return [words.asked(asked, self.lang), *means, f"{gap} {interval(found.low, found.high)}",
                interval(found.band_low, found.band_high), words.verdict(found.verdict, self.lang)]  # fmt: skip

    def _outcome(self, round: str, question: str) -> Outcome:
        """Return the result of a question."""
        return self.found[round][question]
