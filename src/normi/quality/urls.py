"""Address of the quality page."""

from django.urls import path

from normi.quality import views

app_name = "quality"
urlpatterns = [path("", views.page, name="page")]
