"""Engines: they draw the luck, keep the state and call the rules, phase by phase."""
