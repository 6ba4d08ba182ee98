"""Undo and redo over states that do not change themselves.

>>> steps = History(1).push(2).push(3)
>>> steps.undo().now, steps.undo().undo().redo().now
(2, 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_STEPS = 200
"""Steps that can be undone; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class History(Generic[T]):
    """The state now, those before it (the latest last) and those that were undone (the next last).

    ``group`` names the control that made the last step, while it is still being dragged; ``most`` is how many
    steps are kept.
    """

    now: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()
    group: str = ""
    most: int = MOST_STEPS

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step to do again."""
        return bool(self.future)

    def push(self, state: T, group: str = "") -> History[T]:
        """Return the history after a step; what was undone before it is gone.

        A state that equals the present one is no step. Steps of one ``group`` that follow each other, such as
        those of a slider that is dragged, count as one; a drag back to where it began leaves no step.

        >>> drag = History(0).push(1, "slider").push(2, "slider").push(3, "slider")
        >>> drag.undo().now, drag.push(0, "slider").can_undo
        (0, False)
        """
        if state == self.now:
            return self
        goes_on = bool(group) and group == self.group and bool(self.past)
        if goes_on and state == self.past[-1]:
            return History(state, self.past[:-1], (), "", self.most)
        past = self.past if goes_on else (*self.past, self.now)[-self.most :]
        return History(state, past, (), group, self.most)

    def start_of(self, group: str) -> T:
        """Return the state that a step of a group starts from: while it is dragged, the one before the drag.

        To scale shares by how far one was dragged, not by each little step, apply every step to this.

        >>> History(0).push(1, "slider").start_of("slider"), History(0).push(1).start_of("slider")
        (0, 1)
        """
        return self.past[-1] if group and group == self.group and self.past else self.now

    def rest(self) -> History[T]:
        """Return the history with the drag at its end over: the next step is one of its own.

        >>> History(0).push(1, "slider").rest().push(2, "slider").undo().now
        1
        """
        return History(self.now, self.past, self.future, "", self.most)

    def undo(self) -> History[T]:
        """Return the history with the last step taken back, or itself if there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (*self.future, self.now), "", self.most)

    def redo(self) -> History[T]:
        """Return the history with the last undone step done again, or itself if there is none."""
        if not self.future:
            return self
        return History(self.future[-1], (*self.past, self.now), self.future[:-1], "", self.most)
