"""The pages of /desk/settings/ that this room brings: its own rows, and those of city below."""

from django.utils.translation import gettext_lazy as _

from accounts.settings_rows import ANSWERS, CITY, PEOPLE, TEXTS, register


def declare() -> None:
    _city()
    _people()
    _texts()


def _city() -> None:
    register(
        "city", model="city.City", form="accounts.settings_city.CityForm", group=CITY, order=1,
        title=_("The city and how to reach it"), is_one=True,
        says=_("Stands on every page, in every letter and in the privacy policy."),
    )  # fmt: skip
    register(
        "bounds", model="city.City", form="accounts.settings_city.BoundsForm", group=CITY, order=2,
        title=_("Centre and edges of the map"), is_one=True,
        says=_("What the map shows when it opens."),
    )  # fmt: skip
    register(
        "departments", model="city.Department", form="accounts.settings_city.DepartmentForm",
        group=CITY, order=3, title=_("Departments"),
        says=_("Who answers. A department that is dissolved is closed, so that its answers stay."),
    )  # fmt: skip
    register(
        "categories", model="city.Category", form="accounts.settings_city.CategoryForm",
        group=CITY, order=4, title=_("Categories"),
        says=_("What residents choose from. Closed ones stay with the proposals that have them."),
    )  # fmt: skip
    register(
        "days-off", model="city.DayOff", form="accounts.settings_city.DayOffForm", group=CITY,
        order=5, title=_("Days off of the city"),
        says=_("No clock runs on them. A day that is due already stays as it was announced."),
    )  # fmt: skip
    register(
        "clocks", model="city.City", form="accounts.settings_city.ClocksForm", group=ANSWERS,
        order=1, title=_("Support needed and clocks"), is_one=True,
        says=_(
            "What you change counts for what comes in or falls due from now on. Proposals that are "
            "here keep the support and the days that people were told."
        ),
    )  # fmt: skip
    register(
        "rules", model="city.City", form="accounts.settings_city.RulesForm", group=ANSWERS,
        order=9, title=_("Sign-off, small groups, quiet hours"), is_one=True,
        says=_("Counts at once, also for what is open now."),
    )  # fmt: skip


def _people() -> None:
    register(
        "rights", model="accounts.LevelRight", form="accounts.settings_rights.RightsForm",
        group=PEOPLE, order=1, title=_("What each level may do"), is_one=True,
        says=_("Counts at once. What people did before stays and keeps its level."),
    )  # fmt: skip
    register(
        "moderation", model="accounts.ModerationRule", group=PEOPLE, order=3,
        form="accounts.settings_moderation.ModerationRuleForm", title=_("Moderation rules"),
        says=_("What is looked for in new texts. A rule is tried on the last 30 days before it counts."),
    )  # fmt: skip
    register(
        "carriers", model="accounts.Carrier", form="accounts.settings_carriers.CarrierForm",
        group=PEOPLE, order=2, title=_("How news leaves the house"), may_add=False, may_remove=False,
        says=_("E-mail, text messages, letters: which are in use, and what each message costs."),
    )  # fmt: skip


def _texts() -> None:
    register(
        "consents", model="accounts.ConsentText", form="accounts.settings_texts.ConsentTextForm",
        group=TEXTS, order=1, title=_("Consent texts"), may_add=False, may_remove=False,
        says=_(
            "Saving makes a new version. Whoever agreed to the one before is asked at the next "
            "sign-in; the old version stays readable."
        ),
    )  # fmt: skip
    register(
        "privacy-policy", model="accounts.PolicyText", is_one=True, group=TEXTS, order=2,
        form="accounts.settings_texts.PrivacyPolicyForm", title=_("Privacy policy"),
        says=_("Saving makes a new version. Earlier ones stay readable beneath it."),
    )  # fmt: skip
    register(
        "terms", model="accounts.PolicyText", form="accounts.settings_texts.TermsForm",
        group=TEXTS, order=3, title=_("Terms of use"), is_one=True,
        says=_("Saving makes a new version. Earlier ones stay readable beneath it."),
    )  # fmt: skip
