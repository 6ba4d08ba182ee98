"""The readable engine: a Mesa model whose agents are teams, members, managers and projects."""

from simkit.engine.host.manager import Manager
from simkit.engine.host.member import Member
from simkit.engine.host.model import OrganisationModel, simulate
from simkit.engine.host.project import Project
from simkit.engine.host.team import Team

__all__ = ["Manager", "Member", "OrganisationModel", "Project", "Team", "simulate"]
