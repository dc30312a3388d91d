"""Keeps what the city types in about its indicators, and writes down who changed what."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import SettingChange, User
from accounts.settings_form import RowForm
from accounts.settings_save import save_setting
from reports.models import Indicator, IndicatorYear


def keep(
    *, form: RowForm, by: User, seen: str | None = None, at: datetime | None = None
) -> SettingChange | None:
    """An indicator or the target of a year, from a checked form; None where nothing changes."""
    check_may_write(by)
    return save_setting(form=form, by=by, seen=seen, at=at)


@transaction.atomic
def move(*, indicator: Indicator, up: bool, by: User) -> None:
    """Past its neighbour in the same area; at the end it stays."""
    check_may_write(by)
    area = Indicator.objects.select_for_update().filter(area=indicator.area)
    rows = list(area.order_by("position", "pk"))
    old = rows.index(indicator)
    new = old - 1 if up else old + 1
    if not 0 <= new < len(rows):
        return
    rows[old], rows[new] = rows[new], rows[old]
    for position, row in enumerate(rows):
        row.position = position
    Indicator.objects.bulk_update(rows, ["position"])


def check_may_write(person: User) -> None:
    if not person.is_manager:
        raise PermissionDenied


def year_of(indicator: Indicator, year: int) -> IndicatorYear:
    """The row of a year, or one that is not kept yet."""
    row = indicator.years.filter(year=year).first()
    return row or IndicatorYear(indicator=indicator, year=year)


def history_of(indicator: Indicator):
    """Every change of its words, figures and targets, newest first."""
    years = indicator.years.values_list("pk", flat=True)
    keys = [f"reports.indicator:{indicator.pk}", *(f"reports.indicatoryear:{pk}" for pk in years)]
    return SettingChange.objects.filter(row__in=keys).select_related("by")
