"""The desk's queue of texts to look at: an officer shows, hides, or stops somebody from writing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.block import BlockRefused, block_of, block_person, blocks_in_force, lift_block
from accounts.forms_moderation import BlockForm, CaseForm
from accounts.guards import officer_required
from accounts.models import Block, ModerationAct
from accounts.moderation import (
    ReportRefused,
    author_of,
    decide_case,
    is_named,
    kinds,
    last_act,
    model_of,
    page_of,
    text_of,
)
from accounts.moderation_queue import cases_of, rows_of, waiting_cases

ACTS_SHOWN = 20
LINES_SHOWN = 50
REFUSED = 422


@officer_required
def moderation(request):
    page = Paginator(waiting_cases(), LINES_SHOWN).get_page(request.GET.get("page"))
    rows = rows_of(list(page))
    acts = ModerationAct.objects.select_related("by").order_by("-at", "-pk")[:ACTS_SHOWN]
    context = {
        "page": page,
        "queue": [(line, _shown(line.kind, rows[line.key])) for line in page if line.key in rows],
        "decided": [(act, model_of(act.kind)._meta.verbose_name) for act in acts],
        "blocks": blocks_in_force().select_related("person", "by")[:LINES_SHOWN],
    }
    return render(request, "accounts/desk/moderation.html", context)


@officer_required
def decide(request, kind, target):
    row = _row_or_404(kind, target)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_case(
                kind=kind,
                target=target,
                hide=form.cleaned_data["decision"] == "hide",
                reason=form.cleaned_data["reason"],
                ground=form.cleaned_data["ground"],
                seen=request.POST.get("seen"),
                by=request.user,
            )
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Decided. If something changed, the author has been told why.")
            )
            return redirect("accounts_desk:moderation")
    return _page(request, kind, row, form=form)


@require_POST
@officer_required
def block(request, kind, target):
    row = _row_or_404(kind, target)
    author = _shown(kind, row)["author"]
    if author is None:
        raise Http404
    form = BlockForm(request.POST, prefix="block")
    if not form.is_valid():
        return _page(request, kind, row, block_form=form)
    try:
        block_person(person=author, by=request.user, **form.cleaned_data)
        messages.success(request, _("The person cannot write until then and has been told why."))
    except BlockRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts_desk:decide", kind, target)


@require_POST
@officer_required
def lift(request, pk):
    lift_block(block=get_object_or_404(Block, pk=pk), by=request.user)
    messages.success(request, _("The person can write again and has been told."))
    return redirect("accounts_desk:moderation")


def _row_or_404(kind: str, target: int):
    if kind not in kinds():
        raise Http404
    return get_object_or_404(model_of(kind), pk=target)


def _page(request, kind: str, row, form=None, block_form=None):
    acts = ModerationAct.objects.filter(kind=kind, target=row.pk).select_related("by")
    shown = _shown(kind, row)
    author = shown["author"]
    context = {
        "form": form or CaseForm(),
        "block_form": block_form or BlockForm(prefix="block"),
        "stopped": block_of(author) if author else None,
        "may_block": bool(author and not author.is_officer),
        "code": kind,
        "row": row,
        "waiting": cases_of(kind, row.pk),
        "acts": acts.order_by("-at", "-pk"),
        "seen": last_act(kind, row.pk),
        **shown,
    }
    refused = any(one is not None and one.errors for one in (form, block_form))
    status = REFUSED if refused else 200
    return render(request, "accounts/desk/decide.html", context, status=status)


def _shown(kind: str, row) -> dict:
    """What an officer needs to judge a text; who reported it stays out of sight."""
    title = getattr(row, "title", "")
    return {
        "kind": row._meta.verbose_name,
        "title": title,
        "text": getattr(row, "text", "") or text_of(row).removeprefix(title),
        "author": author_of(kind, row) if is_named(kind) else None,
        "page": page_of(kind, row),
        "hidden_at": row.hidden_at,
    }
