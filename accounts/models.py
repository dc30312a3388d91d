"""People, what they agreed to, what they were told, and who looked at what."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.pseudonyms import new_pseudonym
from accounts.roles import STAFF, Level, Role
from city.history import AppendOnly
from city.words import WordsField


class UserManager(BaseUserManager["User"]):
    def create_user(self, email=None, password=None, **fields):
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """An administrator like the others: none of them sees the tables of sign-in in the admin."""
        return self.create_user(email, password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def staff(self):
        return self.filter(role__in=STAFF, is_active=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Deleting an account leaves this row as an empty shell, so that counts stay."""

    email = models.EmailField(_("e-mail"), null=True, blank=True)
    pseudonym = models.CharField(
        _("display name"), max_length=40, unique=True, default=new_pseudonym
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.RESIDENT)
    level = models.CharField(
        _("level"), max_length=12, choices=Level.choices, default=Level.REGISTERED
    )
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    language = models.CharField(_("language"), max_length=2, default="ko")
    # Optional, each with a consent of its own; only for figures, never shown.
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    home_district = models.ForeignKey(
        "maps.District", models.PROTECT, null=True, blank=True, verbose_name=_("home district")
    )
    wants_email = models.BooleanField(_("news by e-mail"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("joined"), default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
        ]

    def __str__(self):
        return self.pseudonym

    def save(self, *args, **kwargs):
        self.email = self.email or None  # two people without an address are not the same person
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.pseudonym

    get_short_name = get_full_name

    @property
    def is_officer(self) -> bool:
        """May work at the desk."""
        return self.is_active and self.role in STAFF

    @property
    def is_manager(self) -> bool:
        return self.is_active and self.role in (Role.MANAGER, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.is_active and self.role == Role.ADMIN

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this."""
        return self.is_admin


class ConsentText(AppendOnly):
    """One version of what a person is asked to agree to (개인정보 보호법 제15조 제2항)."""

    kind = models.SlugField(_("kind"))  # terms, privacy, age, profile, pilot-12
    version = models.PositiveIntegerField(_("version"), default=1)
    title = WordsField(_("title"))
    purpose = WordsField(_("purpose"), long=True)
    items = WordsField(_("items collected"), long=True)
    retention = WordsField(_("kept for"))
    refusal = WordsField(_("right to refuse and what refusing means"), long=True)
    is_required = models.BooleanField(_("required"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version"),
        ]

    def __str__(self):
        return f"{self.title} ({self.version})"


class Consent(AppendOnly):
    """A person said yes, said no, or took a yes back. The latest row counts."""

    person = models.ForeignKey(User, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "text", "-at"], name="consent_latest")]


class Update(AppendOnly):
    """소식: one public event on a thread, told once to everybody it touches."""

    kind = models.SlugField(_("kind"))
    thread = models.CharField(_("thread"), max_length=60, db_index=True)  # "proposal:12"
    url = models.CharField(_("address"), max_length=200)
    title = WordsField(_("title"))
    body = WordsField(_("text"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-at", "-pk"]


class DeliveryQuerySet(models.QuerySet):
    def unread_of(self, person):
        return self.filter(person=person, read_at__isnull=True)


class Delivery(models.Model):
    """One update in one person's inbox, and whether it also went out by e-mail."""

    update_told = models.ForeignKey(Update, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(User, models.PROTECT, related_name="deliveries")
    read_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["update_told", "person"], name="told_once"),
        ]
        indexes = [
            models.Index(
                fields=["mail_due_at"], condition=Q(mailed_at__isnull=True), name="mail_waiting"
            ),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="inbox_unread"),
        ]


class ModerationCase(models.Model):
    """신고: somebody says that a text or photo breaks the rules; an officer decides, with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        HIDDEN = "hidden", _("hidden")

    kind = models.SlugField(_("kind"))  # registered in apps.py: proposal, comment, solution, diary
    target = models.PositiveBigIntegerField(_("row"))
    reporter = models.ForeignKey(User, models.PROTECT, related_name="reports_made")
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("abuse report")
        verbose_name_plural = _("abuse reports")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target", "reporter"], name="one_report_per_person"
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="moderation_queue")]


class ModerationAct(AppendOnly):
    """What an officer decided about a text, and why."""

    kind = models.SlugField()
    target = models.PositiveBigIntegerField()
    hidden = models.BooleanField()
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


class SignOff(models.Model):
    """결재: a decision written by an officer that a manager approves or returns."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent for approval")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        DROPPED = "dropped", _("dropped")

    thread = models.CharField(max_length=60, db_index=True)  # "proposal:12"
    decision = models.JSONField(default=dict)  # what the verb gets once it is approved
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approver_role = models.CharField(max_length=10, choices=Role.choices, default=Role.MANAGER)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=Q(state__in=["draft", "sent", "returned"]),
                name="one_open_sign_off_per_thread",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False),
                name="approval_has_an_approver",
            ),
        ]


class AccessLog(AppendOnly):
    """A member of staff looked at or exported personal data (개인정보 보호법 제29조).

    The hash chain is sealed in batches by the clock (AccessSeal), never in a request.
    """

    staff = models.ForeignKey(User, models.PROTECT, related_name="+")
    subject = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.SlugField(_("action"))
    thread = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-pk"]


class AccessSeal(AppendOnly):
    """The hash over a batch of access rows and the seal before it."""

    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
