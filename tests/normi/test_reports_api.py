"""Reports for programs: the JSON fits its published schema, and a token opens only what it is for."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django import Settings

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.careers import actions as careers
from normi.reports import signing
from normi.reports.api import SCHEMA
from normi.reports.choices import PARTS
from normi.reports.models import ReportOpening, ReportShare
from skillengine.report import document
from tests.factories import make_user
from tests.reports import make_kari, make_report, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
API = "/api/v1/report"
EVERYTHING = "&".join(f"parts={part}" for part in PARTS)


@pytest.fixture(autouse=True)
def keys(settings: Settings, tmp_path: Path) -> Path:
    settings.KEY_FOLDER = tmp_path / "keys"
    return settings.KEY_FOLDER


@pytest.fixture
def kari() -> User:
    return make_kari()


def token(of: User, scope: str = "read write") -> dict[str, str]:
    secret = accounts.create_token(by=of, name="test", scope=scope, days=30).secret
    return {"Authorization": f"Bearer {secret}"}


def valid(found: Any) -> list[str]:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(found)]


def test_a_report_fits_the_published_schema(kari: User, client: Client) -> None:
    careers.set_picture(by=kari, content=picture())

    found = client.get(f"{API}?{EVERYTHING}", headers=token(kari)).json()

    assert valid(found) == []
    assert set(found["report"]) >= {"picture", "contact", "skills", "goals", "languages", "credentials"}
    assert signing.is_unchanged(found)


def test_the_schema_lets_nothing_else_through(client: Client) -> None:
    found = signing.signed(document(make_report()))

    assert valid(found) == []
    assert valid({**found, "more": 1})
    assert valid({**found, "report": {**found["report"], "age": 40}})
    assert client.get(f"{API}/schema").json() == json.loads(SCHEMA.read_text())


def test_without_parts_the_usual_ones_are_shown(kari: User, client: Client) -> None:
    found = client.get(API, headers=token(kari)).json()["report"]

    assert found["name"] == "Kari Nordmann"
    assert {"contact", "picture", "goals"}.isdisjoint(found)


def test_the_pdf_is_the_same_report(kari: User, client: Client) -> None:
    response = client.get(f"{API}/pdf?parts=name&parts=skills&lang=en", headers=token(kari))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


@pytest.mark.parametrize("query", ["parts=salary", "lang=sv", "which=best", "parts="])
def test_a_wrong_choice_is_refused(kari: User, client: Client, query: str) -> None:
    assert client.get(f"{API}?{query}", headers=token(kari)).status_code == 422


ASKED = {
    "report": ("get", API),
    "pdf": ("get", f"{API}/pdf"),
    "share": ("post", f"{API}/share"),
    "list": ("get", f"{API}/links"),
    "openings": ("get", f"{API}/links/1/openings"),
    "withdraw": ("delete", f"{API}/links/1"),
}


@pytest.mark.parametrize("name", ASKED)
def test_nobody_gets_in_without_a_token(client: Client, name: str) -> None:
    method, path = ASKED[name]

    assert getattr(client, method)(path, content_type="application/json").status_code == 401


@pytest.mark.parametrize("name", ["report", "pdf", "share"])
@pytest.mark.parametrize("scope", ["report:write", "profile:write career:write", "goals:read"])
def test_a_report_needs_a_token_for_all_that_it_can_show(kari: User, client: Client, name: str, scope: str) -> None:
    method, path = ASKED[name]

    response = getattr(client, method)(path, content_type="application/json", headers=token(kari, scope))

    assert response.status_code == 403
    assert not ReportShare.objects.exists()


def test_a_link_is_made_listed_and_taken_back(kari: User, client: Client) -> None:
    body = {"parts": ["name", "skills"], "days": 7, "recipient": "NAV"}
    made = client.post(f"{API}/share", body, content_type="application/json", headers=token(kari))
    path = made.json()["address"].partition("/rapport/")[2]
    Client().post(f"/rapport/{path}")

    only_links = token(kari, "report:write")
    (listed,) = client.get(f"{API}/links", headers=only_links).json()
    openings = client.get(f"{API}/links/{listed['id']}/openings", headers=only_links).json()

    assert made.status_code == 201
    assert (listed["recipient"], listed["parts"], listed["openings"]) == ("NAV", ["name", "skills"], 1)
    assert [set(opening) for opening in openings] == [{"opened_at"}]
    assert client.delete(f"{API}/links/{listed['id']}", headers=only_links).status_code == 204
    assert Client().get(f"/rapport/{path}").status_code == 404


def test_a_stranger_finds_no_link(kari: User, client: Client) -> None:
    client.post(f"{API}/share", {"days": 7}, content_type="application/json", headers=token(kari))
    pk, stranger = ReportShare.objects.get().pk, token(make_user())

    assert client.get(f"{API}/links", headers=stranger).json() == []
    assert client.get(f"{API}/links/{pk}/openings", headers=stranger).status_code == 404
    assert client.delete(f"{API}/links/{pk}", headers=stranger).status_code == 404
    assert ReportShare.objects.get().withdrawn_at is None
    assert not ReportOpening.objects.exists()


@pytest.mark.parametrize("body", [{"days": 8}, {"days": 0}, {"parts": []}, {"parts": ["x"]}, {"recipient": "x" * 81}])
def test_a_wrong_link_is_refused(kari: User, client: Client, body: dict[str, Any]) -> None:
    response = client.post(f"{API}/share", body, content_type="application/json", headers=token(kari))

    assert response.status_code == 422
    assert not ReportShare.objects.exists()


def test_anyone_may_check_and_find_the_keys(client: Client) -> None:
    found = signing.signed(document(make_report()))

    def state(text: str) -> Any:
        return client.post(f"{API}/check", {"text": text}, content_type="application/json").json()["state"]

    assert state(json.dumps(found)) == state(found["signature"]["code"]) == "genuine"
    assert state(json.dumps({**found, "more": 1})) == "changed"
    assert state("hello") == "unknown"
    assert [key["kid"] for key in client.get(f"{API}/keys").json()["keys"]] == [found["signature"]["key"]]
