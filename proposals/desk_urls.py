"""The desk of this room."""

from django.urls import path

from proposals import desk, desk_commitments, desk_photos, desk_words

app_name = "proposals_desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("short-answers/", desk.short_answers, name="short_answers"),
    path("words/", desk_words.waiting, name="words_waiting"),
    path("<int:pk>/", desk.proposal, name="proposal"),
    path("<int:pk>/words/", desk_words.write, name="words"),
    path("<int:pk>/move/<slug:code>/", desk.move, name="move"),
    path("<int:pk>/assign/", desk.assign, name="assign"),
    path("<int:pk>/reply/", desk.reply, name="reply"),
    path("<int:pk>/hide/", desk.hide, name="hide"),
    path("<int:pk>/sign-off/", desk.sign_off, name="sign_off"),
    path("<int:pk>/photos/<int:photo_pk>/cover/", desk_photos.cover, name="cover"),
    path("commitments/<int:pk>/<slug:act>/", desk_commitments.change, name="commitment"),
]
