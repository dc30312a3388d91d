"""A person: who they are to the city, what they may do, how they want to be told."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.pseudonyms import new_pseudonym
from accounts.rhythm import Rhythm, ToldBy
from accounts.roles import STAFF, Level, Role


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
    # Digits with the country code (821012345678); for people who sign in by a text message.
    phone = models.CharField(_("mobile number"), max_length=15, null=True, blank=True)
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
    # The inbox has everything at once; this is about what goes out beside it.
    told_by = models.CharField(
        _("told by"), max_length=6, choices=ToldBy.choices, default=ToldBy.EMAIL
    )
    rhythm = models.CharField(
        _("how often"), max_length=7, choices=Rhythm.choices, default=Rhythm.DAILY
    )
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
            models.UniqueConstraint(
                fields=["phone"],
                name="one_account_per_phone",
                violation_error_message=_("There is already an account with this mobile number."),
            ),
        ]

    def __str__(self):
        return self.pseudonym

    def save(self, *args, **kwargs):
        # Two people without an address are not the same person.
        self.email, self.phone = self.email or None, self.phone or None
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
