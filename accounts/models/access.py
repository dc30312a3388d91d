"""Who on the staff looked at whose data."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from city.history import AppendOnly


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
