"""What the demo's administrator set at /desk/settings/, so that its history has something to tell."""

from datetime import datetime, timedelta

from django.forms import model_to_dict

from accounts.invite import invite
from accounts.settings_city import DepartmentForm
from accounts.settings_save import save_setting, tick_off
from city.models import Department
from livinglab.demo.people import Cast

# 000 is given to nobody: the numbers of a demonstration ring nowhere.
MOVED = {"road": "031-000-0108", "parks": "031-000-0112"}
LOOKED_AT = {
    "consents": ("동의 문안 확인", 390),
    "policies": ("개인정보 처리방침과 이용약관 확인", 389),
}


def play_settings(cast: Cast, now: datetime) -> None:
    administrator = cast.by_email["admin@demo.test"]
    for code, (name, days_ago) in LOOKED_AT.items():
        tick_off(code=code, name=name, by=administrator, at=now - timedelta(days=days_ago))
    for days_ago, (code, phone) in zip((61, 33), MOVED.items(), strict=True):
        _give_number(code, phone, administrator, now - timedelta(days=days_ago))
    invite(
        emails=["new-officer@demo.test"], role="officer", by=administrator,
        department=cast.departments["parks"], at=now - timedelta(hours=2),
    )  # fmt: skip


def _give_number(code: str, phone: str, by, at: datetime) -> None:
    department = Department.objects.get(code=code)
    data = model_to_dict(department, ["code", "is_open"]) | {
        "name_0": department.name["ko"], "name_1": department.name["en"], "phone": phone,
    }  # fmt: skip
    form = DepartmentForm(data, instance=department)
    form.full_clean()
    save_setting(form=form, by=by, at=at)
