"""What an author sees of a text of theirs that is hidden: the words, the reason, another look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.forms_moderation import LookAgainForm
from accounts.models import ModerationCase
from accounts.moderation import (
    ReportRefused,
    appeal,
    author_of,
    hidden_by,
    kinds,
    model_of,
    page_of,
    text_of,
)
from accounts.moderation_queue import cases_of


@login_required
def hidden(request, kind, target):
    if kind not in kinds():
        raise Http404
    row = get_object_or_404(model_of(kind), pk=target)
    if author_of(kind, row) != request.user:
        raise Http404
    if row.hidden_at is None:  # type: ignore[attr-defined]
        return redirect(page_of(kind, row) or "me")
    form = LookAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal(kind=kind, target=target, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Thank you. Somebody else will look at it again."))
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("my_hidden", kind, target)
    asked = ModerationCase.objects.filter(
        kind=kind, target=target, source=ModerationCase.Source.APPEAL
    ).first()
    context = {
        "kind": row._meta.verbose_name,
        "text": text_of(row),
        "act": hidden_by(kind, target),
        "asked": asked,
        "waiting": cases_of(kind, target),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/hidden.html", context, status=status)
