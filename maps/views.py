"""The city map."""

from django.shortcuts import render


def city_map(request):
    return render(request, "maps/city_map.html")
