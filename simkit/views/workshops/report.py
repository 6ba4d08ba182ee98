"""The record of a session: as Markdown, as one self-contained HTML page, and its predictions as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib import import_module

from markupsafe import Markup
from pandas import DataFrame

from simkit.presets import load_organisation
from simkit.text import Lang, say
from simkit.views.notebooks import need_notebooks
from simkit.views.sheets import csv_bytes
from simkit.views.templating import HTML_LANG, font_css, style_sheet, template
from simkit.views.wording import unit_of_difference
from simkit.views.workshops import tables, words
from simkit.views.workshops.markdown import escaped, numbered, table
from simkit.views.workshops.pictures import picture
from simkit.workshop.packs import told
from simkit.workshop.parts import Round
from simkit.workshop.room import Room
from simkit.workshop.scoring import Prediction
from simkit.workshop.session import Note

_PICTURE = re.compile(r"<p>@@(\S+) (\S+)@@</p>")
"""Where a picture goes, in the page made from Markdown."""


def markdown(room: Room, lang: Lang) -> str:
    """Return the record of a session as Markdown."""
    return re.sub(r"\n*@@\S+ \S+@@\n", "\n", _text(room, lang))


def html(room: Room, lang: Lang) -> str:
    """Return the record of a session as one page that needs nothing else, with its pictures."""
    need_notebooks()
    body = (
        import_module("markdown_it")
        .MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .render(_text(room, lang))
    )
    body = _PICTURE.sub(lambda found: _figure(room, found[1], found[2], lang), body)
    body = re.sub(
        r"<table>(.*?)</table>", r'<div class="scroll"><table>\1</table></div>', body, flags=re.DOTALL
    )
    texts = {
        "html_lang": HTML_LANG[lang], "title": say("workshop.report.title", lang, title=told(room.pack.title, lang)),
        "body": Markup(body), "css": style_sheet("report.css"),
        "disclaimer_short": say("term.disclaimer.short", lang), "disclaimer_long": say("term.disclaimer.long", lang),
    }  # fmt: skip
    bare = template("workshop/report.html").render(**texts, fonts="")
    return template("workshop/report.html").render(**texts, fonts=font_css(bare, lang))


def predictions_csv(room: Room, lang: Lang) -> bytes:
    """Return every prediction with what came out, for a spreadsheet.

    A name that a spreadsheet would take for a formula is kept as text.
    """
    keys = ("round", "who", "question", "measure", "unit", "direction", "size", "confidence", "came", "right", "brier", "size_error")  # fmt: skip
    heads = tables.heads([*keys], lang)
    return csv_bytes(
        DataFrame([_csv_row(room, item, lang) for item in room.session.predictions], columns=heads)
    )


def _csv_row(room: Room, item: Prediction, lang: Lang) -> list[object]:
    """Return one prediction."""
    round = room.pack.round(item.round)
    question = round.question(item.question)
    who = f"'{item.who}" if item.who[:1] in "=+-@\t" else item.who
    row: list[object] = [
        words.round_name(room.pack, round, lang), who, told(question.prompt, lang), words.asked(question, lang),
        unit_of_difference(question.metric, lang), words.direction(item.direction, lang), item.size, round_to(100 * item.confidence),
    ]  # fmt: skip
    found = next((score for score in room.scores(item.round) if score.prediction == item), None)
    if found is None:
        return [*row, None, None, None, None]
    right = say(f"workshop.word.{'right' if found.right else 'wrong'}", lang)
    came = room.outcomes(item.round)[item.question].difference
    error = None if found.size_error is None else round_to(found.size_error)
    return [*row, round_to(came), right, round_to(found.brier), error]


def round_to(value: float) -> float:
    """Return a number with four decimals."""
    return float(f"{value:.4f}")


def _text(room: Room, lang: Lang) -> str:
    """Return the record with places for pictures."""
    pack = room.pack
    lines = [
        f"# {escaped(say('workshop.report.title', lang, title=told(pack.title, lang)))}",
        escaped(told(pack.goal, lang)),
        f"**{say('term.disclaimer.short', lang)}**",
        f"## {say('workshop.report.summary', lang)}",
        *overall(room, lang),
        "@@? reading@@",
    ]
    for round in pack.rounds:
        lines += _round(room, round, lang)
    lines += [
        f"## {say('workshop.report.debrief', lang)}",
        numbered(escaped(told(p.text, lang)) for p in pack.debrief),
    ]
    lines += _notes([note for note in room.session.notes if not note.round], lang)
    organisation = load_organisation(pack.organisation, lang).name
    values = {"worlds": pack.worlds, "weeks": pack.weeks, "seed": pack.seed, "organisation": organisation}
    return "\n\n".join([*lines, escaped(say("workshop.report.repeat", lang, **values))]) + "\n"


def overall(room: Room, lang: Lang) -> list[str]:
    """Return how the room did over all rounds: sentences and a table, as Markdown."""
    found = room.summary()
    if found is None:
        return [say("workshop.summary.nobody", lang)]
    sentences = [words.room_sentence(found, lang), escaped(words.surprise_sentence(room.pack, found, lang))]
    return [*sentences, _table(tables.overview(room, lang)), _table(tables.scored(room, None, lang))]


def _round(room: Room, round: Round, lang: Lang) -> Iterator[str]:
    """Yield what happened in a round."""
    yield f"## {escaped(words.round_name(room.pack, round, lang))}"
    yield escaped(told(round.brief, lang))
    if not room.session.revealed(round.id):
        yield say("workshop.report.not_revealed", lang)
        return
    found = room.summary(round.id)
    yield words.room_sentence(found, lang) if found else say("workshop.summary.nobody", lang)
    for item in round.questions:
        outcome = room.outcomes(round.id)[item.id]
        yield f"### {escaped(told(item.prompt, lang))}"
        yield f"@@{round.id} {item.id}@@"
        yield escaped(outcome.sentence(lang))
    yield f"### {say('workshop.report.round', lang)}"
    yield _table(tables.results(room, round, lang))
    yield _table(tables.predictions(room, round, lang))
    yield _table(tables.scored(room, round.id, lang))
    if any(item.round == round.id for item in room.session.trials):
        yield f"### {say('workshop.report.trials', lang)}"
        yield _table(tables.trials(room, round, lang))
    yield from _notes([note for note in room.session.notes if note.round == round.id], lang)


def _notes(notes: Sequence[Note], lang: Lang) -> Iterator[str]:
    """Yield what was said."""
    if notes:
        yield f"### {say('workshop.report.notes', lang)}"
        yield "\n".join(f"- {escaped(note_line(note, lang))}" for note in notes)


def note_line(note: Note, lang: Lang) -> str:
    """Return a note with what it is about."""
    key = "point" if note.about else "general"
    about = say(f"workshop.report.{key}", lang, number=note.about)
    return say("workshop.report.note", lang, about=about, text=note.text)


def _table(parts: tuple[list[str], list[list[str]]]) -> str:
    """Return a table as Markdown; nothing if it has no rows."""
    heads, rows = parts
    return table(heads, [[escaped(cell) for cell in row] for row in rows]) if rows else ""


def _figure(room: Room, round: str, question: str, lang: Lang) -> str:
    """Return the picture of a question, or, first of all, how to read the pictures."""
    if round == "?":
        return f"<p><small>{escape(say('workshop.picture.reading', lang))}</small></p>"
    said = [item for item in room.session.predictions if (item.round, item.question) == (round, question)]
    return f"<figure>{picture(room.session.outcomes[round, question], said, lang)}</figure>"
