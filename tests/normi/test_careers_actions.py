"""What a person tells about their working life: what is taken, what is refused, and what follows a skill around."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from normi.accounts.actions import erase_account
from normi.accounts.models import User
from normi.careers import actions, queries
from normi.careers.models import Contact, Education, Experience, LanguageSkill, SkillUse
from normi.errors import Conflict, Invalid, NotAllowed
from normi.profiles import actions as skills
from normi.profiles.models import ProfileSkill, Text
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def accept_all(by: User, text: Text) -> None:
    for suggestion in text.suggestions.all():
        skills.accept_skill(by=by, suggestion=suggestion)


def baker(by: User, description: str = "Lærte å bake.") -> Experience:
    return actions.save_experience(by=by, title="Baker", organisation="Nesna bakeri", description=description)


def places(of: User, uri: str) -> list[tuple[str, int, bool]]:
    return [(use.kind, use.pk, use.from_text) for use in queries.career_of(of).uses.get(uri, [])]


def test_an_entry_keeps_what_was_written_with_its_dates_in_one_form(kari: User) -> None:
    saved = actions.save_experience(by=kari, title="  Baker ", started="8.2019", ended="2021", kind="voluntary")

    saved.refresh_from_db()

    assert (saved.title, saved.started, saved.ended, saved.kind) == ("Baker", "2019-08", "2021", "voluntary")


def test_what_is_not_named_stays_as_it_was(kari: User) -> None:
    experience = baker(kari)

    actions.save_experience(by=kari, experience=experience, place="Nesna")

    experience.refresh_from_db()
    assert (experience.title, experience.place) == ("Baker", "Nesna")


@pytest.mark.parametrize("kind", Experience.Kind.values)
def test_every_kind_of_experience_is_taken(kari: User, kind: str) -> None:
    assert actions.save_experience(by=kari, title="Noe", kind=kind).kind == kind


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 161},
        {"title": "Baker", "kind": "holiday"},
        {"title": "Baker", "description": "x" * 8_001},
        {"title": "Baker", "started": "2021", "ended": "2020"},
        {"title": "Baker", "started": "2021-05", "ended": "2021-04"},
        {"title": "Baker", "started": "i fjor"},
        {"title": "Baker", "started": "2019-13"},
        {"title": "Baker", "started": "2019-02-30"},
        {"title": "Baker", "started": "1850"},
        {"title": "Baker", "started": "2199"},
        {"title": "Baker", "ended": "2199"},
        {"title": "Baker", "is_current": True, "ended": "2020"},
        {"title": "Baker", "website": "javascript:alert(1)"},
        {"title": "Baker", "website": "ftp://example.no/"},
        {"title": "Baker", "occupation_uri": "http://data.europa.eu/esco/skill/weld"},
    ],
)
def test_what_cannot_be_right_is_refused_with_advice_and_nothing_is_kept(kari: User, fields: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.save_experience(by=kari, **fields)  # type: ignore[arg-type]

    assert str(refusal.value.reason)
    assert str(refusal.value.remedy) != str(Invalid.remedy)
    assert not Experience.objects.exists()


def test_levels_of_education_are_one_to_eight(kari: User) -> None:
    for level in (1, 8, None):
        actions.save_education(by=kari, qualification="Fagbrev", eqf_level=level)
    for level in (0, 9):
        with pytest.raises(Invalid):
            actions.save_education(by=kari, qualification="Fagbrev", eqf_level=level)

    assert Education.objects.count() == 3


def test_a_credential_cannot_run_out_before_it_was_issued(kari: User) -> None:
    with pytest.raises(Invalid):
        actions.save_credential(by=kari, name="Truckførerbevis", issued="2020-05", expires="2020-04")

    assert actions.save_credential(by=kari, name="Truckførerbevis", issued="2020", expires="2020-04").pk


def test_a_language_is_known_by_its_code_and_listed_once(kari: User) -> None:
    actions.save_language(by=kari, code="ENG", reading="B2")

    with pytest.raises(Conflict):
        actions.save_language(by=kari, code="en")
    with pytest.raises(Invalid):
        actions.save_language(by=kari, code="klingon")
    with pytest.raises(Invalid):
        actions.save_language(by=kari, code="de", reading="B3")
    assert list(LanguageSkill.objects.values_list("code", "reading")) == [("en", "B2")]


@pytest.mark.parametrize("fields", [{"phone": "ring meg"}, {"phone": "12"}, {"country": "XX"}, {"website": "x"}])
def test_contact_that_reaches_nobody_is_refused(kari: User, fields: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        actions.save_contact(by=kari, **fields)  # type: ignore[arg-type]

    assert not Contact.objects.exists()


def test_contact_may_be_anything_from_nothing_to_all_and_can_be_forgotten(kari: User) -> None:
    actions.save_contact(by=kari)
    actions.save_contact(by=kari, name="Kari Nordmann", phone="+47 412 34 567", country="NO")
    assert queries.contact_of(kari).name == "Kari Nordmann"

    actions.delete_contact(by=kari)

    assert queries.contact_of(kari).pk is None


def test_a_stranger_can_change_and_delete_nothing(kari: User) -> None:
    stranger, mine = make_user(), baker(kari)
    study = actions.save_education(by=kari, qualification="Fagbrev")
    licence = actions.save_credential(by=kari, name="Bevis")
    tongue = actions.save_language(by=kari, code="nb")
    attempts = (
        lambda: actions.save_experience(by=stranger, experience=mine, title="Min"),
        lambda: actions.save_education(by=stranger, education=study, qualification="Min"),
        lambda: actions.save_credential(by=stranger, credential=licence, name="Min"),
        lambda: actions.save_language(by=stranger, language=tongue, is_mother_tongue=True),
        lambda: actions.delete_experience(by=stranger, experience=mine),
        lambda: actions.delete_education(by=stranger, education=study),
        lambda: actions.delete_credential(by=stranger, credential=licence),
        lambda: actions.delete_language(by=stranger, language=tongue),
        lambda: actions.read_description(by=stranger, place=mine),
        lambda: actions.choose_skills(by=stranger, concept_uris=[BAKE], place=mine),
        lambda: actions.choose_skills(by=stranger, concept_uris=[], place=licence),
    )

    for attempt in attempts:
        with pytest.raises(NotAllowed), transaction.atomic():
            attempt()

    assert queries.career_of(kari).experiences == (mine,)
    assert queries.career_of(stranger).experiences == ()


def test_a_skill_accepted_in_the_own_text_of_an_entry_was_used_there(kari: User) -> None:
    job = baker(kari)
    text = actions.read_description(by=kari, place=job)
    assert places(kari, BAKE) == []

    accept_all(kari, text)

    assert places(kari, BAKE) == [("experience", job.pk, True)]
    skills.remove_skill(by=kari, concept_uri=BAKE)
    assert places(kari, BAKE) == []


def test_one_can_tick_where_a_skill_was_used_only_when_one_has_it(kari: User) -> None:
    licence = actions.save_credential(by=kari, name="Sveisesertifikat")
    with pytest.raises(Invalid):
        actions.choose_skills(by=kari, concept_uris=[WELD], place=licence)
    skills.add_skill(by=kari, concept_uri=WELD)

    actions.choose_skills(by=kari, concept_uris=[WELD], place=licence)
    actions.choose_skills(by=kari, concept_uris=[WELD], place=licence)

    assert places(kari, WELD) == [("credential", licence.pk, False)]


def test_ticks_wait_while_a_skill_is_out_of_the_profile(kari: User) -> None:
    job = baker(kari)
    skills.add_skill(by=kari, concept_uri=SING)
    actions.choose_skills(by=kari, concept_uris=[SING], place=job)

    skills.remove_skill(by=kari, concept_uri=SING)
    assert places(kari, SING) == []
    skills.restore_skill(by=kari, concept_uri=SING)

    assert places(kari, SING) == [("experience", job.pk, False)]


def test_choosing_replaces_what_was_ticked_before(kari: User) -> None:
    job = baker(kari)
    for uri in (SING, WELD):
        skills.add_skill(by=kari, concept_uri=uri)
    actions.choose_skills(by=kari, concept_uris=[SING], place=job)

    assert actions.choose_skills(by=kari, concept_uris=[WELD], place=job) == 1

    assert set(queries.career_of(kari).uses) == {WELD}


def test_reading_a_new_wording_keeps_what_was_used_in_the_old_one(kari: User) -> None:
    job = baker(kari)
    accept_all(kari, actions.read_description(by=kari, place=job))
    actions.save_experience(by=kari, experience=job, description="Lærte å sveise.")

    accept_all(kari, actions.read_description(by=kari, place=job))

    assert places(kari, BAKE) == [("experience", job.pk, False)]
    assert places(kari, WELD) == [("experience", job.pk, True)]


def test_there_must_be_something_to_read(kari: User) -> None:
    with pytest.raises(Invalid):
        actions.read_description(by=kari, place=baker(kari, description=" "))


def test_a_skill_stays_used_when_its_text_is_deleted(kari: User) -> None:
    job = baker(kari)
    text = actions.read_description(by=kari, place=job)
    accept_all(kari, text)

    skills.delete_text(by=kari, text=text)

    assert places(kari, BAKE) == [("experience", job.pk, False)]


def test_deleting_an_entry_leaves_the_skills_in_the_profile(kari: User) -> None:
    job = baker(kari)
    accept_all(kari, actions.read_description(by=kari, place=job))

    actions.delete_experience(by=kari, experience=job)

    assert queries.career_of(kari).uses == {}
    assert ProfileSkill.objects.visible_to(kari).accepted().count() == 1


def test_deleting_the_account_takes_texts_entries_and_uses(kari: User) -> None:
    job = baker(kari)
    accept_all(kari, actions.read_description(by=kari, place=job))
    skills.add_skill(by=kari, concept_uri=SING)
    actions.choose_skills(by=kari, concept_uris=[SING], place=job)

    erase_account(by=kari)

    assert not SkillUse.objects.exists()
    assert not Experience.objects.exists()


def test_a_career_costs_the_same_however_long(kari: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12):
        job = baker(kari, description=f"Lærte å bake {number}.")
        accept_all(kari, actions.read_description(by=kari, place=job))
        actions.save_education(by=kari, qualification="Fagbrev")

    with django_assert_num_queries(8):
        career = queries.career_of(kari)

    assert len(career.uses[BAKE]) == 12


def test_nobody_fills_the_tables(kari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_ENTRIES", 2)
    for _ in range(2):
        baker(kari)

    with pytest.raises(Conflict):
        baker(kari)


def test_the_newest_and_what_goes_on_comes_first(kari: User) -> None:
    for title, fields in {
        "først": {"ended": "2010"},
        "nå": {"is_current": True, "started": "2021"},
        "nylig": {"ended": "2020-05"},
    }.items():
        actions.save_experience(by=kari, title=title, **fields)  # type: ignore[arg-type]

    assert [row.title for row in queries.career_of(kari).experiences] == ["nå", "nylig", "først"]
