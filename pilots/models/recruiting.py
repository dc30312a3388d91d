"""Who may take part, how places are shared out, who acts for whom, and how people are thanked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from pilots.models.people import Participation
from pilots.models.pilot import Pilot


class EligibilityQuestion(models.Model):
    """Asked before applying; the answers are looked at and not kept."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="eligibility_questions")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    words = WordsField(_("question"))
    wanted = models.BooleanField(_("answer that lets somebody apply"), default=True)  # yes or no
    otherwise = WordsField(_("what to tell the others"), blank=True)

    class Meta:
        verbose_name = _("eligibility question")
        verbose_name_plural = _("eligibility questions")
        ordering = ["position", "pk"]


class Quota(models.Model):
    """At most so many places for people of a dong, an age band, a sex, or a cross of these;
    what is left empty holds for everybody."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="quotas")
    district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, related_name="+"
    )
    age_band = models.CharField(_("age group"), max_length=10, blank=True)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    seats = models.PositiveIntegerField(_("places"))

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "district", "age_band", "sex"], name="one_quota_per_group"
            ),
            models.UniqueConstraint(
                fields=["pilot", "age_band", "sex"], condition=Q(district__isnull=True),
                name="one_quota_per_group_of_every_dong",
            ),
        ]  # fmt: skip


class Draw(AppendOnly):
    """추첨: a seed, the rule, and what came of it: enough for a stranger to draw again."""

    class Of(models.TextChoices):
        PLACES = "places", _("places")
        PEOPLE = "people", _("alternatives for people")
        SITES = "sites", _("alternatives for sites")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="draws")
    of = models.CharField(_("what was drawn"), max_length=6, choices=Of.choices)
    rule = models.PositiveSmallIntegerField(_("version of the rule"), default=1)
    seed = models.CharField(_("seed of the draw"), max_length=64)
    seed_source = models.CharField(_("where the seed comes from"), max_length=200, blank=True)
    record = models.JSONField(_("record of the draw"), default=dict)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "of"], name="one_draw_of_each_kind"),
        ]


class GuardianRequest(models.Model):
    """A child under 14 wants to take part: only the guardian's name and contact are held until
    the guardian answers (개인정보 보호법 제22조의2), and erased when no answer comes."""

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="guardian_requests")
    name = models.CharField(_("guardian's name"), max_length=60)
    contact = models.CharField(_("guardian's e-mail or phone"), max_length=120)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("request to a guardian")
        verbose_name_plural = _("requests to guardians")
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "contact"], name="one_request_to_a_guardian_at_a_time"
            ),
        ]


class Representative(models.Model):
    """Who acts for a participant: a child's guardian, or an adult's legal representative whose
    proof was seen; the person's own yes stands beside it."""

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("guardian of a child under 14")
        LEGAL = "legal", _("legal representative of an adult")

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="representative"
    )
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="represents")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    called = models.CharField(_("how you call the person"), max_length=30)  # told to nobody else
    proof = models.CharField(_("proof seen"), max_length=120, blank=True)
    seen_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    assented_at = models.DateTimeField(_("the person's own yes"), null=True, blank=True)

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")


class ExtraConsent(models.Model):
    """A further purpose, agreed to or refused apart from taking part: photos, health, contact
    afterwards, data for a partner (개인정보 보호법 제22조)."""

    class Covers(models.TextChoices):
        PHOTOS = "photos", _("photos in the diary")
        HEALTH = "health", _("answers about health")
        PARTNER = "partner", _("data for a partner")
        CONTACT = "contact", _("being asked again afterwards")
        OTHER = "other", _("another purpose")

    pilot = models.ForeignKey(Pilot, models.CASCADE, related_name="extra_consents")
    covers = models.CharField(_("what for"), max_length=8, choices=Covers.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.ForeignKey("accounts.ConsentText", models.PROTECT, related_name="+")
    # Whose yes to the present version holds. Their yes and no with times are Consent rows; this
    # stands under the code, so that it is still known when the key to the person is cut.
    agreed = models.ManyToManyField(Participation, blank=True, related_name="agreed_to")

    class Meta:
        verbose_name = _("further consent")
        verbose_name_plural = _("further consents")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "covers"], condition=~Q(covers="other"),
                name="one_further_consent_per_purpose",
            ),
        ]  # fmt: skip


class Thanks(models.Model):
    """What a participant got for taking part, and whether it was paid."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="thanks")
    kind = models.CharField(_("thanks"), max_length=5, choices=Pilot.ThanksKind.choices)
    amount = models.PositiveIntegerField(_("won or hours"))
    for_what = models.CharField(_("for what"), max_length=120)
    number = models.CharField(_("certificate number"), max_length=20, unique=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "for_what"], name="thanked_once_for_each_thing"
            ),
        ]

    @property
    def has_payout(self) -> bool:
        return hasattr(self, "payout")


class Payout(models.Model):
    """Where the allowance is paid to: kept apart, read with a reason, erased once it is paid."""

    thanks = models.OneToOneField(Thanks, models.CASCADE, related_name="payout")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="payouts")
    name = models.CharField(_("account holder"), max_length=60)
    bank = models.CharField(_("bank"), max_length=40)
    account = models.CharField(_("account number"), max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
