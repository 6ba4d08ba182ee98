"""Mesa's own page of an organisation as it runs: what it shows, and how it is started."""

from simkit.views.page.launch import serve

__all__ = ["serve"]
