"""The model: scalar rules, one file per submodel, and the week that calls them.

Everyone reads the state that the week (or the phase before) left, so the order of teams and people never
matters. Each engine has one function per phase, with its name, in this order.

>>> [phase for phase, _ in THE_WEEK]
['market', 'attention', 'work', 'outcomes', 'review', 'people', 'books']
"""

from simkit.rules import attention, books, learning, market, people, projects, review, work
from simkit.rules._compile import RULES

THE_WEEK: tuple[tuple[str, str], ...] = (
    ("market", "Regimes change, reality flips, opportunities are renewed, blockers arise, shocks land."),
    ("attention", "Each member divides the week between routine, exploration, help and slack."),
    (
        "work",
        "Routine work yields output; work, help and alignment teach; projects start and move.",
    ),
    ("outcomes", "Experiments and project stages succeed or fail; a failure is seen or hidden, and judged."),
    (
        "review",
        "Where due, practice learns, consequences land and are believed, goals are set anew; gates are decided; managers clear blockers and coordinate.",
    ),
    ("people", "Motivation, engagement and skill move; people leave and join."),
    ("books", "Revenue arrives; customers, market share and reputation follow; the week is recorded."),
)
"""The phases of a week, in order, each with what happens in it."""

__all__ = [
    "RULES",
    "THE_WEEK",
    "attention",
    "books",
    "learning",
    "market",
    "people",
    "projects",
    "review",
    "work",
]
