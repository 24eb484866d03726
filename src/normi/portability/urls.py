"""Addresses of the pages for taking a profile away and erasing it, all of them under the profile."""

from django.urls import path

from normi.portability import views

app_name = "portability"
urlpatterns = [
    path("ta-med/", views.take_along, name="take_along"),
    path("ta-med/<slug:format>", views.download, name="download"),
    path("slett-profilen/", views.erase, name="erase"),
]
