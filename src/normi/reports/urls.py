"""Addresses of the report pages."""

from django.urls import path

from normi.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("vis", views.preview, name="preview"),
    path("pdf", views.as_pdf, name="pdf"),
    path("json", views.as_json, name="json"),
    path("del", views.share, name="share"),
    path("lenker/", views.links, name="links"),
    path("lenker/<int:pk>/", views.link, name="link"),
    path("lenker/<int:pk>/trekk", views.withdraw, name="withdraw"),
    path("delt/<str:token>/", views.shared, name="shared"),
    path("delt/<str:token>/pdf", views.shared_pdf, name="shared_pdf"),
    path("delt/<str:token>/json", views.shared_json, name="shared_json"),
    path("kontroller/", views.check, name="check"),
]
