"""Books: customers, market share and what the four streams amount to."""

from simkit.rules._compile import rule


@rule
def delivered(carefulness: float, fitness: float, met: float, new_share: float, newness: float) -> float:
    """Return what customers get, in [0, 1]: careful work that fits the market, well coordinated, and new.

    >>> round(delivered(0.9, 0.8, 1.0, 0.0, 0.3), 6)
    0.72
    """
    return min(1.0, carefulness * fitness * met * (1.0 + newness * new_share))


@rule
def net_promoters(satisfaction: float) -> float:
    """Return the net promoter score, -100 to 100, of a satisfaction in [0, 1].

    >>> net_promoters(0.5), net_promoters(1.0)
    (0.0, 100.0)
    """
    return 200.0 * satisfaction - 100.0


@rule
def retained(satisfaction: float, churn: float) -> float:
    """Return the share of customers who stay over a year.

    >>> retained(1.0, 0.4), retained(0.5, 0.4)
    (1.0, 0.8)
    """
    return 1.0 - churn * (1.0 - satisfaction)


@rule
def share_after(share: float, satisfaction: float, rivals: float, speed: float) -> float:
    """Return the market share after a week of replicator dynamics against rivals (Nelson & Winter 1982).

    >>> share_after(0.2, 0.6, 0.6, 0.01)
    0.2
    """
    return share + speed * share * (1.0 - share) * (satisfaction - rivals)


@rule
def capability_index(practice: float, skill: float, technology: float) -> float:
    """Return the capability stream in [0, 1]: what practice knows, how skilled people are, technology.

    Equal weights and a saturating count of live technologies per team are a convention of measurement.

    >>> capability_index(1.0, 1.0, 0.0)
    0.6666666666666666
    """
    return (max(0.0, practice) + min(1.0, skill) + technology / (1.0 + technology)) / 3.0


@rule
def vitality_index(innovators: float, met: float, linked: float) -> float:
    """Return the vitality stream in [0, 1]: people in innovation, mutual help, contact with other teams.

    ``innovators`` is the share of people who take part in innovation, ``met`` the part of the need for help
    that is met, ``linked`` whether the team was in contact with another one within the last quarter. Equal weights are a
    convention of measurement.

    >>> vitality_index(0.5, 0.5, 0.5)
    0.5
    """
    return (innovators + met + linked) / 3.0
