"""
Refusals become responses here and nowhere else: a page for people, problem+json (RFC 9457) for programs.

A programming error is not a refusal and stays a 500.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from normi.errors import NotAllowed, NotFound, Refused, TooLarge, TooMany

PROBLEM = "application/problem+json"


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def respond(request: HttpRequest, refusal: Refused) -> HttpResponse:
    response = problem(refusal) if is_api(request) else page(request, refusal)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.seconds)
    return response


def problem(refusal: Refused) -> JsonResponse:
    body = {
        "type": f"urn:normi:problem:{refusal.code}",
        "title": str(refusal.reason),
        "status": refusal.status,
        "detail": str(refusal.remedy),
    }
    return JsonResponse(body, status=refusal.status, content_type=PROBLEM)


def page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    template = "429.html" if refusal.status == 429 else "refused.html"
    return render(request, template, {"error": refusal}, status=refusal.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return respond(request, TooLarge())
    if is_api(request):
        return problem(Refused())
    return render(request, "400.html", status=400)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(NotAllowed()) if is_api(request) else render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(NotFound()) if is_api(request) else render(request, "404.html", status=404)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What allauth answers when one of its limits on signing in is reached."""
    return respond(request, TooMany(seconds=60))


def failed(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        refusal = Refused()
        refusal.status, refusal.code = 500, "failed"
        return problem(refusal)
    return render(request, "500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(NotAllowed()) if is_api(request) else render(request, "403_csrf.html", status=403)
