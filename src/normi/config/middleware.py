"""What every request passes through on its way in and out, apart from what Django brings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from normi.config import limits, refusals
from normi.errors import Refused

Next = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Rate limits before the view, and every Refused from below turned into its response."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            limits.check(request)
        except Refused as refusal:
            return refusals.respond(request, refusal)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusals.respond(request, error) if isinstance(error, Refused) else None


class PrivateByDefault:
    """Pages about a person are never kept by a cache, and no page asks the browser for what it does not need."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response
