"""Write the shipped sheets of the example organisations anew: ``python -m simkit.presets.examples``."""

from __future__ import annotations

from simkit.presets.organisations import ORGANISATIONS, example, example_sheet
from simkit.roster import write_roster
from simkit.text import LANGS


def write_sheets() -> None:
    """Write every example organisation as a sheet in every language, over the ones that are there."""
    for lang in LANGS:
        for name in ORGANISATIONS:
            path = example_sheet(name, lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_roster(example(name, lang), path, lang, overwrite=True)


if __name__ == "__main__":
    write_sheets()
