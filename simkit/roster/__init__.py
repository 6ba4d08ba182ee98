"""A roster: a spreadsheet with one row per team, read into an organisation and written from one."""

from simkit.roster.columns import COLUMNS, REQUIRED
from simkit.roster.reading import MAX_TEAMS, read_roster
from simkit.roster.template import write_roster, write_template

__all__ = ["COLUMNS", "MAX_TEAMS", "REQUIRED", "read_roster", "write_roster", "write_template"]
