"""The pages of a working life: every kind of entry, from empty to deleted, and nothing of it to a stranger."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts.models import User
from normi.careers import actions, queries
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill
from normi.ports import text_model
from normi.profiles import actions as skills
from skillengine.types import Kind, Ranked
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, SMITH, DictionaryModel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
CAREER = "/profil/erfaring/"
ADDED = {
    "experience": {"kind": "care", "title": "Omsorg for far", "started": "8.2019", "is_current": "on"},
    "education": {"qualification": "Fagbrev i baking", "eqf_level": "4", "ended": "2018"},
    "credential": {"name": "Førerkort klasse B", "issued": "15.8.2010", "expires": "2050"},
    "language": {"code": "so", "listening": "B1", "reading": "A2"},
}
MODELS = {"experience": Experience, "education": Education, "credential": Credential, "language": LanguageSkill}


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


@pytest.fixture
def hers(kari: User) -> Client:
    return signed_in(kari)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def one_of(kind: str, of: User) -> object:
    """An entry of this kind that belongs to the person."""
    make = {
        "experience": lambda: actions.save_experience(by=of, title="Baker", description="Lærte å bake."),
        "education": lambda: actions.save_education(by=of, qualification="Fagbrev", description="Lærte å bake."),
        "credential": lambda: actions.save_credential(by=of, name="Bevis"),
        "language": lambda: actions.save_language(by=of, code="so"),
    }
    return make[kind]()


def test_the_page_begins_empty_and_says_what_to_do(hers: Client) -> None:
    page = hers.get(CAREER)

    assert page.status_code == 200
    for kind in ADDED:
        assert reverse(f"careers:add_{kind}") in page.text


@pytest.mark.parametrize("kind", ADDED)
def test_what_is_added_stands_on_the_page_and_can_be_changed_and_deleted(hers: Client, kari: User, kind: str) -> None:
    assert hers.get(reverse(f"careers:add_{kind}")).status_code == 200

    answer = hers.post(reverse(f"careers:add_{kind}"), ADDED[kind])

    row = MODELS[kind].objects.get(owner=kari)
    assert answer.headers["Location"] == f"{CAREER}?vis={kind}-{row.pk}#{kind}-{row.pk}"
    assert f'id="{kind}-{row.pk}"' in hers.get(CAREER).text
    change = reverse(f"careers:change_{kind}", args=[row.pk])
    assert hers.get(change).status_code == 200
    assert hers.post(change, ADDED[kind]).status_code == 302
    assert hers.post(reverse(f"careers:delete_{kind}", args=[row.pk])).status_code == 302
    assert not MODELS[kind].objects.exists()


def test_a_date_is_shown_for_writing_as_it_is_written_in_norway(hers: Client, kari: User) -> None:
    job = actions.save_experience(by=kari, title="Baker", started="2019-08")

    page = hers.get(reverse("careers:change_experience", args=[job.pk])).text

    assert re.search(r'name="started" value="08.2019"', page)
    assert "aug. 2019" in hers.get(CAREER).text


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("experience", {"title": ""}, "title"),
        ("experience", {"started": "2020", "ended": "2019", "is_current": ""}, "ended"),
        ("experience", {"started": "i fjor"}, "started"),
        ("experience", {"website": "javascript:alert(1)"}, "website"),
        ("education", {"eqf_level": "9"}, "eqf_level"),
        ("credential", {"expires": "2009"}, "expires"),
        ("language", {"code": "xx"}, "code"),
        ("language", {"listening": "B3"}, "listening"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    hers: Client, kind: str, wrong: dict[str, str], field: str
) -> None:
    answer = hers.post(reverse(f"careers:add_{kind}"), ADDED[kind] | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not MODELS[kind].objects.exists()


def test_a_language_that_is_listed_is_not_on_offer_again(hers: Client, kari: User) -> None:
    listed = one_of("language", kari)

    assert hers.post(reverse("careers:add_language"), {"code": "so"}).status_code == 422
    change = hers.post(reverse("careers:change_language", args=[listed.pk]), {"reading": "C1"})  # type: ignore[attr-defined]

    assert change.status_code == 302
    assert list(LanguageSkill.objects.values_list("code", "reading")) == [("so", "C1")]


@pytest.mark.parametrize("kind", ADDED)
def test_a_stranger_finds_nothing(kari: User, kind: str) -> None:
    row, stranger = one_of(kind, kari), signed_in(make_user())
    names = [f"change_{kind}", f"delete_{kind}"]
    names += [f"read_{kind}"] if kind in ("experience", "education") else []
    names += [f"skills_{kind}"] if kind != "language" else []

    for name in names:
        address = reverse(f"careers:{name}", args=[row.pk])  # type: ignore[attr-defined]
        assert stranger.post(address, ADDED[kind]).status_code == 404, name
        assert Client().post(address).headers["Location"].startswith("/konto/"), name

    assert MODELS[kind].objects.filter(owner=kari).count() == 1


@pytest.mark.parametrize("name", ["career", "contact", "picture", "picture_file", "add_experience"])
def test_pages_are_for_those_who_have_signed_in_and_kept_by_no_cache(hers: Client, name: str) -> None:
    assert Client().get(reverse(f"careers:{name}")).status_code == 302

    assert "no-store" in hers.get(reverse(f"careers:{name}")).headers["Cache-Control"]


def test_contact_is_told_shown_and_forgotten(hers: Client, kari: User) -> None:
    told = {"name": "Kari Nordmann", "headline": "Baker", "phone": "412 34 567", "country": "NO"}

    assert hers.post(reverse("careers:contact"), told).status_code == 302

    page = hers.get(CAREER).text
    assert "Kari Nordmann" in page
    assert "Norge" in page
    assert "KN" in page
    assert hers.post(reverse("careers:contact"), {"phone": "ring meg"}).status_code == 422
    hers.post(reverse("careers:delete_contact"))
    assert not Contact.objects.exists()


def test_the_words_of_an_entry_are_read_on_request_and_its_skills_stand_with_it(hers: Client, kari: User) -> None:
    job = one_of("experience", kari)
    read = reverse("careers:read_experience", args=[job.pk])  # type: ignore[attr-defined]
    assert read in hers.get(CAREER).text

    answer = hers.post(read)

    text = kari.texts.get()
    assert answer.headers["Location"] == reverse("profiles:text", args=[text.pk])
    waiting = hers.get(CAREER).text
    assert "1 forslag venter på svar" in waiting
    assert read not in waiting
    for suggestion in text.suggestions.all():
        skills.accept_skill(by=kari, suggestion=suggestion)
    assert "bake brød" in hers.get(CAREER).text


def test_a_changed_text_says_so_and_can_be_read_again(hers: Client, kari: User) -> None:
    job = actions.save_experience(by=kari, title="Baker", description="Lærte å bake.")
    read = reverse("careers:read_experience", args=[job.pk])
    hers.post(read)
    actions.save_experience(by=kari, experience=job, description="Lærte å bake og sveise.")

    page = hers.get(CAREER).text

    assert "Du har endret denne teksten siden vi leste den" in page
    hers.post(read)
    assert "Du har endret denne teksten siden vi leste den" not in hers.get(CAREER).text


def test_one_ticks_where_a_skill_was_used(hers: Client, kari: User) -> None:
    job = one_of("experience", kari)
    address = reverse("careers:skills_experience", args=[job.pk])  # type: ignore[attr-defined]
    assert "Ingen ferdigheter ennå" in hers.get(address).text
    skills.add_skill(by=kari, concept_uri=SING)

    assert hers.post(address, {"concept": SING}).status_code == 302
    assert "checked" in hers.get(address).text
    assert hers.post(address, {"concept": BAKE}).status_code == 422
    assert set(queries.uses_of(kari)) == {SING}
    hers.post(address)
    assert queries.uses_of(kari) == {}


def test_what_the_own_text_shows_counts_already_and_needs_no_tick(hers: Client, kari: User) -> None:
    job = actions.save_experience(by=kari, title="Baker", description="Lærte å bake.")
    for suggestion in actions.read_description(by=kari, place=job).suggestions.all():
        skills.accept_skill(by=kari, suggestion=suggestion)

    page = hers.get(reverse("careers:skills_experience", args=[job.pk])).text

    assert "bake brød" in page
    assert "checkbox" not in page


class RoleModel(DictionaryModel):
    """Finds that everything is most like the work of a smith."""

    def rank(self, text: str, *, kind: Kind, top: int, lang: str | None = None) -> tuple[Ranked, ...]:
        return (Ranked(SMITH, 0.9),) if kind is Kind.OCCUPATION else ()


def test_the_role_of_an_experience_is_chosen_among_the_likeliest_and_taken_away(
    hers: Client, kari: User, settings: Settings
) -> None:
    settings.TEXT_MODEL = f"{__name__}.RoleModel"
    text_model.cache_clear()
    job = actions.save_experience(by=kari, title="Sveiser")
    address = reverse("careers:role", args=[job.pk])
    assert "Smed" in hers.get(address).text

    assert hers.post(address, {"role": SMITH}).status_code == 302
    assert re.search(r"Rolle: <a[^>]*>smed</a>", hers.get(CAREER).text)
    assert hers.post(address, {"role": BAKE}).status_code == 422
    assert signed_in(make_user()).post(address, {"role": ""}).status_code == 404
    hers.post(address, {"role": ""})

    job.refresh_from_db()
    assert job.occupation_uri == ""


def test_the_profile_shows_where_a_skill_was_used(kari: User) -> None:
    from normi.profiles.queries import places_of

    job = actions.save_experience(by=kari, title="Baker", organisation="Nesna bakeri")
    skills.add_skill(by=kari, concept_uri=SING)
    actions.choose_skills(by=kari, concept_uris=[SING], place=job)

    (place,) = places_of(kari)[SING]

    assert (place.kind, place.words, place.address) == (
        "experience",
        "Baker, Nesna bakeri",
        f"{CAREER}?vis=experience-{job.pk}#experience-{job.pk}",
    )


def test_a_long_list_comes_in_pages(hers: Client, kari: User) -> None:
    for number in range(23):
        actions.save_experience(by=kari, title=f"Jobb {number:02}")

    first, second = hers.get(CAREER).text, hers.get(f"{CAREER}?side=2").text

    titles = re.compile(r">(Jobb \d\d)</h3>")
    assert len(titles.findall(first)) == 20
    assert titles.findall(second) == ["Jobb 20", "Jobb 21", "Jobb 22"]
    last = Experience.objects.get(title="Jobb 22")
    assert titles.findall(hers.get(queries.address_of("experience", last.pk)).text) == titles.findall(second)


def test_the_page_costs_the_same_however_long(
    hers: Client, kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        job = actions.save_experience(by=kari, title="Baker", description=f"Lærte å bake {number}.")
        actions.save_education(by=kari, qualification="Fagbrev")
        for suggestion in actions.read_description(by=kari, place=job).suggestions.all():
            skills.accept_skill(by=kari, suggestion=suggestion)

    with django_assert_max_num_queries(15):
        hers.get(CAREER)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("kind", ADDED)
def test_every_page_is_there_in_every_language(hers: Client, kari: User, kind: str, language: str) -> None:
    row = one_of(kind, kari)
    header = {"accept-language": language}

    for address in (CAREER, reverse(f"careers:add_{kind}"), reverse(f"careers:change_{kind}", args=[row.pk])):  # type: ignore[attr-defined]
        page = hers.get(address, headers=header)
        assert f'lang="{language}"' in page.text
