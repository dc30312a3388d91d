"""What waits for an officer, what was decided about it, the rules of the house, and blocks."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from city.history import AppendOnly


class ModerationCase(models.Model):
    """A text that an officer has to look at, since somebody, a rule or its author asks for it."""

    class Source(models.TextChoices):
        REPORT = "report", _("abuse report")  # 신고
        RULE = "rule", _("caught by a rule")
        APPEAL = "appeal", _("appeal of the author")  # 이의 제기, once

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        HIDDEN = "hidden", _("hidden")

    kind = models.SlugField(_("kind"))  # registered in apps.py: proposal, comment, solution, diary
    target = models.PositiveBigIntegerField(_("row"))
    source = models.CharField(
        _("source"), max_length=8, choices=Source.choices, default=Source.REPORT
    )
    # Nobody where a rule caught it; the author where it is an appeal.
    reporter = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reports_made"
    )
    rule = models.ForeignKey(
        "accounts.ModerationRule", models.PROTECT, null=True, blank=True, related_name="cases"
    )
    holds = models.BooleanField(default=False)  # hidden until somebody has looked
    is_urgent = models.BooleanField(default=False)  # somebody may be in danger
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("abuse report")
        verbose_name_plural = _("abuse reports")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target", "reporter", "source"], name="one_report_per_person"
            ),
            models.UniqueConstraint(
                fields=["kind", "target", "rule"], name="one_case_per_rule_and_text"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="moderation_queue")]


class Ground(models.TextChoices):
    """Which rule a hidden text broke: what is counted in public, where the words are its author's."""

    PERSONAL = "personal", _("somebody's personal data")
    INSULT = "insult", _("insult, slander or hate")
    ADVERT = "advert", _("advertising or spam")
    HARM = "harm", _("violence or obscenity")
    RIGHTS = "rights", _("somebody else's rights")
    OFF_TOPIC = "off_topic", _("not about the city")
    OTHER = "other", _("another rule")


class ModerationAct(AppendOnly):
    """What an officer decided about a text, and why."""

    kind = models.SlugField()
    target = models.PositiveBigIntegerField()
    hidden = models.BooleanField()
    # Only of what is hidden; empty where it was hidden before grounds were asked for.
    ground = models.CharField(
        _("which rule"), max_length=12, choices=Ground.choices, blank=True, default=""
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="moderation_has_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]


class ModerationRule(models.Model):
    """규칙: what is looked for in new texts, and what happens when it is found."""

    class Kind(models.TextChoices):
        LINKS = "links", _("links to other sites")
        PHONE = "phone", _("mobile phone numbers")
        RESIDENT_NUMBER = "resident", _("resident registration numbers")
        WORDS = "words", _("words of a list")
        MANY = "many", _("many texts in an hour")
        EMERGENCY = "danger", _("words of an emergency")

    class Effect(models.TextChoices):
        FLAG = "flag", _("show it, and flag it for an officer")
        HOLD = "hold", _("hide it until an officer has looked")

    kind = models.CharField(_("what is looked for"), max_length=8, choices=Kind.choices)
    effect = models.CharField(
        _("what happens"), max_length=4, choices=Effect.choices, default=Effect.FLAG
    )
    phrases = models.TextField(_("words, one on a line"), blank=True)
    limit = models.PositiveSmallIntegerField(_("texts in an hour"), default=10)
    only_new_people = models.BooleanField(
        _("only for guests and accounts younger than a day"), default=False
    )
    is_on = models.BooleanField(_("switched on"), default=False)

    class Meta:
        verbose_name = _("moderation rule")
        verbose_name_plural = _("moderation rules")
        ordering = ["kind", "pk"]

    def __str__(self):
        return str(self.get_kind_display())

    def phrase_list(self) -> list[str]:
        return [line.strip() for line in self.phrases.splitlines() if line.strip()]


class Block(models.Model):
    """쓰기 제한: somebody may not write until a moment, and was told why."""

    person = models.ForeignKey(User, models.PROTECT, related_name="blocks")
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateTimeField(_("until"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["-at"]
        indexes = [models.Index(fields=["person", "until"], name="blocks_in_force")]
