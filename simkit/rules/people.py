"""People: what they come to believe about consequences, what moves them, and why they leave."""

from simkit.rules._compile import rule
from simkit.rules._math import exp


@rule
def safety_after(safety: float, forgiven: float, punished: float, gain: float, loss: float) -> float:
    """Return a belief about consequences after seeing failures forgiven and punished at a review.

    Each event moves the belief a constant share of the way (``moved``), bad ones further than good ones:
    trust is lost faster than gained (Slovic 1993), by the ratio of loss aversion (Tversky & Kahneman 1992).
    Several events at one review count in no order: the belief moves towards where their mixture would lead,
    by as much as all of them together weigh.

    >>> round(safety_after(0.5, 1.0, 0.0, 0.1, 0.225), 4), round(safety_after(0.5, 0.0, 1.0, 0.1, 0.225), 4)
    (0.55, 0.3875)
    """
    up, down, kept = forgiven * gain, punished * loss, 1.0
    for _ in range(int(forgiven)):
        kept *= 1.0 - gain
    for _ in range(int(punished)):
        kept *= 1.0 - loss
    return safety if up + down == 0.0 else safety + (1.0 - kept) * (up / (up + down) - safety)


@rule
def felt(belief: float, openness: float) -> float:
    """Return felt safety: a belief about consequences, seen through a team's own openness.

    ``openness`` is the ratio by which a survey puts the odds of feeling safe above those of the belief; 1 where
    there is no survey. It stays as it is while the belief moves.

    >>> felt(0.2, 1.0), felt(0.2, 4.0)
    (0.2, 0.5)
    """
    return belief * openness / (belief * openness + 1.0 - belief)


@rule
def openness(survey: float, belief: float) -> float:
    """Return the ratio of the odds of a survey to those of a belief; both are kept within 0.02 to 0.98.

    >>> openness(0.5, 0.2), openness(0.3, 0.3)
    (4.0, 1.0)
    """
    said, held = min(0.98, max(0.02, survey)), min(0.98, max(0.02, belief))
    return (said / (1.0 - said)) / (held / (1.0 - held))


@rule
def control_felt(stake: float, coaching: float, nearness: float) -> float:
    """Return how controlled people feel: judged often, by a judge, with pay at stake (Deci et al. 1999).

    ``nearness`` is ``discounted`` of the review interval: a yearly judgement is far away most of the time.

    >>> control_felt(1.0, 0.0, 1.0), control_felt(1.0, 1.0, 1.0)
    (1.0, 0.0)
    """
    return stake * (1.0 - coaching) * nearness


@rule
def climate(cocreation: float, control: float, recognition: float) -> float:
    """Return the level towards which intrinsic motivation moves: autonomy, absence of control, recognition.

    Self-determination theory (Deci & Ryan 2000); the three count alike. All in [0, 1].

    >>> climate(1.0, 0.0, 1.0), climate(0.0, 1.0, 0.0)
    (1.0, 0.0)
    """
    return (cocreation + (1.0 - control) + recognition) / 3.0


@rule
def engagement_level(intrinsic: float, safety: float, overload: float) -> float:
    """Return the level towards which engagement moves: meaning, safety, availability (Kahn 1990).

    >>> engagement_level(0.6, 0.3, 0.0)
    0.6333333333333333
    """
    return (intrinsic + safety + (1.0 - overload)) / 3.0


@rule
def exit_chance(attrition: float, engagement: float, start: float, response: float) -> float:
    """Return the weekly chance that somebody leaves of their own accord.

    ``attrition`` is the yearly rate at the engagement ``start`` that the team had; ``response`` says how
    the logarithm of the rate follows engagement. Cut to at most 1.

    >>> round(exit_chance(0.13, 0.5, 0.5, 2.0), 4)
    0.0025
    """
    return min(1.0, attrition / 52.0 * exp(response * (start - engagement)))


@rule
def skill_after(skill: float, worked: float, coached: float, rate: float, coach_skill: float) -> float:
    """Return skill after a week: learning by doing towards 1, or above it where somebody coaches.

    ``worked`` is the share of the week at work, ``coached`` hours of coaching in it (Jones et al. 2016).

    >>> skill_after(1.0, 1.0, 0.0, 0.02, 0.05), skill_after(0.5, 1.0, 0.0, 0.02, 0.05)
    (1.0, 0.51)
    """
    return skill + rate * worked * (1.0 + coach_skill * coached - skill)
