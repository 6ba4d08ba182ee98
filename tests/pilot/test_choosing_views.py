"""Pictures of readiness and candidates: their tables agree with what they were made of, in both languages."""

import pytest

from simkit.levers import DRIVERS
from simkit.pilot.choosing import Choice, candidates
from simkit.pilot.missing import missing_drivers
from simkit.pilot.places import cell_of
from simkit.pilot.readiness import readiness
from simkit.presets import load_organisation
from simkit.regime import Regime
from simkit.text import LANGS, Lang
from simkit.views.pilots.choosing import CANDIDATES, PLACES
from simkit.views.pilots.readiness import MISSING, READINESS
from tests.experiments.worlds import TINY

NEW = Regime.preset("innovation")
COMPANY = load_organisation("product-company")
PLANT = load_organisation("manufacturer")


@pytest.fixture(scope="module")
def choice() -> Choice:
    return candidates(PLANT, NEW, worlds=8, baseline=8, weeks=8, workers=1)


@pytest.fixture(scope="module")
def unmapped() -> Choice:
    return candidates(COMPANY, NEW, worlds=8, baseline=8, weeks=8, workers=1, with_map=False)


@pytest.mark.parametrize("lang", LANGS)
def test_places_mark_the_first_candidates(choice: Choice, lang: Lang) -> None:
    table = PLACES.data(choice, 2)
    assert tuple(table.loc[table["chosen"], "team"]) == choice.best(2)
    assert all(len(words.split()) == 4 for words in table["letters"])
    picture = PLACES.picture(table, lang)
    assert all(name in picture.caption for name in choice.best(2))
    assert picture.lesson
    assert len(picture.figure.axes) == 1


def test_places_hold_the_cell_of_the_map(choice: Choice) -> None:
    found = choice.places()
    teams = {team.name: team for team in PLANT.teams}
    assert choice.mixes is not None
    winners = choice.mixes.winners().query("horizon == 104").set_index(["certainty", "team_type", "stream"])
    assert len(found) == 4 * len(teams)
    for row in found.to_dict("records"):
        assert row["winner"] == winners.loc[(*cell_of(teams[row["team"]]), row["stream"]), "winner"]


@pytest.mark.parametrize("lang", LANGS)
def test_candidates_are_drawn_with_what_they_are_ranked_by(choice: Choice, lang: Lang) -> None:
    table = CANDIDATES.data(choice)
    frame = choice.frame()
    assert table.loc[table["criterion"] == "learning", "team"].tolist() == frame["team"].tolist()
    assert table.loc[table["criterion"] == "harm", "value"].tolist() == pytest.approx(
        frame["harm"].round(2).tolist()
    )
    picture = CANDIDATES.picture(table, lang)
    assert all(name in picture.caption for name in frame.loc[frame["front"] == 1, "team"])


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_map_there_are_no_letters(unmapped: Choice, lang: Lang) -> None:
    table = PLACES.data(unmapped, 4)
    assert set(table["letters"]) == {""}
    assert PLACES.picture(table, lang).figure.axes
    assert unmapped.table(lang).shape[1] == 8


def test_a_measure_of_some_functions_leaves_the_others_last() -> None:
    """Only R&D and product teams launch: the others are not known on it and come last on learning, without a warning."""
    found = candidates(
        COMPANY, NEW, primary="unit_launches", worlds=8, baseline=8, weeks=8, workers=1, with_map=False
    )
    frame = found.frame()
    unknown = frame["learning"].isna()
    assert set(frame.loc[~unknown, "function"]) == {"rnd", "product"}
    assert frame.loc[unknown, "rank_learning"].min() > frame.loc[~unknown, "rank_learning"].max()
    assert CANDIDATES.picture(CANDIDATES.data(found), "en").caption


@pytest.mark.parametrize("lang", LANGS)
def test_readiness_is_drawn_by_driver(lang: Lang) -> None:
    found = readiness(COMPANY, {"failure": 2, "learning": 4, "themes": 5})
    table = READINESS.data(found)
    means = table[table["kind"] == "mean"].set_index("driver")["score"]
    assert means["culture"] == 3
    assert means.isna().sum() == 3
    picture = READINESS.picture(table, lang)
    assert picture.caption.count("；" if lang == "zh" else ";") == 3


@pytest.mark.parametrize("lang", LANGS)
def test_missing_drivers_are_drawn_value_by_value(lang: Lang) -> None:
    found = missing_drivers(TINY, NEW, worlds=4, weeks=20, workers=1)
    table = MISSING.data(found)
    assert len(table) == 4 * (len(DRIVERS) + 1)
    picture = MISSING.picture(table, lang)
    assert len(picture.figure.axes) == 4
    assert found.table(lang).shape == (20, 4)
    assert len(found.settings(lang)) == 4
