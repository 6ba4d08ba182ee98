"""What is simulated: teams, their market, their regimes, what changes and what happens when.

All classes are frozen and validated; ``.with_(…)`` returns a changed copy.

>>> org = Organisation(name="Demo", teams=(Team(name="Apps", function="product", people=8),))
>>> Scenario(organisation=org, regime=Regime.preset("innovation"), weeks=52).regime_of("Apps").name
'innovation'
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simkit.problems import InputError, Problem
from simkit.regime import Regime

Function = Literal["rnd", "product", "marketing", "sales", "production", "service", "functional"]
FUNCTIONS: tuple[Function, ...] = (
    "rnd",
    "product",
    "marketing",
    "sales",
    "production",
    "service",
    "functional",
)
ShockKind = Literal["market_shift", "budget_cut", "key_person_loss"]
SHOCKS: tuple[ShockKind, ...] = ("market_shift", "budget_cut", "key_person_loss")
ALL_TEAMS = "*"
"""In a change or a shock, the name that means every team."""
LEAST_WORLDS, MOST_WORLDS = 2, 100_000
"""Worlds of one comparison: with fewer there is no interval."""
MOST_REGIMES = 20
"""Regimes of one comparison."""


class Frozen(BaseModel):
    """Immutable, strict about unknown fields, with ``with_`` for changed copies."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def __init__(self, **data: Any) -> None:
        """Validate; raise ``InputError`` with every problem at once."""
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise InputError(problems_of(error)) from None

    def with_(self, **changes: Any) -> Self:
        """Return a validated copy with these fields changed."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})


class Team(Frozen):
    """One team, as a row of the roster.

    ``certainty`` and ``team_type`` are the two axes of the quadrant, 1 to 5 (uncertain … certain business,
    functional … agile team). ``attrition`` is voluntary leavers in percent a year, ``kpi_attainment`` and
    ``workload`` are in percent of plan. ``felt_safety`` and ``engagement`` (0 to 100) replace the start
    values that the model would otherwise derive from the regime which the team comes from. ``key`` is what the
    team's luck hangs on; it is the name unless given (an example has the same luck in both languages).
    """

    name: str = Field(min_length=1, max_length=80)
    function: Function = "product"
    people: int = Field(default=8, ge=2, le=200)
    certainty: float = Field(default=3.0, ge=1, le=5)
    team_type: float = Field(default=3.0, ge=1, le=5)
    review_interval: int = Field(default=52, ge=1, le=52)
    attrition: float = Field(default=13.0, ge=0, le=100)
    kpi_attainment: float = Field(default=95.0, ge=20, le=200)
    workload: float = Field(default=100.0, ge=40, le=200)
    felt_safety: float | None = Field(default=None, ge=0, le=100)
    engagement: float | None = Field(default=None, ge=0, le=100)
    key: str = ""

    @model_validator(mode="after")
    def _name_is_free(self) -> Self:
        """Refuse the name that means all teams."""
        if self.name == ALL_TEAMS:
            raise InputError([Problem("reserved_name", "name", {"value": self.name})])
        return self

    @property
    def luck(self) -> str:
        """What the team's luck hangs on."""
        return self.key or self.name


class Market(Frozen):
    """The world around the organisation, the same under every regime.

    ``certainty`` (1 to 5) is that of what all teams share; ``shock_rate`` is the expected number of
    random shocks of each kind a year (market shift and loss of a key person per team, budget cut for all);
    ``share`` is the market share with which every team starts.
    """

    certainty: float = Field(default=3.0, ge=1, le=5)
    shock_rate: float = Field(default=0.1, ge=0, le=12)
    share: float = Field(default=0.2, gt=0, lt=1)


class Organisation(Frozen):
    """Teams with different names, and the market around them."""

    name: str = Field(default="Organisation", min_length=1, max_length=120)
    teams: tuple[Team, ...] = Field(min_length=1, max_length=400)
    market: Market = Market()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        """Refuse two teams of one name or of one luck."""
        names, keys = [team.name for team in self.teams], [team.luck for team in self.teams]
        twice = sorted({name for group in (names, keys) for name in group if group.count(name) > 1})
        if twice:
            raise InputError([Problem("duplicate_team", "teams", {"value": name}) for name in twice])
        return self


class Change(Frozen):
    """From the start of ``week`` on, a team (or ``"*"``) lives under another regime."""

    week: int = Field(ge=1)
    regime: Regime
    team: str = ALL_TEAMS


class Shock(Frozen):
    """Something that befalls a team (or ``"*"``) at the start of ``week``.

    ``size`` is the share of the market's dimensions that flip, or of the innovation budget that is cut;
    a budget cut lasts ``weeks`` weeks. The loss of a key person takes the most skilled member.
    """

    week: int = Field(ge=1)
    kind: ShockKind
    team: str = ALL_TEAMS
    size: float = Field(default=0.5, ge=0, le=1)
    weeks: int = Field(default=26, ge=1)


class Scenario(Frozen):
    """A complete description of a run, apart from its seed.

    ``before`` is the regime from which all teams come (``None``: the traditional one with each team's own
    current review interval); it sets what people believe in week 0 and what the transition costs.
    ``constants`` replaces rule constants by name, for sensitivity studies.
    """

    organisation: Organisation
    regime: Regime
    regimes: dict[str, Regime] = {}
    changes: tuple[Change, ...] = ()
    shocks: tuple[Shock, ...] = ()
    before: Regime | None = None
    weeks: int = Field(default=156, ge=1, le=1040)
    constants: dict[str, float] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse what is for teams that are not in the organisation, or comes after the last week."""
        problems = [*self._strangers(), *self._too_late()]
        if problems:
            raise InputError(problems)
        return self

    def _strangers(self) -> list[Problem]:
        """Return a problem for each team that has a regime, change or shock but is not there."""
        names = [team.name for team in self.organisation.teams]
        used = [item.team for item in (*self.changes, *self.shocks) if item.team != ALL_TEAMS]
        unknown = sorted({name for name in (*self.regimes, *used) if name not in names})
        allowed = ", ".join(names)
        return [Problem("unknown_team", "", {"value": name, "allowed": allowed}) for name in unknown]

    def _too_late(self) -> list[Problem]:
        """Return a problem for each change and shock after the last week."""
        return [
            Problem("week_after_end", f"{kind}[{number}] › week", {"value": item.week, "weeks": self.weeks})
            for kind, items in (("changes", self.changes), ("shocks", self.shocks))
            for number, item in enumerate(items, 1)
            if item.week > self.weeks
        ]

    def regime_of(self, team: str, week: int = 1) -> Regime:
        """Return the regime under which a team lives in a week (1 is the first)."""
        regime = self.regimes.get(team, self.regime)
        for change in sorted(self.changes, key=lambda item: item.week):
            if change.week <= week and change.team in (team, ALL_TEAMS):
                regime = change.regime
        return regime

    def regime_before(self, team: Team) -> Regime:
        """Return the regime from which a team comes."""
        return self.before or _usual_before(team.review_interval)


@cache
def _usual_before(review_interval: float) -> Regime:
    """Return the regime that a team with this review interval comes from if nothing else is said."""
    return Regime.preset("traditional").with_(review_interval=review_interval)


def problems_of(error: ValidationError) -> list[Problem]:
    """Translate what pydantic found into our problems, one for one."""
    return [problem for item in error.errors() for problem in _problems_of_item(dict(item))]


_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "literal_error": "not_allowed",
    "int_from_float": "not_whole",
    "string_too_short": "empty",
    "string_too_long": "too_long",
    "too_short": "empty",
    "too_long": "too_many",
    "string_type": "not_text",
    "is_instance_of": "wrong_type",
    "model_type": "wrong_type",
    "tuple_type": "wrong_type",
    "dict_type": "wrong_type",
}
_LIMITS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")


def _problems_of_item(item: dict[str, Any]) -> list[Problem]:
    """Return the problems behind one pydantic error."""
    inner = item.get("ctx", {}).get("error")
    if isinstance(inner, InputError):
        return list(inner.problems)
    where = ".".join(str(part) for part in item["loc"])
    context = {key: value for key, value in item.get("ctx", {}).items() if key != "error"}
    values: dict[str, object] = {"value": item.get("input"), "field": where, **context}
    if item["type"] in _LIMITS:
        code = "below_limit" if item["type"].startswith("greater") else "above_limit"
        return [Problem(code, where, {"value": item["input"], "limit": next(iter(context.values()))})]
    return [Problem(_CODES.get(item["type"], "not_a_number"), where, values)]
