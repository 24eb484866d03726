"""Every refusal says what was wrong and what to do, as a page for people and as problem+json for programs."""

import json

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from normi import errors
from normi.config import refusals

pytestmark = pytest.mark.django_db
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refused)]


def made(kind: type[errors.Refused]) -> errors.Refused:
    return kind(seconds=7) if kind is errors.TooMany else kind()  # type: ignore[call-arg]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_refusal_is_said_in_the_readers_language_in_both_forms(kind: type[errors.Refused], lang: str) -> None:
    refusal, request = made(kind), Client().get("/personvern/").wsgi_request
    with translation.override(lang):
        body = json.loads(refusals.problem(refusal).content)
        page = refusals.page(request, refusal)

    assert body["status"] == page.status_code == kind.status
    assert body["title"]
    assert body["detail"]
    assert body["type"] == f"urn:normi:problem:{kind.code}"
    assert body["title"] in page.content.decode() or kind is errors.TooMany
    with translation.override("en"):
        assert (str(refusal.reason) == body["title"]) is (lang == "en")


@pytest.mark.parametrize("path", ["/finnes-ikke/", "/profil/tekst/999999999999999999999/", "/esco/skill/nei"])
def test_an_unknown_address_is_a_page_of_its_own(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code in {302, 404}
    assert response.status_code == 302 or "Normi" in response.content.decode()


def test_an_unknown_address_of_the_api_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/nothing")

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_a_form_that_has_gone_stale_is_explained(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/", {"content": "x"})

    assert response.status_code == 403
    assert "Normi" in response.content.decode()


def test_too_much_at_once_is_too_large(client: Client) -> None:
    response = client.post("/", {"content": "a" * 1_000_000})

    assert response.status_code == 413


def test_the_page_for_our_own_errors_needs_nothing() -> None:
    response = refusals.failed(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Normi" in response.content.decode()


def test_a_program_gets_our_own_errors_as_a_problem() -> None:
    response = refusals.failed(RequestFactory().get("/api/v1/x"))

    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
