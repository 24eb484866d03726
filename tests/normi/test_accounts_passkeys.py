"""Passkeys, from adding one to logging in with it, and everything that must not get in."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from normi.accounts.models import User
from tests.factories import PASSWORD, make_verified_user
from tests.passkeys import Device

pytestmark = pytest.mark.django_db


def confirmed(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def options_in(page: HttpResponse) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page.content.decode())
    assert found
    return dict(json.loads(found[1]))


def add(client: Client, device: Device, name: str = "Telefonen min") -> HttpResponse:
    options = options_in(client.get(reverse("mfa_add_webauthn")))
    sent = {"name": name, "passwordless": "True", "credential": device.registers(options)}
    return client.post(reverse("mfa_add_webauthn"), sent)


def log_in(client: Client, device: Device) -> HttpResponse:
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    return client.post(reverse("mfa_login_webauthn"), {"credential": device.proves(asked["request_options"])})


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:home")).status_code == 200


def test_a_passkey_is_added_and_logs_in_with_no_password() -> None:
    device = Device()

    added = add(confirmed(make_verified_user()), device)
    assert added.headers["Location"] == reverse("mfa_view_recovery_codes")

    client = Client()
    assert log_in(client, device).headers["Location"] == reverse("profiles:profile")
    assert is_in(client)


def test_a_passkey_that_asks_for_no_finger_or_pin_is_refused() -> None:
    answer = add(confirmed(make_verified_user()), Device(is_user_verified=False))

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "impostor",
    [
        Device(origin="https://evil.example"),
        Device(host="evil.example"),
        Device(is_user_verified=False),
        Device(origin="http://testserver"),
    ],
    ids=["another page", "another site", "nobody verified", "no https"],
)
def test_an_answer_made_elsewhere_does_not_get_in(impostor: Device) -> None:
    device = Device()
    add(confirmed(make_verified_user()), device)
    impostor.key, impostor.credential_id, impostor.user_handle = device.key, device.credential_id, device.user_handle
    client = Client()

    log_in(client, impostor)

    assert not is_in(client)


def test_another_key_under_the_same_name_does_not_get_in() -> None:
    device = Device()
    add(confirmed(make_verified_user()), device)
    forged = Device(credential_id=device.credential_id)
    forged.user_handle = device.user_handle
    client = Client()

    log_in(client, forged)

    assert not is_in(client)


def test_an_answer_cannot_be_used_again() -> None:
    device = Device()
    add(confirmed(make_verified_user()), device)
    client = Client()
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    answer = device.proves(asked["request_options"])
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    client.post(reverse("account_logout"))

    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    client.post(reverse("mfa_login_webauthn"), {"credential": answer})

    assert not is_in(client)


NONSENSE = (
    "",
    "{",
    "[]",
    "7",
    "null",
    '{"id": 1}',
    '{"response": {"userHandle": "AAAA"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key",'
    ' "response": {"clientDataJSON": "e30", "attestationObject": "_w"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AA",'
    ' "signature": "AA", "userHandle": "////"}}',
)


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_adds_no_passkey(nonsense: str) -> None:
    client = confirmed(make_verified_user())
    client.get(reverse("mfa_add_webauthn"))

    answer = client.post(reverse("mfa_add_webauthn"), {"name": "x", "passwordless": "True", "credential": nonsense})

    assert answer.status_code == 200
    assert "credential" in answer.context["form"].errors
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_gets_a_clear_answer_and_no_way_in(nonsense: str) -> None:
    client = Client()

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": nonsense})

    assert answer.status_code == 302
    assert not is_in(client)


def test_after_that_a_password_alone_is_not_enough() -> None:
    user = make_verified_user()
    device = Device()
    add(confirmed(user), device)
    client = Client()

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert not is_in(client)

    options = options_in(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"credential": device.proves(options)})
    assert is_in(client)


def test_a_found_phone_that_nobody_unlocked_is_no_second_step() -> None:
    user = make_verified_user()
    device = Device()
    add(confirmed(user), device)
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    device.is_user_verified = False
    options = options_in(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"credential": device.proves(options)})

    assert not is_in(client)


def test_a_passkey_confirms_who_one_is() -> None:
    user = make_verified_user()
    device = Device()
    add(confirmed(user), device)
    client = Client()
    log_in(client, device)
    asked = client.get(reverse("accounts:delete"))
    assert asked.status_code == 302

    options = options_in(client.get(reverse("mfa_reauthenticate_webauthn")))
    client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": device.proves(options)})

    assert client.get(reverse("accounts:delete")).status_code == 200


def test_a_passkey_is_renamed_and_removed() -> None:
    client = confirmed(make_verified_user())
    device = Device()
    add(client, device)
    pk = Authenticator.objects.get(type="webauthn").pk

    client.post(reverse("mfa_edit_webauthn", args=[pk]), {"name": "Den gamle telefonen"})
    assert "Den gamle telefonen" in client.get(reverse("mfa_list_webauthn")).content.decode()

    client.post(reverse("mfa_remove_webauthn", args=[pk]))
    visitor = Client()
    log_in(visitor, device)
    assert not is_in(visitor)
