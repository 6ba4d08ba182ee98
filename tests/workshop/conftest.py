"""No test of a workshop knows of another."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_state(own_state: None) -> None:
    """Remember nothing from one test to the next."""
