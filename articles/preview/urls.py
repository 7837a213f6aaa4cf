"""Addresses of reviewers without an account. They carry no language: a page is in that of its text."""

from django.urls import path

from articles.preview import views

urlpatterns = [
    path("open/<slug:token>/", views.open_link, name="preview_open"),
    path("<slug:public_id>/", views.release, name="preview_release"),
    path("<slug:public_id>/picture/<slug:picture>", views.picture, name="preview_picture"),
    path("<slug:public_id>/file/<slug:file>", views.file, name="preview_file"),
    path("<slug:public_id>/portrait/<slug:executive>", views.portrait, name="preview_portrait"),
]
