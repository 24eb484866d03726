"""Every address of the product, in one place."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from normi.config import refusals
from normi.config.api import api, docs
from normi.profiles import views as profile_views

handler400 = refusals.bad_request
handler403 = refusals.denied
handler404 = refusals.not_found
handler429 = refusals.too_often
handler500 = refusals.failed


def healthy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthy, name="healthy"),
    path("", profile_views.front, name="front"),
    path("profil/", include("normi.profiles.urls")),
    path("profil/", include("normi.careers.urls")),
    path("profil/hent-inn/", include("normi.imports.urls")),
    path("profil/", include("normi.portability.urls")),
    path("", include("normi.goals.urls")),
    path("rapport/", include("normi.reports.urls")),
    path("esco/", include("normi.taxonomy.urls")),
    path("konto/", include("normi.accounts.urls")),
    path("personvern/", include("normi.privacy.urls")),
    path("kvalitet/", include("normi.quality.urls")),
    path("meldinger/", include("normi.messages.urls")),
    path("api/v1/docs", docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("spraak/", include("django.conf.urls.i18n")),
]
