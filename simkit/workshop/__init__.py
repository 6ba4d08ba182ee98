"""Workshops: packs of rounds, what people predict in them, how that is scored, and a store that loses nothing.

Read ``packs`` first (what a pack is and how it is checked), then ``session`` (what happens in the room, as a
pure state machine), ``scoring``, ``expected`` (what the model says), ``store`` and ``room`` (all of it together).
"""
