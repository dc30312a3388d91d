"""Wires this room into the others."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    panels = {
        "home": "proposals.panels.home_panel",
        "me": "proposals.panels.me_panel",
        "desk": "proposals.desk_panel.desk_panel",
    }

    def ready(self):
        from accounts import moderation, sign_off
        from maps import layers
        from proposals import privacy

        layers.register("proposals", "proposals.on_map.LAYER")
        moderation.register("proposal", "proposals.Proposal", photos="of_proposal__proposal")
        moderation.register("comment", "proposals.Comment", page="proposal")
        moderation.register("solution", "proposals.Solution", page="proposal")
        sign_off.register(
            "proposal",
            publish="proposals.carry_out.publish_approved",
            desk_page="proposals_desk:proposal",
        )
        privacy.declare()
