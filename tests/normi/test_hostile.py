"""Ten kinds of hostile input. Each ends in a clear answer, and nothing has changed."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from normi.accounts.models import ApiToken, User
from normi.profiles import actions, queries
from normi.profiles.models import KeptApart, NamedRole, ProfileSkill, Text
from tests.factories import make_user
from tests.stand_ins import SING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
TABLES: tuple[type[Model], ...] = (User, Text, ProfileSkill, NamedRole, KeptApart, ApiToken)
ATTACKS = {
    "sql": "'; drop table profiles_text; --",
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "js": "javascript:alert(document.cookie)//{{7*7}}${7*7}",
}
TEXTS = {
    "empty": ("", {422}),
    "a million characters": ("sveise " * 150_000, {413}),
    "binary": ("\x00\x01\x02\xff\x00PK\x03\x04", {422}),
    "only emoji": ("🔥👩‍🔧🇳🇴" * 50, {200}),
    "right to left": ("\u202eأعمل في اللحام\u202c sveise \u2066עברית\u2069", {200}),
}


def rows() -> dict[str, int]:
    return {table._meta.label: table._default_manager.count() for table in TABLES}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("content", "statuses"), TEXTS.values(), ids=TEXTS)
def test_a_strange_text_gets_a_clear_answer_and_changes_nothing(
    client: Client, content: str, statuses: set[int]
) -> None:
    before = rows()

    answer = client.post("/", {"content": content})

    assert answer.status_code in statuses
    assert "Normi" in answer.content.decode()
    assert rows() == before


def test_what_is_shown_of_a_right_to_left_text_is_the_text(client: Client) -> None:
    body = client.post("/", {"content": TEXTS["right to left"][0]}).content.decode()

    assert "أعمل في اللحام" in body
    assert "sveise metall" in body


def test_a_zip_bomb_sent_as_a_file_is_never_opened(client: Client) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cv.txt", "0" * 50_000_000)
    bomb.seek(0)
    bomb.name = "cv.zip"
    before = rows()

    answer = client.post("/", {"content": bomb})

    assert answer.status_code == 422
    assert rows() == before


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_in_a_field_is_only_words(attack: str) -> None:
    user = make_user()
    person, visitor = signed_in(user), Client()
    answers = [
        visitor.post("/", {"content": f"{attack} sveise"}),
        visitor.get("/esco/", {"q": attack}),
        visitor.get("/esco/", {"q": "sveise", "kind": attack, "side": attack}),
        visitor.get("/esco/forslag", {"q": attack}),
        visitor.get("/esco/" + attack.replace("/", "%2F")),
        visitor.post("/konto/login/", {"login": attack, "password": attack}),
        visitor.post("/konto/signup/", {"email": attack, "password1": attack}),
        visitor.post("/spraak/setlang/", {"language": attack, "next": attack}),
        visitor.get("/api/v1/taxonomy/search", {"q": attack}),
        person.post("/profil/les", {"content": f"{attack} sveise"}, follow=True),
        person.post("/profil/ferdighet/legg-til", {"concept": attack}),
        person.get("/profil/", {"fjernet": attack, "side": attack}),
    ]

    for answer in answers:
        assert answer.status_code < 500
        assert "<img src=x" not in answer.content.decode()
        assert "<script>alert" not in answer.content.decode()
        assert "49" not in answer.content.decode().partition("{{7*7}}")[0][-3:]
    assert Text.objects.count() == 1
    assert queries.accepted_skill_uris(user) == set()


def test_the_same_form_sent_twice_stores_once() -> None:
    client = signed_in(make_user())
    for _ in range(2):
        client.post("/profil/les", {"content": "sveise og bake"})

    assert Text.objects.count() == 1
    assert ProfileSkill.objects.count() == 2


def test_a_session_that_has_ended_leads_to_the_login_and_changes_nothing() -> None:
    user = make_user()
    client = signed_in(user)
    row = actions.suggest_skills(by=user, content="sveise").suggestions.get()
    client.logout()
    Session.objects.all().delete()

    answer = client.post(reverse("profiles:accept", args=[row.pk]))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/")
    assert queries.accepted_skill_uris(user) == set()


def numbered(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every address of ours that names a row by its number."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from numbered(entry, route)
        elif isinstance(entry, URLPattern) and "<int:" in route:
            yield route


def owned_rows(user: User) -> list[int]:
    text = actions.suggest_skills(by=user, content="sveise og bake som smed")
    actions.accept_skill(by=user, suggestion=text.suggestions.all()[0])
    role = text.roles.get()
    actions.tick_skills(by=user, role=role, concept_uris=[SING])
    return [text.pk, role.pk, *text.suggestions.values_list("pk", flat=True)]


def is_refused(answer: object) -> bool:
    """Not found, not allowed, or asked to show who one is first."""
    status: int = answer.status_code  # type: ignore[attr-defined]
    asked_in = status == 302 and answer["Location"].startswith(("/konto/login/", "/konto/reauthenticate/"))  # type: ignore[index]
    return asked_in or status in {400, 401, 404, 405, 422}


def test_a_strangers_number_opens_nothing_in_any_address() -> None:
    owner = make_user()
    numbers = owned_rows(owner)
    routes = sorted(set(numbered(get_resolver())))
    before = rows()

    for route in routes:
        for number in numbers:
            address = "/" + route.replace("<int:pk>", str(number))
            for who in (signed_in(make_user()), Client()):
                assert is_refused(who.get(address)), address
                assert is_refused(who.post(address, {"why": "wrong", "concept": SING})), address

    assert len(routes) > 8
    assert rows() | {"accounts.User": 1} == before | {"accounts.User": 1}
    assert len(queries.accepted_skill_uris(owner)) == 2


def test_the_owner_is_let_in_at_the_same_address() -> None:
    """The check above must be able to fail: the owner is let in at the same addresses."""
    owner = make_user()
    numbers = owned_rows(owner)

    assert signed_in(owner).get(f"/profil/tekst/{numbers[0]}/").status_code == 200
