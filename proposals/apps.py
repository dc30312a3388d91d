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
        from accounts import (
            carried,
            due,
            hand_over,
            moderation,
            personal_links,
            rules,
            sign_off,
            threads,
        )
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
        moderation.register(
            "proposal", "proposals.Proposal", photos="of_proposal__proposal", is_ruled=True,
            reach="proposals.reach.reach_of_proposals",
            when_shown="proposals.notify.tell_new_proposal",
        )  # fmt: skip
        moderation.register(
            "comment", "proposals.Comment", page="proposal", is_ruled=True,
            reach="proposals.reach.reach_of_comments", when_shown="proposals.comment.tell_of_answer",
        )  # fmt: skip
        moderation.register(
            "solution", "proposals.Solution", page="proposal", is_ruled=True,
            reach="proposals.reach.reach_of_solutions", when_shown="proposals.notify.tell_solution",
        )  # fmt: skip
        moderation.register(
            "confirmation", "proposals.Confirmation", author="person", page="commitment",
            photos="of_confirmation", reach="proposals.reach.reach_of_confirmations",
        )  # fmt: skip
        rules.register_scan("proposals.privacy_scan.find_private")
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
