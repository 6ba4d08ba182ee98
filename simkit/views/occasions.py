"""What a scenario sets besides the compared regimes: regimes of single teams, changes and shocks, in words."""

from __future__ import annotations

from collections.abc import Iterable

from simkit.scenario import ALL_TEAMS, Scenario
from simkit.text import Lang, say
from simkit.views.wording import first_capital, listing, percent, regime_name


def occasions(scenario: Scenario, lang: Lang) -> list[str]:
    """Return a sentence for each assigned regime, change and shock of a scenario; none if it has none.

    >>> from simkit.result import example
    >>> from simkit.scenario import Shock
    >>> occasions(example().scenario.with_(shocks=(Shock(week=2, kind="budget_cut"),)), "en")
    ['Week 2, budget cut for all teams: 50% of the innovation budget for 26 weeks.']
    """
    told = [*_assignments(scenario, lang), *_changes(scenario, lang), *_shocks(scenario, lang)]
    return [first_capital(text) for text in told]


def _assignments(scenario: Scenario, lang: Lang) -> list[str]:
    """Return which teams have a regime of their own, regime by regime."""
    teams: dict[str, list[str]] = {}
    for team, regime in scenario.regimes.items():
        teams.setdefault(regime.name, []).append(team)
    return [
        say("report.occasion.assignment", lang, teams=_teams(names, lang), regime=_regime(name, lang))
        for name, names in teams.items()
    ]


def _changes(scenario: Scenario, lang: Lang) -> list[str]:
    """Return which teams come under which regime when, in the order of weeks."""
    teams: dict[tuple[int, str], list[str]] = {}
    for item in sorted(scenario.changes, key=lambda item: item.week):
        teams.setdefault((item.week, item.regime.name), []).append(item.team)
    return [
        say(
            "report.occasion.change",
            lang,
            week=week,
            teams=_teams(names, lang),
            regime=_regime(name, lang),
        )
        for (week, name), names in teams.items()
    ]


def _shocks(scenario: Scenario, lang: Lang) -> list[str]:
    """Return what befalls which teams when, and how hard, in the order of weeks."""
    return [
        say(
            f"report.occasion.{item.kind}",
            lang,
            week=item.week,
            teams=_teams([item.team], lang),
            size=percent(item.size),
            weeks=item.weeks,
        )
        for item in sorted(scenario.shocks, key=lambda item: item.week)
    ]


def _teams(names: Iterable[str], lang: Lang) -> str:
    """Return names of teams in running text."""
    return listing(
        [say("report.occasion.all_teams", lang) if name == ALL_TEAMS else name for name in names], lang
    )


def _regime(name: str, lang: Lang) -> str:
    """Return a regime's name in running text."""
    return regime_name(name, lang, inside=True)
