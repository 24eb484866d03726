"""
The API's root: which router answers where, who may ask, and how every refusal looks (RFC 9457).

The OpenAPI document is generated from the code and committed as docs/openapi.json; a test compares the two.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from ninja.errors import AuthenticationError, HttpError, ValidationError

from normi.accounts.models import Area
from normi.careers.api import career, skill_uses
from normi.config import refusals
from normi.config.access import AccessToken, Api
from normi.errors import Invalid, NotFound, NotSignedIn, Refused
from normi.goals.api import router as goals
from normi.imports.api import reading
from normi.portability.api import whole_profile
from normi.profiles.api import mapping
from normi.profiles.api import profile as own_profile
from normi.reports.api import checking as report_checks
from normi.reports.api import links as report_links
from normi.reports.api import report as own_report
from normi.taxonomy.api import router as taxonomy

api = Api(
    title="Normi",
    version="1",
    description="Text to ESCO skills, the classification, and your own profile.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/skills", mapping)
api.add_router("/taxonomy", taxonomy)
api.add_router("/profile/career", career, auth=AccessToken("career"))
api.add_router("/profile/career", skill_uses, auth=AccessToken("career", "profile"))
api.add_router("/profile", whole_profile, auth=AccessToken("profile", "career", "goals"))
api.add_router("/profile", reading, auth=AccessToken("profile", "career"))
api.add_router("/profile", own_profile, auth=AccessToken("profile"))
api.add_router("/goals", goals, auth=AccessToken("goals"))
api.add_router("/report", own_report, auth=AccessToken(*Area.values))
api.add_router("/report", report_links, auth=AccessToken("report"))
api.add_router("/report", report_checks)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return refusals.problem(refusal)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return refusals.problem(NotFound())


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = refusals.problem(NotSignedIn())
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which part of the request is wrong and how, without repeating what was sent."""
    wrong = "; ".join(f"{_place(item)}: {item.get('msg', '')}" for item in error.errors)
    return refusals.problem(Invalid(remedy=wrong))


@api.exception_handler(HttpError)
def not_understood(request: HttpRequest, error: HttpError) -> HttpResponse:
    refusal = Refused(str(error))
    refusal.status = error.status_code
    return refusals.problem(refusal)


def _place(item: dict[str, Any]) -> str:
    return ".".join(str(part) for part in item.get("loc", ()))


def docs(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as a page that anyone can read, without a line of script."""
    schema = api.get_openapi_schema()
    operations = [
        {"method": method.upper(), "path": path, **operation, "body": _body(operation, schema)}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "config/api.html", {"operations": operations, "schema": schema})


def _body(operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The fields of the request body, by name."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    reference = content.get("schema", {}).get("$ref", "")
    found = schema["components"]["schemas"].get(reference.rpartition("/")[2], {})
    properties: dict[str, Any] = found.get("properties", {})
    return properties
