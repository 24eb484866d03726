"""Addresses of the profile pages. The front page stands in the root, for everyone."""

from django.urls import path

from normi.profiles import views

app_name = "profiles"
urlpatterns = [
    path("", views.profile, name="profile"),
    path("les", views.read, name="read"),
    path("tekst/<int:pk>/", views.text, name="text"),
    path("tekst/<int:pk>/godta-sikre", views.accept_sure, name="accept_sure"),
    path("tekst/<int:pk>/slett", views.delete_text, name="delete_text"),
    path("forslag/<int:pk>/godta", views.accept, name="accept"),
    path("forslag/<int:pk>/avvis", views.reject, name="reject"),
    path("forslag/<int:pk>/angre", views.undo, name="undo"),
    path("rolle/<int:pk>/kryss-av", views.tick, name="tick"),
    path("rolle/kryss/<int:pk>/angre", views.untick, name="untick"),
    path("ferdighet/legg-til", views.add, name="add"),
    path("ferdighet/fjern", views.remove, name="remove"),
    path("ferdighet/tilbake", views.restore, name="restore"),
    path("ferdighet/<path:path>", views.skill, name="skill"),
    path("niva", views.levels, name="levels"),
    path("historikk", views.history, name="history"),
    path("historikk/slett-spor", views.forget_removed, name="forget_removed"),
]
