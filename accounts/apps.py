"""Wires this room into the others, and speaks for the rooms below, which know no people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")
    panels = {"desk": "accounts.panels.desk_panel"}

    def ready(self):
        from accounts import consent, personal

        consent.when_withdrawn("profile", "accounts.profile.erase_profile")
        consent.when_withdrawn("contact", "accounts.profile.forget_mail")
        personal.declare()
