"""The city's own rows, for administrators; elsewhere the admin only shows (see ReadOnly)."""

from django.contrib import admin

from city.models import Category, City, DayOff, Delegation, Department


class ForAdministrators:
    """Whoever has the role may, without a table of permissions beside it."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_admin

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    has_change_permission = has_view_permission

    def has_add_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(ForAdministrators):
    """To look things up; changes are made at the desk, where the rules are."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(City)
class CityAdmin(ForAdministrators, admin.ModelAdmin):
    def has_add_permission(self, request, obj=None):
        return False  # there is one city, made by start_city


@admin.register(Department)
class DepartmentAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["name", "code", "phone"]


@admin.register(Category)
class CategoryAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["name", "slug", "department", "position", "is_open"]
    list_select_related = ["department"]


@admin.register(DayOff)
class DayOffAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["date", "name"]


@admin.register(Delegation)
class DelegationAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["status", "outcome", "approver", "since"]

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)
