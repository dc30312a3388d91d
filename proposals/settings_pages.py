"""The pages of /desk/settings/ that this room brings."""

from django.utils.translation import gettext_lazy as _

from accounts.settings_rows import ANSWERS, register

FORMS = "proposals.settings_forms"


def declare() -> None:
    register(
        "calls", model="proposals.Call", form=f"{FORMS}.CallForm", group=ANSWERS, order=2,
        title=_("Calls for proposals"),
        says=_("A theme with its dates; its own support and days count for what comes in from now on."),
    )  # fmt: skip
    register(
        "district-thresholds", model="proposals.DistrictThreshold", group=ANSWERS, order=3,
        form=f"{FORMS}.DistrictThresholdForm", title=_("Support needed by district"),
        says=_("For small or large districts; counts for what comes in from now on."),
    )  # fmt: skip
    register(
        "assignment", model="proposals.AssignmentRule", form=f"{FORMS}.AssignmentRuleForm",
        group=ANSWERS, order=4, title=_("Assignment rules"),
        says=_(
            "Who gets what is proposed on a subject in a district, from now on. Without a rule the "
            "category's department gets it."
        ),
    )  # fmt: skip
    register(
        "delegations", model="city.Delegation", form=f"{FORMS}.DelegationForm", group=ANSWERS,
        order=5, title=_("Delegation rows"),
        says=_("Which decision of which size needs whose approval. Without a row officers decide."),
    )  # fmt: skip
    register(
        "templates", model="proposals.AnswerTemplate", form=f"{FORMS}.AnswerTemplateForm",
        group=ANSWERS, order=6, title=_("Answer templates"),
        says=_("Words that officers begin with. Answers already sent do not change."),
    )  # fmt: skip
    register(
        "criteria", model="proposals.Criterion", form=f"{FORMS}.CriterionForm", group=ANSWERS,
        order=7, title=_("Criteria of the experts"),
        says=_("What experts give points for. Points already given stay."),
    )  # fmt: skip
