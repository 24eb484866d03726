"""Addresses of a working life, all of them under the profile. Each kind of entry has its Norwegian word."""

from django.urls import path

from normi.careers import views

app_name = "careers"
WORDS = {"experience": "erfaring", "education": "utdanning", "credential": "bevis", "language": "spraak"}
WITH_TEXT = ("experience", "education")
WITH_SKILLS = ("experience", "education", "credential")

urlpatterns = [
    path("erfaring/", views.career, name="career"),
    path("erfaring/<int:pk>/rolle", views.role, name="role"),
    path("kontakt/", views.contact, name="contact"),
    path("kontakt/slett", views.delete_contact, name="delete_contact"),
    path("bilde/", views.picture, name="picture"),
    path("bilde/fjern", views.remove_picture, name="remove_picture"),
    path("bilde/fil", views.picture_file, name="picture_file"),
]
for kind, word in WORDS.items():
    urlpatterns += [
        path(f"{word}/ny", views.add, {"kind": kind}, name=f"add_{kind}"),
        path(f"{word}/<int:pk>/", views.change, {"kind": kind}, name=f"change_{kind}"),
        path(f"{word}/<int:pk>/slett", views.delete, {"kind": kind}, name=f"delete_{kind}"),
    ]
    if kind in WITH_TEXT:
        urlpatterns.append(path(f"{word}/<int:pk>/les", views.read, {"kind": kind}, name=f"read_{kind}"))
    if kind in WITH_SKILLS:
        urlpatterns.append(path(f"{word}/<int:pk>/ferdigheter", views.skills, {"kind": kind}, name=f"skills_{kind}"))
