"""The report of a pilot's results: one self-contained page, or the same as an accessible PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simkit.distribution import Floats
from simkit.engine.version import software_version
from simkit.pilot import saying
from simkit.pilot.files import fingerprint
from simkit.pilot.readout import Readout
from simkit.text import Lang, say
from simkit.views.figures.style import WIDTH, svg, svg_uri
from simkit.views.figures.view import Picture
from simkit.views.pilots.readout import COURSE, EFFECTS, course, effects
from simkit.views.report import ON_PAPER
from simkit.views.templating import HTML_LANG, font_css, style_sheet, template
from simkit.views.typeset import pdf

SIGNS = {"go": "▲", "continue": "○", "stop": "▼"}
LOOKS = {"go": "ahead", "continue": "open", "stop": "behind"}
TALLEST = 210
"""How tall a picture may be on paper, in millimetres."""


def readout_html(found: Readout, lang: Lang, projected: Floats | None = None) -> str:
    """Return the report as one page without script or network.

    ``projected`` is (pilots, teams, periods, measures) as in ``Trials.values``: what the design's simulation expected.
    """
    pictures = _pictures(found, lang, projected)
    texts = readout_texts(found, lang, pictures)
    sources = {id: svg_uri(svg(item.figure)) for id, item in pictures.items()}
    page, css = template("readout.html"), style_sheet("report.css")
    bare = page.render(**texts, sources=sources, css=css, fonts="")
    return page.render(**texts, sources=sources, css=css, fonts=font_css(bare, lang))


def readout_pdf(found: Readout, lang: Lang, projected: Floats | None = None) -> bytes:
    """Return the same report as an accessible PDF on A4."""
    pictures = _pictures(found, lang, projected)
    drawings = {id: svg(item.figure) for id, item in pictures.items()}
    return pdf("readout.typ", lang, {**readout_texts(found, lang, pictures), "large": False}, drawings)


def _pictures(found: Readout, lang: Lang, projected: Floats | None) -> dict[str, Picture]:
    """Return the pictures of the report."""
    frames = {"effects": effects(found), "course": course(found, projected)}
    return {view.id: view.picture(frames[view.id], lang) for view in (EFFECTS, COURSE)}


def readout_texts(found: Readout, lang: Lang, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Return everything that the report says."""
    decision, table = found.decision.decision, found.table(lang)
    return {
        "t": lambda key, **values: say(f"readout.page.{key}", lang, **values), "html_lang": HTML_LANG[lang],
        "title": say("readout.page.title", lang, name=found.pilot.name),
        "disclaimer_short": say(f"readout.page.{'simulated_short' if found.pilot.simulated else 'foot'}", lang),
        "simulated": say("readout.say.simulated", lang) if found.pilot.simulated else "",
        "sign": SIGNS[decision], "look": LOOKS[decision], "decision": say(f"pilot.decision.{decision}", lang),
        "answer": saying.answer(found, lang), "rails": saying.rails(found, lang), "seconds": saying.seconds(found, lang),
        "deviations": saying.deviations(found, lang), "limits": saying.limits(found, lang), "looks": _looks(found, lang),
        "heads": [str(name) for name in table.columns], "rows": table.to_numpy().tolist(), "facts": _facts(found, lang),
        "pictures": {id: _shown(item) for id, item in pictures.items()},
    }  # fmt: skip


def _shown(item: Picture) -> dict[str, Any]:
    """Return what is said of a picture, and its sizes."""
    height = item.figure.get_figheight()
    return {"alt": item.alt, "title": item.title, "caption": item.caption, "reading": item.reading, "lesson": item.lesson,
            "width": round(96 * WIDTH), "height": round(96 * height), "paper": min(TALLEST, round(ON_PAPER * height))}  # fmt: skip


def _looks(found: Readout, lang: Lang) -> list[str]:
    """Return what the rule said at each look."""
    return [
        say("readout.page.look", lang, cycle=item.cycle, confidence=saying.level(item.confidence),
            why=saying.why(item, lang), decision=f"{SIGNS[item.decision]} {say(f'pilot.decision.{item.decision}', lang)}")
        for item in found.looks
    ]  # fmt: skip


def _facts(found: Readout, lang: Lang) -> list[tuple[str, str]]:
    """Return what somebody needs to repeat the analysis."""
    design = found.pilot.design
    pairs = {
        "design": say(f"pilot.kind.{design.kind}.name", lang), "method": say(f"pilot.method.{design.method}.name", lang),
        "teams": say("readout.page.team_count", lang, pilots=len(design.pilot_teams), others=len(design.comparison_teams)),
        "lot": str(design.lot_seed) if design.assigned == "lot" else say("readout.page.chosen", lang),
        "file": found.data.file.replace("\\", "/").rsplit("/", 1)[-1], "version": software_version(), "fingerprint": fingerprint(found.pilot),
    }  # fmt: skip
    return [(say(f"readout.page.fact_{key}", lang), value) for key, value in pairs.items()]
