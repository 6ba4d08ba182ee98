"""The compare lab: two regimes side by side, moved by controls."""
