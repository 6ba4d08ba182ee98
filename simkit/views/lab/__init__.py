"""The compare lab: two regimes side by side, moved by controls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simkit.text import Lang

if TYPE_CHECKING:
    from simkit.presets.settings import Settings
    from simkit.regime import Regime
    from simkit.scenario import Organisation
    from simkit.views.lab.page import Lab


def lab(
    organisation: Organisation | str | Path | None = None, regimes: Sequence[Regime | str | Path] | None = None, *,
    settings: Settings | str | Path | None = None, lang: Lang = "en", workers: int | None = None,
) -> Lab:  # fmt: skip
    """Return the compare lab, to be shown in a notebook or served by ``simkit serve compare``.

    It begins with ``settings`` (an object, a settings file or a share code), or with an organisation and two regimes, the
    reference first, as in ``simkit.compare``; by default with the first example. ``lab.settings`` is what is set,
    ``lab.comparison`` what came out. Raises ``InputError`` for settings that cannot be used and where the ``lab`` extra is missing.

    >>> from simkit.presets.settings import usual_settings
    >>> made = lab("G2", settings=usual_settings().with_run(weeks=8, worlds=4))
    >>> made.comparison.weeks, len(made.settings.scenario.organisation.teams)
    (8, 1)
    """
    from simkit.presets import load_regime
    from simkit.presets.codes import is_code
    from simkit.presets.settings import Settings, settings_from_code, settings_from_toml, usual_settings
    from simkit.views.jupyter.launch import NEEDED
    from simkit.views.serving import need

    need(NEEDED, "lab")
    from simkit.views.lab.page import Lab

    if isinstance(settings, str) and is_code(settings):
        settings = settings_from_code(settings, lang)
    elif settings is not None and not isinstance(settings, Settings):
        settings = settings_from_toml(Path(settings), lang)
    begun = settings or usual_settings(lang)
    if organisation is not None:
        begun = begun.with_organisation(organisation, lang)
    for place, regime in enumerate(regimes or ()):
        begun = begun.with_regime(place, load_regime(regime) if isinstance(regime, str | Path) else regime)
    return Lab(begun, lang, workers)
