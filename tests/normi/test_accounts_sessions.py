"""Where someone is logged in: seen by them, ended by them, forgotten in time."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from normi.accounts import actions, receivers
from normi.accounts.devices import browser_and_system, network_of
from normi.accounts.models import BrowserSession
from normi.errors import NotAllowed
from normi.privacy.actions import purge
from tests.factories import PASSWORD, make_verified_user

pytestmark = pytest.mark.django_db
ADDRESS = "kari@example.no"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def logged_in(email: str = ADDRESS, **headers: str) -> Client:
    client = Client(**headers)
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:home")).status_code == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:aaaa:bbbb:cccc::1", "2001:db8:aaaa::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("not an address", "0.0.0.0"),
    ],
)
def test_only_the_network_of_an_address_is_kept(address: str, network: str) -> None:
    assert network_of(address) == network
    assert network_of(network) == network


@pytest.mark.parametrize(
    ("user_agent", "kept"),
    [
        (FIREFOX, "Firefox (Linux)"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge (Windows)"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari (iPhone)"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/142.0 Safari/537.36", "Chrome (macOS)"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130 Safari/537.36", "Samsung Internet (Android)"),
        ("curl/8.5", ""),
    ],
)
def test_only_browser_and_system_are_kept(user_agent: str, kept: str) -> None:
    assert browser_and_system(user_agent) == kept
    assert browser_and_system(kept) == kept


def test_a_session_is_noted_without_address_or_version() -> None:
    make_verified_user(ADDRESS)

    client = logged_in(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=FIREFOX)

    row = UserSession.objects.get()
    assert (str(row.ip), row.user_agent) == ("203.0.113.0", "Firefox (Linux)")
    assert "203.0.113.77" not in str(client.session.items())


def test_what_waits_for_a_password_is_not_stored_with_its_address() -> None:
    make_verified_user(ADDRESS)
    client = logged_in(REMOTE_ADDR="203.0.113.77")

    client.post(reverse("account_email"), {"email": "ny@example.no", "action_add": ""})

    stored = [row.get_decoded() for row in BrowserSession.objects.all()]
    assert "203.0.113.77" not in str(stored)


def test_the_list_shows_my_browsers_and_nobody_elses() -> None:
    make_verified_user(ADDRESS)
    make_verified_user("ola@example.no")
    logged_in("ola@example.no", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Edg/142.0")
    client = logged_in(HTTP_USER_AGENT=FIREFOX)

    page = client.get(reverse("usersessions_list")).content.decode()

    assert "Firefox (Linux)" in page
    assert "Edge" not in page


def test_logging_one_browser_out_leaves_the_others() -> None:
    make_verified_user(ADDRESS)
    lost, kept = logged_in(), logged_in()
    row = UserSession.objects.get(session_key=lost.session.session_key)

    kept.post(reverse("accounts:end_session", args=[row.pk]))

    assert not is_in(lost)
    assert is_in(kept)


def test_logging_out_everywhere_else_keeps_this_one() -> None:
    make_verified_user(ADDRESS)
    lost, kept = logged_in(), logged_in()

    kept.post(reverse("usersessions_list"))

    assert not is_in(lost)
    assert is_in(kept)


def test_logging_out_everywhere_ends_this_one_too() -> None:
    make_verified_user(ADDRESS)
    other, here = logged_in(), logged_in()

    here.post(reverse("accounts:end_sessions"))

    assert not is_in(other)
    assert not is_in(here)
    assert not UserSession.objects.exists()
    assert not BrowserSession.objects.filter(person__isnull=False).exists()


def test_a_stranger_cannot_end_my_session() -> None:
    make_verified_user(ADDRESS)
    stranger = make_verified_user("ola@example.no")
    mine = logged_in()
    row = UserSession.objects.get()

    answer = logged_in("ola@example.no").post(reverse("accounts:end_session", args=[row.pk]))
    with pytest.raises(NotAllowed):
        actions.end_session(by=stranger, session=row)

    assert answer.status_code == 404
    assert is_in(mine)


def test_a_session_ends_two_weeks_after_it_began_however_much_it_is_used() -> None:
    make_verified_user(ADDRESS)
    client = logged_in()
    session = client.session
    session[receivers.SIGNED_IN_AT] -= 14 * 24 * 3600 + 1
    session.save()

    assert not is_in(client)


def test_last_seen_is_written_seldom() -> None:
    user = make_verified_user(ADDRESS)
    client = logged_in()
    key = client.session.session_key or ""
    now = timezone.now()

    actions.note_seen(by=user, session_key=key, now=now + timedelta(minutes=1))
    assert UserSession.objects.get().last_seen_at < now + timedelta(minutes=1)

    actions.note_seen(by=user, session_key=key, now=now + timedelta(hours=1))
    assert UserSession.objects.get().last_seen_at == now + timedelta(hours=1)


def test_logins_are_forgotten_thirty_days_after_they_were_last_seen() -> None:
    make_verified_user(ADDRESS)
    logged_in()
    now = timezone.now()

    purge(now=now + timedelta(days=29))
    assert UserSession.objects.count() == 1

    purge(now=now + timedelta(days=31))
    assert UserSession.objects.count() == 0
    assert BrowserSession.objects.count() == 0


def test_a_session_knows_its_person_from_the_first_step() -> None:
    user = make_verified_user(ADDRESS)
    logged_in()

    assert BrowserSession.objects.get().person == user


def test_every_column_of_the_account_tables_is_declared() -> None:
    from django.apps import apps

    from normi.privacy.register import undeclared_fields

    labels = ("accounts", "account", "mfa", "usersessions")
    models = [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]

    assert {model._meta.label: undeclared_fields(model) for model in models if undeclared_fields(model)} == {}
