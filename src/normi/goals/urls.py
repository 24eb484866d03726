"""Addresses of roles and goals. A role's address ends like its concept's: /rolle/occupation/…"""

from django.urls import path

from normi.goals import views

app_name = "goals"
urlpatterns = [
    path("rolle/", views.roles, name="roles"),
    path("rolle/<path:role>", views.role, name="role"),
    path("maal/", views.overview, name="overview"),
    path("maal/velg", views.choose, name="choose"),
    path("maal/fjern", views.remove, name="remove"),
    path("maal/flytt", views.move, name="move"),
    path("maal/laer/", views.learn, name="learn"),
    path("maal/naer/", views.near, name="near"),
    path("maal/to-ferdigheter/", views.openings, name="openings"),
    path("maal/lagt-bort/", views.put_away, name="put_away"),
    path("maal/raad/legg-bort", views.dismiss, name="dismiss"),
    path("maal/raad/hent-tilbake", views.bring_back, name="bring_back"),
    path("maal/rolle/<path:role>", views.gap, name="gap"),
]
