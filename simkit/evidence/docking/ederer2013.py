"""Ederer & Manso (2013): people at a lemonade stand explore or polish what they have, as their contract makes them.

They decide as members of the organisation model do, by the same rules: the time that exploring gets
(``attention.tilted``) hangs on what own results pay (``routine_value``), on what trying new things pays
(``exploring_value``), on pay that lies ahead (``discounted``) as far as one believes in success, on ``curiosity`` and
``fear``. Success moves the belief (``learning.moved``); what is tried is chosen as members choose opportunities
(``success_belief``, ``choice_weight``). Reports act as judgement does: ``at_stake``, ``control_felt``, ``climate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from simkit.constants import settings
from simkit.evidence.docking._common import (
    Dock,
    any_seed,
    docked,
    luck,
    part,
    share,
    stream_keys,
    whole,
    within,
)
from simkit.evidence.docking.contracts import Contract, agreed, pay_seen
from simkit.evidence.docking.lemonade import (
    LEAST,
    MOST,
    PLACES,
    SCHOOL,
    START_PLACE,
    START_RECIPE,
    TENTHS,
    adjusted,
    anew,
    earned,
    hint,
)
from simkit.evidence.docking.posen2012 import picked
from simkit.result import Floats
from simkit.rules import attention, learning, people, work

STREAMS = ("explore", "option", "recipe", "hint")
"""The streams of luck, in the order in which the compiled loop numbers them."""
EXPLORE, OPTION, RECIPE, HINT = range(len(STREAMS))
QUANTITIES = ("school", "best", "exploration", "first", "second", "pay", "kept")
"""What is reported of each person, besides the paths ``profit`` and ``exploring``."""
PLAN, POINTS, STEP, FEARING, LIKING, LEARNING, HEAT = range(7)
"""Columns of what moves a person."""
FIRST, SECOND, THRESHOLD, PARACHUTE = range(4)
"""Columns of a contract."""
NEW_RECIPE = PLACES
"""Options of an explorer: another place, or, the last one, a wholly new recipe where one is."""


def ederer2013(
    contract: str = "exploration", *, first: float | None = None, second: float | None = None,
    threshold: float | None = None, parachute: float | None = None, points: float = 0.0, report_every: int = 0,
    settlements: int = 1, bonus: float = 0.15, plan: float = 0.5, intrinsic: float = 0.5, step: float = 1.0,
    periods: int = 20, constants: Mapping[str, float] | None = None, replications: int = 1000, seed: int = 0,
) -> Dock:  # fmt: skip
    """Run people at the lemonade stand of Ederer & Manso (2013) under a contract.

    Each period a person either explores (another location or colour, or a wholly new recipe) or exploits: changes
    one ingredient by ``step`` in the direction of the last hint. Then profit and one truthful hint are told.
    What earns more than anything before is kept, after anything else one goes back. Exploring succeeds
    if it earns more than anything before.

    Parameters: ``contract``: ``fixed`` (a wage), ``performance`` (half of all profits), ``exploration`` (half of the
    second half's), ``dismissal`` (as exploration; who earned less than the threshold in the first half goes),
    ``parachute`` (as dismissal, with pay on leaving). ``first`` and ``second`` (shares of profit paid in each half,
    [0, 1]), ``threshold`` and ``parachute`` (0 to 1,000,000) replace its terms. ``points`` (share of a bonus paid for
    each trial of something new, [0, 1]); ``report_every`` (periods from report to report; 0: none);
    ``settlements`` (paid periods to which people look ahead, 1 to ``periods``; in the organisation model
    it is the next one); ``bonus`` (half of profits as a share of salary, [0, 1]); ``plan`` (share of exploring before
    any motive, [0, 1]); ``intrinsic`` (motivation, [0, 1]); ``step`` (0.1 to 10 units); ``periods`` (2 to 1,000);
    ``constants`` replaces constants of the rules by name, within their ranges; ``replications`` (people, 1 to
    1,000,000); ``seed``, any whole number. The same seed has the same luck under every contract.

    Returns a ``Dock`` with arrays of shape (replications,): ``school`` is 1 if the last period played was at the best
    location; ``best`` the highest profit of a period; ``exploration`` the share of periods played that explored;
    ``first`` and ``second`` the mean profit of each half; ``pay`` what the contract paid; ``kept`` is 1 unless
    dismissed. ``profit`` and ``exploring`` have shape (replications, periods); the dismissed earn nothing.
    Raises ``InputError`` for a value out of range. Source: Ederer & Manso (2013); the task by way of replication code.

    >>> paid, patient = (ederer2013(contract, replications=500) for contract in ("performance", "exploration"))
    >>> paid["exploration"].high < patient["exploration"].low
    True
    """
    seed = any_seed(seed)
    given = dict(locals())
    terms = agreed(contract, first, second, threshold, parachute)
    periods, rules = whole("periods", periods, 2, 1000), settings(constants or {})
    motives = _motives(given, rules)
    utility = rules.pay_value * share("bonus", bonus)
    looks = whole("settlements", settlements, 1, periods)
    seen = np.array(pay_seen(terms, periods, looks, utility, rules.discount_rate))
    moods = _moods(terms, given, utility, rules)
    people_n = whole("replications", replications, 1, 10**6)
    out, paths = np.empty((people_n, len(QUANTITIES))), np.zeros((people_n, 2, periods))
    law = np.array([terms.first, terms.second, terms.threshold, terms.parachute])
    for one in range(people_n):
        _run(stream_keys(seed, one, STREAMS), motives, law, seen, moods, out[one], paths[one])
    values = {name: out[:, q] for q, name in enumerate(QUANTITIES)}
    return Dock("ederer2013", given, seed, values | {"profit": paths[:, 0], "exploring": paths[:, 1]})


def _motives(given: Mapping[str, Any], rules: SimpleNamespace) -> Floats:
    """Return plan, points, step in tenths and the constants, as the compiled loop takes them."""
    own = (share("plan", given["plan"]), share("points", given["points"]) * rules.pay_value)
    step = round(TENTHS * within("step", given["step"], 0.1, 10.0))
    used = ("fear_weight", "intrinsic_weight", "experience_rate", "choice_heat")
    return np.array([*own, step, *(getattr(rules, name) for name in used)])


def _moods(terms: Contract, given: Mapping[str, Any], utility: float, rules: SimpleNamespace) -> Floats:
    """Return intrinsic motivation period by period: each report moves it to the climate that judgement makes."""
    mood, periods = share("intrinsic", given["intrinsic"]), given["periods"]
    every = whole("report_every", given["report_every"], 0, 1000)
    stake = work.at_stake(1.0 if terms.first + terms.second > 0.0 else 0.0, utility)
    moods = np.empty(periods)
    for t in range(periods):
        moods[t] = mood
        if every and (t + 1) % every == 0:
            control = people.control_felt(stake, 0.0, attention.discounted(every - 1.0, rules.discount_rate))
            mood = learning.moved(mood, people.climate(1.0, control, 0.0), rules.motive_rate)
    return moods


@docked
def _run(keys: Any, motives: Any, law: Any, seen: Any, moods: Any, row: Any, paths: Any) -> None:
    """Run one person; ``paths`` holds profit and exploring, period by period."""
    known = np.empty((2, 3, 3), np.int64)  # amounts known as too low and too high, by location and ingredient
    known[0], known[1] = LEAST - 1, MOST + 1
    record, told = np.zeros((2, PLACES + 1)), np.full(3, -1)
    place, recipe, trial = START_PLACE, START_RECIPE.copy(), START_RECIPE.copy()
    best, estimate, total = earned(place, recipe), learning.success_belief(0.0, 0.0), 0.0
    last, played, half = place, 0, len(seen) // 2
    for t in range(len(seen)):
        if t == half and total < law[THRESHOLD]:
            break
        wish = chance(motives, seen[t], moods[t], felt_safe(t, half, total, best, law), estimate)
        exploring = luck(keys[EXPLORE], 0, t) < wish
        option = chosen(place, record, motives[HEAT], luck(keys[OPTION], 0, t)) if exploring else place
        trial[:] = recipe
        last = prepare(keys[RECIPE], t, option, place, exploring, told, known, int(motives[STEP]), trial)
        profit = earned(last, trial)
        told[last // 2] = hint(last, trial, luck(keys[HINT], 0, t), known[0], known[1])
        if exploring:
            estimate = taught(profit > best, option, estimate, motives[LEARNING], record)
        if profit > best:
            place, best, recipe = last, profit, trial.copy()
        total += profit
        paths[0, t], paths[1, t], played = profit, exploring, t + 1
    settle(last, played, half, law, row, paths)


@part
def taught(success: bool, option: int, estimate: float, rate: float, record: Any) -> float:
    """Note whether an option succeeded; return the belief in success of those who try new things."""
    won = 1.0 if success else 0.0
    record[0, option] += won
    record[1, option] += 1.0
    return learning.moved(estimate, won, rate)


@part
def chance(motives: Any, seen: Any, mood: float, safety: float, estimate: float) -> float:
    """Return how likely a period goes to exploring: its share of the time, by the rules of the week."""
    plan, points, fearing, liking = motives[PLAN], motives[POINTS], motives[FEARING], motives[LIKING]
    own = attention.routine_value(seen[0], 0.0, 1.0, 0.0, 1.0)
    exploit = attention.tilted(1.0 - plan, own + liking * mood)
    new = attention.exploring_value(0.0, 0.0, 0.0, 1.0, points) + seen[1] * estimate
    interest = attention.curiosity(mood, estimate, liking)
    explore = attention.tilted(plan, new + interest - attention.fear(safety, estimate, fearing))
    return explore / (exploit + explore)


@part
def felt_safe(t: int, half: int, total: float, best: float, law: Any) -> float:
    """Return how safe failing is: 1 unless a period without profit now would cost the job that is still to be had.

    What dismissal costs is the pay of the second half at the best profit so far; a parachute makes up for part of it.
    """
    left = half - t
    at_risk = total + (left - 1) * best < law[THRESHOLD] <= total + left * best
    if left <= 0 or not at_risk:
        return 1.0
    lost = law[SECOND] * half * best
    return min(1.0, law[PARACHUTE] / lost) if lost > 0.0 else 1.0


@part
def chosen(place: int, record: Any, heat: float, u: float) -> int:
    """Choose what to try among all options but the place where one is."""
    weights = np.zeros(record.shape[1])
    for option in range(len(weights)):
        if option != place:
            belief = learning.success_belief(record[0, option], record[1, option])
            weights[option] = learning.choice_weight(belief, heat)
    return picked(weights, u)


@part
def prepare(
    key: Any, t: int, option: int, place: int, exploring: bool, told: Any, known: Any, step: int, trial: Any
) -> int:  # fmt: skip
    """Return where to sell; change the recipe by a hint, by all that is known of another place, or altogether."""
    where = place if option == NEW_RECIPE else option
    location = where // 2
    for i in range(3):
        if exploring or i == told[location]:
            trial[i] = adjusted(trial[i], known[0, location, i], known[1, location, i], step)
    if option == NEW_RECIPE:
        anew(key, t, location, known[0], known[1], trial)
    return where


@part
def settle(last: int, played: int, half: int, law: Any, row: Any, paths: Any) -> None:
    """Write down where it ended, what was earned, and what the contract pays."""
    periods = paths.shape[1]
    row[:] = 0.0
    row[0], row[6] = last // 2 == SCHOOL, played == periods
    row[5] = law[PARACHUTE] * (played < periods)
    for t in range(periods):
        early = t < half
        row[1] = max(row[1], paths[0, t])
        row[2] += paths[1, t] / played
        row[3 if early else 4] += paths[0, t] / (half if early else periods - half)
        row[5] += (law[FIRST] if early else law[SECOND]) * paths[0, t]
