"""Addresses of the taxonomy pages. A concept's address ends like its URI: /esco/skill/…"""

from django.urls import path

from normi.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("", views.search, name="search"),
    path("forslag", views.suggest, name="suggest"),
    path("<path:concept>", views.concept, name="concept"),
]
