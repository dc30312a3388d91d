"""What every page knows: which city this is, and how much unread news the reader has."""

from django.utils.functional import SimpleLazyObject

from accounts.models import Delivery
from city.models import City


def portal(request):
    city = getattr(request, "city", None) or City.objects.current()
    request.city = city
    user = getattr(request, "user", None)

    def unread():
        return Delivery.objects.unread_of(user).count() if user and user.is_authenticated else 0

    return {"city": city, "unread_updates": SimpleLazyObject(unread)}
