"""The quality page, for anyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from normi.quality import queries


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "quality/page.html", {"published": queries.published()})
