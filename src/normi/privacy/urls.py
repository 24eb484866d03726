"""Addresses of the privacy pages."""

from django.urls import path

from normi.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("mine-data", views.mine, name="mine"),
    path("mine-data.json", views.mine_json, name="mine_json"),
    path("mine-sok/slett", views.erase_searches, name="erase_searches"),
]
