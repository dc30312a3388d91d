"""오늘: what is due, late and waiting, over every room."""

from django.shortcuts import render

from accounts.guards import officer_required
from livinglab.panels import panels


@officer_required
def today(request):
    return render(request, "livinglab/desk/today.html", {"panels": panels("desk", request)})
