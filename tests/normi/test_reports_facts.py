"""What a report shows is what the person chose, as it stands, in the language they chose, and nothing else."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase
from pytest_django import DjangoAssertNumQueries

from normi.accounts.models import User
from normi.careers import actions as careers
from normi.goals import actions as goals
from normi.profiles import actions as skills
from normi.reports.choices import PARTS, USUAL, Choice, Which
from normi.reports.facts import MOST_EVIDENCE, facts_of
from skillengine.gap import State
from skillengine.report import Basis, Evidence, Report, canonical, document
from tests.factories import make_user
from tests.reports import EVERYTHING, make_kari, picture
from tests.stand_ins import BAKE, BAKER, SING, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
NOW = datetime(2026, 11, 25, 9, 0, 0, 123, tzinfo=UTC)

# What only one part may bring into a report.
ONLY_IN = {
    "name": "Kari Nordmann",
    "email": "kari@example.no",
    "phone": "+47 400 00 000",
    "address": "8700 Nesna",
    "website": "https://kari.example",
    "about": "henge sammen",
    "experience": "Verftet",
    "education": "Fagbrev",
    "credentials": "Kontrollen",
    "languages": "is_mother_tongue",
    "goals": "occupation/smith",
    "skills": "bake brød",
    "picture": '"picture":"',
}


@pytest.fixture
def kari() -> User:
    return make_kari()


def facts(of: User, choice: Choice = EVERYTHING) -> Report:
    return facts_of(of, choice, at=NOW)


def written(of: User, choice: Choice) -> str:
    return canonical(document(facts(of, choice))).decode()


def test_a_profile_worked_by_hand_gives_these_facts(kari: User) -> None:
    found = facts(kari)

    assert found.made_at == "2026-11-25T09:00:00Z"
    assert found.contact.address == "Storgata 1, 8700 Nesna"
    assert [(s.label, s.level, s.last_used, s.basis) for s in found.skills] == [
        ("sveise metall", 4, 2024, Basis.CREDENTIAL),
        ("bake brød", 2, None, Basis.SELF),
        ("undervise voksne", None, None, Basis.SELF),
    ]
    assert found.skills[0].evidence == (
        Evidence("credential", "Sveisesertifikat, Kontrollen"),
        Evidence("experience", "Sveiser, Verftet"),
        Evidence("text", "sveise"),
    )
    assert found.skills[2].evidence == ()
    assert found.classification == "0.0.1"


def test_a_goal_shows_each_line_with_its_points(kari: User) -> None:
    """
    The smith asks for welding and teaching (essential) and singing (optional).

    Welding at level 4 and teaching without a level count in full; singing is missing.
    """
    (goal,) = facts(kari).goals

    states = {need.label: need.state for need in goal.needs}
    assert states["sveise metall"] == states["undervise voksne"] == State.HAVE
    assert states["ånde og synge"] in {State.MISSING, State.PARTLY}
    assert goal.points == sum(need.points for need in goal.needs)
    assert goal.percent == 100 * goal.points // goal.possible


@pytest.mark.parametrize("part", ONLY_IN)
def test_what_is_not_chosen_is_nowhere_in_the_report(kari: User, part: str) -> None:
    careers.set_picture(by=kari, content=picture())

    assert ONLY_IN[part] in written(kari, EVERYTHING)
    assert ONLY_IN[part] not in written(
        kari, Choice(parts=frozenset(PARTS) - {part, "goals" if part == "skills" else part})
    )


def test_unless_asked_for_there_is_no_picture_no_contact_and_no_goal(kari: User) -> None:
    careers.set_picture(by=kari, content=picture())

    shown = written(kari, Choice())

    assert USUAL.isdisjoint({"picture", "email", "phone", "address", "website", "goals"})
    for part in ("picture", "email", "phone", "address", "website", "goals"):
        assert ONLY_IN[part] not in shown
    assert ONLY_IN["name"] in shown


def test_a_certificate_that_is_left_out_proves_nothing(kari: User) -> None:
    weld = facts(kari, Choice(parts=frozenset(PARTS) - {"credentials"})).skills[0]

    assert weld.basis is Basis.SELF
    assert [item.kind for item in weld.evidence] == ["experience", "text"]


def test_without_proof_the_basis_is_still_told(kari: User) -> None:
    weld = facts(kari, Choice(parts=frozenset(PARTS) - {"proof"})).skills[0]

    assert (weld.basis, weld.evidence) == (Basis.CREDENTIAL, ())


@pytest.mark.parametrize(
    ("which", "chosen", "shown"),
    [
        (Which.ALL, {BAKE}, [WELD, BAKE, TEACH]),
        (Which.WITH_LEVEL, {TEACH}, [WELD, BAKE]),
        (Which.CHOSEN, {TEACH, SING}, [TEACH]),
        (Which.CHOSEN, set(), []),
    ],
)
def test_skills_can_be_all_some_or_those_with_a_level(
    kari: User, which: Which, chosen: set[str], shown: list[str]
) -> None:
    found = facts(kari, Choice(which=which, chosen=frozenset(chosen)))

    assert [skill.uri for skill in found.skills] == shown


def test_only_what_the_person_accepted_is_a_skill(kari: User) -> None:
    skills.suggest_skills(by=kari, content="Kan undervise, synge og bake.")
    skills.remove_skill(by=kari, concept_uri=BAKE)

    assert [skill.uri for skill in facts(kari).skills] == [WELD, TEACH]


def test_the_report_speaks_the_language_that_was_chosen(kari: User) -> None:
    assert facts(kari, Choice(lang="en")).skills[0].label == "weld metal"
    assert facts(kari, Choice(lang="nn")).skills[0].label == "sveise metall"


def test_a_goal_the_classification_no_longer_has_is_left_out(kari: User) -> None:
    goals.choose_goal(by=kari, occupation_uri=BAKER)
    from normi.taxonomy.models import Concept

    Concept.objects.filter(uri=BAKER).delete()

    assert [goal.label for goal in facts(kari).goals] == ["smed"]


def test_the_same_evidence_is_said_once_and_never_more_than_four(kari: User) -> None:
    for number in range(6):
        place = careers.save_experience(by=kari, title=f"Jobb {number}", organisation="Sted")
        careers.choose_skills(by=kari, concept_uris=[BAKE], place=place)
    again = skills.suggest_skills(by=kari, content="BAKE. Bake. bake.")
    for row in again.suggestions.all():
        skills.accept_skill(by=kari, suggestion=row)

    bake = next(skill for skill in facts(kari).skills if skill.uri == BAKE)

    assert len(bake.evidence) == MOST_EVIDENCE
    assert len(set(bake.evidence)) == MOST_EVIDENCE


def test_a_stranger_has_a_report_of_their_own_and_nothing_of_hers(kari: User) -> None:
    shown = json.loads(written(make_user("ola@example.no"), EVERYTHING))["report"]

    assert shown["contact"] == {"email": "ola@example.no"}
    assert set(shown) == {"lang", "made_at", "contact", "classification"}


def test_the_number_of_queries_does_not_grow_with_the_profile(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(15):
        place = careers.save_experience(by=kari, title=f"Jobb {number}", organisation="Sted")
        careers.choose_skills(by=kari, concept_uris=[WELD], place=place)
        skills.suggest_skills(by=kari, content=f"Kan sveise og undervise {number}.")
        careers.save_credential(by=kari, name=f"Kurs {number}")
    without_goals = Choice(parts=frozenset(PARTS) - {"goals", "picture"})
    facts(kari)

    with django_assert_max_num_queries(20):
        facts(kari, without_goals)


class AnyChoice(PropertyTestCase):
    """Whatever is ticked, exactly what is ticked may be seen."""

    @given(st.frozensets(st.sampled_from(sorted(PARTS)), min_size=1), st.sampled_from(Which))
    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    def test_a_report_holds_the_parts_that_were_ticked(self, parts: frozenset[str], which: Which) -> None:
        kari = User.objects.filter(email="kari@example.no").first() or make_kari()

        shown = written(kari, Choice(parts=parts, which=which))

        for part, words in ONLY_IN.items():
            if part not in parts and not (part == "skills" and "goals" in parts):
                assert words not in shown, part
