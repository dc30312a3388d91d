"""A pack as one HTML document for paper, from its frozen data alone."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.evidence.read import Reader, say
from reports.models import EvidencePack


def title_of(pack: EvidencePack) -> str:
    if pack.pilot:
        return _("Evidence pack: %(name)s") % {"name": pack.pilot.title}
    assert pack.since is not None  # pack_of_a_pilot_or_of_days
    assert pack.until is not None
    days = [date_format(each, "SHORT_DATE_FORMAT") for each in (pack.since, pack.until)]
    return _("Evidence pack %(since)s to %(until)s") % {"since": days[0], "until": days[1]}


def page_of(pack: EvidencePack) -> dict[str, Any]:
    """What the page at the desk and the papers show; needs a pack that is built."""
    reader = Reader(pack.data)
    return {
        "pack": pack, "title": title_of(pack), "data": pack.data, "reader": reader,
        "claims": say(pack.data["claims"]), "rule": say(pack.data.get("rule")),
        "chapters": reader.chapters(), "indicators": reader.indicators(),
        "city_name": say(pack.data["city"]),
    }  # fmt: skip


def tree_of(pack: EvidencePack, language: str):
    """An lxml tree, as reports/paper/ reads it."""
    from lxml import html

    with translation.override(language):
        context = page_of(pack) | {
            "language": language,
            "made_on": timezone.localdate(pack.built_at),
        }
        return html.document_fromstring(render_to_string("reports/evidence/paper.html", context))
