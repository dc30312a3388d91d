"""Open data: datasets, their dated releases, what was withdrawn and what was downloaded."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.history import AppendOnly
from city.words import WordsField
from reports.models.runs import Run


class Dataset(models.Model):
    """공공데이터: a series of releases of the same table."""

    slug = models.SlugField(_("address"), unique=True)
    title = WordsField(_("title"))
    description = WordsField(_("description"), long=True, blank=True)
    licence = models.CharField(_("licence"), max_length=40, default="KOGL-1")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("reports:dataset", args=[self.slug])


class Release(AppendOnly):
    """공개본: one dated, immutable set of files of a dataset."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="releases")
    run = models.ForeignKey(Run, models.PROTECT, related_name="releases")
    name = models.CharField(max_length=40)  # 2026-10-31, 2026-10-31.2
    as_of = models.DateTimeField(_("as of"))
    published_at = models.DateTimeField(default=timezone.now)
    # How its files were cut: the digest of the definitions of figures and columns.
    method = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="one_release_per_name"),
        ]


class ReleaseFile(AppendOnly):
    """One file of a release; its SHA-256 proves that no byte ever changed."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)  # proposals.csv
    path = models.CharField(max_length=200)  # under RELEASES_ROOT
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField(default=0)
    # Of a CSV file: how many characters the older Korean encoding of spreadsheets cannot hold.
    lost_in_cp949 = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="one_file_per_name"),
        ]
        indexes = [models.Index(fields=["digest"], name="copies_of_a_file")]

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


class Withdrawal(AppendOnly):
    """회수: a file that should not have been published. Its bytes are gone; name and checksum stay."""

    file = models.OneToOneField(ReleaseFile, models.PROTECT, related_name="withdrawal")
    reason = WordsField(_("reason"), long=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")


class DownloadCount(models.Model):
    """내려받은 횟수: how often a dataset's files were fetched on a day; nothing about who did."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="downloads")
    day = models.DateField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dataset", "day"], name="downloads_once_per_day"),
        ]
