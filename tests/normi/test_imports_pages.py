"""Sending a file, looking through what was read, saying yes or no; and a stranger who tries the same."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from normi.accounts.actions import create_token
from normi.accounts.models import User
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill
from normi.imports import actions, queries
from normi.imports.models import PendingImport
from normi.portability import actions as portability
from normi.portability import document
from normi.portability.document import Answer, Document, Person, Skill
from normi.portability.formats import own
from normi.portability.queries import collect
from normi.privacy.actions import purge
from normi.profiles.models import ProfileSkill, Text
from tests.factories import make_user
from tests.normi import curricula
from tests.stand_ins import WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
UPLOAD, REVIEW, DISCARD = "/profil/hent-inn/", "/profil/hent-inn/se-over", "/profil/hent-inn/forkast"
STORED = (Contact, Experience, Education, Credential, LanguageSkill, Text, ProfileSkill)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, content: bytes, name: str = "cv.txt", **headers: str):  # type: ignore[no-untyped-def]
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, headers=headers)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back if the person only pressed yes."""
    form = page[page.index('action="/profil/hent-inn/se-over"') :]
    form = form[: form.index("</form>")]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = unescape(value[1]) if value else "on" if 'type="checkbox"' in tag else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words)
    return found


def unescape(words: str) -> str:
    from html import unescape as plain

    return plain(words)


def rows() -> dict[str, int]:
    return {table._meta.label: table._default_manager.count() for table in STORED}


def test_a_cv_is_looked_through_and_then_stored() -> None:
    user = make_user()
    client = signed_in(user)
    before = rows()

    answer = send(client, curricula.printed(curricula.NURSE + "Jeg kan sveise."), "cv.pdf")
    assert (answer.status_code, answer["Location"]) == (302, REVIEW)
    page = client.get(REVIEW).content.decode()
    assert rows() == before
    assert "Sykepleier, St. Olavs hospital" in page
    assert "Ola Hansen" not in page

    done = client.post(REVIEW, fields_of(page))

    text = Text.objects.get(owner=user)
    assert done["Location"] == f"/profil/tekst/{text.pk}/"
    assert "sveise" in text.content
    assert Experience.objects.filter(owner=user).count() == 4
    assert Experience.objects.get(owner=user, organisation="Orkdal kommune").started == "2015-08"
    assert Experience.objects.get(owner=user, title="Fotballtrener").kind == "voluntary"
    assert {skill.code for skill in LanguageSkill.objects.filter(owner=user)} == {"no", "en", "de"}
    contact = Contact.objects.get(owner=user)
    assert (contact.name, contact.phone, contact.address) == ("Kari Anne Lindbråten", "", "")
    assert not PendingImport.objects.exists()
    assert ProfileSkill.objects.filter(owner=user, accepted_at=None).exists()
    assert not ProfileSkill.objects.filter(owner=user).accepted().exists()


WHOLE = Document(
    person=Person(name="Kari Lindbråten", summary="En.\nTo.", phone="+47 412 34 567", place="Trondheim", country="NO"),
    experiences=(document.Experience("e", "Sveiser", organisation="Verftet", started="2019-08", is_current=True),),
    educations=(document.Education("u", "Fagbrev", institution="Strinda", eqf_level=4, ended="2019"),),
    languages=(document.Language("nb", is_mother_tongue=True), document.Language("en", reading="C1", writing="B1")),
    added=(Answer(WELD, suggested_at=NOW, accepted_at=NOW),),
    skills=(Skill(WELD, level=3, interest=2, uses=("e",)),),
)


def test_a_profile_of_ours_comes_back_through_the_page_as_it_was() -> None:
    before, after = make_user(), make_user()
    portability.store(by=before, document=WHOLE)
    saved = collect(before, "nb")
    client = signed_in(after)

    send(client, own.write(saved), "profil.json")
    client.post(REVIEW, fields_of(client.get(REVIEW).content.decode()))

    back = collect(after, "nb")
    assert back.skills[0].level == 3
    assert replace(back, person=replace(back.person, email=saved.person.email)) == saved


def test_an_entry_that_is_left_out_takes_nothing_else_with_it() -> None:
    user = make_user()
    client = signed_in(user)
    send(client, own.write(WHOLE), "profil.json")
    fields = fields_of(client.get(REVIEW).content.decode())
    del fields["experiences-0-keep"]

    client.post(REVIEW, fields)

    back = collect(user, "nb")
    assert back.experiences == ()
    assert [(skill.concept_uri, skill.level, skill.uses) for skill in back.skills] == [(WELD, 3, ())]


def test_skills_are_left_out_together_with_what_hangs_on_them() -> None:
    user = make_user()
    client = signed_in(user)
    send(client, own.write(WHOLE), "profil.json")
    fields = fields_of(client.get(REVIEW).content.decode())
    del fields["groups-skills"]

    client.post(REVIEW, fields)

    back = collect(user, "nb")
    assert (len(back.experiences), back.skills, back.added) == (1, (), ())


def test_twice_is_harmless() -> None:
    user = make_user()
    client = signed_in(user)
    for _ in range(2):
        send(client, curricula.NURSE.encode())
        client.post(REVIEW, fields_of(client.get(REVIEW).content.decode()))
        counts = rows()
    assert counts["careers.Experience"] == 4
    assert counts["profiles.Text"] == 1


def test_only_what_is_ticked_is_stored_as_it_was_corrected() -> None:
    user = make_user()
    client = signed_in(user)
    send(client, curricula.NURSE.encode())
    fields = fields_of(client.get(REVIEW).content.decode())
    for name in [name for name in fields if name.endswith("-keep") and name != "experiences-1-keep"]:
        del fields[name]
    fields |= {"experiences-1-title": "Hjemmesykepleier", "experiences-1-ended": "5.2019"}

    client.post(REVIEW, fields)

    experience = Experience.objects.get(owner=user)
    assert (experience.title, experience.ended) == ("Hjemmesykepleier", "2019-05")
    assert rows() == {**dict.fromkeys(rows(), 0), "careers.Experience": 1}


def test_a_phone_number_comes_along_only_where_it_is_asked_for() -> None:
    user = make_user()
    client = signed_in(user)
    send(client, curricula.NURSE.encode())
    fields = fields_of(client.get(REVIEW).content.decode()) | {"person-phone_too": "on"}

    client.post(REVIEW, fields)

    contact = Contact.objects.get(owner=user)
    assert (contact.phone, contact.address) == ("412 34 567", "")


def test_a_wrong_correction_is_shown_at_its_field_and_nothing_is_stored() -> None:
    client = signed_in(make_user())
    send(client, curricula.NURSE.encode())
    fields = fields_of(client.get(REVIEW).content.decode()) | {"experiences-1-ended": "i fjor"}
    before = rows()

    answer = client.post(REVIEW, fields)

    assert answer.status_code == 422
    assert 'href="#id_experiences-1-ended"' in answer.content.decode()
    assert rows() == before


def test_what_is_left_out_need_not_be_right() -> None:
    client = signed_in(make_user())
    send(client, curricula.NURSE.encode())
    fields = fields_of(client.get(REVIEW).content.decode()) | {"experiences-1-ended": "i fjor"}
    del fields["experiences-1-keep"]

    assert client.post(REVIEW, fields).status_code == 302


def test_no_means_that_nothing_is_left() -> None:
    client = signed_in(make_user())
    send(client, curricula.NURSE.encode())
    before = rows()

    assert client.post(DISCARD)["Location"] == UPLOAD
    assert client.get(REVIEW).status_code == 404
    assert (rows(), PendingImport.objects.count()) == (before, 0)


def test_a_second_file_takes_the_place_of_the_first() -> None:
    client = signed_in(make_user())
    send(client, curricula.NURSE.encode())
    send(client, curricula.COOK.encode())

    page = client.get(REVIEW).content.decode()
    assert "Britannia Hotel" in page
    assert "Orkdal" not in page


@pytest.mark.parametrize(
    "try_it",
    [lambda c: c.get(REVIEW), lambda c: c.post(REVIEW, {}), lambda c: c.post(DISCARD)],
    ids=["see", "store", "discard"],
)
def test_a_stranger_sees_and_changes_nothing_of_what_waits(try_it: Callable[[Client], object]) -> None:
    owner, stranger = make_user(), make_user()
    send(signed_in(owner), curricula.NURSE.encode())
    before = rows()

    try_it(signed_in(stranger))
    assert signed_in(stranger).get(REVIEW).status_code == 404

    assert queries.pending_of(owner).found.document.person.name == "Kari Anne Lindbråten"
    assert rows() == before


def test_someone_who_is_not_logged_in_is_asked_to() -> None:
    for answer in (send(Client(), b"Hei"), Client().get(REVIEW), Client().post(DISCARD)):
        assert answer.status_code == 302
        assert "/konto/login/" in answer["Location"]
    assert not PendingImport.objects.exists()


def test_what_waits_is_sealed_and_bound_to_its_person() -> None:
    owner, other = make_user(), make_user()
    send(signed_in(owner), curricula.NURSE.encode())
    row = PendingImport.objects.get()
    assert "Kari" not in row.sealed

    PendingImport.objects.create(owner=other, sealed=row.sealed, read_at=row.read_at)

    assert signed_in(other).get(REVIEW).status_code == 404


def test_after_an_hour_it_is_gone() -> None:
    owner = make_user()
    send(signed_in(owner), curricula.NURSE.encode())
    PendingImport.objects.update(read_at=timezone.now() - timedelta(minutes=61))

    assert not queries.is_pending(owner)
    assert signed_in(owner).get(REVIEW).status_code == 404
    assert purge(now=timezone.now())["imports.PendingImport"] == 1
    assert not PendingImport.objects.exists()


def test_with_htmx_the_browser_is_sent_on() -> None:
    answer = send(signed_in(make_user()), curricula.NURSE.encode(), **{"HX-Request": "true"})
    assert answer["HX-Redirect"] == REVIEW


def test_no_file_is_said_at_the_field() -> None:
    answer = signed_in(make_user()).post(UPLOAD, {})
    assert answer.status_code == 422
    assert "Velg en fil først" in answer.content.decode()


@pytest.mark.parametrize("megabytes", [10.5, 12], ids=["file", "request"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(megabytes: float, settings: Settings) -> None:
    answer = send(signed_in(make_user()), b"x" * int(megabytes * 1024 * 1024))
    assert answer.status_code == 413
    assert not PendingImport.objects.exists()


def test_a_file_is_never_written_to_the_disk(settings: Settings) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["normi.config.uploads.MemoryOnly"]


def test_reading_keeps_nothing_but_what_waits() -> None:
    user = make_user()
    before = rows()
    actions.read_file(by=user, content=curricula.DEVELOPER.encode())
    assert (rows(), PendingImport.objects.filter(owner=user).count()) == (before, 1)


def test_a_program_gets_what_a_file_holds_and_nothing_is_kept() -> None:
    user = make_user()
    secret = create_token(by=user, name="Prøve", scope="profile:write career:write", days=30).secret
    before = rows()

    def ask(content: bytes, **headers: str):  # type: ignore[no-untyped-def]
        file = SimpleUploadedFile("cv.txt", content)
        return Client().post("/api/v1/profile/read-file", {"file": file}, headers=headers)

    answer = ask(curricula.NURSE.encode(), Authorization=f"Bearer {secret}").json()
    assert answer["source"] == "text"
    assert answer["profile"]["experiences"][1]["organisation"] == "Orkdal kommune"
    assert "Ski og strikking" in answer["unplaced"]
    assert ask(b" ", Authorization=f"Bearer {secret}").status_code == 422
    assert ask(curricula.NURSE.encode()).status_code == 401
    assert (rows(), PendingImport.objects.count()) == (before, 0)
