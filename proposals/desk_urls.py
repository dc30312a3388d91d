"""The desk of this room."""

from django.urls import path

from proposals import (
    desk,
    desk_answer_many,
    desk_answering,
    desk_charge,
    desk_commitments,
    desk_compare,
    desk_list,
    desk_move,
    desk_photos,
    desk_record,
    desk_sign_off,
    desk_words,
)

app_name = "proposals_desk"
urlpatterns = [
    path("", desk_list.queue, name="queue"),
    path("assign/", desk_list.assign_chosen, name="assign_chosen"),
    path("answer/", desk_answer_many.answer_many, name="answer_many"),
    path("record/", desk_record.record, name="record"),
    path("receipts/<int:pk>/", desk_record.receipt, name="receipt"),
    path("receipts/<int:pk>/forget/", desk_record.forget, name="forget"),
    path("sign-off/", desk_sign_off.waiting, name="sign_offs"),
    path("words/", desk_words.waiting, name="words_waiting"),
    path("<int:pk>/", desk.proposal, name="proposal"),
    path("<int:pk>/words/", desk_words.write, name="words"),
    path("<int:pk>/move/<slug:code>/", desk_move.move, name="move"),
    path("<int:pk>/compare/<int:other_pk>/", desk_compare.compare, name="compare"),
    path("<int:pk>/assign/", desk_charge.assign, name="assign"),
    path("<int:pk>/note/", desk_charge.note, name="note"),
    path("<int:pk>/extend/", desk_answering.extend, name="extend"),
    path("<int:pk>/reviews/", desk_answering.ask_reviews, name="ask_reviews"),
    path("<int:pk>/reviews/<int:review_pk>/", desk_answering.unask_review, name="unask_review"),
    path("<int:pk>/bring-back/", desk_answering.bring_back, name="bring_back"),
    path("<int:pk>/reply/", desk.reply, name="reply"),
    path("<int:pk>/record/<slug:act>/", desk_record.record_act, name="record_act"),
    path("<int:pk>/hide/", desk.hide, name="hide"),
    path("<int:pk>/sign-off/", desk_sign_off.sign_off, name="sign_off"),
    path("<int:pk>/photos/<int:photo_pk>/cover/", desk_photos.cover, name="cover"),
    path("commitments/<int:pk>/<slug:act>/", desk_commitments.change, name="commitment"),
]
