"""Work in the background of which only the newest counts: a drag of a slider leaves no queue behind."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Condition, ExceptHookArgs, Thread, current_thread, excepthook

from simkit.engine.digests import Superseded

Superseding = Callable[[], bool]
"""Tells a piece of work whether something newer has been asked for."""
Work = Callable[[Superseding], None]


class Latest:
    """Does the newest piece of work asked for, one at a time, in a thread of its own.

    Work that waits is dropped when newer work comes; work that runs is told by what it was given, and may raise
    ``Superseded`` to stop early.

    >>> latest, seen = Latest(), []
    >>> latest.ask(lambda superseded: seen.append("done"))
    >>> latest.wait(), seen
    (True, ['done'])
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._state = Condition()
        self._waiting: Work | None = None
        self._newest = 0
        self._running = False

    def ask(self, work: Work) -> None:
        """Have this done next, instead of whatever was waiting or running."""
        with self._state:
            self._waiting, self._newest = work, self._newest + 1
            if not self._running:
                self._running = True
                Thread(target=self._go, daemon=True, name="simkit-lab").start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until there is nothing to do; return whether that came about in time."""
        with self._state:
            return self._state.wait_for(lambda: not self._running, seconds)

    def _go(self) -> None:
        """Work until nothing waits."""
        while True:
            with self._state:
                work, mine, self._waiting = self._waiting, self._newest, None
                if work is None:
                    self._running = False
                    self._state.notify_all()
                    return
            try:
                work(lambda mine=mine: self._newest != mine)
            except Superseded:
                pass
            except Exception:
                excepthook(ExceptHookArgs((*sys.exc_info(), current_thread())))
