"""Every page of an account: in the reader's language, with our words, and with three cookies at most."""

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from babel.messages.pofile import read_po
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from normi.accounts import actions
from normi.accounts.models import User
from tests.factories import PASSWORD, make_verified_user
from tests.passkeys import Device

pytestmark = pytest.mark.django_db
COOKIES = {"normi_session", "normi_csrf", "normi_language"}
ADDRESS = "kari@example.no"
# What a browser shows of a page, and what it reads aloud.
SEEN = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<(?!input|img|textarea)[^>]*>", re.DOTALL)


def english_of_allauth() -> list[str]:
    """Every English phrase that allauth can show, cut at its variables. Single words may be Norwegian too."""
    catalogue = Path(allauth.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as file:
        ids = [message.id for message in read_po(file)]
    texts = [text for found in ids for text in (found if isinstance(found, tuple) else (found,))]
    parts = [
        re.sub(r"\s+", " ", part).strip(" .:,") for text in texts for part in re.split(r"%\(\w+\)s|\{\w+\}|<.*?>", text)
    ]
    return sorted({part for part in parts if " " in part and len(part) > 8})


ENGLISH = english_of_allauth()


def english_in(text: str) -> list[str]:
    shown = re.sub(r"\s+", " ", html.unescape(SEEN.sub(" ", text)))
    return [phrase for phrase in ENGLISH if phrase in shown]


def confirmed(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def furnished() -> tuple[User, Client]:
    user = make_verified_user(ADDRESS)
    client = confirmed(user)
    actions.create_token(by=user, name="Regneark", scope="write", days=30)
    return user, client


def visit(name: str, *args: object) -> Callable[[Client], HttpResponse]:
    return lambda client: client.get(reverse(name, args=args))


def send(name: str, /, **data: str) -> Callable[[Client], HttpResponse]:
    return lambda client: client.post(reverse(name), data)


OPEN_PAGES = {
    "log in": visit("account_login"),
    "wrong password": send("account_login", login="x@example.no", password="feil"),
    "nothing filled in": send("account_login"),
    "sign up": visit("account_signup"),
    "sign up, all wrong": send("account_signup", email="ikke en adresse", password1="kort"),
    "sign up, a common password": send("account_signup", email="x@example.no", password1="passord1234", adult="on"),
    "sign up, only digits": send("account_signup", email="x@example.no", password1="83625148372", adult="on"),
    "sign up, like the address": send("account_signup", email="x.y@example.no", password1="x.y@example.no", adult="on"),
    "check your e-mail": visit("account_email_verification_sent"),
    "a link that is too old": visit("account_confirm_email", "gammel"),
    "forgotten": visit("account_reset_password"),
    "forgotten, sent": visit("account_reset_password_done"),
    "reset link too old": visit("account_reset_password_from_key", "1", "gammel-lenke"),
    "reset done": visit("account_reset_password_from_key_done"),
    "closed": visit("account_inactive"),
}
OWN_PAGES = {
    "home": visit("accounts:home"),
    "delete": visit("accounts:delete"),
    "tokens": visit("accounts:tokens"),
    "make a token": visit("accounts:create_token"),
    "make a token, wrongly": send("accounts:create_token", scope="all"),
    "browsers": visit("usersessions_list"),
    "log out": visit("account_logout"),
    "address": visit("account_email"),
    "address, the same": send("account_email", email=ADDRESS, action_add=""),
    "password": visit("account_change_password"),
    "password, wrongly": send("account_change_password", oldpassword="feil", password1="kort"),
    "who are you": visit("account_reauthenticate"),
    "who are you, wrongly": send("account_reauthenticate", password="feil"),
    "two steps": visit("mfa_index"),
    "app": visit("mfa_activate_totp"),
    "app, wrongly": send("mfa_activate_totp", code="abc"),
    "passkeys, none": visit("mfa_list_webauthn"),
    "add a passkey": visit("mfa_add_webauthn"),
    "add a passkey, wrongly": send("mfa_add_webauthn", credential="{}", name="x"),
    "new codes": visit("mfa_generate_recovery_codes"),
    "new codes, too early": send("mfa_generate_recovery_codes"),
}
PROTECTED_PAGES = {
    "two steps": visit("mfa_index"),
    "codes": visit("mfa_view_recovery_codes"),
    "codes as text": visit("mfa_download_recovery_codes"),
    "stop the app": visit("mfa_deactivate_totp"),
    "who are you, by code": visit("mfa_reauthenticate"),
    "who are you, by a wrong code": send("mfa_reauthenticate", code="000000"),
    "passkeys": visit("mfa_list_webauthn"),
    "who are you, by passkey": visit("mfa_reauthenticate_webauthn"),
}


def test_the_check_finds_english() -> None:
    assert len(ENGLISH) > 150
    assert english_in("<p>Please reauthenticate to safeguard your account.</p>") != []
    assert english_in('<input placeholder="Email address">') != []


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_no_page_before_logging_in_speaks_english(name: str, language: str) -> None:
    answer = OPEN_PAGES[name](Client(headers={"accept-language": language}))

    assert answer.status_code in (200, 400, 422)
    assert f'lang="{language}"' in answer.content.decode()
    assert english_in(answer.content.decode()) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_page_of_mine_speaks_english(language: str) -> None:
    user, client = furnished()
    actions.choose_language(by=user, language=language)

    english = {}
    for name, page in OWN_PAGES.items():
        answer = page(client)
        assert answer.status_code in (200, 422), name
        assert f'lang="{language}"' in answer.content.decode(), name
        english[name] = english_in(answer.content.decode())

    assert {name: found for name, found in english.items() if found} == {}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_page_about_two_steps_speaks_english(language: str) -> None:
    user, client = furnished()
    actions.choose_language(by=user, language=language)
    two_steps_on(user)

    english = {}
    for name, page in PROTECTED_PAGES.items():
        answer = page(client)
        assert answer.status_code == 200, name
        english[name] = english_in(answer.content.decode())
    waiting = Client()
    waiting.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    english["second step"] = english_in(waiting.get(reverse("mfa_authenticate")).content.decode())
    for pk in Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True):
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            english[name] = english_in(client.get(reverse(name, args=[pk])).content.decode())

    assert {name: found for name, found in english.items() if found} == {}


def two_steps_on(user: User) -> None:
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    options = {"publicKey": {"challenge": "AAAA", "user": {"id": "AAAA"}}}
    credential = json.loads(Device().registers(options))
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Telefonen", "credential": credential})


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_e_mail_speaks_english(language: str) -> None:
    user, client = furnished()
    actions.choose_language(by=user, language=language)

    client.post(reverse("account_email"), {"email": "ny@example.no", "action_add": ""})
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "en helt annen setning"})
    visitor = Client(headers={"accept-language": language})
    visitor.post(reverse("account_reset_password"), {"email": ADDRESS})
    visitor.post(reverse("account_reset_password"), {"email": "ukjent@example.no"})
    visitor.post(reverse("account_signup"), {"email": ADDRESS, "password1": PASSWORD, "adult": "on"})
    visitor.post(reverse("account_signup"), {"email": "enda@example.no", "password1": PASSWORD, "adult": "on"})

    assert len(mail.outbox) == 6
    for letter in mail.outbox:
        assert english_in(f"{letter.subject} {letter.body}") == []
        assert "http://testserver" in str(letter.body)
        assert letter.alternatives == []  # type: ignore[attr-defined]


def test_an_e_mail_is_in_the_language_of_the_one_who_gets_it() -> None:
    make_verified_user(ADDRESS, language="nn")

    Client(headers={"accept-language": "en"}).post(reverse("account_reset_password"), {"email": ADDRESS})

    assert mail.outbox[0].subject == "Vel eit nytt passord"


def test_the_language_follows_the_person_to_another_browser() -> None:
    user = make_verified_user(ADDRESS)
    first, second = confirmed(user), confirmed(user)

    first.post(reverse("set_language"), {"language": "nn", "next": "/"})

    user.refresh_from_db()
    assert user.language == "nn"
    assert 'lang="nn"' in second.get(reverse("accounts:home")).content.decode()


def test_a_language_chosen_before_logging_in_is_kept() -> None:
    user = make_verified_user(ADDRESS)
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})

    user.refresh_from_db()
    assert user.language == "en"
    assert 'lang="en"' in client.get(reverse("accounts:home")).content.decode()


def test_a_new_account_speaks_as_the_page_did() -> None:
    visitor = Client(headers={"accept-language": "nn"})

    visitor.post(reverse("account_signup"), {"email": ADDRESS, "password1": PASSWORD, "adult": "on"})

    assert User.objects.get().language == "nn"


def test_three_cookies_and_no_more() -> None:
    _, client = furnished()
    client.post(reverse("set_language"), {"language": "nn", "next": "/"})
    for page in [*OPEN_PAGES.values(), *OWN_PAGES.values()]:
        page(client)

    assert set(client.cookies) == COOKIES


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_before_logging_in_only_the_form_token_is_set(name: str) -> None:
    client = Client()

    OPEN_PAGES[name](client)

    assert set(client.cookies) <= {"normi_csrf"}


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "", parameters: frozenset[str] = frozenset()
) -> Iterator[tuple[str, frozenset[str]]]:
    """The name of every address, with the names of what varies in it."""
    for pattern in patterns:
        known = parameters | set(getattr(pattern.pattern, "converters", ()))
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner, known)
        else:
            yield f"{prefix}{pattern.name}", known


VISITORS_MAY = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_login_webauthn",
}


def test_a_visitor_is_asked_to_log_in_on_every_other_page() -> None:
    """Each address of the account pages that is not for everyone leads to logging in, whatever number is in it."""
    root = next(r for r in get_resolver().url_patterns if str(r.pattern) == "konto/")
    names = dict(addresses(root.url_patterns))
    assert set(names) > VISITORS_MAY

    for name, parameters in names.items():
        if name in VISITORS_MAY:
            continue
        address = reverse(name, kwargs=dict.fromkeys(parameters, 1))
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith(reverse("account_login")), name


def test_another_persons_passkey_is_not_there() -> None:
    _, client = furnished()
    theirs = Authenticator.objects.create(
        user=make_verified_user("ola@example.no"), type="webauthn", data={"name": "Olas", "credential": {}}
    )

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "min"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data["name"] == "Olas"
