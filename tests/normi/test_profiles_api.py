"""The profile as JSON: standings, history, and tokens that are for one area and not for another."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from normi.accounts import actions as accounts
from normi.accounts.models import SCOPES, ApiToken, User
from normi.config.access import AccessToken
from normi.config.api import api
from normi.errors import NotAllowed
from normi.profiles import actions, queries
from normi.profiles.models import ProfileSkill, SkillStanding
from tests.factories import make_user
from tests.stand_ins import BAKE, SING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
NOTHING = {"level": None, "interest": None, "last_used": None}


@pytest.fixture
def kari() -> User:
    return make_user()


def token(user: User, scope: str = "profile:write") -> dict[str, str]:
    return {"Authorization": f"Bearer {accounts.create_token(by=user, name='test', scope=scope, days=30).secret}"}


def patch(client: Client, headers: dict[str, str], body: object, uri: str = SING) -> HttpResponse:
    return client.patch(  # type: ignore[return-value]
        f"/api/v1/profile/skills?uri={uri}", json.dumps(body), content_type="application/json", headers=headers
    )


def test_a_standing_is_set_in_part_and_read_back(client: Client, kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    headers = token(kari)

    first = patch(client, headers, {"level": 3, "last_used": 2020})
    second = patch(client, headers, {"interest": 2, "last_used": None})

    assert json.loads(first.content) == {"uri": SING, "level": 3, "interest": None, "last_used": 2020}
    assert json.loads(second.content) == {"uri": SING, "level": 3, "interest": 2, "last_used": None}
    (skill,) = client.get("/api/v1/profile", headers=headers).json()["skills"]
    assert (skill["level"], skill["interest"], skill["basis"], skill["places"]) == (3, 2, "self", [])


@pytest.mark.parametrize(
    "body", [{"level": 0}, {"level": 6}, {"interest": 4}, {"last_used": 2999}, {"last_used": 3}, {"level": "high"}]
)
def test_what_means_nothing_is_refused(client: Client, kari: User, body: dict[str, object]) -> None:
    actions.add_skill(by=kari, concept_uri=SING)

    assert patch(client, token(kari), body).status_code == 422
    assert not SkillStanding.objects.exists()


@pytest.mark.parametrize("uri", [SING, BAKE, "", "http://data.europa.eu/esco/skill/unknown"])
def test_a_stranger_finds_no_skill_of_mine(client: Client, kari: User, uri: str) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    ola = make_user()

    assert patch(client, token(ola), {"level": 1}, uri).status_code == 404
    assert client.get("/api/v1/profile", headers=token(ola)).json()["skills"] == []
    assert client.get("/api/v1/profile/history", headers=token(ola)).json()["changes"] == []
    assert not SkillStanding.objects.exists()


def test_the_history_is_read_in_stretches_newest_first(client: Client, kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    for level in (1, 2, 3):
        actions.set_standing(by=kari, concept_uri=SING, level=level)

    answer = client.get("/api/v1/profile/history?limit=2&offset=1&lang=en", headers=token(kari)).json()

    assert (answer["total"], answer["offset"]) == (4, 1)
    assert [(c["what"], c["before"], c["after"], c["label"]) for c in answer["changes"]] == [
        ("level", 1, 2, "sing"),
        ("level", None, 1, "sing"),
    ]


@pytest.mark.parametrize("asked", ["limit=0", "limit=201", "offset=-1", "lang=xx"])
def test_a_stretch_that_is_none_is_refused(client: Client, kari: User, asked: str) -> None:
    assert client.get(f"/api/v1/profile/history?{asked}", headers=token(kari)).status_code == 422


def test_the_profile_costs_as_many_queries_for_many_texts_as_for_one(
    client: Client, kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    headers = token(kari)
    client.get("/api/v1/profile", headers=headers)
    for number in range(20):
        text = actions.suggest_skills(by=kari, content=f"Smed. Kan sveise, bake og undervise {number}.")
        actions.accept_sure_ones(by=kari, text=text)
        ticked = {"text": text, "role": text.roles.get(), "suggested_at": text.read_at, "accepted_at": text.read_at}
        ProfileSkill.objects.create(owner=kari, concept_uri=SING, **ticked)

    with django_assert_max_num_queries(16):
        client.get("/api/v1/profile", headers=headers)


@pytest.mark.parametrize(
    ("scope", "reads", "writes"),
    [
        ("profile:write", 200, 200),
        ("profile:read", 200, 403),
        ("career:write goals:write report:write", 403, 403),
        ("read", 200, 403),
        ("write", 200, 200),
    ],
)
def test_a_token_opens_the_areas_it_is_for(client: Client, kari: User, scope: str, reads: int, writes: int) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    headers = token(kari, scope)

    assert client.get("/api/v1/profile", headers=headers).status_code == reads
    assert patch(client, headers, {"level": 1}).status_code == writes
    assert queries.held(kari)[SING].level == (1 if writes == 200 else None)


def test_a_refusal_says_whether_the_token_may_read_here_at_all(client: Client, kari: User) -> None:
    only_reads = patch(client, token(kari, "profile:read"), {})
    elsewhere = patch(client, token(kari, "career:write"), {})

    assert "kan bare lese" in json.loads(only_reads.content)["title"]
    assert "gjelder ikke denne delen" in json.loads(elsewhere.content)["title"]


@pytest.mark.parametrize(
    ("scope", "passes"), [("profile:read career:read", True), ("profile:read", False), ("goals:read", False)]
)
def test_a_router_about_two_areas_needs_both(rf: object, kari: User, scope: str, passes: bool) -> None:
    secret = token(kari, scope)["Authorization"].removeprefix("Bearer ")
    guard, request = AccessToken("profile", "career"), rf.get("/")  # type: ignore[attr-defined]

    if passes:
        assert guard.authenticate(request, secret) == kari
    else:
        with pytest.raises(NotAllowed):
            guard.authenticate(request, secret)


def test_a_router_cannot_name_an_area_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="everything"):
        AccessToken("everything")


def test_the_description_names_the_scopes_that_each_operation_needs() -> None:
    paths = api.get_openapi_schema()["paths"]

    def scopes(method: str, path: str) -> object:
        return paths[f"/api/v1{path}"][method].get("security")

    assert scopes("get", "/profile") == [{"AccessToken": ["profile:read"]}]
    assert scopes("patch", "/profile/skills") == [{"AccessToken": ["profile:write"]}]
    assert scopes("post", "/skills/map") is None


def test_what_the_description_names_is_what_is_asked_for(client: Client, kari: User) -> None:
    """With everything but one of the scopes an operation names, it is refused; reading is tried on every address."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        security = methods.get("get", {}).get("security")
        if not security or "{" in path:
            continue
        for missing in security[0]["AccessToken"]:
            others = [scope for scope in SCOPES if scope.endswith(":read") and scope != missing]
            answer = client.get(path, headers=token(kari, " ".join(others)))
            ApiToken.objects.all().delete()
            assert answer.status_code == 403, (path, missing)
