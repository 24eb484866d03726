"""Addresses of fetching in a profile from a file."""

from django.urls import path

from normi.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("se-over", views.review, name="review"),
    path("forkast", views.discard, name="discard"),
]
