"""A small frozen baseline, so that a change of results never goes unnoticed.

``python -m tests.test_baseline`` writes it anew; the commit that does so says why results changed.
"""

import tomllib
from pathlib import Path

import pytest
import tomli_w

from simkit.engine.run import run
from simkit.metrics import HEADLINES
from simkit.presets import ORGANISATIONS, load_organisation
from simkit.regime import BASES, Regime
from simkit.scenario import Scenario

FILE = Path(__file__).with_name("baseline.toml")
WEEKS, SEED, WORLDS = 60, 1, (0, 7)
READ = (*HEADLINES, "exploration_time", "felt_safety", "projects_started", "failures_exploratory")


def measured(organisation: str, base: str) -> dict[str, list[float]]:
    """Return some metrics of an example organisation in two worlds."""
    scenario = Scenario(organisation=load_organisation(organisation), regime=Regime.preset(base), weeks=WEEKS)
    result = run(scenario, WORLDS, SEED, workers=1)
    return {id: [float(value) for value in result.metric(id)] for id in READ}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("organisation", ["product-company", "manufacturer"])
def test_results_are_as_they_were(organisation: str, base: str) -> None:
    expected = tomllib.loads(FILE.read_text(encoding="utf-8"))[organisation][base]
    assert measured(organisation, base) == {
        id: pytest.approx(values, rel=1e-9) for id, values in expected.items()
    }


if __name__ == "__main__":
    names = [name for name in ORGANISATIONS if name != "group"]
    FILE.write_text(
        tomli_w.dumps({name: {base: measured(name, base) for base in BASES} for name in names}),
        encoding="utf-8",
    )
