"""Small random inputs for property tests: regimes, markets, teams, organisations and scenarios."""

from __future__ import annotations

from hypothesis import strategies as st

from simkit.levers import INCENTIVE_MIX, LEVERS, VALUE_WEIGHTS, Lever
from simkit.regime import BASES, Regime
from simkit.scenario import ALL_TEAMS, FUNCTIONS, SHOCKS, Change, Market, Organisation, Scenario, Shock, Team

GROUPS = (INCENTIVE_MIX, VALUE_WEIGHTS)
LETTERS = "abcdXYZ019 =+-@'\",;&<%研发团队市场。"


def tenths(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with one decimal, ends included."""
    return st.integers(round(low * 10), round(high * 10)).map(lambda number: number / 10)


def lever_values(item: Lever) -> st.SearchStrategy[float]:
    """Allowed values of a lever, ends included."""
    if item.integer:
        return st.integers(int(item.low), int(item.high)).map(float)
    return st.one_of(st.sampled_from((item.low, item.high)), st.floats(item.low, item.high))


def shares(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    """Shares that add up to 1, some of them 0."""
    parts = st.lists(st.integers(0, 10), min_size=len(keys), max_size=len(keys)).filter(any)
    return parts.map(lambda items: dict(zip(keys, (item / sum(items) for item in items), strict=True)))


@st.composite
def regimes(draw: st.DrawFn) -> Regime:
    """Any regime: some levers anywhere in their range, the rest as in one of the two bases."""
    alone = [item for item in LEVERS if not any(item.id in group for group in GROUPS)]
    moved = draw(st.lists(st.sampled_from(alone), unique=True, max_size=8))
    values = {item.id: draw(lever_values(item)) for item in moved}
    for group in GROUPS:
        values |= draw(st.one_of(st.just({}), shares(group)))
    name = draw(st.sampled_from(("Ours", "我们的模式", 'A "b" = c')))
    return Regime.preset(draw(st.sampled_from(BASES))).with_(name, **values)


def markets() -> st.SearchStrategy[Market]:
    """Any market with up to three shocks of each kind a year."""
    return st.builds(Market, certainty=tenths(1, 5), shock_rate=tenths(0, 3), share=tenths(0.1, 0.9))


def names() -> st.SearchStrategy[str]:
    """Team names as people write them, with characters that trouble spreadsheets."""
    return st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


def teams(most_people: int = 6) -> st.SearchStrategy[Team]:
    """Any team of up to ``most_people``, with and without survey results."""
    percent = st.one_of(st.none(), tenths(0, 100))
    return st.builds(
        Team, name=names(), function=st.sampled_from(FUNCTIONS), people=st.integers(2, most_people),
        certainty=tenths(1, 5), team_type=tenths(1, 5), review_interval=st.integers(1, 52),
        attrition=tenths(0, 60), kpi_attainment=tenths(20, 200), workload=tenths(40, 200),
        felt_safety=percent, engagement=percent,
    )  # fmt: skip


def organisations(most_teams: int = 3, most_people: int = 6) -> st.SearchStrategy[Organisation]:
    """Any organisation of up to ``most_teams`` teams."""
    lists = st.lists(teams(most_people), min_size=1, max_size=most_teams, unique_by=lambda team: team.name)
    return st.builds(Organisation, name=names(), teams=lists.map(tuple), market=markets())


@st.composite
def scenarios(draw: st.DrawFn, most_weeks: int = 20, most_teams: int = 3, most_people: int = 6) -> Scenario:
    """Any short scenario, with regimes of single teams, changes and shocks."""
    organisation = draw(organisations(most_teams, most_people))
    team = st.sampled_from([item.name for item in organisation.teams])
    anyone, weeks = st.one_of(st.just(ALL_TEAMS), team), draw(st.integers(1, most_weeks))
    week = st.integers(1, weeks)
    change = st.builds(Change, week=week, regime=regimes(), team=anyone)
    shock = st.builds(
        Shock,
        week=week,
        kind=st.sampled_from(SHOCKS),
        team=anyone,
        size=tenths(0, 1),
        weeks=st.integers(1, 30),
    )
    return Scenario(
        organisation=organisation,
        regime=draw(regimes()),
        regimes=draw(st.dictionaries(team, regimes(), max_size=2)),
        changes=tuple(draw(st.lists(change, max_size=2))),
        shocks=tuple(draw(st.lists(shock, max_size=2))),
        before=draw(st.one_of(st.none(), regimes())),
        weeks=weeks,
    )
