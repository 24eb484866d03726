"""The API answers what the pages do, to the right person, and says no in one shape."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.profiles import queries
from normi.profiles.models import Text
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
PROBLEM = "application/problem+json"


@pytest.fixture
def kari() -> User:
    return make_user()


def token(user: User, scope: str = "write") -> dict[str, str]:
    return {"Authorization": f"Bearer {accounts.create_token(by=user, name='test', scope=scope, days=30).secret}"}


def post(client: Client, path: str, body: object, headers: dict[str, str] | None = None) -> object:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers or {})


def test_anyone_may_read_a_text_and_nothing_is_stored(client: Client) -> None:
    answer = post(client, "/skills/map", {"text": "Kan bake, ikke synge. Kubernetes."}).json()  # type: ignore[attr-defined]

    assert answer == {
        "lang": "nb",
        "skills": [
            {
                "uri": BAKE,
                "label": "bake brød",
                "confidence": 0.9,
                "start": 4,
                "end": 8,
                "quote": "bake",
                "alternatives": [
                    {"uri": "http://data.europa.eu/esco/skill/teach", "label": "undervise voksne", "confidence": 0.3},
                    {"uri": SING, "label": "ånde og synge", "confidence": 0.2},
                ],
            }
        ],
        "unmatched": [{"start": 22, "end": 32, "quote": "Kubernetes"}],
        "aside": [{"start": 15, "end": 20, "quote": "synge", "reason": "negated"}],
        "roles": [],
    }
    assert not Text.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"text": 7}, 422),
        ({"text": ""}, 422),
        ({"text": "bake", "lang": "tlh"}, 422),
        ({"text": "x" * 20_001}, 413),
        ({"text": "\ud800"}, 422),
        ([], 422),
        ("bake", 422),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_remedy(client: Client, body: object, status: int) -> None:
    answer = post(client, "/skills/map", body)

    assert answer.status_code == status  # type: ignore[attr-defined]
    assert answer["Content-Type"] == PROBLEM  # type: ignore[index]
    assert answer.json()["detail"]  # type: ignore[attr-defined]


def test_broken_json_is_a_problem(client: Client) -> None:
    answer = client.post("/api/v1/skills/map", "{", content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == PROBLEM


def test_a_program_takes_a_text_to_a_profile(client: Client, kari: User) -> None:
    headers = token(kari)

    text = post(client, "/profile/texts", {"text": "sveise og bake"}, headers).json()  # type: ignore[attr-defined]
    weld, bake = text["suggestions"]
    assert post(client, f"/profile/suggestions/{weld['id']}", {"answer": "accept"}, headers).status_code == 204  # type: ignore[attr-defined]
    chosen = {"answer": "accept", "uri": SING}
    assert post(client, f"/profile/suggestions/{bake['id']}", chosen, headers).status_code == 204  # type: ignore[attr-defined]

    profile = client.get("/api/v1/profile", headers=headers).json()
    assert [(s["label"], s["evidence"][0]["quote"]) for s in profile["skills"]] == [
        ("sveise metall", "sveise"),
        ("ånde og synge", "bake"),
    ]
    assert client.delete(f"/api/v1/profile/skills?uri={WELD}", headers=headers).status_code == 204
    assert queries.accepted_skill_uris(kari) == {SING}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic a2FyaTp4"}])
def test_a_profile_needs_a_token(client: Client, headers: dict[str, str]) -> None:
    answer = client.get("/api/v1/profile", headers=headers)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == PROBLEM


def test_a_session_is_not_enough_for_the_api(client: Client, kari: User) -> None:
    client.force_login(kari)

    assert client.get("/api/v1/profile").status_code == 401


def test_a_token_that_may_only_read_cannot_write(client: Client, kari: User) -> None:
    headers = token(kari, "read")

    assert client.get("/api/v1/profile", headers=headers).status_code == 200
    assert post(client, "/profile/texts", {"text": "bake"}, headers).status_code == 403  # type: ignore[attr-defined]
    assert not Text.objects.exists()


def test_a_token_past_its_time_opens_nothing(client: Client, kari: User) -> None:
    headers = token(kari)
    made = kari.joined_at - timedelta(days=40)
    kari.api_tokens.update(created_at=made, expires_at=made + timedelta(days=30))

    assert client.get("/api/v1/profile", headers=headers).status_code == 401


def test_a_stranger_finds_nothing(client: Client, kari: User) -> None:
    text = post(client, "/profile/texts", {"text": "sveise"}, token(kari)).json()  # type: ignore[attr-defined]
    stranger = token(make_user())
    suggestion = text["suggestions"][0]["id"]

    assert client.get(f"/api/v1/profile/texts/{text['id']}", headers=stranger).status_code == 404
    assert client.delete(f"/api/v1/profile/texts/{text['id']}", headers=stranger).status_code == 404
    answer = post(client, f"/profile/suggestions/{suggestion}", {"answer": "accept"}, stranger)
    assert answer.status_code == 404  # type: ignore[attr-defined]
    assert queries.accepted_skill_uris(kari) == set()
    assert Text.objects.count() == 1


def test_the_api_page_names_every_operation(client: Client) -> None:
    body = client.get("/api/v1/docs").content.decode()

    for path in ("/api/v1/skills/map", "/api/v1/profile/texts", "/api/v1/taxonomy/search"):
        assert path in body
