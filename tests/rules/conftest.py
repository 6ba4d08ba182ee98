"""Property tests try the same cases on every machine, so that a red build is red everywhere."""

from hypothesis import settings

settings.register_profile("same everywhere", derandomize=True, deadline=None)
settings.load_profile("same everywhere")
