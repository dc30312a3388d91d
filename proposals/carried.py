"""What a visitor wrote or tapped here before coming in: named at the entrance, then sent at once."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.levels import refusal
from accounts.moderation import own_page
from accounts.roles import Right
from maps.locate import PlaceOutside
from proposals.comment import CommentsClosed, post_comment
from proposals.drafts import IN_SESSION, send_draft
from proposals.forms import CommentForm
from proposals.models import Draft, Proposal
from proposals.new_forms import ProposalForm
from proposals.submit import CallIsClosed
from proposals.support import SupportClosed, give_support

THANKS = gettext_lazy(
    "Thank you, your proposal is public. You will get an update whenever something happens."
)


def describe_support(details: dict[str, Any]) -> str:
    proposal = _proposal(details)
    return _("Your support: “%s”") % proposal.shown_title if proposal else ""


def send_support(request, details: dict[str, Any]) -> str:
    proposal = _proposal(details)
    if proposal is None:
        return reverse("proposals:index")
    if refused := refusal(request.user, Right.SUPPORT):
        messages.error(request, refused)
        return proposal.get_absolute_url()
    try:
        give_support(proposal=proposal, by=request.user)
        messages.success(request, _("You back this proposal. Thank you."))
    except SupportClosed:
        messages.error(request, _("This proposal can no longer be backed."))
    return proposal.get_absolute_url()


def describe_comment(details: dict[str, Any]) -> str:
    proposal = _proposal(details)
    return _("Your comment on “%s”") % proposal.shown_title if proposal else ""


def send_comment(request, details: dict[str, Any]) -> str:
    proposal = _proposal(details)
    form = CommentForm(details, prefix="comment")
    if proposal is None or not form.is_valid():
        return reverse("proposals:index")
    if refused := refusal(request.user, Right.COMMENT):
        messages.error(request, refused)
        return proposal.get_absolute_url()
    answers = proposal.comments.filter(pk=form.cleaned_data["answers"], hidden_at=None).first()
    try:
        posted = post_comment(
            proposal=proposal, by=request.user, text=form.cleaned_data["text"], answers=answers
        )
    except CommentsClosed:
        messages.error(request, _("Nothing can be written here any more."))
        return proposal.get_absolute_url()
    if posted.hidden_at:
        return own_page("comment", posted.pk)
    messages.success(request, _("Your comment is public. Thank you."))
    return f"{proposal.get_absolute_url()}#comment-{posted.pk}"


def describe_draft(details: dict[str, Any]) -> str:
    draft = _draft(details)
    return _("Your proposal “%s”") % draft.form.get("title", "") if draft else ""


def send_draft_along(request, details: dict[str, Any]) -> str:
    """What can no longer be sent as it is stands in the form again, with a word about why."""
    draft = _draft(details)
    if draft is None:
        return reverse("me")
    draft.owner = request.user
    draft.save(update_fields=["owner"])
    request.session[IN_SESSION] = draft.token
    if refused := refusal(request.user, Right.PROPOSE):
        messages.error(request, refused)
        return reverse("proposals:new")
    form = ProposalForm(draft.form)
    if not form.is_valid():
        messages.info(request, _("Please look through your proposal once more and send it."))
        return reverse("proposals:new")
    try:
        proposal = send_draft(draft=draft, form=form, by=request.user)
    except (PlaceOutside, CallIsClosed) as closed:
        messages.error(request, str(closed))
        return reverse("proposals:new")
    if proposal.hidden_at:
        return own_page("proposal", proposal.pk)
    messages.success(request, str(THANKS))
    return proposal.get_absolute_url()


def _proposal(details: dict[str, Any]) -> Proposal | None:
    number = str(details.get("pk", ""))
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Proposal.objects.public().filter(pk=number).first()


def _draft(details: dict[str, Any]) -> Draft | None:
    """Of a visitor; somebody's own draft never leaves them."""
    return Draft.objects.filter(token=str(details.get("draft", "")), owner=None).first()
