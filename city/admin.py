"""The city's own rows to look up; they are changed at /desk/settings/, which keeps their history."""

from django.contrib import admin
from django.urls import reverse

from city.models import Category, City, DayOff, Delegation, Department


class ReadOnly:
    """Administrators look things up, without a table of permissions beside their role."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_admin

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class AtTheDesk(ReadOnly):
    """A row of the city's: shown here, changed at /desk/settings/, where its history is written."""

    settings_page = ""  # the code of its page there
    has_one_row = False

    def view_on_site(self, obj):
        if self.has_one_row:
            return reverse("desk_settings:page", args=[self.settings_page])
        return reverse("desk_settings:edit", args=[self.settings_page, obj.pk])


@admin.register(City)
class CityAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page, has_one_row = "city", True


@admin.register(Department)
class DepartmentAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page = "departments"
    list_display = ["name", "code", "phone"]


@admin.register(Category)
class CategoryAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page = "categories"
    list_display = ["name", "slug", "department", "position", "is_open"]
    list_select_related = ["department"]


@admin.register(DayOff)
class DayOffAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page = "days-off"
    list_display = ["date", "name"]


@admin.register(Delegation)
class DelegationAdmin(AtTheDesk, admin.ModelAdmin):  # type: ignore[misc]
    settings_page = "delegations"
    list_display = ["status", "outcome", "approver", "since"]
