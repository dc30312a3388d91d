"""What residents ask for, who backs it, what was answered and what was promised."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.acts import Act
from city.history import AppendOnly
from city.words import WordsField
from maps.placed import Placed, PlacedQuerySet
from proposals.workflow import TAKES_COMMENTS, TAKES_SUPPORT, Mover, Outcome, Status


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

    def waiting_for_answer(self):
        return self.filter(status=Status.IN_REVIEW)

    def overdue(self, now):
        return self.filter(answer_due_at__lt=now)


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
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_in_time = models.BooleanField(null=True, blank=True)
    short_answer_due_at = models.DateTimeField(null=True, blank=True)
    status_since = models.DateTimeField(default=timezone.now)

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
            models.Index(fields=["category", "-created_at"], name="proposal_by_category"),
            models.Index(fields=["district", "-created_at"], name="proposal_by_district"),
            models.Index(fields=["author", "-created_at"], name="proposal_by_author"),
            models.Index(
                fields=["cell"], name="proposal_by_cell",
                include=["category", "status", "outcome", "district", "hidden_at", "id"],
            ),
            models.Index(
                fields=["status", "answer_due_at"], condition=Q(answer_due_at__isnull=False),
                name="proposal_clock",
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
        return self.get_outcome_display() if self.outcome else self.get_status_display()

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


class SupportVia(models.TextChoices):
    OWN = "own", _("own support")
    MERGE = "merge", _("brought by a merge")


class Support(Act):
    """One person backs one proposal. Rows are inserted and deleted, never updated."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports")
    supporter = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="supports"
    )
    # Who signed on paper and has no account: a keyed hash that an officer's list gave.
    paper_key = models.CharField(max_length=64, null=True, blank=True)
    via = models.CharField(max_length=5, choices=SupportVia.choices, default=SupportVia.OWN)
    merged_from = models.ForeignKey(
        Proposal, models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "supporter"], condition=Q(supporter__isnull=False),
                name="one_support_per_person",
                violation_error_message=_("You already back this proposal."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "paper_key"], condition=Q(paper_key__isnull=False),
                name="one_support_per_paper_key",
            ),
            models.CheckConstraint(
                condition=Q(supporter__isnull=False, paper_key__isnull=True)
                | Q(supporter__isnull=True, paper_key__isnull=False),
                name="support_is_by_a_person_or_on_paper",
            ),
        ]  # fmt: skip


class SupportEvent(models.Model):
    """Support given (+1) or taken back (−1): first the outbox of the counter, then the extract's
    source. `folded_at` says that the counter knows it; nothing else of a row ever changes."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="support_events")
    change = models.SmallIntegerField()
    level = models.CharField(max_length=12)
    via = models.CharField(max_length=5, choices=SupportVia.choices, default=SupportVia.OWN)
    at = models.DateTimeField(default=timezone.now)
    folded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(change__in=[-1, 1]), name="support_changes_by_one"),
        ]
        indexes = [
            models.Index(
                fields=["proposal"], condition=Q(folded_at__isnull=True), name="support_unfolded"
            ),
            models.Index(fields=["at"], name="support_event_at"),
        ]


class Solution(Act):
    """해결 방안: an alternative offered for a proposal; a pilot names the ones it tests."""

    class Offeror(models.TextChoices):
        RESIDENT = "resident", _("resident")
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="solutions")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="solutions")
    offeror = models.CharField(
        _("offered by"), max_length=10, choices=Offeror.choices, default=Offeror.RESIDENT
    )
    interest = models.CharField(_("declared interest"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offeror="resident") | ~Q(interest=""),
                name="companies_declare_their_interest",
                violation_error_message=_("Say what interest your organisation has in this."),
            ),
        ]

    def __str__(self):
        return self.title


class SolutionSupport(Act):
    """One person backs one solution."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="supports")
    supporter = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "supporter"], name="one_support_per_solution"
            ),
        ]


class Comment(Act):
    """A comment, or a reply to one; replies have no replies."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="comments")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="comments")
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(_("comment"), max_length=1000)
    hidden_at = models.DateTimeField(null=True, blank=True)

    answers_to_it: list["Comment"]  # from comments_of()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["proposal", "created_at"], name="comment_thread")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_has_words",
                violation_error_message=_("Write a comment first."),
            ),
        ]  # fmt: skip


class OfficialReply(AppendOnly):
    """공식 답변: the city's words in the discussion, with the department's name."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="official_replies")
    department = models.ForeignKey("city.Department", models.PROTECT, related_name="+")
    text = models.TextField(_("reply"), max_length=4000)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("official reply")
        verbose_name_plural = _("official replies")
        ordering = ["created_at", "pk"]


class Decision(AppendOnly):
    """처리 과정: one move of a proposal with its public reason."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="decisions")
    before_status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    before_outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True, default="")
    in_part = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), max_length=4000)
    mover = models.CharField(max_length=8, choices=Mover.choices, default=Mover.OFFICER)
    department = models.ForeignKey(
        "city.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where a referral went: body, receipt number and link.
    referred_to = models.CharField(_("body"), max_length=120, blank=True)
    receipt = models.CharField(_("receipt number"), max_length=60, blank=True)
    link = models.URLField(_("link"), blank=True)
    sign_off = models.ForeignKey(
        "accounts.SignOff", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="decision_at")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="decision_has_a_reason",
                violation_error_message=_("Tell residents why."),
            ),
            models.CheckConstraint(
                condition=Q(mover__in=["clock", "pilot"]) | Q(decided_by__isnull=False),
                name="decision_has_a_decider",
            ),
        ]  # fmt: skip

    @property
    def state_label(self) -> str:
        return self.get_outcome_display() if self.outcome else self.get_status_display()

    @property
    def state_code(self) -> str:
        return self.outcome or self.status


class Follow(models.Model):
    """소식 받기: told of every decision without backing the proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="follows")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="follows")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="follows_once"),
        ]


class Commitment(models.Model):
    """약속: what was promised, by which department, from which budget line, by which month."""

    class State(models.TextChoices):
        PROMISED = "promised", pgettext_lazy("commitment", "promised")
        LATE = "late", pgettext_lazy("commitment", "late")
        DONE = "done", pgettext_lazy("commitment", "done")
        DROPPED = "dropped", pgettext_lazy("commitment", "dropped")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="commitments")
    what = WordsField(_("what"))
    where = WordsField(_("where"), blank=True)
    department = models.ForeignKey("city.Department", models.PROTECT, related_name="commitments")
    budget_line = WordsField(_("budget line"), blank=True)
    due_month = models.DateField(_("due month"))  # the month's first day
    first_due_month = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROMISED)
    done_at = models.DateTimeField(null=True, blank=True)
    done_figure = WordsField(_("what was done, in figures"), blank=True)
    done_photo = models.ForeignKey(
        "photos.Photo", models.PROTECT, null=True, blank=True, related_name="+"
    )
    promised_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_month", "pk"]
        indexes = [models.Index(fields=["state", "due_month"], name="commitment_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_photo__isnull=False) | ~Q(done_figure={}),
                name="done_shows_a_photo_or_a_figure",
                violation_error_message=_("Show a photo or a figure of what was done."),
            ),
        ]

    def __str__(self):
        return str(self.what)


class CommitmentChange(AppendOnly):
    """A commitment was made, slipped, was kept or was dropped, with the public reason."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="changes")
    state = models.CharField(max_length=8, choices=Commitment.State.choices)
    due_month = models.DateField()
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(  # nobody: the residents' own answers reopened it
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="commitment_change_has_a_reason"),
        ]


class Confirmation(Act):
    """주민 확인: is it really better? Asked of those who raised or backed it."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, it is better")
        NO = "no", _("No, it is not better")
        UNSURE = "unsure", _("I cannot tell")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="confirmations")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)  # months after it was done: 0, 6, 12
    answer = models.CharField(
        _("answer"), max_length=6, choices=Answer.choices, null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "person", "round"], name="asked_once_per_round"
            ),
        ]
