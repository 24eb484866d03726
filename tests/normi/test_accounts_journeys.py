"""Signing up, confirming, logging in and out, and getting back in: the whole way, as a browser walks it."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from normi.accounts.models import BrowserSession, User
from tests.factories import PASSWORD, make_verified_user

pytestmark = pytest.mark.django_db
ADDRESS = "kari@example.no"
NEW_PASSWORD = "en helt annen setning"


def sign_up(client: Client, **changes: str) -> HttpResponse:
    sent = {"email": ADDRESS, "password1": PASSWORD, "adult": "on"} | changes
    return client.post(reverse("account_signup"), {key: value for key, value in sent.items() if value})


def log_in(client: Client, email: str = ADDRESS, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:home")).status_code == 200


def link_in_last_letter() -> str:
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose_new_password(client: Client, link: str, password: str = NEW_PASSWORD) -> HttpResponse:
    """The link leads to a page without the key in its address, as a browser follows it."""
    page = client.get(link)
    return client.post(page.headers["Location"], {"password1": password}) if page.status_code == 302 else page


def test_signing_up_confirming_logging_out_and_in_again(client: Client) -> None:
    signed_up = sign_up(client)
    assert signed_up.headers["Location"] == reverse("account_email_verification_sent")
    assert mail.outbox[0].to == [ADDRESS]

    link = link_in_last_letter()
    assert client.get(link).status_code == 200
    confirmed = client.post(link)
    assert confirmed.headers["Location"] == reverse("profiles:profile")
    assert is_in(client)

    client.post(reverse("account_logout"))
    assert not is_in(client)

    assert log_in(client).headers["Location"] == reverse("profiles:profile")
    assert is_in(client)
    assert User.objects.get(email=ADDRESS).declared_adult_at is not None


def test_who_does_not_say_they_are_adult_gets_no_account(client: Client) -> None:
    page = sign_up(client, adult="")

    assert page.status_code == 200
    assert "Normi er for deg som har fylt 18 år." in page.content.decode()
    assert not User.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("password", ["kort", "Passord123!", "password123", "12345678901234", "kari@example.no"])
def test_a_password_that_is_easily_guessed_is_refused(client: Client, password: str) -> None:
    assert sign_up(client, password1=password).status_code == 200
    assert not User.objects.exists()


def test_nobody_logs_in_before_the_address_is_confirmed(client: Client) -> None:
    sign_up(client)
    elsewhere = Client()

    answer = log_in(elsewhere)

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_in(elsewhere)


def test_a_confirmation_link_opened_elsewhere_confirms_without_logging_in(client: Client) -> None:
    sign_up(client)
    elsewhere = Client()

    elsewhere.post(link_in_last_letter())

    assert not is_in(elsewhere)
    assert log_in(elsewhere).headers["Location"] == reverse("profiles:profile")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    make_verified_user(ADDRESS)

    wrong = log_in(Client(), password="ikke dette passordet")
    unknown = log_in(Client(), email="ukjent@example.no")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}
    assert "E-postadressen og passordet hører ikke sammen." in wrong.content.decode()


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_only_its_owner() -> None:
    make_verified_user(ADDRESS)

    taken, free = Client(), Client()
    answers = sign_up(taken), sign_up(free, email="ny@example.no")
    pages = [one.get(reverse("account_email_verification_sent")).content for one in (taken, free)]

    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert without_tokens(pages[0]).replace(ADDRESS, "x") == without_tokens(pages[1]).replace("ny@example.no", "x")
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], ["ny@example.no"]]
    assert mail.outbox[0].subject == "Du har en konto fra før"
    assert User.objects.filter(email=ADDRESS).count() == 1


def without_tokens(page: bytes) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())


def test_asking_for_a_new_password_looks_the_same_whoever_asks() -> None:
    make_verified_user(ADDRESS)
    known, unknown = Client(), Client()

    answers = [
        one.post(reverse("account_reset_password"), {"email": email})
        for one, email in ((known, ADDRESS), (unknown, "ukjent@example.no"))
    ]
    pages = [without_tokens(one.get(reverse("account_reset_password_done")).content) for one in (known, unknown)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert pages[0] == pages[1]


def test_a_new_password_by_letter_ends_every_session(client: Client) -> None:
    make_verified_user(ADDRESS)
    log_in(client)
    forgetful = Client()
    forgetful.post(reverse("account_reset_password"), {"email": ADDRESS})
    link = link_in_last_letter()

    done = choose_new_password(forgetful, link)

    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert not is_in(client)
    assert log_in(Client()).status_code == 200
    assert log_in(forgetful, password=NEW_PASSWORD).status_code == 302
    assert b"Lenken virker ikke lenger" in choose_new_password(Client(), link).content


def test_changing_the_password_ends_every_other_session(client: Client) -> None:
    user = make_verified_user(ADDRESS)
    other = Client()
    log_in(client)
    log_in(other)

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    kept = client.session.session_key
    assert is_in(client)
    assert not is_in(other)
    assert [row.session_key for row in BrowserSession.objects.filter(person=user)] == [kept]
    assert [row.session_key for row in UserSession.objects.filter(user=user)] == [kept]
    assert "Passordet ditt er endret" in [letter.subject for letter in mail.outbox]


def test_the_password_is_not_changed_by_one_who_does_not_know_it(client: Client) -> None:
    user = make_verified_user(ADDRESS)
    log_in(client)

    page = client.post(reverse("account_change_password"), {"oldpassword": "feil", "password1": NEW_PASSWORD})

    assert page.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(client: Client) -> None:
    user = make_verified_user(ADDRESS)
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("account_email"), {"email": "ny@example.no", "action_add": ""})
    user.refresh_from_db()
    assert user.email == ADDRESS

    client.post(link_in_last_letter())
    user.refresh_from_db()
    assert user.email == "ny@example.no"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([ADDRESS], "E-postadressen din er endret")
    assert [str(address) for address in user.emailaddress_set.all()] == ["ny@example.no"]


def test_changing_the_address_asks_who_you_are_first(client: Client) -> None:
    make_verified_user(ADDRESS)
    log_in(client)

    asked = client.post(reverse("account_email"), {"email": "ny@example.no", "action_add": ""})

    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []


@pytest.mark.parametrize(("name", "field"), [("account_login", "login"), ("account_reset_password", "email")])
def test_too_many_tries_get_the_page_that_says_wait(name: str, field: str) -> None:
    statuses = [Client().post(reverse(name), {field: f"{n}@example.no"}).status_code for n in range(31)]

    assert statuses[0] != 429
    assert statuses[-1] == 429


def test_guessing_one_persons_password_is_stopped_even_from_many_places() -> None:
    make_verified_user(ADDRESS)
    for n in range(5):
        Client(REMOTE_ADDR=f"10.0.0.{n}").post(reverse("account_login"), {"login": ADDRESS, "password": "feil"})

    page = Client(REMOTE_ADDR="10.0.1.1").post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})

    assert page.status_code == 200
    assert "For mange forsøk" in page.content.decode()


def test_logging_out_takes_a_form_not_a_link(client: Client) -> None:
    make_verified_user(ADDRESS)
    log_in(client)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
