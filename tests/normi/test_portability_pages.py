"""Taking a profile away and erasing it, on the pages and for programs: the owner alone, and never by accident."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.portability import actions, queries
from normi.portability.document import Document, Person
from normi.portability.formats import json_resume, own
from normi.profiles import actions as profiles
from normi.profiles.queries import accepted_skill_uris
from tests.factories import make_user
from tests.normi.test_imports_pages import REVIEW, fields_of, send
from tests.normi.test_portability_store import EVERYTHING, lived
from tests.stand_ins import BAKE, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
EXPORT, IMPORT = "/api/v1/profile/export", "/api/v1/profile/import"


@pytest.fixture
def kari() -> User:
    user = make_user("kari@example.no")
    lived(user)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("format_", "start"), [("own", b"{"), ("json-resume", b"{"), ("europass", b"{"), ("csv", b"PK")]
)
def test_each_kind_of_file_is_downloaded_and_kept_by_no_one_on_the_way(kari: User, format_: str, start: bytes) -> None:
    answer = signed_in(kari).get(reverse("portability:download", args=[format_]))

    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"] == "no-store"


def test_the_page_explains_each_file_and_leads_to_it(kari: User) -> None:
    page = signed_in(kari).get(reverse("portability:take_along")).content.decode()

    for format_ in queries.FORMATS:
        assert reverse("portability:download", args=[format_]) in page
    assert "Ta med deg profilen" in page


def test_there_is_no_file_of_another_kind(kari: User) -> None:
    assert signed_in(kari).get(reverse("portability:download", args=["xml"])).status_code == 404


def test_a_person_gets_their_own_profile_and_never_anothers(kari: User) -> None:
    ola = make_user("ola@example.no")

    content = signed_in(ola).get(reverse("portability:download", args=["own"])).content

    assert own.read(content) == Document(person=Person(email="ola@example.no"))


@pytest.mark.parametrize("name", ["take_along", "erase"])
def test_nobody_gets_in_without_logging_in(client: Client, name: str) -> None:
    assert client.get(reverse(f"portability:{name}")).status_code == 302
    assert client.get(reverse("portability:download", args=["own"])).status_code == 302


def test_labels_are_in_the_language_of_the_page(kari: User) -> None:
    accounts.choose_language(by=kari, language="en")

    english = own.read(signed_in(kari).get(reverse("portability:download", args=["own"])).content)

    assert {skill.label for skill in english.skills} == {"bake bread", "teach adults", "weld metal"}


@pytest.mark.parametrize("word", ["slett", " Slett. ", "«slett»", "SLETT"])
def test_the_typed_word_erases_the_profile_and_keeps_the_account(kari: User, word: str) -> None:
    client = signed_in(kari)

    answer = client.post(reverse("portability:erase"), {"word": word}, follow=True)

    assert "Profilen din er slettet" in answer.content.decode()
    assert queries.in_profile(kari) == []
    assert User.objects.filter(email="kari@example.no").exists()


@pytest.mark.parametrize("format_", ["own", "json-resume"])
def test_out_erased_and_fetched_in_again_on_the_pages_it_is_the_same_profile(kari: User, format_: str) -> None:
    client = signed_in(kari)
    before = queries.collect(kari, "nb")
    file = client.get(reverse("portability:download", args=[format_]))

    client.post(reverse("portability:erase"), {"word": "slett"})
    send(client, file.content, "profil.json")
    client.post(REVIEW, fields_of(client.get(REVIEW).content.decode()))

    assert queries.collect(kari, "nb") == before


@pytest.mark.parametrize("word", ["", "ja", "slette", "delete"])
def test_without_the_word_nothing_is_erased(kari: User, word: str) -> None:
    answer = signed_in(kari).post(reverse("portability:erase"), {"word": word})

    assert answer.status_code == 422
    assert accepted_skill_uris(kari) == {WELD, BAKE, TEACH}


def test_looking_at_the_page_erases_nothing_and_offers_a_copy(kari: User) -> None:
    page = signed_in(kari).get(reverse("portability:erase")).content.decode()

    assert reverse("portability:download", args=["own"]) in page
    assert accepted_skill_uris(kari) == {WELD, BAKE, TEACH}


def test_an_empty_profile_has_nothing_to_erase() -> None:
    page = signed_in(make_user()).get(reverse("portability:erase")).content.decode()

    assert "Det er ikke noe å slette" in page
    assert '<button class="ds-button" data-color="danger"' not in page


def test_a_strange_word_is_shown_as_text(kari: User) -> None:
    page = signed_in(kari).post(reverse("portability:erase"), {"word": "<script>"}).content.decode()

    assert "<script>" not in page.replace("<script src", "")


# --- For programs -----------------------------------------------------------------------------------------------------
def token(user: User, scope: str = "write") -> dict[str, str]:
    return {"Authorization": f"Bearer {accounts.create_token(by=user, name='test', scope=scope, days=30).secret}"}


def test_a_program_gets_the_profile_and_gives_it_back(client: Client, kari: User) -> None:
    ola = make_user("ola@example.no")

    content = client.get(EXPORT, headers=token(kari, "read")).content
    answer = client.post(IMPORT, content, content_type="application/json", headers=token(ola)).json()

    assert answer["added"]["skill"] == 3
    assert answer["conflicts"] == []
    assert own.write(queries.collect(ola, "nb")) == content.replace(b"kari@example.no", b"ola@example.no")
    again = client.post(IMPORT, content, content_type="application/json", headers=token(ola)).json()
    assert again["added"] == {}


def test_a_program_may_choose_the_format_and_the_language(client: Client, kari: User) -> None:
    answer = client.get(EXPORT, {"format": "json-resume", "lang": "en"}, headers=token(kari))

    assert {skill["name"] for skill in answer.json()["skills"]} == {"bake bread", "teach adults", "weld metal"}
    tables = client.get(EXPORT, {"format": "csv"}, headers=token(kari)).content
    assert "skills.csv" in zipfile.ZipFile(io.BytesIO(tables)).namelist()
    assert client.get(EXPORT, {"format": "xml"}, headers=token(kari)).status_code == 422


def test_a_resume_from_another_tool_says_what_it_did_not_understand(client: Client) -> None:
    resume = {"basics": {"name": "Ola", "image": "https://example.org/a.png"}, "skills": [{"name": "bake"}]}

    answer = client.post(IMPORT, json.dumps(resume), content_type="application/json", headers=token(make_user())).json()

    assert answer["added"] == {"contact": 1}
    assert len(answer["not_understood"]) == 1
    assert len(answer["to_answer"]) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"format": "normi-profile", "version": 9}', b"\xff"])
def test_what_cannot_be_taken_in_is_a_problem_with_advice(client: Client, body: bytes) -> None:
    answer = client.post(IMPORT, body, content_type="application/json", headers=token(make_user()))

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_file_that_is_too_large_is_refused(client: Client) -> None:
    body = b'{"x": "' + b"x" * (16 * 1024 * 1024) + b'"}'

    assert client.post(IMPORT, body, content_type="application/json", headers=token(make_user())).status_code == 413


def test_a_token_that_may_only_read_takes_nothing_in(client: Client, kari: User) -> None:
    body = own.write(EVERYTHING)

    assert client.post(IMPORT, body, content_type="application/json", headers=token(kari, "read")).status_code == 403
    assert client.post(IMPORT, body, content_type="application/json").status_code == 401
    assert client.get(EXPORT).status_code == 401


def test_another_persons_token_gives_another_persons_profile(client: Client, kari: User) -> None:
    ola = make_user("ola@example.no")
    profiles.add_skill(by=ola, concept_uri=BAKE)

    found = json_resume.read(client.get(EXPORT, {"format": "json-resume"}, headers=token(ola)).content)

    assert [skill.concept_uri for skill in found.skills] == [BAKE]
    assert found.person.name == ""


def test_taking_in_does_not_reach_anyone_else(kari: User) -> None:
    before = queries.collect(kari, "nb")

    actions.store(by=make_user(), document=EVERYTHING)
    actions.erase_profile(by=make_user())

    assert queries.collect(kari, "nb") == before
