"""/me/: what became of my proposals, pilots and surveys, and my news."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from accounts.models import Delivery
from livinglab.panels import panels

NEWS_SHOWN = 3
ORDER = ["surveys", "pilots", "proposals"]  # what waits for an answer comes first


@login_required
def me(request):
    news = Delivery.objects.unread_of(request.user).select_related("update_told")
    return render(
        request,
        "accounts/me.html",
        {"news": news[:NEWS_SHOWN], "panels": panels("me", request, ORDER)},
    )
