"""The queue: the page officers live in, and the way from one proposal to the next."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.guards import officer_required
from proposals import desk_queue
from proposals.assign import assign_many
from proposals.desk_forms import AssignForm
from proposals.filters import ProposalFilter
from proposals.models import Proposal

A_PAGE = 50
IN_SESSION = "desk_queue"  # the filters of the queue this officer is working through


@officer_required
def queue(request):
    tab, filters = queue_of(request.GET, request.user)
    if request.session.get(IN_SESSION) != request.GET.urlencode():
        request.session[IN_SESSION] = request.GET.urlencode()
    counts = desk_queue.tab_counts(request.user)
    page = Paginator(filters.qs, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page,
        "tab": tab,
        "tabs": [(code, label, counts[code]) for code, label in desk_queue.TABS.items()],
        "states": desk_queue.state_counts(),
        "assign_form": AssignForm(),
    }
    return render(request, "proposals/desk/queue.html", context)


def queue_of(params: QueryDict, person) -> tuple[str, ProposalFilter]:
    """The tab that was asked for and its proposals, filtered as on the public list."""
    tab = params.get("tab")
    tab = tab if tab in desk_queue.TABS else "open"
    rows = desk_queue.in_order(desk_queue.for_queue())
    if tab != "open" or not {"status", "outcome"} & set(params):
        rows = desk_queue.of_tab(rows, tab, person)
    return tab, ProposalFilter(params, queryset=rows)


def next_in_queue(request, row: Proposal) -> int | None:
    """What to open after this one, for whoever works through a queue; asked before it moves."""
    if IN_SESSION not in request.session:
        return None
    _tab, filters = queue_of(QueryDict(request.session[IN_SESSION]), request.user)
    rows = filters.qs.order_by(*desk_queue.ORDER).exclude(pk=row.pk)
    later = rows.filter(desk_queue.comes_after(row)).values_list("pk", flat=True)
    return later.first() or rows.values_list("pk", flat=True).first()


def way_through_queue(request, row: Proposal) -> dict | None:
    """Back to the queue as it was filtered, and on to the next one."""
    if IN_SESSION not in request.session:
        return None
    return {"params": request.session[IN_SESSION], "following": next_in_queue(request, row)}


@require_POST
@officer_required
def assign_chosen(request):
    """Several proposals to one officer or department, from the checkboxes of the queue."""
    chosen = Proposal.objects.filter(pk__in=_keys(request.POST.getlist("proposals")))
    form = AssignForm(to_me(request))
    if not chosen:
        messages.error(request, _("Choose at least one proposal first."))
    elif not form.is_valid():
        messages.error(request, _("Choose somebody from the list."))
    else:
        count = assign_many(proposals=chosen, by=request.user, **form.cleaned_data)
        messages.success(request, _("Proposals that changed hands: %(count)s.") % {"count": count})
    return redirect(f"{request.path.removesuffix('assign/')}?{request.session.get(IN_SESSION, '')}")


def to_me(request):
    """The form's data; “I take it” fills in oneself."""
    if "mine" not in request.POST:
        return request.POST
    data = request.POST.copy()
    data["officer"], data["department"] = request.user.pk, ""
    return data


def _keys(typed: list[str]) -> list[int]:
    return [int(key) for key in typed[:A_PAGE] if key.isdecimal() and len(key) < 16]
