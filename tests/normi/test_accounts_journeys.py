"""Signing up, confirming, logging in and out, and getting back in: the whole way, as a browser walks it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from normi.accounts.models import User
from tests.factories import PASSWORD, make_verified_user

pytestmark = pytest.mark.django_db
ADDRESS = "kari@example.no"


def sign_up(client: Client, **changes: str) -> "object":
    sent = {"email": ADDRESS, "password1": PASSWORD, "adult": "on"} | changes
    return client.post(reverse("account_signup"), {key: value for key, value in sent.items() if value})


def log_in(client: Client, email: str = ADDRESS, password: str = PASSWORD) -> "object":
    return client.post(reverse("account_login"), {"login": email, "password": password})


def link_in_last_letter() -> str:
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_signing_up_confirming_logging_out_and_in_again(client: Client) -> None:
    signed_up = sign_up(client)
    assert signed_up.headers["Location"] == reverse("account_email_verification_sent")
    assert mail.outbox[0].to == [ADDRESS]

    link = link_in_last_letter()
    assert client.get(link).status_code == 200
    confirmed = client.post(link)
    assert confirmed.headers["Location"] == reverse("profiles:profile")
    assert client.get(reverse("accounts:home")).status_code == 200

    client.post(reverse("account_logout"))
    assert client.get(reverse("accounts:home")).status_code == 302

    assert log_in(client).headers["Location"] == reverse("profiles:profile")
    assert client.get(reverse("accounts:home")).status_code == 200
    assert User.objects.get(email=ADDRESS).declared_adult_at is not None
