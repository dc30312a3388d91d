"""Builds and publishes a report in one go, without a worker."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import Role
from city.words import words
from maps.models import District
from pilots.models import Pilot
from proposals.models import Call
from reports.make.asking import NotPossible
from reports.make.here import build_now
from reports.models import ReportKind
from reports.publish import ReportNotReady, publish, start_report


class Command(BaseCommand):
    help = "Compute all figures now, freeze them in a report and publish it."

    def add_arguments(self, parser):
        parser.add_argument(
            "slug", nargs="?", default="",
            help="the last part of its address, for example 2026-3; left out, made from the kind",
        )  # fmt: skip
        parser.add_argument(
            "--kind", default="city", help="city, weekly, monthly, yearly, district …"
        )
        parser.add_argument("--since", type=date.fromisoformat, help="first day, 2026-10-01")
        parser.add_argument("--until", type=date.fromisoformat, help="last day, 2026-10-31")
        parser.add_argument("--district", help="code of a district")
        parser.add_argument("--call", help="address of a call")
        parser.add_argument("--pilot", type=int, help="number of a pilot")
        parser.add_argument(
            "--title", default="", help="title in Korean; left out, made from the kind"
        )
        parser.add_argument("--title-en", default="", help="title in English")
        parser.add_argument("--summary", required=True, help="summary in Korean")
        parser.add_argument("--summary-en", default="", help="summary in English")
        parser.add_argument("--legal-basis", default="", help="asked before an election")
        parser.add_argument("--by", required=True, help="e-mail of the manager who publishes")

    def handle(self, *, kind, slug, title, title_en, summary, summary_en, legal_basis, by, **about):
        manager = User.objects.filter(email__iexact=by, role__in=[Role.MANAGER, Role.ADMIN]).first()
        if manager is None:
            raise CommandError(f"{by} is not a manager. Name somebody who may publish.")
        try:
            report = start_report(
                kind=_known(ReportKind, pk=kind).pk, by=manager, slug=slug,
                title=words(title, title_en) if title else None,
                since=about["since"], until=about["until"], **_things(about),
            )  # fmt: skip
            build_now(report)
            report.summary = words(summary, summary_en)
            report.save(update_fields=["summary"])
            publish(report=report, by=manager, legal_basis=legal_basis)
        except (NotPossible, ReportNotReady) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{report.get_absolute_url()} is published.")


def _things(about: dict) -> dict:
    asked = {
        "district": (District, {"code": about["district"], "valid_to": None}, about["district"]),
        "call": (Call, {"slug": about["call"]}, about["call"]),
        "pilot": (Pilot, {"pk": about["pilot"]}, about["pilot"]),
    }
    return {name: _known(model, **of) for name, (model, of, given) in asked.items() if given}


def _known(model, **of):
    row = model.objects.filter(**of).first()
    if row is None:
        raise CommandError(f"There is no {model.__name__} with {of}.")
    return row
