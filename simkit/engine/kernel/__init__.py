"""The fast engine: the week of ``simkit.engine.host``, compiled, phase by phase under the same names."""

from simkit.engine.kernel.simulate import simulate

__all__ = ["simulate"]
