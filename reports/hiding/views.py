"""The page that says in plain words why some numbers are hidden."""

from django.shortcuts import render

from city.models import City


def small_groups(request):
    return render(
        request, "reports/hiding/small_groups.html", {"k": City.objects.current().smallest_group}
    )
