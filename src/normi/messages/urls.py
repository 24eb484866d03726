"""Addresses of the messages pages."""

from django.urls import path

from normi.messages import views

app_name = "messages"
urlpatterns = [
    path("postkasse/", views.mailbox, name="mailbox"),
    path("postkasse/tom/", views.empty, name="empty"),
    path("postkasse/<str:key>/", views.letter, name="letter"),
]
