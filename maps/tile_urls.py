"""Vector tiles."""

urlpatterns: list = []
