"""More than a password: codes from an app, recovery codes, and what the database shows of them."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from normi.accounts.models import User
from normi.accounts.signing_in import MFAAdapter
from tests.factories import PASSWORD, make_verified_user

pytestmark = pytest.mark.django_db


def code_for(secret: str, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def confirmed(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def with_app(user: User) -> str:
    """Turn the authenticator app on, as a person does, and answer its key."""
    client = confirmed(user)
    page = client.get(reverse("mfa_activate_totp"))
    found = re.search(r"<code>(\w+)</code>", page.content.decode())
    assert found
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(found[1])})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    return found[1]


def test_the_picture_is_drawn_on_the_page_itself() -> None:
    page = confirmed(make_verified_user()).get(reverse("mfa_activate_totp")).content.decode()

    assert 'src="data:image/svg+xml;base64,' in page


def test_a_password_alone_no_longer_gets_in() -> None:
    user = make_verified_user()
    secret = with_app(user)
    client = Client()

    first = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:home")).status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden er ikke riktig" in wrong.content.decode()

    client.post(reverse("mfa_authenticate"), {"code": code_for(secret, ahead=1)})
    assert client.get(reverse("accounts:home")).status_code == 200


def test_a_recovery_code_lets_in_once() -> None:
    user = make_verified_user()
    with_app(user)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]

    def try_code() -> bool:
        client = Client()
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        return client.get(reverse("accounts:home")).status_code == 200

    assert try_code()
    assert not try_code()


def test_keys_are_not_readable_in_the_database() -> None:
    user = make_verified_user()
    secret = with_app(user)

    stored = list(Authenticator.objects.values_list("data", flat=True))

    assert secret not in str(stored)
    assert secret in [MFAAdapter().decrypt(data["secret"]) for data in stored if "secret" in data]


def test_old_keys_still_open_what_they_closed(settings: Any) -> None:
    closed = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-this-test-0123456789-0123456789"

    assert MFAAdapter().decrypt(closed) == "JBSWY3DPEHPK3PXP"


@pytest.mark.django_db(transaction=True)
def test_turning_it_on_is_told_by_e_mail_without_the_address_it_came_from() -> None:
    with_app(make_verified_user())

    assert mail.outbox[-1].subject == "Kodeappen er i bruk"
    assert "127.0.0.1" not in str(mail.outbox[-1].body)


def test_turning_it_off_needs_to_know_who_you_are() -> None:
    user = make_verified_user()
    secret = with_app(user)
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret, ahead=1)})

    asked = client.post(reverse("mfa_deactivate_totp"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))

    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


def test_the_codes_can_be_taken_home_as_text() -> None:
    user = make_verified_user()
    client = confirmed(user)
    secret = re.search(r"<code>(\w+)</code>", client.get(reverse("mfa_activate_totp")).content.decode())
    assert secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret[1])})

    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()

    assert len(re.findall(r"^\d{8}$", text, re.MULTILINE)) == 10
