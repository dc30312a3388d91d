"""Wires this room into the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotsConfig(AppConfig):
    name = "pilots"
    panels = {
        "home": "pilots.panels.home_panel",
        "me": "pilots.panels_participant.me_panel",
        "desk": "pilots.panels.desk_panel",
    }

    def ready(self):
        from accounts import (
            consent,
            due,
            hand_over,
            moderation,
            personal_links,
            sign_off,
            threads,
        )
        from pilots import privacy
        from pilots.workflow import DECIDED, Stage
        from proposals import confirm, delegated
        from surveys import panel

        confirm.register_people("pilots.who_tried.who_tried")
        personal_links.register("asked-again", "pilots.apart.again_links.link_in_letter")
        consent.when_withdrawn("pilot", "pilots.apart.taken_back.follow")
        moderation.register(
            "diary",
            "pilots.Diary",
            author="panelist.person",
            page="pilot",
            photos="of_diary",
            is_named=False,
        )
        due.register("pilots.desk_due.due_rows")
        due.register("pilots.after.due.due_rows")
        due.register("pilots.trouble.due.due_rows")
        threads.register("pilot", "pilots.Pilot", desk_page="pilots_desk:detail")
        sign_off.register(
            "pilot",
            publish="pilots.after.approve.publish_approved",
            desk_page="pilots_desk:detail",
        )
        delegated.register(Stage.CONCLUDED, title=_("Result of a pilot"), outcomes=DECIDED)
        hand_over.register("pilots", "pilots.hand_over.take_over")
        panel.register_acting("pilots.participation.answered_by")
        privacy.declare()
