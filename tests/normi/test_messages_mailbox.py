"""The local mailbox: what would have been sent, for whoever sits at this machine and nobody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from normi.errors import NotFound
from normi.messages import queries

Post = Callable[..., None]
pytestmark = pytest.mark.django_db


@pytest.fixture
def post(tmp_path: Path, settings: Any) -> Post:
    settings.LOCAL_MAILBOX = True
    settings.EMAIL_FILE_PATH = str(tmp_path / "mailbox")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    def send(subject: str, body: str = "Hei på deg", to: str = "kari@example.no") -> None:
        send_mail(subject, body, None, [to])

    return send


def test_an_empty_mailbox_says_so(post: Post, client: Client) -> None:
    assert "Ingen e-post" in client.get(reverse("messages:mailbox")).content.decode()


def test_letters_are_listed_newest_first_and_open(post: Post, client: Client) -> None:
    post("Først")
    post("Så: blåbærsyltetøy", "Åpne http://testserver/konto/x/ nå.\n\n" + "-" * 20 + "\nslutt")

    assert [letter.subject for letter in queries.letters()] == ["Så: blåbærsyltetøy", "Først"]
    newest = queries.letters()[0]
    page = client.get(reverse("messages:letter", args=[newest.key])).content.decode()
    assert '<a href="http://testserver/konto/x/"' in page
    assert "kari@example.no" in page
    assert "slutt" in page


def test_a_letter_cannot_bring_code_to_the_page(post: Post, client: Client) -> None:
    post("<script>x</script>", "<script>alert(1)</script> javascript:alert(1)")

    page = client.get(reverse("messages:letter", args=[queries.letters()[0].key])).content.decode()

    assert "<script>alert" not in page
    assert "<script>x" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("key", ["..", "../secret-0", "%2e%2e%2fsecret-0", "/etc/passwd", "secret-0", "*", ""])
def test_a_key_opens_nothing_but_a_letter(post: Post, client: Client, key: str, settings: Any) -> None:
    post("Et brev")
    (Path(settings.EMAIL_FILE_PATH).parent / "secret.log").write_text("Subject: hemmelig\n\nhemmelig innhold")

    with pytest.raises(NotFound):
        queries.letter(key)
    try:
        answer = client.get(reverse("messages:letter", args=[key]))
    except NoReverseMatch:
        answer = client.get(reverse("messages:mailbox") + key + "/")
    assert b"hemmelig innhold" not in answer.content


def test_a_link_out_of_the_folder_is_not_followed(post: Post, settings: Any) -> None:
    post("Et brev")
    secret = Path(settings.EMAIL_FILE_PATH).parent / "secret.txt"
    secret.write_text("Subject: hemmelig\n\nhemmelig innhold")
    (Path(settings.EMAIL_FILE_PATH) / "zzz.log").symlink_to(secret)

    assert [letter.subject for letter in queries.letters()] == ["Et brev"]


def test_emptying_takes_a_form_and_deletes_every_letter(post: Post, client: Client) -> None:
    post("Et brev")

    assert client.get(reverse("messages:empty")).status_code == 405
    client.post(reverse("messages:empty"))

    assert queries.letters() == []


@pytest.mark.parametrize(
    "from_elsewhere",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": "::1", "HTTP_FORWARDED": "for=203.0.113.7"},
    ],
)
@pytest.mark.parametrize("name", ["mailbox", "letter", "empty"])
def test_from_elsewhere_there_is_no_mailbox(post: Post, name: str, from_elsewhere: dict[str, str]) -> None:
    post("Et brev")
    address = reverse(f"messages:{name}", args=[queries.letters()[0].key] if name == "letter" else [])
    client = Client(**from_elsewhere)

    answer = client.post(address) if name == "empty" else client.get(address)

    assert answer.status_code == 404
    assert len(queries.letters()) == 1


def test_where_letters_are_really_sent_there_is_no_mailbox(post: Post, client: Client, settings: Any) -> None:
    settings.LOCAL_MAILBOX = False

    assert client.get(reverse("messages:mailbox")).status_code == 404


def test_the_setting_opens_it_to_others(post: Post, settings: Any) -> None:
    settings.MAILBOX_FOR_ALL = True

    assert Client(REMOTE_ADDR="203.0.113.7").get(reverse("messages:mailbox")).status_code == 200


def test_after_signing_up_the_page_points_to_the_mailbox(post: Post, client: Client) -> None:
    page = client.get(reverse("account_email_verification_sent")).content.decode()

    assert reverse("messages:mailbox") in page
