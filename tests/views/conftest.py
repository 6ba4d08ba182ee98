"""One small comparison of real runs, in both languages, that all tests of the views look at."""

import pytest

from simkit.presets import load_organisation
from simkit.text import LANGS, Lang
from simkit.views.comparison import ReadableComparison, compare

WEEKS, WORLDS = 60, 4


@pytest.fixture(scope="session")
def compared() -> ReadableComparison:
    organisation = load_organisation("manufacturer")
    return compare(
        organisation, weeks=WEEKS, replications=WORLDS, contribution_worlds=2, trajectories=0, workers=1
    )


@pytest.fixture(scope="session")
def compared_zh() -> ReadableComparison:
    organisation = load_organisation("manufacturer", "zh")
    return compare(
        organisation,
        weeks=WEEKS,
        replications=WORLDS,
        lang="zh",
        contribution_worlds=2,
        trajectories=0,
        workers=1,
    )


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param
