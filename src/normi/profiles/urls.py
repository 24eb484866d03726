"""Addresses of the profiles pages."""

from django.urls import URLPattern

app_name = "profiles"
urlpatterns: list[URLPattern] = []
