"""
Addresses of the account pages, all below one folder.

Ours carry the namespace `accounts`; allauth's keep the names it knows them by, such as `account_login`.
"""

from django.urls import include, path

from normi.accounts import views

pages = [
    path("", views.home, name="home"),
    path("slett/", views.delete, name="delete"),
    path("nettlesere/logg-ut/", views.end_sessions, name="end_sessions"),
    path("nettlesere/<int:pk>/logg-ut/", views.end_session, name="end_session"),
    path("tilgangsnokler/", views.tokens, name="tokens"),
    path("tilgangsnokler/ny/", views.create_token, name="create_token"),
    path("tilgangsnokler/<int:pk>/fjern/", views.revoke_token, name="revoke_token"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("", include("allauth.urls")),
]
