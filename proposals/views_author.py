"""What an author does with a proposal later on, and what those who backed it are asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.levels import refusal
from accounts.moderation import own_page
from accounts.roles import Right
from proposals import confirm as confirmations
from proposals.add import AdditionRefused, add_to_proposal
from proposals.answer_request import answer as answer_request
from proposals.appeal import ask_again as ask_for_a_second_look
from proposals.forms import ConfirmationForm, WordsForm
from proposals.permissions import can_answer, can_ask_again, can_edit
from proposals.submit import CannotEdit, CannotWithdraw, edit_proposal, withdraw_proposal
from proposals.views import (
    REFUSED,
    addition_form,
    answer_form,
    appeal_form,
    seen_by,
    show,
    sign_in_to_act,
)
from proposals.workflow import MoveNotAllowed


@login_required
def edit(request, pk):
    proposal = seen_by(request.user, pk)
    if not can_edit(request.user, proposal):
        messages.error(request, _("You can change the words only while nobody else backs them."))
        return redirect(proposal)
    if refused := refusal(request.user, Right.PROPOSE):
        messages.error(request, refused)
        return redirect(proposal)
    words = {"title": proposal.title, "text": proposal.text, "category": proposal.category_id}
    form = WordsForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            edited = edit_proposal(proposal=proposal, by=request.user, **form.cleaned_data)
            if edited.hidden_at:
                return redirect(own_page("proposal", edited.pk))
            messages.success(request, _("Your proposal now reads as you wanted."))
        except CannotEdit:
            messages.error(
                request, _("Somebody has just backed it, so the words stay as they are.")
            )
        return redirect(proposal)
    return render(request, "proposals/edit.html", {"proposal": proposal, "form": form})


@sign_in_to_act
def add(request, pk):
    """More words below the proposal; those that others backed stay as they are."""
    proposal = seen_by(request.user, pk)
    form = addition_form(request.POST)
    if refused := refusal(request.user, Right.PROPOSE):
        form.add_error(None, refused)
    if not form.is_valid():
        return show(request, proposal, REFUSED, addition_form=form)
    try:
        add_to_proposal(proposal=proposal, text=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Added. Everybody who follows it has been told."))
    except AdditionRefused as closed:
        messages.error(request, str(closed))
    return redirect(proposal)


@login_required
def withdraw(request, pk):
    """Asks once, then withdraws."""
    proposal = seen_by(request.user, pk)
    if request.method != "POST":
        return render(request, "proposals/withdraw.html", {"proposal": proposal})
    try:
        withdraw_proposal(proposal=proposal, by=request.user)
        messages.success(request, _("Your proposal is withdrawn."))
    except CannotWithdraw:
        messages.error(
            request,
            _("It cannot be withdrawn: it is not yours, others back it, or it was answered."),
        )
    return redirect(proposal)


@sign_in_to_act
def answer(request, pk):
    proposal = seen_by(request.user, pk)
    form = answer_form(request.POST)
    if not can_answer(request.user, proposal):
        messages.error(request, _("There is no open question for you here."))
        return redirect(proposal)
    if not form.is_valid():
        return show(request, proposal, REFUSED, answer_form=form)
    try:
        answer_request(proposal=proposal, text=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Thank you. The city goes on with your proposal."))
    except MoveNotAllowed as closed:
        messages.error(request, str(closed))
    return redirect(proposal)


@sign_in_to_act
def ask_again(request, pk):
    proposal = seen_by(request.user, pk)
    form = appeal_form(request.POST)
    if not can_ask_again(request.user, proposal):
        messages.error(request, _("A second look can be asked for once, by the author."))
        return redirect(proposal)
    if not form.is_valid():
        return show(request, proposal, REFUSED, appeal_form=form)
    try:
        ask_for_a_second_look(
            proposal=proposal, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The city looks at your proposal again."))
    except MoveNotAllowed as closed:
        messages.error(request, str(closed))
    return redirect(proposal)


@sign_in_to_act
def confirm(request, pk, commitment_pk):
    """정말 나아졌습니까? One tap."""
    proposal = seen_by(request.user, pk)
    commitment = get_object_or_404(proposal.commitments, pk=commitment_pk)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose one of the answers."))
        return redirect(proposal)
    try:
        confirmations.answer(commitment=commitment, person=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Your answer is counted."))
    except confirmations.NotAsked as closed:
        messages.error(request, str(closed))
    return redirect(f"{proposal.get_absolute_url()}#commitment-{commitment.pk}")
