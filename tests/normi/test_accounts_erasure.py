"""Deleting an account: everything about the person goes, nothing about anyone else does."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from normi.accounts import actions
from normi.accounts.models import BrowserSession, User
from normi.privacy.actions import log_search
from normi.privacy.models import SearchLog, SearchType
from tests.factories import PASSWORD, make_verified_user

pytestmark = pytest.mark.django_db
CANARY = "kanarifugl-7f3a@example.no"


def confirmed(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def furnished(email: str) -> tuple[User, Client]:
    """A person with a row in every table that accounts know of."""
    user = make_verified_user(email)
    client = confirmed(user)
    actions.create_token(by=user, name=f"nøkkel til {email}", scope="read", days=30)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": email, "credential": {}})
    Client().post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return user, client


def rows_that_mention(user_id: int, email: str) -> Iterator[str]:
    """Every row of every table that points at the person or holds their address, sessions opened."""
    for model in apps.get_models(include_auto_created=True):
        links = [f.attname for f in model._meta.concrete_fields if getattr(f, "related_model", None) is User]
        for row in model._default_manager.all():
            content = row.get_decoded() if isinstance(row, BrowserSession) else vars(row)
            if email in str(content) or user_id in [getattr(row, link) for link in links]:
                yield model._meta.label


def test_the_search_for_rows_finds_what_there_is() -> None:
    user, _ = furnished(CANARY)

    found = set(rows_that_mention(user.pk, CANARY))

    assert found >= {
        "accounts.User",
        "accounts.ApiToken",
        "accounts.BrowserSession",
        "account.EmailAddress",
        "mfa.Authenticator",
        "usersessions.UserSession",
    }


def test_nothing_about_the_person_is_left_and_everyone_else_is_untouched() -> None:
    user, client = furnished(CANARY)
    other, other_client = furnished("ola@example.no")
    before = sorted(rows_that_mention(other.pk, other.email))
    pk = user.pk

    page = client.post(reverse("accounts:delete"))

    assert page.status_code == 200
    assert "Kontoen din er slettet" in page.content.decode()
    assert page.context["erased"].browsers == 2
    assert list(rows_that_mention(pk, CANARY)) == []
    assert sorted(rows_that_mention(other.pk, other.email)) == before
    assert other_client.get(reverse("accounts:home")).status_code == 200


def test_every_browser_is_logged_out_and_the_password_opens_nothing() -> None:
    user, client = furnished(CANARY)
    second = confirmed(user)

    client.post(reverse("accounts:delete"))

    for browser in (client, second):
        assert browser.get(reverse("accounts:home")).status_code == 302
    assert Client().post(reverse("account_login"), {"login": CANARY, "password": PASSWORD}).status_code == 200


def test_deleting_asks_who_you_are_first() -> None:
    user = make_verified_user(CANARY)
    client = Client()
    client.post(reverse("account_login"), {"login": CANARY, "password": PASSWORD})

    asked = client.post(reverse("accounts:delete"))

    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=user.pk).exists()


def test_looking_at_the_page_deletes_nothing() -> None:
    user, client = furnished(CANARY)

    assert CANARY in client.get(reverse("accounts:delete")).content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def test_one_who_is_half_way_in_is_forgotten_too() -> None:
    """The second step waits in a session that is not yet anyone's; it holds the address."""
    _, client = furnished(CANARY)
    waiting = Client()
    waiting.post(reverse("account_login"), {"login": CANARY, "password": PASSWORD})
    assert CANARY in str(waiting.session.items())

    client.post(reverse("accounts:delete"))

    assert not BrowserSession.objects.filter(session_key=waiting.session.session_key).exists()


def test_searches_under_todays_pseudonym_go_too() -> None:
    user, client = furnished(CANARY)
    other, _ = furnished("ola@example.no")
    log_search(term="sveiser", type=SearchType.SKILL, user=user)
    log_search(term="kokk", type=SearchType.SKILL, user=other)

    client.post(reverse("accounts:delete"))

    assert [row.term for row in SearchLog.objects.all()] == ["kokk"]


def test_the_address_is_free_again() -> None:
    _, client = furnished(CANARY)
    client.post(reverse("accounts:delete"))
    mail.outbox.clear()

    Client().post(reverse("account_signup"), {"email": CANARY, "password1": PASSWORD, "adult": "on"})

    assert mail.outbox[0].subject == "Velkommen til Normi: bekreft e-postadressen din"


def test_the_cache_table_names_nobody() -> None:
    furnished(CANARY)
    for _ in range(3):
        Client().post(reverse("account_login"), {"login": CANARY, "password": "feil"})

    with connection.cursor() as cursor:
        cursor.execute("select cache_key, value from cache")
        rows = str(cursor.fetchall())

    assert rows != "[]"
    assert CANARY not in rows
    assert "127.0.0.1" not in rows
