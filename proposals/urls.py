"""Addresses of proposals."""

from django.urls import path

from proposals import views, views_author, views_new, views_review, views_similar

app_name = "proposals"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views_new.new, name="new"),
    path("similar/", views_similar.similar, name="similar"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/support/", views.support, name="support"),
    path("<int:pk>/comment/", views.comment, name="comment"),
    path("<int:pk>/follow/", views.follow, name="follow"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/solutions/", views.solve, name="solve"),
    path(
        "<int:pk>/solutions/<int:solution_pk>/support/",
        views.support_solution,
        name="support_solution",
    ),
    path("<int:pk>/review/", views_review.review, name="review"),
    path("<int:pk>/edit/", views_author.edit, name="edit"),
    path("<int:pk>/add/", views_author.add, name="add"),
    path("<int:pk>/withdraw/", views_author.withdraw, name="withdraw"),
    path("<int:pk>/answer/", views_author.answer, name="answer"),
    path("<int:pk>/ask-again/", views_author.ask_again, name="ask_again"),
    path(
        "<int:pk>/commitments/<int:commitment_pk>/confirm/",
        views_author.confirm,
        name="confirm",
    ),
]
