"""The tour of the model: the week, every phase's rules as curves that one can move, and the model as it runs.

>>> rule_curve("discounted").query("what == 'here'")["result"].round(3).tolist()
[0.219]
"""

from simkit.views.tour.catalogue import SHOWN, Argument, ShownRule
from simkit.views.tour.curves import rule_curve
from simkit.views.tour.pictures import rule_plot
from simkit.views.tour.week import week, week_by_week

__all__ = ["SHOWN", "Argument", "ShownRule", "rule_curve", "rule_plot", "week", "week_by_week"]
