"""Wires this room into the others, and speaks for the rooms below, which know no people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")
    panels = {"desk": "accounts.panels.desk_panel"}

    def ready(self):
        from accounts import consent, due, personal, residence, settings_pages

        consent.when_withdrawn("profile", "accounts.profile.erase_profile")
        consent.when_withdrawn("contact", "accounts.told.keep_news_inside")
        personal.declare()
        settings_pages.declare()
        due.register("accounts.moderation_due.due_rows")
        residence.register(
            "code",
            title=_("With a code from the city"),
            template="accounts/residence/_code.html",
            show="accounts.views_residence.show_code",
            take="accounts.views_residence.take_code",
        )
        residence.register(
            "desk",
            title=_("At the desk of the city"),
            template="accounts/residence/_desk.html",
            show="accounts.views_residence.show_desk",
            take="accounts.views_residence.take_desk",
        )
