"""The desk page of a pilot's participants: how many stand where."""

from django.shortcuts import render

from pilots.desk import people_by_status, runs_pilot


@runs_pilot
def participants(request, pilot):
    context = {"pilot": pilot, "people": people_by_status(pilot)}
    return render(request, "pilots/desk/participants.html", context)
