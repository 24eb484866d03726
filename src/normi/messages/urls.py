"""Addresses of the messages pages."""

from django.urls import URLPattern

app_name = "messages"
urlpatterns: list[URLPattern] = []
