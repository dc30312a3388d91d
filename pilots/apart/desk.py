"""The desk writes what participants are asked to agree to: taking part, and each further purpose."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import ConsentText
from pilots import protocol
from pilots.apart.forms import RecipientFormSet, TextForm, recipients_in
from pilots.apart.texts import TextRefused, drop_extra, write_extra
from pilots.desk import runs_pilot
from pilots.models import ExtraConsent
from pilots.participation import TAKES_PART

REFUSED = 422
WRITTEN = ("title", "purpose", "items", "retention", "refusal", "easy")


@runs_pilot
def texts(request, pilot):
    extras = pilot.extra_consents.select_related("text").annotate(yes=Count("agreed"))
    there = {extra.covers for extra in extras} - {ExtraConsent.Covers.OTHER}
    context = {
        "pilot": pilot,
        "core": pilot.consent_text,
        "extras": extras,
        "taking_part": pilot.participations.filter(status__in=TAKES_PART).count(),
        "missing": [covers for covers in ExtraConsent.Covers if covers not in there],
    }
    return render(request, "pilots/desk/consents.html", context)


@runs_pilot
def core(request, pilot):
    def save(words, recipients):
        text = protocol.write_consent(pilot=pilot, by=request.user, recipients=recipients, **words)
        return text.version

    return _write(request, pilot, pilot.consent_text, save, _("Consent to taking part"))


@runs_pilot
def new_extra(request, pilot, covers):
    if covers not in ExtraConsent.Covers:
        raise Http404
    return _write_extra(request, pilot, ExtraConsent.Covers(covers), None)


@runs_pilot
def edit_extra(request, pilot, extra):
    row = get_object_or_404(pilot.extra_consents.select_related("text"), pk=extra)
    return _write_extra(request, pilot, ExtraConsent.Covers(row.covers), row)


def _write_extra(request, pilot, covers: ExtraConsent.Covers, row: ExtraConsent | None):
    def save(words, recipients):
        written = write_extra(
            pilot=pilot, covers=covers, extra=row, recipients=recipients, by=request.user, **words
        )
        return written.text.version

    return _write(request, pilot, row.text if row else None, save, covers.label, row)


def _write(request, pilot, text: ConsentText | None, save, heading, row=None):
    is_sent = request.method == "POST"
    form = TextForm(
        request.POST if is_sent else None,
        initial={name: getattr(text, name) for name in WRITTEN} if text else None,
    )
    rows = _recipient_rows(request, text)
    asks_for_more = is_sent and "more" in request.POST
    if is_sent and not asks_for_more and form.is_valid() and rows.is_valid():
        try:
            version = save(form.cleaned_data, recipients_in(rows))
        except TextRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Version %(number)s of the consent text is in force.") % {"number": version},
            )
            return redirect("pilots_desk:consents", pilot.pk)
    context = {
        "pilot": pilot, "form": form, "rows": rows, "text": text, "heading": heading, "row": row,
    }  # fmt: skip
    is_refused = is_sent and not asks_for_more
    status = REFUSED if is_refused else 200
    return render(request, "pilots/desk/consent.html", context, status=status)


def _recipient_rows(request, text: ConsentText | None):
    initial = text.recipients if text else None
    if request.method != "POST":
        return RecipientFormSet(initial=initial, prefix="recipients")
    data = request.POST.copy()
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        data.setdefault(f"recipients-{name}", "0")
    asked = data["recipients-TOTAL_FORMS"]
    if "more" in data and asked.isdecimal() and len(asked) < 3:
        # Without JavaScript: one more empty row below those already written.
        data["recipients-TOTAL_FORMS"] = str(int(asked) + 1)
    return RecipientFormSet(data, initial=initial, prefix="recipients")


@require_POST
@runs_pilot
def drop(request, pilot, extra):
    row = get_object_or_404(pilot.extra_consents, pk=extra)
    try:
        drop_extra(extra=row, by=request.user)
        messages.success(request, _("Removed."))
    except TextRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("pilots_desk:consents", pilot.pk)
