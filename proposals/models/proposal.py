"""An urban problem or idea with a place, its photos, and the form that was not sent yet."""

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.acts import Act
from city.words import WordsField
from maps.placed import Placed, PlacedQuerySet
from proposals.models.support import SupportEvent
from proposals.workflow import TAKES_COMMENTS, TAKES_SUPPORT, Outcome, Status, label_of


class Call(models.Model):
    """제안 공모: a dated invitation for proposals on a theme, with its own threshold."""

    slug = models.SlugField(unique=True, allow_unicode=True)
    title = WordsField(_("title"))
    text = WordsField(_("text"), long=True, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    support_threshold = models.PositiveIntegerField(_("support needed"), null=True, blank=True)
    support_days = models.PositiveIntegerField(_("support period in days"), null=True, blank=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at"]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self):
        return reverse("calls:detail", args=[self.slug])


class ProposalQuerySet(PlacedQuerySet):
    def public(self):
        """What anybody may see."""
        return self.filter(hidden_at__isnull=True)

    def for_lists(self):
        """With everything a card shows, in a constant number of queries."""
        return (
            self.select_related("category", "district", "author", "department")
            .defer("district__outline")
            .prefetch_related(
                models.Prefetch("photos", ProposalPhoto.objects.select_related("photo"))
            )
            .with_support_now()
        )

    def with_support_now(self):
        """Adds what the counter does not know yet, so that one's own tap is seen at once."""
        unfolded = (
            SupportEvent.objects.filter(proposal=OuterRef("pk"), folded_at__isnull=True)
            .order_by()
            .values("proposal")
            .annotate(total=Sum("change"))
            .values("total")
        )
        return self.annotate(support_now=F("support_count") + Coalesce(Subquery(unfolded), 0))


class Proposal(Act, Placed):
    """An urban problem or idea with a place."""

    author = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="proposals", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=4000)
    lang = models.CharField(max_length=2, default="ko")
    # Written by an officer when the author has left and others still back the proposal.
    city_title = models.CharField(max_length=80, blank=True)
    city_text = models.TextField(max_length=4000, blank=True)
    category = models.ForeignKey(
        "city.Category", models.PROTECT, related_name="proposals", verbose_name=_("category")
    )
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="proposals")

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.RECEIVED
    )
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, blank=True, default=""
    )
    in_part = models.BooleanField(_("accepted in part"), default=False)
    came_from = models.CharField(
        max_length=10, blank=True
    )  # where needs_info and merged go back to
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_here"
    )
    appealed_at = models.DateTimeField(null=True, blank=True)

    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("officer"),
    )  # fmt: skip

    # Folded from SupportEvent (see proposals/support.py); a page adds what is not folded yet.
    support_count = models.PositiveIntegerField(_("support"), default=0)
    comment_count = models.PositiveIntegerField(_("comments"), default=0)
    support_threshold = models.PositiveIntegerField(default=30)
    support_until = models.DateTimeField(_("support until"))

    first_look_due_at = models.DateTimeField(null=True, blank=True)
    first_look_at = models.DateTimeField(null=True, blank=True)
    # The answer clock: when it is due, or what was left of it when it paused.
    answer_due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    answer_days_left = models.IntegerField(null=True, blank=True)
    # When the run of the clock began that ends at answer_due_at: half of it is the first warning.
    answer_clock_from = models.DateTimeField(null=True, blank=True)
    # How far the officer has been warned in this run: 0, 1 at half, 2 when it was due.
    answer_warned = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_in_time = models.BooleanField(null=True, blank=True)
    short_answer_due_at = models.DateTimeField(null=True, blank=True)
    status_since = models.DateTimeField(default=timezone.now)
    # The clock that runs now, whichever it is; the database keeps it true.
    due_at = models.GeneratedField(
        expression=Case(
            When(status="in_review", then=F("answer_due_at")),
            When(
                status="received", short_answer_due_at__isnull=False, then=F("short_answer_due_at")
            ),
            When(status="received", first_look_at__isnull=True, then=F("first_look_due_at")),
            default=None,
        ),
        output_field=models.DateTimeField(_("due"), null=True),
        db_persist=True,
    )

    hidden_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    support_now: int  # from with_support_now()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Placed.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(status="closed") & ~Q(outcome=""))
                | (~Q(status="closed") & Q(outcome="")),
                name="only_closed_proposals_have_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="proposal_has_words",
                violation_error_message=_("Give your proposal a title and a text."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="merged", merged_into__isnull=False)
                | (~Q(outcome="merged") & Q(merged_into__isnull=True)),
                name="merged_proposals_say_into_which",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="proposal_newest"),
            models.Index(fields=["-support_count", "-id"], name="proposal_most_backed"),
            models.Index(fields=["status", "outcome", "-created_at"], name="proposal_by_status"),
            models.Index(
                fields=["status", "-support_count", "-id"], name="proposal_backed_by_status"
            ),
            models.Index(fields=["outcome", "-status_since", "-id"], name="proposal_by_outcome"),
            models.Index(
                fields=["-answered_at", "-id"], condition=Q(answered_at__isnull=False),
                name="proposal_answered",
            ),
            models.Index(fields=["category", "-created_at"], name="proposal_by_category"),
            models.Index(fields=["district", "-created_at"], name="proposal_by_district"),
            models.Index(fields=["author", "-created_at"], name="proposal_by_author"),
            models.Index(
                fields=["cell"], name="proposal_by_cell",
                include=["category", "status", "outcome", "district", "hidden_at", "id"],
            ),
            # Proposals that name only a district are few: what the map adds to its own counts.
            models.Index(
                fields=["cell", "category", "status"], condition=Q(cell__isnull=True),
                name="proposal_without_point",
            ),
            models.Index(
                fields=["status", "answer_due_at"], condition=Q(answer_due_at__isnull=False),
                name="proposal_clock",
            ),
            models.Index(
                fields=["due_at", "created_at", "id"], condition=~Q(status="closed"),
                name="proposal_due",
            ),
            models.Index(
                fields=["officer", "due_at"], condition=~Q(status="closed"),
                name="proposal_due_of_officer",
            ),
            models.Index(
                fields=["support_until"], condition=Q(status="received"), name="proposal_period"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.shown_title

    def get_absolute_url(self):
        return reverse("proposals:detail", args=[self.pk])

    @property
    def thread(self) -> str:
        return f"proposal:{self.pk}"

    @property
    def state(self) -> tuple[str, str]:
        return self.status, self.outcome

    @property
    def state_label(self) -> str:
        """What a badge says: the outcome of a closed proposal, else its status."""
        return label_of(self.state)

    @property
    def state_code(self) -> str:
        return self.outcome or self.status

    @property
    def shown_title(self) -> str:
        return self.city_title or self.title

    @property
    def shown_text(self) -> str:
        return self.city_text or self.text

    @property
    def first_photo(self):
        """For a card; `for_lists()` has fetched them."""
        return next((row.photo for row in self.photos.all()), None)

    @property
    def is_public(self) -> bool:
        return self.hidden_at is None

    @property
    def takes_support(self) -> bool:
        return self.is_public and self.status in TAKES_SUPPORT

    @property
    def takes_comments(self) -> bool:
        return self.is_public and self.status in TAKES_COMMENTS


class ProposalPhoto(models.Model):
    """A photo of a proposal, in the author's order."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="photos")
    photo = models.OneToOneField("photos.Photo", models.CASCADE, related_name="of_proposal")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]


class Draft(models.Model):
    """A form that was not sent yet; erased after seven days."""

    token = models.CharField(max_length=40, unique=True)  # in the visitor's session
    owner = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    form = models.JSONField(default=dict)
    photos = models.ManyToManyField("photos.Photo", related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
