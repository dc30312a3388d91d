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
        from accounts import carried, due, hand_over, moderation, personal_links, sign_off, threads
        from maps import layers
        from proposals import privacy, settings_pages

        layers.register("proposals", "proposals.on_map.LAYER")
        carried.register(
            "proposal",
            describe="proposals.carried.describe_draft",
            send="proposals.carried.send_draft_along",
        )
        for kind in ("support", "comment"):
            carried.register(
                kind,
                describe=f"proposals.carried.describe_{kind}",
                send=f"proposals.carried.send_{kind}",
            )
        moderation.register("proposal", "proposals.Proposal", photos="of_proposal__proposal")
        moderation.register("comment", "proposals.Comment", page="proposal")
        moderation.register("solution", "proposals.Solution", page="proposal")
        moderation.register(
            "confirmation", "proposals.Confirmation", author="person", page="commitment",
            photos="of_confirmation",
        )  # fmt: skip
        personal_links.register("confirmation", "proposals.confirm_links.link_in_letter")
        due.register("proposals.desk_due.due_rows")
        hand_over.register("proposals", "proposals.hand_over.take_over")
        threads.register("proposal", "proposals.Proposal", desk_page="proposals_desk:proposal")
        sign_off.register(
            "proposal",
            publish="proposals.carry_out.publish_approved",
            desk_page="proposals_desk:proposal",
        )
        privacy.declare()
        settings_pages.declare()
