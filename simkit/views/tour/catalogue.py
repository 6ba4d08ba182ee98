"""Which rules of the week are shown as curves, along which argument, and which others can be moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simkit.constants import CONSTANTS
from simkit.rules import RULES
from simkit.views.tour.arguments import Argument, constant, share, state
from simkit.views.tour.arguments import lever_argument as lever


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule of ``simkit.rules`` as a curve over ``x``; ``sliders`` move the curve, ``fixed`` arguments stay.

    ``percent`` tells whether what the rule returns is shown in percent.
    """

    id: str
    phase: str
    x: Argument
    sliders: tuple[Argument, ...] = ()
    percent: bool = True
    fixed: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def rule(self) -> Callable[..., float]:
        """The very function that the model calls."""
        return RULES[self.id]

    @property
    def file(self) -> str:
        """The file of rules in which it stands."""
        return self.rule.__module__.rpartition(".")[2]

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """All that can be moved: first the one along the curve."""
        return (self.x, *self.sliders)

    @property
    def levers(self) -> tuple[Argument, ...]:
        """Those arguments that are levers."""
        return tuple(item for item in self.arguments if item.kind == "lever")


def _punishment() -> Argument:
    """Return what one punishment weighs: what a kindness weighs, times loss aversion."""
    gain, ratio = CONSTANTS["trust_gain"], CONSTANTS["loss_aversion"]
    return share("loss", gain.value * ratio.value, "loss", gain.low * ratio.low, gain.high * ratio.high)


# fmt: off
SHOWN: dict[str, ShownRule] = {item.id: item for item in (
    # 1 market
    ShownRule("flip_chance", "market", share("certainty", 0.5), (constant("flip_rate"),)),
    ShownRule("opportunity_size", "market", share("u", 0.5, high=0.999), (constant("tail", "value_tail"),), percent=False),
    # 2 attention
    ShownRule("discounted", "attention", lever("weeks", "review_interval", -1.0, "weeks_to_review"), (constant("rate", "discount_rate"),)),
    ShownRule("goal_pull", "attention", share("gap", 0.2, low=-0.25, high=1.25)),
    ShownRule("own_part", "attention", state("people", 2, 20, 8, integer=True),
              (lever("individual", "share_individual"), lever("team", "share_team"), share("interdependence", 0.5))),
    ShownRule("fear", "attention", share("safety", 0.5), (share("estimate", 0.5), constant("weight", "fear_weight")), percent=False),
    ShownRule("tilted", "attention", state("value", -2.0, 2.0, 0.0, text="worth"), (lever("plan", "innovation_budget"),)),
    # 3 work
    ShownRule("coordination", "work", share("met", 0.5), (share("dependence", 0.5, "interdependence"), constant("most", "interdependence_max"))),
    ShownRule("care", "work", share("hurry", 0.7),
              (share("intrinsic", 0.5), share("leniency", 0.3), share("overload", 0.0), constant("loss", "care_loss"))),
    ShownRule("funding_share", "work", lever("tilt", "budget_tilt"),
              (state("active", 1, 6, 3, integer=True), state("best", 0, 1, 1, integer=True))),
    ShownRule("transition_hours", "work", state("weeks", 0, 26, 4, text="weeks_since", integer=True),
              (share("size", 0.5), constant("cost", "transition_cost"), constant("duration", "transition_weeks")), percent=False),
    # 4 outcomes
    ShownRule("execution_risk", "outcomes", share("carefulness", 0.9, low=0.05), (constant("base", "execution_base"),)),
    ShownRule("seen_chance", "outcomes", share("safety", 0.5), (lever("transparency", "transparency"),)),
    ShownRule("misjudged", "outcomes", state("contact", 0.0, 3.0, 0.2), (constant("scale", "contact_scale"), constant("blame", "blame_share"))),
    ShownRule("belief_after", "outcomes", share("prior", 0.4, low=0.01, high=0.99),
              (state("good", 0, 1, 1, integer=True), constant("hit", "evidence_hit"), constant("false", "evidence_false"))),
    # 5 review
    ShownRule("rating_sd", "review", lever("weeks", "review_interval"),
              (constant("rater_noise"), constant("week_noise")), percent=False),
    ShownRule("goal_after", "review", share("achieved", 1.1, low=0.5, high=1.5),
              (lever("cocreation", "goal_cocreation"), share("market", 0.9, low=0.5, high=1.5), lever("stretch", "goal_stretch"),
               lever("realignment", "goal_realignment")), fixed={"target": 1.0}),
    ShownRule("gate_score", "review", state("weeks_left", 1, 260, 150, integer=True),
              (share("belief", 0.5), lever("criterion", "gate_criterion"), lever("patience", "patience_strategic"))),
    ShownRule("coaching_hours", "review", lever("share", "coaching_share"),
              (state("review", 0.0, 30.0, 4.0, text="review_load"), constant("hours", "manager_hours")), percent=False),
    ShownRule("event_chance", "review", state("hours", 0.0, 10.0, 2.0, text="attention_hours"),
              (constant("rate", "removal_rate"), constant("floor", "removal_floor"))),
    # 6 people
    ShownRule("safety_after", "people", state("punished", 0, 6, 1, integer=True),
              (state("forgiven", 0, 6, 1, integer=True), share("safety", 0.5, "before"), constant("gain", "trust_gain"), _punishment())),
    ShownRule("climate", "people", lever("cocreation", "goal_cocreation"), (share("control", 0.5), share("recognition", 0.3))),
    ShownRule("exit_chance", "people", share("engagement", 0.5),
              (share("attrition", 0.13, high=0.4), share("start", 0.5), constant("response", "exit_response"))),
    # 7 books
    ShownRule("harvested", "books", share("earned", 0.5, high=3.0), (share("output", 1.0, high=1.5), constant("most", "novelty_most"))),
    ShownRule("retained", "books", share("satisfaction", 0.6), (constant("churn"),)),
    ShownRule("delivered", "books", share("new_share", 0.1),
              (share("carefulness", 0.9), share("fitness", 0.8), share("met", 0.7), constant("newness"))),
)}
"""Every rule that is shown, by id, in the order of the week."""
# fmt: on


def of_phase(phase: str) -> tuple[ShownRule, ...]:
    """Return the rules that are shown of a phase.

    >>> [item.id for item in of_phase("people")]
    ['safety_after', 'climate', 'exit_chance']
    """
    return tuple(item for item in SHOWN.values() if item.phase == phase)
