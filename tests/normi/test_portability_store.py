"""A profile goes out of the database and in again unchanged; taking one in overwrites nothing, twice or once."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase as PropertyTestCase
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts.models import User
from normi.careers.actions import set_picture
from normi.careers.models import Contact, Experience, Picture, SkillUse
from normi.errors import Invalid, NotFound, TooLarge
from normi.goals.models import Goal
from normi.portability import actions, queries
from normi.portability import document as value
from normi.portability.document import Document
from normi.portability.formats import json_resume, own
from normi.ports import file_store
from normi.privacy.register import Purpose, declared_models
from normi.profiles import actions as profiles
from normi.profiles.history import replayed
from normi.profiles.models import ProfileSkill, SkillChange, SkillStanding, Text
from normi.profiles.queries import accepted_skill_uris, held
from tests.documents import OCCUPATION, SKILL, canonical, documents
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
SOME = settings(max_examples=40, suppress_health_check=list(HealthCheck))
CV = "Kan sveise og bake. Er smed. Kan ikke synge."
LONG_AGO = datetime(2020, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
EVERYTHING = Document(
    person=value.Person(name="Kari", headline="Smed", place="Oslo", country="NO", phone="+47 412 34 567"),
    experiences=(
        value.Experience("a", "Smed", organisation="Verkstedet", started="2019-08", is_current=True),
        value.Experience("b", "Smed", organisation="Verkstedet", started="2010", ended="2012"),
    ),
    educations=(value.Education("c", "Fagbrev", "Fagskolen", eqf_level=4),),
    credentials=(value.Credential("d", "Sveisesertifikat", issued="2020"),),
    languages=(value.Language("nb", is_mother_tongue=True),),
    skills=(value.Skill(WELD, "sveise metall", 4, 3, 2024, ("a", "c", "d")), value.Skill(BAKE, level=2)),
    goals=(value.Goal(SMITH, "smed", LONG_AGO),),
    dismissals=(value.Dismissal("role", OCCUPATION + "baker", LONG_AGO),),
)


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def portrait_file() -> bytes:
    sheet = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(sheet, "JPEG")
    return sheet.getvalue()


def lived(user: User) -> None:
    """A profile with something of everything, made as a person makes one."""
    actions.store(by=user, document=EVERYTHING)
    text = profiles.suggest_skills(by=user, content=CV)
    weld, bake = text.suggestions.suggested()
    profiles.accept_skill(by=user, suggestion=weld)
    profiles.reject_skill(by=user, suggestion=bake, why="not_me")
    profiles.tick_skills(by=user, role=text.roles.get(), concept_uris=[TEACH])
    profiles.set_standing(by=user, concept_uri=TEACH, level=5, interest=1)
    profiles.add_skill(by=user, concept_uri=SING)
    profiles.remove_skill(by=user, concept_uri=SING)
    Experience.objects.filter(owner=user, is_current=True).update(text=text)

    set_picture(by=user, content=portrait_file())


# --- Out and in again -------------------------------------------------------------------------------------------------
class OutAndInAgain(PropertyTestCase, TransactionTestCase):
    @SOME
    @given(documents(stored=True))
    def test_what_is_taken_in_is_what_comes_out(self, document: Document) -> None:
        user = make_user()

        stored = actions.store(by=user, document=document)

        once = queries.collect(user, "nb")
        assert once == canonical(document, user.email)
        assert stored.conflicts == ()
        assert actions.store(by=user, document=document).total == 0
        assert queries.collect(user, "nb") == once


@pytest.mark.parametrize("format_", [own, json_resume])
def test_a_profile_that_is_erased_and_brought_back_is_identical(
    kari: User, format_: object, django_capture_on_commit_callbacks: object
) -> None:
    lived(kari)
    before = queries.collect(kari, "nb")
    content = format_.write(before)  # type: ignore[attr-defined]

    actions.erase_profile(by=kari)
    assert queries.collect(kari, "nb") == Document(person=value.Person(email=kari.email))
    actions.store(by=kari, document=format_.read(content))  # type: ignore[attr-defined]

    assert queries.collect(kari, "nb") == before
    assert before.picture
    assert len(before.texts) == 1
    assert before.texts[0].of == ("experience-1",)


def test_what_is_collected_is_all_that_a_person_has(kari: User) -> None:
    lived(kari)

    found = queries.collect(kari, "nb")

    assert {skill.concept_uri: skill.level for skill in found.skills} == {WELD: 4, BAKE: 2, TEACH: 5}
    assert [skill.label for skill in found.skills] == ["bake brød", "undervise voksne", "sveise metall"]
    (weld,) = [skill for skill in found.skills if skill.concept_uri == WELD]
    assert weld.uses == ("credential-1", "education-1", "experience-1")
    assert found.person.email == "kari@example.no"
    assert [(goal.label, goal.chosen_at) for goal in found.goals] == [("smed", LONG_AGO)]
    assert found.classification == "0.0.1"
    assert "removed" in {line.what for line in found.history}


def test_collecting_takes_as_many_queries_for_much_as_for_little(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lived(kari)
    for number in range(20):
        profiles.suggest_skills(by=kari, content=f"{CV} {number}")

    with django_assert_max_num_queries(20):
        queries.collect(kari, "nb")


def test_a_strangers_profile_is_not_in_it(kari: User) -> None:
    lived(make_user("ola@example.no"))

    assert queries.collect(kari, "nb") == Document(person=value.Person(email="kari@example.no"))


def test_the_history_still_leads_to_the_profile_as_it_stands(kari: User) -> None:
    lived(kari)
    content = own.write(queries.collect(kari, "nb"))
    other = make_user()
    profiles.add_skill(by=other, concept_uri=SING)

    actions.store(by=other, document=own.read(content))

    skills = replayed(SkillChange.objects.visible_to(other).order_by("changed_at", "pk"))
    assert set(skills) == accepted_skill_uris(other)
    assert {uri: found["level"] for uri, found in skills.items()} == {uri: h.level for uri, h in held(other).items()}


# --- Overwriting nothing ----------------------------------------------------------------------------------------------
def test_the_address_of_the_account_is_never_taken_from_a_file(kari: User) -> None:
    actions.store(by=kari, document=Document(person=value.Person(name="Kari", email="tyv@example.org")))

    kari.refresh_from_db()
    assert kari.email == "kari@example.no"
    assert queries.collect(kari, "nb").person == value.Person(name="Kari", email="kari@example.no")


def test_what_is_here_stands_and_what_is_empty_is_filled(kari: User) -> None:
    Contact.objects.create(owner=kari, name="Kari N.", headline="")

    stored = actions.store(by=kari, document=EVERYTHING)

    assert queries.collect(kari, "nb").person.name == "Kari N."
    assert queries.collect(kari, "nb").person.headline == "Smed"
    (conflict,) = stored.conflicts
    assert "Kari N." in conflict
    assert "“Kari”" in conflict or "«Kari»" in conflict


def test_an_entry_with_other_details_is_left_as_it_is_and_said(kari: User) -> None:
    actions.store(by=kari, document=EVERYTHING)
    changed = replace(EVERYTHING.experiences[0], description="Noe annet")
    language = value.Language("nb", reading="C2")

    stored = actions.store(by=kari, document=Document(experiences=(changed,), languages=(language,)))

    assert stored.total == 0
    assert len(stored.conflicts) == 2
    assert "Smed, Verkstedet" in stored.conflicts[0]
    assert Experience.objects.filter(description="Noe annet").count() == 0


def test_two_entries_that_are_the_same_word_for_word_stay_two(kari: User) -> None:
    entry = value.Experience("a", "Vikar")
    twins = Document(experiences=(entry, replace(entry, key="b")))

    for _ in range(2):
        actions.store(by=kari, document=twins)

    assert Experience.objects.visible_to(kari).count() == 2


def test_an_entry_our_own_rules_refuse_is_left_out_and_said(kari: User) -> None:
    wrong = value.Experience("a", "Smed", started="2020", ended="2010")

    stored = actions.store(by=kari, document=Document(experiences=(wrong, replace(wrong, key="b", ended=""))))

    assert stored.added == {"experience": 1}
    assert "Smed" in stored.conflicts[0]


def test_a_level_that_is_set_here_stands(kari: User) -> None:
    profiles.add_skill(by=kari, concept_uri=WELD)
    profiles.set_standing(by=kari, concept_uri=WELD, level=1)

    stored = actions.store(by=kari, document=Document(skills=(value.Skill(WELD, "sveise", 4, 3),)))

    standing = SkillStanding.objects.get(owner=kari)
    assert (standing.level, standing.interest) == (1, 3)
    assert "sveise" in stored.conflicts[0]


def test_a_skill_taken_out_here_is_not_put_back_by_a_file(kari: User) -> None:
    text = profiles.suggest_skills(by=kari, content=CV)
    profiles.accept_skill(by=kari, suggestion=text.suggestions.suggested()[0])
    content = own.write(queries.collect(kari, "nb"))
    profiles.remove_skill(by=kari, concept_uri=WELD)

    stored = actions.store(by=kari, document=own.read(content))

    assert accepted_skill_uris(kari) == set()
    assert len(stored.conflicts) == 1
    actions.store(
        by=kari, document=Document(skills=(value.Skill(WELD),), added=(value.Answer(WELD, accepted_at=LONG_AGO),))
    )
    assert accepted_skill_uris(kari) == set()


def test_a_suggestion_that_waits_here_gets_the_answer_of_the_file(kari: User) -> None:
    text = profiles.suggest_skills(by=kari, content=CV)
    profiles.accept_skill(by=kari, suggestion=text.suggestions.suggested()[1], concept_uri=SING)
    profiles.tick_skills(by=kari, role=text.roles.get(), concept_uris=[TEACH])
    content = own.write(queries.collect(kari, "nb"))
    other = make_user()
    profiles.suggest_skills(by=other, content=CV)

    actions.store(by=other, document=own.read(content))

    assert accepted_skill_uris(other) == {SING, TEACH}
    assert Text.objects.visible_to(other).count() == 1


def test_a_picture_that_is_here_stands(kari: User) -> None:
    lived(kari)
    before = queries.collect(kari, "nb").picture
    sheet = io.BytesIO()
    Image.new("RGB", (90, 90), "red").save(sheet, "PNG")

    stored = actions.store(by=kari, document=Document(picture=value.Picture("image/png", sheet.getvalue())))

    assert queries.collect(kari, "nb").picture == before
    assert len(stored.conflicts) == 1


def test_a_picture_that_is_none_is_left_out_and_the_rest_taken_in(kari: User) -> None:
    broken = replace(EVERYTHING, picture=value.Picture("image/png", b"<svg onload=alert(1)>"))

    stored = actions.store(by=kari, document=broken)

    assert not Picture.objects.exists()
    assert stored.added["experience"] == 2
    assert len(stored.conflicts) == 1


# --- Skills from foreign files ----------------------------------------------------------------------------------------
def test_a_skill_with_an_address_is_in_the_profile_from_now(kari: User) -> None:
    actions.store(by=kari, document=EVERYTHING)

    (line, *_rest) = SkillChange.objects.visible_to(kari).filter(concept_uri=BAKE).order_by("pk")
    assert line.what == "accepted"
    assert SkillUse.objects.visible_to(kari).filter(concept_uri=WELD).count() == 3


def test_a_skill_that_has_only_a_name_is_asked_about_and_never_guessed(kari: User) -> None:
    for _ in range(2):
        stored = actions.store(by=kari, document=Document(named=("bake", "sveise", "jonglere")))

    assert accepted_skill_uris(kari) == set()
    text = Text.objects.get(owner=kari)
    assert "bake, sveise, jonglere" in text.content
    assert stored.to_answer == (text.pk,)
    assert text.suggestions.awaiting().count() == 2


def test_a_skill_that_is_not_in_the_classification_is_asked_about_by_its_name(kari: User) -> None:
    unknown = value.Skill(SKILL + "from-a-later-version", "undervise")

    actions.store(by=kari, document=Document(skills=(unknown,)))

    assert accepted_skill_uris(kari) == set()
    assert "undervise" in Text.objects.get(owner=kari).content


def test_many_names_become_texts_that_are_short_enough(kari: User, settings: Settings) -> None:
    settings.LONGEST_TEXT = 200

    actions.store(by=kari, document=Document(named=tuple(f"ferdighet nummer {n}" for n in range(30))))

    assert Text.objects.visible_to(kari).count() > 1
    assert max(len(text.content) for text in Text.objects.visible_to(kari)) <= 200


# --- Limits -----------------------------------------------------------------------------------------------------------
def test_more_than_there_is_room_for_is_refused_and_nothing_is_stored(kari: User) -> None:
    many = tuple(value.Experience(f"e{n}", f"Jobb {n}") for n in range(301))

    with pytest.raises(TooLarge):
        actions.store(by=kari, document=replace(EVERYTHING, experiences=many, skills=()))

    assert queries.collect(kari, "nb") == Document(person=value.Person(email=kari.email))


def test_a_document_that_contradicts_itself_is_refused_and_nothing_is_stored(kari: User) -> None:
    with pytest.raises(Invalid):
        actions.store(by=kari, document=replace(EVERYTHING, languages=EVERYTHING.languages * 2))

    assert not Experience.objects.exists()


def test_more_goals_than_one_can_follow_are_said(kari: User) -> None:
    goals = tuple(value.Goal(f"{OCCUPATION}{n}") for n in range(12))

    stored = actions.store(by=kari, document=Document(goals=goals))

    assert Goal.objects.visible_to(kari).count() == 10
    assert len(stored.conflicts) == 2
    assert [goal.place for goal in Goal.objects.visible_to(kari)] == list(range(1, 11))


# --- Erasing ----------------------------------------------------------------------------------------------------------
def test_erasing_the_profile_leaves_the_account_and_everyone_else(
    kari: User, django_capture_on_commit_callbacks: object
) -> None:
    ola = make_user("ola@example.no")
    lived(kari)
    lived(ola)
    key = Picture.objects.get(owner=kari).key
    before = queries.collect(ola, "nb")
    assert queries.in_profile(kari)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.erase_profile(by=kari)

    assert queries.in_profile(kari) == []
    assert queries.collect(kari, "nb") == Document(person=value.Person(email=kari.email))
    with pytest.raises(NotFound):
        file_store().read(key)
    assert User.objects.filter(pk=kari.pk).exists()
    assert queries.collect(ola, "nb") == before


def test_every_table_kept_for_the_profile_goes(kari: User) -> None:
    tables = {table.model for table in queries.profile_tables()}

    assert tables >= {Text, ProfileSkill, SkillChange, SkillStanding, SkillUse, Contact, Picture, Experience, Goal}
    assert User not in tables
    assert tables == {found.model for found in declared_models() if found.purpose is Purpose.PROFILE}


def test_erasing_twice_is_harmless(kari: User) -> None:
    lived(kari)

    assert actions.erase_profile(by=kari) > 0
    assert actions.erase_profile(by=kari) == 0
