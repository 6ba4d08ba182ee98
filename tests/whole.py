"""Results of comparisons that keep everything recorded."""

from __future__ import annotations

from simkit.distribution import Floats
from simkit.result import Recorded, Result


def whole(result: Recorded) -> Result:
    """The result, which has to be one that keeps everything recorded."""
    assert isinstance(result, Result)
    return result


def columns(result: Recorded) -> Floats:
    """Everything that a run recorded."""
    return whole(result).columns
