"""The open API of this room."""

from rest_framework.routers import SimpleRouter

from surveys.api import SurveyViewSet

router = SimpleRouter()
router.register("surveys", SurveyViewSet, basename="api-survey")
urlpatterns = router.urls
