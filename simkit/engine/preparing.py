"""What is seen while the engine is compiled: once per version, and nothing when it is at hand.

numba tells when it begins and ends to compile a function, and holds a lock meanwhile: one thread compiles, others
wait. What is counted are the engine's own functions, those that call others included.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from numba.core.event import Event, Listener, register

from simkit.engine.bars import Lines, bar
from simkit.rules import RULES
from simkit.text import LANGS, say

Tell = Callable[[int, int], None]
"""Called with the number of functions done, and to do."""
Show = Callable[[], AbstractContextManager[Tell]]
"""Opens something that shows progress, and closes it at the end."""
HOME = "simkit.engine."
"""Where the functions are that Python calls, and whose compiling takes long."""
_parts: set[tuple[str, str]] = set()
_shows: list[Show] = []
_lines = Lines()
_ready: set[tuple[str, bool]] = set()


def counted(function: Callable[..., Any]) -> None:
    """Note that a function is one of those that are compiled."""
    _parts.add(_name(function))


@contextmanager
def shown_by(show: Show) -> Generator[None]:
    """Have compiling shown by something else than a bar of its own, until the end of the ``with`` block."""
    _shows.append(show)
    try:
        yield
    finally:
        _shows.remove(show)


@contextmanager
def own_bar() -> Generator[Tell]:
    """Show a bar in all languages."""
    made = bar()
    made = _lines if isinstance(made, Lines) else made  # which tells each text once
    key = "command.preparing.long" if isinstance(made, Lines) else "command.preparing.short"
    text = " / ".join(say(key, lang) for lang in LANGS)
    try:
        yield lambda done, total: made.show(text, done, total)
    finally:
        made.clear()


class Compiling(Listener):
    """Follows what numba compiles, from the call that begins it to its end or failure."""

    def __init__(self) -> None:
        """Begin with nothing compiled."""
        self._depth, self._stack, self._total = 0, ExitStack(), 0
        self._done: set[tuple[str, str]] = set()
        self._tell: Tell = lambda done, total: None

    def on_start(self, event: Event) -> None:
        """Open the display with the first function."""
        name = _compiled(event)
        if self._depth == 0 and name[0].startswith(HOME):
            self._total, self._depth = self._expected(name), 1
            show = _shows[-1] if _shows else own_bar
            self._tell = self._stack.enter_context(show())
            self._tell(0, self._total)
        elif self._depth:
            self._depth += 1

    def on_end(self, event: Event) -> None:
        """Count a function; close the display with the last."""
        if not self._depth:
            return
        self._depth -= 1
        name = _compiled(event)
        if name[0].startswith("simkit."):
            self._done.add(name)
        self._tell(min(len(self._done), self._total), self._total)
        if self._depth == 0:
            self._stack.close()
            self._done.clear()

    @staticmethod
    def _expected(name: tuple[str, str]) -> int:
        """Return how many functions are compiled, at most, for one that Python calls."""
        package = name[0].rpartition(".")[0] if name[0].startswith(HOME + "kernel.") else name[0]
        rules = len(RULES) if package == HOME + "kernel" else 0
        return max(1, rules + sum(module.startswith(package) for module, _ in _parts))


def prepare(engine: str, *, summary: bool = False) -> None:
    """Compile what a run needs, if it is neither at hand nor kept: the week, and the reading of a ``summary``.

    Called before work is handed out: what is compiled on the main thread can be stopped by Ctrl-C, and other
    processes of this machine then find the machine code.
    """
    from simkit.engine.blocks import Block, checked_engine, simulate_block
    from simkit.regime import Regime
    from simkit.scenario import Organisation, Scenario, Team

    if (engine, summary) in _ready:
        return
    organisation = Organisation(name="A", teams=(Team(name="A", people=2),))
    smallest = Scenario(organisation=organisation, regime=Regime.preset("traditional"), weeks=1)
    block = Block(smallest, 0, (0,), checked_engine(engine))
    if summary:
        from simkit.engine.summing import rehearse

        rehearse(block)
    elif engine == "fast":
        simulate_block(block)
    _ready.add((engine, summary))


def _compiled(event: Event) -> tuple[str, str]:
    """Return the name of the function that an event is about."""
    data: Any = event.data
    return _name(data["dispatcher"].py_func)


def _name(function: Callable[..., Any]) -> tuple[str, str]:
    """Return module and name of a function."""
    return function.__module__, function.__qualname__


register("numba:compile", Compiling())
