"""All pictures, in the order of the report. Each is a `View`: tidy data, one sentence, one drawing."""

from simkit.views.figures.costs import COSTS, LOSSES
from simkit.views.figures.mechanism import BELIEFS, EFFORT, FAILURES, FUNNEL
from simkit.views.figures.replay import REPLAY
from simkit.views.figures.streams import HEADLINE, HORIZONS, STREAM_WEEKS
from simkit.views.figures.teams import QUADRANT
from simkit.views.figures.value import CONTRIBUTIONS, WEIGHTS
from simkit.views.figures.view import Picture, Told, View

VIEWS: dict[str, View] = {
    view.id: view
    for view in (
        HEADLINE,
        STREAM_WEEKS,
        HORIZONS,
        WEIGHTS,
        CONTRIBUTIONS,
        COSTS,
        LOSSES,
        QUADRANT,
        FUNNEL,
        FAILURES,
        BELIEFS,
        EFFORT,
        REPLAY,
    )
}
"""Every view by id."""

__all__ = ["VIEWS", "Picture", "Told", "View"]
