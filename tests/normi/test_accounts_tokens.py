"""Tokens that programs carry: shown once, kept as a digest, good for one person, until they end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from normi.accounts import actions, queries
from normi.accounts.actions import IssuedToken
from normi.accounts.models import SCOPES, ApiToken, Area, Grant, Right, User
from normi.errors import Conflict, Invalid, NotAllowed
from tests.factories import PASSWORD, make_user, make_verified_user

pytestmark = pytest.mark.django_db


def make_token(by: User, scope: str = "read", days: int = 30) -> IssuedToken:
    return actions.create_token(by=by, name="Regneark", scope=scope, days=days)


def bearer(secret: str) -> User | None:
    token = queries.live_token(secret)
    return token.user if token else None


def confirmed(user: User) -> Client:
    """A browser whose person has just said again who they are."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_token_is_its_person_and_the_secret_is_not_stored() -> None:
    kari = make_user()

    issued = make_token(kari)

    assert bearer(issued.secret) == kari
    row = ApiToken.objects.values().get()
    assert issued.secret not in str(row)
    assert issued.secret.rpartition("_")[2] not in str(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda secret: "",
        lambda secret: secret[:-1],
        lambda secret: secret + "a",
        lambda secret: secret.replace("normi_", "other_"),
        lambda secret: secret.rpartition("_")[0],
        lambda secret: secret.swapcase(),
        lambda secret: "normi_" + "0" * 12 + "_" + secret.rpartition("_")[2],
    ],
)
def test_anything_but_the_whole_secret_is_nobody(change: Callable[[str], str]) -> None:
    issued = make_token(make_user())

    assert bearer(change(issued.secret)) is None


def test_a_token_stops_at_its_end_when_removed_and_when_the_account_is_closed() -> None:
    kari = make_user()
    ended, removed, closed = make_token(kari), make_token(kari), make_token(kari)

    ApiToken.objects.filter(pk=ended.token.pk).update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )
    actions.revoke_token(by=kari, token=removed.token)
    assert bearer(ended.secret) is None
    assert bearer(removed.secret) is None
    assert bearer(closed.secret) == kari

    User.objects.filter(pk=kari.pk).update(is_active=False)
    assert bearer(closed.secret) is None


def test_only_the_day_of_use_is_remembered() -> None:
    issued = make_token(make_user())

    actions.note_use(token=issued.token)

    assert ApiToken.objects.get().last_used_on == timezone.localdate()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("profile:read", ["profile:read"]),
        ("profile:write", ["profile:read", "profile:write"]),
        ("goals:read career:write goals:read", ["career:read", "career:write", "goals:read"]),
        ("read", ["profile:read", "career:read", "goals:read", "report:read"]),
        ("write", list(SCOPES)),
        ("read report:write", ["profile:read", "career:read", "goals:read", "report:read", "report:write"]),
    ],
)
def test_writing_includes_reading_and_one_word_stands_for_every_area(asked: str, kept: list[str]) -> None:
    assert make_token(make_user(), scope=asked).token.scope_list == kept


def test_each_area_is_told_once_with_the_most_it_may_do() -> None:
    token = make_token(make_user(), scope="career:write goals:read").token

    assert token.grants == [Grant(Area.CAREER, Right.WRITE), Grant(Area.GOALS, Right.READ)]
    assert [grant.words for grant in token.grants] == [
        "Lese og endre erfaring, utdanning og kontaktopplysninger",
        "Lese målene dine og rådene du får",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "admin"},
        {"scope": ""},
        {"scope": "read admin:read"},
        {"scope": "profile:erase"},
        {"scope": "profile:read,career:read"},
        {"days": 10_000},
        {"name": "  "},
    ],
    ids=lambda wrong: " ".join(map(str, *wrong.items())),
)
def test_a_token_nobody_offered_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        actions.create_token(by=make_user(), **({"name": "x", "scope": "read", "days": 30} | wrong))


def test_there_is_a_limit_to_how_many() -> None:
    kari = make_user()
    for _ in range(actions.MOST_TOKENS):
        make_token(kari)

    with pytest.raises(Conflict):
        make_token(kari)


@pytest.mark.parametrize(
    "column",
    [{"digest": "the secret itself"}, {"scopes": "read"}, {"scopes": ""}, {"scopes": "profile:read,"}],
)
def test_the_database_refuses_what_the_product_never_makes(column: dict[str, str]) -> None:
    issued = make_token(make_user())

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=issued.token.pk).update(**column)


def test_the_secret_is_shown_once() -> None:
    client = confirmed(make_verified_user())

    page = client.post(reverse("accounts:create_token"), {"name": "Regneark", "scope": "profile:read", "days": "90"})

    secret = page.context["issued"].secret
    assert page.status_code == 201
    assert secret in page.content.decode()
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert secret not in client.get(reverse("accounts:tokens")).content.decode()


def test_a_token_is_not_made_without_saying_again_who_one_is() -> None:
    user = make_verified_user()
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    asked = client.post(reverse("accounts:create_token"), {"name": "Regneark", "scope": "profile:read", "days": "90"})

    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_a_half_filled_form_comes_back_with_what_is_wrong() -> None:
    page = confirmed(make_verified_user()).post(
        reverse("accounts:create_token"), {"scope": "profile:read", "days": "90"}
    )

    assert page.status_code == 422
    assert "name" in page.context["form"].errors
    assert "scope" not in page.context["form"].errors
    assert not ApiToken.objects.exists()


def test_the_form_asks_for_at_least_one_thing_and_the_list_tells_what_was_ticked() -> None:
    client = confirmed(make_verified_user())
    nothing = client.post(reverse("accounts:create_token"), {"name": "Regneark", "days": "90"})
    client.post(
        reverse("accounts:create_token"), {"name": "Regneark", "scope": ["goals:read", "career:write"], "days": "90"}
    )

    assert list(nothing.context["form"].errors) == ["scope"]
    page = client.get(reverse("accounts:tokens")).content.decode()
    assert "Lese og endre erfaring, utdanning og kontaktopplysninger" in page
    assert "Lese målene dine og rådene du får" in page
    assert "ferdighetene og tekstene dine" not in page


def test_a_stranger_neither_sees_nor_removes_my_token() -> None:
    mine = make_token(make_user()).token
    stranger = make_verified_user("ola@example.no")
    client = confirmed(stranger)

    answer = client.post(reverse("accounts:revoke_token", args=[mine.pk]))
    with pytest.raises(NotAllowed):
        actions.revoke_token(by=stranger, token=mine)

    assert answer.status_code == 404
    assert mine.prefix not in client.get(reverse("accounts:tokens")).content.decode()
    assert ApiToken.objects.filter(pk=mine.pk).exists()


def test_removing_my_own_token_works_from_the_page() -> None:
    user = make_verified_user()
    token = make_token(user).token

    confirmed(user).post(reverse("accounts:revoke_token", args=[token.pk]))

    assert not ApiToken.objects.exists()


def test_the_list_asks_the_database_as_often_for_ten_tokens_as_for_one(django_assert_num_queries: Any) -> None:
    user = make_verified_user()
    client = confirmed(user)
    make_token(user)
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("accounts:tokens"))

    for _ in range(9):
        make_token(user)
    with django_assert_num_queries(len(for_one)):
        client.get(reverse("accounts:tokens"))


@pytest.mark.django_db(transaction=True)
def test_tokens_from_before_the_areas_go_on_with_what_they_could_do() -> None:
    before, after = [("accounts", "0002_sessions_and_tokens")], [("accounts", "0003_token_areas")]
    user = make_user()
    made = {scope: make_token(user, scope=scope).token.pk for scope in ("read", "write", "goals:read", "profile:write")}
    try:
        MigrationExecutor(connection).migrate(before)
        tokens = MigrationExecutor(connection).loader.project_state(before).apps.get_model("accounts", "ApiToken")
        back = dict(tokens.objects.values_list("pk", "scopes"))
    finally:
        MigrationExecutor(connection).migrate(after)

    assert back == {made["read"]: "read", made["write"]: "read,write", made["profile:write"]: "read,write"}
    kept = {token.pk: token.scope_list for token in ApiToken.objects.all()}
    assert kept[made["read"]] == ["profile:read", "career:read", "goals:read", "report:read"]
    assert kept[made["write"]] == kept[made["profile:write"]] == list(SCOPES)
