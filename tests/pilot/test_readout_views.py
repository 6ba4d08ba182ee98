"""Pictures and report of a pilot's results: what they show is what was measured, in both languages."""

from __future__ import annotations

import re

import numpy as np
import pytest

from simkit.distribution import Floats
from simkit.pilot.readout import Readout, read_out
from simkit.text import LANGS, Lang, say
from simkit.views.pilots.readout import COMPARISON, COURSE, EFFECTS, course, effects
from simkit.views.pilots.readout_page import readout_html, readout_pdf
from simkit.views.readings import rows
from tests.pilot.filling import small_pilot
from tests.pilot.test_readout import data_of, once

GAIN = {"felt_safety": 9.0, "floor_breaches": 2.0}


def found() -> Readout:
    pilot = once()
    return read_out(pilot, data_of(pilot, GAIN, 0.1))


def simulated(change: float) -> Floats:
    """Return 101 simulated pilots whose pilot teams change by ``change`` minus 50 … plus 50, from a start of 1000."""
    values = np.full((101, 4, 3, 4), 1000.0)
    values[:, :2, 1:] += change + np.arange(-50, 51)[:, None, None, None]
    return values


def line(result: Readout, group: str, name: str, projected: Floats | None = None) -> list[float]:
    """Return what is drawn of a group's psychological safety, period by period."""
    frame = course(result, projected)
    part = frame[(frame["metric"] == "felt_safety") & (frame["group"] == group)]
    return [float(value) for value in part[name]]


def test_the_course_is_the_mean_of_each_group_over_the_projection() -> None:
    result, projected = found(), simulated(9.0)
    # North starts at 50, South at 51; a rise of 1 a cycle, and 9 from the change on
    assert line(result, "0", "actual", projected) == pytest.approx([50.5, 60.5, 61.5])
    # the projected change is put on top of the measured baseline: 9 in the middle, 40 around it for the middle 80 %
    assert line(result, "0", "low", projected) == pytest.approx([50.5, 19.5, 19.5])
    assert line(result, "0", "middle", projected) == pytest.approx([50.5, 59.5, 59.5])
    assert line(result, "0", "high", projected) == pytest.approx([50.5, 99.5, 99.5])
    assert line(result, COMPARISON, "high", projected) == pytest.approx([52.5, 52.5, 52.5])


def test_groups_are_followed_with_the_same_teams_throughout() -> None:
    pilot = once()
    data = data_of(pilot, GAIN, 0.1)
    data.values[0, 1, 0] = np.nan  # North is suppressed in cycle 1: South alone is shown
    result = read_out(pilot, data)
    assert line(result, "0", "actual")[0] == pytest.approx(51)
    assert np.isnan(line(result, "0", "low")).all()


def test_thresholds_stand_on_the_side_of_the_measure() -> None:
    drawn = {row.metric: row for row in rows(effects(found()))}
    assert drawn["felt_safety"].edge == 3  # a gain of 3 or more
    assert drawn["floor_breaches"].edge == 5  # a rise of 5 or more is harm
    verdicts = {id: row.verdict for id, row in drawn.items()}
    assert verdicts == {"felt_safety": "ahead", "floor_breaches": "behind", "launches": "open", "nps": "open"}


@pytest.mark.parametrize("lang", LANGS)
def test_pictures_say_what_they_show(lang: Lang) -> None:
    result = found()
    pictures = [EFFECTS.picture(effects(result), lang), COURSE.picture(course(result, simulated(9.0)), lang)]
    safety = say("metric.felt_safety.label", lang)
    for picture in pictures:
        assert safety.lower() in picture.caption.lower()
        assert "{" not in picture.alt
    assert (
        say("readout.view.course.inside", lang, group=say("readout.group.pilot", lang), value="61.5")
        in pictures[1].caption
    )


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_says_everything_and_needs_no_network(lang: Lang) -> None:
    result = found()
    page = readout_html(result, lang, simulated(9.0))
    assert say("pilot.decision.go", lang) in page
    for key in ("deviations", "limits", "seconds", "about"):
        assert say(f"readout.page.{key}", lang) in page
    assert not re.search(r'(?:src|href)="https?:', page)
    assert "<script" not in page
    assert say("readout.say.simulated", lang) not in page
    assert readout_pdf(result, lang)[:5] == b"%PDF-"


def test_simulated_data_is_marked_as_simulated() -> None:
    pilot = small_pilot(simulated=True)
    result = read_out(pilot, data_of(pilot, GAIN, 0.1))
    assert say("readout.say.simulated", "en") in readout_html(result, "en")
