"""The analysis of a real data sheet by the libraries of the field, pyfixest and statsmodels.

It is the analysis of ``simkit.pilot.analysis``, with which a design is diagnosed; a test holds them together.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from simkit.distribution import Floats
from simkit.pilot.analysis import Estimates, degrees, estimate, interval
from simkit.pilot.design import Method
from simkit.pilot.problems import refused
from simkit.pilot.weights import Known, Treated, at_once, effect_weights

if TYPE_CHECKING:
    from pandas import DataFrame

NEEDED = {"did": "pyfixest", "mixed": "statsmodels"}
"""What each method takes from the ``pilot`` extra."""


def fit(values: Floats, treated: Treated, method: Method, confidence: float) -> Estimates:
    """Return the estimate from one data sheet, as arrays of one.

    ``values`` is (1, teams, periods), NaN where unknown, ``treated`` (teams, periods). ``did`` is pyfixest's ``feols`` with
    CRV3 errors, ``mixed`` statsmodels' ``MixedLM`` (REML); ``permutation`` is simkit's own, and so is what is said of tables
    with no more values than effects, or with the same value everywhere, which the libraries do not take. What cannot be estimated is NaN.
    Raises ``InputError`` if the ``pilot`` extra is missing.
    """
    known = ~np.isnan(values[0])
    if method == "permutation" or effect_weights(treated, known) is None or _plain(values[0], known, method):
        return estimate(values, treated, method, confidence)
    if find_spec(NEEDED[method]) is None:
        raise refused("extra_missing", value=NEEDED[method])
    table = long_table(values[0], treated)
    effect, error = _FITS[method](table, at_once(treated))
    if method == "did" and not _each_can_be_left_out(treated, known):
        error = float("nan")
    return interval(np.array([effect]), np.array([error]), degrees(known[None], method), confidence)


def _plain(values: Floats, known: Known, method: Method) -> bool:
    """Return whether the libraries do not take a table: nothing is left over, or all values are the same."""
    return _saturated(known, method) or float(np.ptp(values[known])) == 0.0


def _saturated(known: Known, method: Method) -> bool:
    """Return whether nothing is left over when team and period effects (of a mixed model: period effects) are fitted."""
    periods = int(known.any(axis=0).sum())
    teams = int(known.any(axis=1).sum()) if method == "did" else 2
    return int(known.sum()) <= teams + periods


def _each_can_be_left_out(treated: Treated, known: Known) -> bool:
    """Return whether the effect can be told without any one of the teams, as the jackknife needs it."""
    rows = np.arange(len(known))[:, None]
    return all(
        effect_weights(treated, known & (rows != team)) is not None
        for team in np.flatnonzero(known.any(axis=1))
    )


def long_table(values: Floats, treated: Treated) -> DataFrame:
    """Return one row a known value: team, period, treated, value.

    >>> long_table(np.array([[1.0, np.nan]]), np.array([[0, 1]])).to_dict("records")
    [{'team': 't0', 'period': 'p0', 'treated': 0, 'value': 1.0}]
    """
    from pandas import DataFrame

    rows, columns = np.nonzero(~np.isnan(values))
    return DataFrame({
        "team": [f"t{row}" for row in rows], "period": [f"p{column}" for column in columns],
        "treated": treated[rows, columns], "value": values[rows, columns],
    })  # fmt: skip


def _did(table: DataFrame, together: bool) -> tuple[float, float]:
    """Return effect and CRV3 error; team and period effects are columns, since pyfixest then need not fit anew without each team."""
    library: Any = import_module("pyfixest")
    formula = "value ~ treated + C(team)" + ("" if together else " + C(period)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # between pyfixest and pandas, theirs to mend
        plain = library.ssc(k_adj=False, G_adj=False)
        found = library.feols(formula, table, vcov={"CRV3": "team"}, ssc=plain).tidy().loc["treated"]
    teams = table["team"].nunique()
    return float(found["Estimate"]), float(found["Std. Error"]) * ((teams - 1) / teams) ** 0.5


def _mixed(table: DataFrame, together: bool) -> tuple[float, float]:
    """Return effect and error of the mixed model: variances by REML, then generalised least squares under them.

    The restricted likelihood is climbed by Powell's method: with as few teams as in a pilot, the gradient methods that MixedLM takes
    by itself stop short of the top in about one table of twenty. At no variance between teams, MixedLM's own coefficients are those of an infinite one.
    """
    smf: Any = import_module("statsmodels.formula.api")
    ordinary: Any = import_module("statsmodels.api")
    odd: Any = import_module("statsmodels.tools.sm_exceptions")
    formula = "value ~ treated" + ("" if together else " + C(period)")
    with warnings.catch_warnings():
        for kind in (odd.ConvergenceWarning, odd.SingularMatrixWarning, DeprecationWarning):
            warnings.simplefilter("ignore", kind)  # no variance between teams is an answer
        found = smf.mixedlm(formula, table, groups="team").fit(reml=True, method="powell", ftol=1e-12)
    ratio = max(float(found.cov_re.iloc[0, 0]) / float(found.scale), 0.0)
    same = table["team"].to_numpy()[:, None] == table["team"].to_numpy()[None, :]
    fixed = ordinary.GLS(
        table["value"].to_numpy(), found.model.exog, sigma=np.eye(len(table)) + ratio * same
    ).fit()
    place = found.model.exog_names.index("treated")
    return float(fixed.params[place]), float(fixed.bse[place])


_FITS: dict[str, Callable[[DataFrame, bool], tuple[float, float]]] = {"did": _did, "mixed": _mixed}
