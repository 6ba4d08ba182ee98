"""The thirteen signs of a good model as contrasts between scenarios of the organisation model."""

from __future__ import annotations

from typing import Any

from simkit.evidence.arms import Arm
from simkit.evidence.verdicts import Claim, Pattern, Term
from simkit.presets.laboratory import lab
from simkit.regime import Regime
from simkit.scenario import Change, Organisation, Scenario

YEARS = 156
SMALL = 0.2
"""An effect below this many standard deviations between teams is small (Cohen 1988, as his term is commonly read)."""
TRADITIONAL, INNOVATION = Regime.preset("traditional"), Regime.preset("innovation")


def _under(regime: Regime, place: Organisation | None = None, weeks: int = YEARS, **more: Any) -> Scenario:
    """Return a scenario of the laboratory under a regime."""
    return Scenario(organisation=place or lab(), regime=regime, weeks=weeks, **more)


def _term(
    weight: float, scenario: Scenario, metric: str, window: tuple[int, int], spread: bool = False
) -> Term:
    """Return one term of a contrast."""
    return Term(weight, Arm(scenario, metric, window), spread)


def _contrast(
    id: str,
    expected: str,
    a: Scenario,
    b: Scenario,
    metric: str,
    window: tuple[int, int] = (1, YEARS),
    **more: float,
) -> Claim:
    """Return the claim that ``b`` differs from ``a`` in a metric as expected."""
    return Claim(id, (_term(1.0, b, metric, window), _term(-1.0, a, metric, window)), expected, **more)


def _tolerance() -> tuple[Claim, ...]:
    """1: only the tolerance of exploratory failure is switched on."""
    low, high = _under(INNOVATION.with_(tolerance_exploratory=0.1)), _under(INNOVATION)
    return (
        _contrast("tolerance_hits", "up", low, high, "hits"),
        _contrast("tolerance_flops", "up", low, high, "flops"),
    )


def _crossing() -> tuple[Claim, ...]:
    """2: behind at first, ahead later; the traditional regime wins where all is certain and simple."""
    a, b = _under(TRADITIONAL), _under(INNOVATION)
    certain = lab(certainty=5.0, team_type=1.0)
    return (
        _contrast("crossing_first_year", "down", a, b, "value_financial", (1, 52)),
        _contrast("crossing_third_year", "up", a, b, "value_financial", (105, YEARS)),
        _contrast(
            "crossing_certain",
            "down",
            _under(TRADITIONAL, certain),
            _under(INNOVATION, certain),
            "value_financial",
        ),
    )


def _optimum() -> tuple[Claim, ...]:
    """3: in the long run (the fifth year) some exploration beats none and beats very much."""
    long = 260
    none, some, much = (
        _under(INNOVATION.with_(innovation_budget=share), weeks=long) for share in (0.0, 0.2, 0.6)
    )
    window = (long - 51, long)
    return (
        _contrast("optimum_above_none", "up", none, some, "value_financial", window),
        _contrast("optimum_above_much", "up", much, some, "value_financial", window),
    )


def _cadence() -> tuple[Claim, ...]:
    """4: cadence pays under turbulence, hardly in a stable market; faster alignment hurts in the long run."""
    slow, fast = INNOVATION.with_(review_interval=52), INNOVATION.with_(review_interval=4)
    wild, calm = lab(certainty=1.0), lab(certainty=5.0)
    window = (1, YEARS)

    def more(metric: str) -> tuple[Term, ...]:
        arms = ((1.0, wild, fast), (-1.0, wild, slow), (-1.0, calm, fast), (1.0, calm, slow))
        return tuple(_term(weight, _under(regime, place), metric, window) for weight, place, regime in arms)

    loose, tight = (_under(INNOVATION.with_(alignment=rate), wild) for rate in (0.1, 0.9))
    return (
        _contrast("cadence_turbulent", "up", _under(slow, wild), _under(fast, wild), "value_financial"),
        _contrast(
            "cadence_calm", "small", _under(slow, calm), _under(fast, calm), "value_financial", margin=SMALL
        ),
        Claim("cadence_knowledge", more("practice_knowledge"), "up"),
        Claim("cadence_financial", more("value_financial"), "up"),
        _contrast("alignment_knowledge", "down", loose, tight, "practice_knowledge"),
    )


def _hot_stove() -> tuple[Claim, ...]:
    """5: strong reaction to one's own outcomes drives people off exploring."""
    weak, strong = (_under(INNOVATION, constants={"experience_rate": rate}) for rate in (0.1, 0.5))
    return (_contrast("hot_stove", "down", weak, strong, "exploration_time"),)


def _reporting() -> tuple[Claim, ...]:
    """6: frequent reviews, nothing else changed, do not raise exploration."""
    yearly, often = _under(TRADITIONAL), _under(TRADITIONAL.with_(review_interval=4))
    return (_contrast("reporting", "down", yearly, often, "exploration_time"),)


def _aim() -> tuple[Claim, ...]:
    """7: where work is interdependent, team targets help; aim matters more than size."""
    place = lab(certainty=3.0, team_type=5.0)

    def paid(individual: float, size: float) -> Scenario:
        mix = {
            "share_individual": individual,
            "share_team": 1.0 - individual,
            "share_pool": 0.0,
            "share_points": 0.0,
        }
        return _under(TRADITIONAL.with_(bonus_size=size, **mix), place)

    own, team, more = paid(1.0, 0.15), paid(0.0, 0.15), paid(1.0, 0.30)
    window = (1, YEARS)
    against = tuple(_term(w, s, "routine_output", window) for w, s in ((1.0, team), (-1.0, more)))
    return (_contrast("aim_team", "up", own, team, "routine_output"), Claim("aim_over_size", against, "up"))


def _gates() -> tuple[Claim, ...]:
    """8: tighter gates kill more, and what they let through succeeds more; tolerance keeps no dead project."""
    loose, tight = (_under(INNOVATION.with_(gate_strictness=value)) for value in (0.3, 0.7))
    harsh, kind = _under(INNOVATION.with_(tolerance_exploratory=0.1)), _under(INNOVATION)
    return (
        _contrast("gates_kills", "up", loose, tight, "kill_rate"),
        _contrast("gates_success", "up", loose, tight, "launch_success"),
        _contrast("gates_tolerance", "small", harsh, kind, "kill_rate", margin=SMALL),
    )


def _blanket() -> tuple[Claim, ...]:
    """9: tolerating careless failure as well costs diligence."""
    wise, blanket = _under(INNOVATION), _under(INNOVATION.with_(tolerance_execution=0.9))
    return (
        _contrast("blanket_care", "down", wise, blanket, "care"),
        _contrast("blanket_failures", "up", wise, blanket, "failures_execution"),
    )


def _lag() -> tuple[Claim, ...]:
    """10: felt safety lags the policy; the way down is faster than the way up."""
    harsh, kind = INNOVATION.with_(tolerance_exploratory=0.1), INNOVATION.with_(tolerance_exploratory=0.9)
    up = _under(harsh, before=harsh, changes=(Change(week=53, regime=kind),))
    down = _under(kind, before=kind, changes=(Change(week=53, regime=harsh),))

    def at(weight: float, scenario: Scenario, last: int) -> Term:
        return _term(weight, scenario, "felt_safety", (1, last))

    rise = (at(0.5, up, YEARS), at(0.5, up, 52), at(-1.0, up, 65))
    faster = (at(1.0, down, 52), at(-1.0, down, 65), at(-1.0, up, 65), at(1.0, up, 52))
    return (Claim("lag_half", rise, "up"), Claim("lag_asymmetry", faster, "up"))


def _cramming() -> tuple[Claim, ...]:
    """11: effort rises before a yearly review, and evens out as cycles shorten."""
    yearly = _under(TRADITIONAL)
    quarterly, monthly = (_under(TRADITIONAL.with_(review_interval=weeks)) for weeks in (13, 4))
    return (
        Claim("cramming_yearly", (_term(1.0, yearly, "cramming", (1, YEARS)),), "up"),
        _contrast("cramming_quarterly", "down", yearly, quarterly, "cramming"),
        _contrast("cramming_monthly", "down", quarterly, monthly, "cramming"),
    )


def _review_time() -> tuple[Claim, ...]:
    """12: below some interval more reviewing lowers every stream (reviews of five hours, weekly or monthly)."""
    monthly, weekly = (
        _under(INNOVATION.with_(review_minutes=300, review_interval=weeks)) for weeks in (4, 1)
    )
    streams = ("value_financial", "value_customer", "value_capability", "value_vitality")
    return tuple(
        _contrast(f"review_time_{name.removeprefix('value_')}", "down", monthly, weekly, name)
        for name in streams
    )


def _stretch() -> tuple[Claim, ...]:
    """13: stretch goals have no or a small mean effect and a higher spread over teams."""
    plain, stretched = (_under(INNOVATION.with_(goal_stretch=value), lab(teams=8)) for value in (0.0, 0.5))
    window = (1, YEARS)
    spread = tuple(
        _term(w, s, "value_financial", window, spread=True) for w, s in ((1.0, stretched), (-1.0, plain))
    )
    return (
        _contrast("stretch_mean", "small", plain, stretched, "value_financial", margin=SMALL),
        Claim("stretch_spread", spread, "up"),
    )


def patterns() -> tuple[Pattern, ...]:
    """Return the thirteen patterns, each with its claims and sources."""
    return (
        Pattern(1, "tolerance", ("azoulay2011", "tian2014"), _tolerance()),
        Pattern(2, "crossing", ("march1991", "posen2012"), _crossing()),
        Pattern(3, "optimum", ("march1991", "posen2012"), _optimum()),
        Pattern(4, "cadence", ("clark2016", "march1991"), _cadence()),
        Pattern(5, "hot_stove", ("denrell2001",), _hot_stove()),
        Pattern(6, "reporting", ("matthewes2022",), _reporting()),
        Pattern(7, "aim", ("kleingeld2011", "garbers2014"), _aim()),
        Pattern(8, "gates", ("edgett2010", "tian2014"), _gates()),
        Pattern(9, "blanket", ("edmondson2011",), _blanket()),
        Pattern(10, "lag", ("edmondson1999", "slovic1993"), _lag()),
        Pattern(11, "cramming", ("mazur1987",), _cramming()),
        Pattern(12, "review_time", ("adobe2012",), _review_time()),
        Pattern(13, "stretch", ("gary2017",), _stretch()),
    )
