"""Wires this room into the others."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from accounts import moderation
        from proposals import privacy

        moderation.register("proposal", "proposals.Proposal")
        moderation.register("comment", "proposals.Comment", page="proposal")
        moderation.register("solution", "proposals.Solution", page="proposal")
        privacy.declare()
