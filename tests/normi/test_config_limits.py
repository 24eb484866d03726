"""How often an unknown visitor may ask, and what is kept of who asked: nothing."""

import pytest
from django.test import Client

from normi.config import limits
from normi.config.models import RequestCount
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limited(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]
    rule = limits.Rule("few", "/", limits.READ | limits.WRITE, 3, 3600)
    monkeypatch.setattr(limits, "RULES", (rule,))


def test_the_fourth_request_is_refused_with_the_time_to_wait(client: Client) -> None:
    answers = [client.get("/personvern/").status_code for _ in range(3)]
    refused = client.get("/personvern/")

    assert answers == [200, 200, 200]
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600


def test_a_program_is_refused_in_its_own_language(client: Client) -> None:
    for _ in range(4):
        refused = client.get("/api/v1/openapi.json")

    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 429


def test_another_visitor_and_a_signed_in_person_are_counted_apart(client: Client) -> None:
    for _ in range(4):
        client.get("/personvern/", REMOTE_ADDR="192.0.2.1")
    person = Client()
    person.force_login(make_user())

    assert client.get("/personvern/", REMOTE_ADDR="192.0.2.2").status_code == 200
    assert [person.get("/personvern/", REMOTE_ADDR="192.0.2.1").status_code for _ in range(15)] == [200] * 15
    assert person.get("/personvern/", REMOTE_ADDR="192.0.2.1").status_code == 429


def test_the_counters_do_not_say_who_asked(client: Client) -> None:
    client.get("/personvern/", REMOTE_ADDR="192.0.2.77")

    (row,) = RequestCount.objects.all()
    assert "192" not in row.key
    assert len(row.key) == 32


def test_a_visitor_cannot_choose_their_own_address(client: Client) -> None:
    """Without a proxy in front, what a visitor claims about where they come from is not believed."""
    for number in range(4):
        answer = client.get("/personvern/", headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert answer.status_code == 429


def test_static_files_and_the_health_check_are_free(client: Client) -> None:
    assert [client.get("/healthz").status_code for _ in range(6)] == [200] * 6


@pytest.mark.parametrize(("path", "method", "name"), [("/", "BREW", "few"), ("/api/v1/skills/map", "POST", "few")])
def test_every_request_has_a_rule(path: str, method: str, name: str) -> None:
    assert limits.rule_for(path, method).name == name
