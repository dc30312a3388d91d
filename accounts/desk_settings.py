"""설정: an administrator looks at the city's rows, changes them, and sees who changed what before."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.checklist import checklist, item_called
from accounts.guards import admin_required
from accounts.models import SettingChange
from accounts.settings_form import RowForm, fingerprint
from accounts.settings_history import in_words
from accounts.settings_rows import SettingRows, by_groups, rows_called
from accounts.settings_save import (
    ChangedMeanwhile,
    SettingRefused,
    remove_setting,
    save_setting,
    tick_off,
)

CHANGES_SHOWN = 10
CHANGES_ON_A_PAGE = 50


@admin_required
def overview(request):
    items = checklist(request.user)
    context = {
        "groups": by_groups(),
        "checklist": items,
        "done": sum(item.is_done for item in items),
        "history": in_words(_changes()[:5]),
    }
    return render(request, "accounts/desk/settings/index.html", context)


@admin_required
def history(request):
    page = Paginator(_changes(), CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "history": in_words(list(page))}
    return render(request, "accounts/desk/settings/history.html", context)


@require_POST
@admin_required
def checked(request, code):
    """Somebody looked at it, and it is right as it is."""
    item = item_called(code, request.user)
    if item is None or not item.may_be_ticked:
        raise Http404
    tick_off(code=item.key, name=str(item.title), by=request.user)
    messages.success(request, _("Ticked off."))
    return redirect("desk_settings:overview")


@admin_required
def page(request, code):
    """The rows of one kind, or the form of what the city has only one of."""
    rows = _rows_or_404(code)
    if rows.is_one:
        return _form(request, rows, rows.form.the_one())
    model = rows.model._meta.label_lower
    context = {
        "rows": rows,
        "lines": [(row, _name(rows, row), rows.form.line(row)) for row in rows.form.rows()],
        "history": in_words(_changes().filter(row__startswith=f"{model}:")[:CHANGES_SHOWN]),
        **rows.form.beside(),
    }
    return render(request, "accounts/desk/settings/list.html", context)


@admin_required
def new(request, code):
    rows = _rows_or_404(code)
    if rows.is_one or not rows.may_add:
        raise Http404
    return _form(request, rows, None)


@admin_required
def edit(request, code, pk):
    rows = _rows_or_404(code)
    if rows.is_one:
        raise Http404
    return _form(request, rows, _row_or_404(rows, pk))


@require_POST
@admin_required
def remove(request, code, pk):
    rows = _rows_or_404(code)
    if rows.is_one or not rows.may_remove:
        raise Http404
    form = rows.form(instance=_row_or_404(rows, pk))
    try:
        remove_setting(form=form, by=request.user)
    except SettingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_settings:edit", code, pk)
    messages.success(request, _("Removed. The history keeps what it was."))
    return redirect("desk_settings:page", code)


def _form(request, rows: SettingRows, row):
    form: RowForm = rows.form(request.POST or None, instance=row)
    seen = request.POST.get("seen") or fingerprint(form.shown())
    if request.method == "POST" and form.is_valid():
        try:
            change = save_setting(form=form, by=request.user, seen=seen)
        except SettingRefused as refusal:
            form.add_error(None, str(refusal))
            seen = refusal.now if isinstance(refusal, ChangedMeanwhile) else seen
        else:
            messages.success(request, _("Saved.") if change else _("Nothing has changed."))
            return redirect("desk_settings:page", rows.code)
    is_there = bool(row and row.pk)
    context = {
        "rows": rows,
        "row": row if is_there else None,
        "title": rows.title if rows.is_one else _name(rows, row) if is_there else _("New entry"),
        "form": form,
        "seen": seen,
        "may_remove": is_there and rows.may_remove and not rows.is_one,
        "history": _history_of(form, rows, is_there),
        **rows.form.beside(),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/desk/settings/edit.html", context, status=status)


def _history_of(form: RowForm, rows: SettingRows, is_there: bool):
    """The changes of this row; of a row that several pages share, those that this page shows."""
    if not (is_there or rows.is_one):
        return []
    kept = set(rows.form.kept())
    changes = _changes().filter(row=form.key())[: CHANGES_SHOWN * 5]
    return in_words(
        [each for each in changes if kept & {*each.before, *each.after}][:CHANGES_SHOWN]
    )


def _changes():
    return SettingChange.objects.select_related("by")


def _name(rows: SettingRows, row) -> str:
    return rows.form(instance=row).called()


def _row_or_404(rows: SettingRows, pk: str) -> Model:
    """Most rows have a number, some a short name; a name that is no number is nobody's."""
    try:
        return get_object_or_404(rows.form.rows(), pk=pk)
    except ValueError:
        raise Http404 from None


def _rows_or_404(code: str) -> SettingRows:
    rows = rows_called(code)
    if rows is None:
        raise Http404
    return rows
