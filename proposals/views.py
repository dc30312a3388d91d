"""What anybody reads: the list and the page of one proposal; and what residents do there."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.carried import carry
from accounts.levels import refusal
from accounts.moderation import ReportRefused, own_page, report_abuse
from accounts.roles import Right
from proposals import follow as follows
from proposals.comment import CommentsClosed, post_comment
from proposals.danger import asks_about_danger, sounds_urgent
from proposals.detail import detail_of, shown_proposals, support_of
from proposals.filters import ProposalFilter
from proposals.forms import CommentForm, ReasonForm, SolutionForm
from proposals.models import Comment, Confirmation, Proposal, Solution
from proposals.permissions import can_see
from proposals.solve import (
    SolutionsClosed,
    back_solution,
    offer_solution,
    stop_backing_solution,
)
from proposals.support import SupportClosed, give_support, take_back_support

A_PAGE = 24
REFUSED = 422  # the form is shown again, with what was written


def sign_in_to_act(view):
    """After signing in one is back on the proposal; the act itself has no page to come back to."""

    @require_POST
    @wraps(view)
    def guarded(request, pk, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, reverse("proposals:detail", args=[pk]))
        return view(request, pk, **kwargs)

    return guarded


class CountedPages(Paginator):
    """Pages of rows that somebody has counted already."""

    def __init__(self, rows, per_page: int, total: int):
        super().__init__(rows, per_page)
        self.count = total


def index(request):
    filters = ProposalFilter(request.GET, queryset=Proposal.objects.public().for_lists())
    page = CountedPages(filters.qs, A_PAGE, filters.total()).get_page(request.GET.get("page"))
    return render(
        request,
        "proposals/index.html",
        {"filters": filters, "page": page, "states": filters.states(), "chips": filters.chips()},
    )


def detail(request, pk):
    proposal = seen_by(request.user, pk)
    return show(request, proposal)


def seen_by(person, pk: int) -> Proposal:
    proposal = get_object_or_404(shown_proposals(), pk=pk)
    if not can_see(person, proposal):
        raise Http404
    return proposal


def show(request, proposal: Proposal, status: int = 200, **forms) -> HttpResponse:
    """The page of a proposal, with a form that was refused or with fresh ones."""
    context = detail_of(proposal, request.user) | {
        "comment_form": CommentForm(prefix="comment"),
        "solution_form": SolutionForm(prefix="solution"),
        "addition_form": addition_form(),
        "answer_form": answer_form(),
        "appeal_form": appeal_form(),
    }
    return render(request, "proposals/detail.html", context | forms, status=status)


def answer_form(data=None) -> ReasonForm:
    return ReasonForm(data, prefix="answer", label=_("Your answer"))


def addition_form(data=None) -> ReasonForm:
    return ReasonForm(
        data,
        prefix="addition",
        label=_("What would you like to add?"),
        help_text=_("It stands below your proposal and cannot be changed later."),
    )


def appeal_form(data=None) -> ReasonForm:
    return ReasonForm(
        data,
        prefix="appeal",
        label=_("Why should the city look at it again?"),
        help_text=_("You can ask once. New facts help most."),
    )


@require_POST
def support(request, pk):
    """One tap, with or without JavaScript. Asking again for what is already so changes nothing."""
    proposal = seen_by(request.user, pk)
    if not request.user.is_authenticated:
        return carry(request, "support", pk=pk)
    if refused := refusal(request.user, Right.SUPPORT):
        messages.error(request, refused)
        return go_to(request, proposal)
    try:
        if "take_back" in request.POST:
            take_back_support(proposal=proposal, by=request.user)
        else:
            give_support(proposal=proposal, by=request.user)
    except SupportClosed:
        messages.error(request, _("This proposal can no longer be backed."))
        return go_to(request, proposal)
    if not request.htmx:
        return redirect(proposal)
    if request.GET.get("in") == "similar":  # from the list beside a form that somebody fills in
        return render(request, "proposals/_similar_backed.html")
    context = support_of(seen_by(request.user, pk), request.user)
    return render(
        request,
        "proposals/_support_button.html",
        context | {"may_support": True, "is_fragment": True},
    )


def to_sign_in(request, back_to: str) -> HttpResponse:
    response = redirect_to_login(back_to)
    return _whole_page(request, response.url) or response


def go_to(request, proposal: Proposal) -> HttpResponse:
    return _whole_page(request, proposal.get_absolute_url()) or redirect(proposal)


def _whole_page(request, url: str) -> HttpResponse | None:
    """A fragment cannot show another page: the script is told to go there."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else None


@sign_in_to_act
def follow(request, pk):
    proposal = seen_by(request.user, pk)
    if "stop" in request.POST:
        follows.unfollow(proposal=proposal, by=request.user)
        messages.success(request, _("You no longer get updates on this proposal."))
    else:
        follows.follow(proposal=proposal, by=request.user)
        messages.success(request, _("You will get an update whenever something happens here."))
    return redirect(proposal)


def comment(request, pk):
    """A visitor writes on a page of its own and comes in afterwards: the open page holds no form."""
    proposal = seen_by(request.user, pk)
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(f"{proposal.get_absolute_url()}#comment-form")
    form = CommentForm(request.POST if request.method == "POST" else None, prefix="comment")
    if not request.user.is_authenticated:
        return _comment_of_visitor(request, proposal, form)
    if refused := refusal(request.user, Right.COMMENT):
        form.add_error(None, refused)
    if not form.is_valid() or asks_about_danger(request, form):
        return show(request, proposal, REFUSED, comment_form=form, danger=sounds_urgent(form))
    answers = proposal.comments.filter(
        pk=form.cleaned_data["answers"], hidden_at__isnull=True
    ).first()
    try:
        posted = post_comment(
            proposal=proposal, by=request.user, text=form.cleaned_data["text"], answers=answers
        )
    except CommentsClosed:
        messages.error(request, _("Nothing can be written here any more."))
        return redirect(proposal)
    if posted.hidden_at:
        return redirect(own_page("comment", posted.pk))
    return redirect(f"{proposal.get_absolute_url()}#comment-{posted.pk}")


def _comment_of_visitor(request, proposal: Proposal, form: CommentForm) -> HttpResponse:
    if not form.is_valid() or asks_about_danger(request, form):
        status = REFUSED if form.is_bound else 200
        context = {"proposal": proposal, "form": form, "danger": sounds_urgent(form)}
        return render(request, "proposals/comment.html", context, status=status)
    words = {form.add_prefix(name): str(form.cleaned_data[name] or "") for name in form.fields}
    return carry(request, "comment", pk=proposal.pk, **words)


@sign_in_to_act
def solve(request, pk):
    proposal = seen_by(request.user, pk)
    form = SolutionForm(request.POST, prefix="solution")
    if refused := refusal(request.user, Right.SOLVE):
        form.add_error(None, refused)
    if not form.is_valid():
        return show(request, proposal, REFUSED, solution_form=form)
    try:
        solution = offer_solution(proposal=proposal, by=request.user, **form.cleaned_data)
    except SolutionsClosed:
        messages.error(request, _("No more solutions are looked for here."))
        return redirect(proposal)
    if solution.hidden_at:
        return redirect(own_page("solution", solution.pk))
    messages.success(request, _("Thank you. Your solution is shown here and can be backed."))
    return redirect(f"{proposal.get_absolute_url()}#solution-{solution.pk}")


@sign_in_to_act
def support_solution(request, pk, solution_pk):
    proposal = seen_by(request.user, pk)
    if refused := refusal(request.user, Right.SUPPORT):
        messages.error(request, refused)
        return redirect(proposal)
    solution = get_object_or_404(Solution, pk=solution_pk, proposal=proposal, hidden_at=None)
    verb = stop_backing_solution if "take_back" in request.POST else back_solution
    try:
        verb(solution=solution, by=request.user)
    except SupportClosed:
        messages.error(request, _("This proposal can no longer be backed."))
    return redirect(f"{proposal.get_absolute_url()}#solution-{solution.pk}")


@login_required
def report(request, pk):
    """신고, of the proposal itself or of one comment or solution on its page."""
    proposal = seen_by(request.user, pk)
    kind, target = _reported(request, proposal)
    form = ReasonForm(
        request.POST or None,
        label=_("What is wrong with it?"),
        help_text=_("For example: insults, personal data, advertising, a private photo."),
        max_length=300,
    )
    if request.method == "POST" and form.is_valid():
        try:
            report_abuse(
                kind=kind, target=target.pk, by=request.user, reason=form.cleaned_data["reason"]
            )
            messages.success(
                request, _("Thank you. Somebody at the city will look at it and decide.")
            )
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(proposal)
    context = {"proposal": proposal, "kind": kind, "target": target, "form": form}
    return render(request, "proposals/report.html", context)


def _reported(request, proposal: Proposal) -> tuple[str, Any]:
    on_its_page: tuple[tuple[str, Any], ...] = (
        ("comment", Comment.objects.filter(proposal=proposal)),
        ("solution", Solution.objects.filter(proposal=proposal)),
        ("confirmation", Confirmation.objects.filter(commitment__proposal=proposal)),
    )
    for kind, rows in on_its_page:
        number = request.GET.get(kind, "")
        if number.isdecimal():
            return kind, get_object_or_404(rows, pk=number, hidden_at=None)
    return "proposal", proposal
