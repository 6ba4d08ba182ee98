"""Docking: published models as special cases of the same rules, with everything else switched off."""
