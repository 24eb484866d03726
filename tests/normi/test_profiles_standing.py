"""How a person stands to their skills, and the pages where they say it and find it again."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from normi.accounts.models import User
from normi.errors import Invalid, NotFound
from normi.profiles import actions, overview, queries
from normi.profiles.grouping import groups_of
from normi.profiles.levels import INTERESTS, LEVELS
from normi.profiles.models import SkillStanding
from normi.profiles.queries import Place
from normi.taxonomy.models import Concept, Label, Relation, TaxonomyVersion
from skillengine.types import Kind, RelationType
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, SKILL, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
MANY = 150
GROUP = "http://data.europa.eu/esco/skill/group-"


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


@pytest.fixture
def no_places(monkeypatch: pytest.MonkeyPatch) -> list[queries.PlaceSource]:
    """Nobody but the test tells where skills were used."""
    sources: list[queries.PlaceSource] = []
    monkeypatch.setattr(queries, "_place_sources", sources)
    return sources


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def skill_page(uri: str = SING) -> str:
    return reverse("profiles:skill", args=[uri.removeprefix("http://data.europa.eu/esco/")])


def add(by: User, *uris: str) -> None:
    actions.add_skills(by=by, concept_uris=uris)


def add_many(by: User, count: int = MANY) -> list[str]:
    """Skills that the classification gets for the occasion: "ferdighet 000" and so on."""
    version = TaxonomyVersion.objects.get(active=True)
    uris = [f"{SKILL}{number:03}" for number in range(count)]
    concepts = Concept.objects.bulk_create(Concept(version=version, uri=uri, kind=Kind.SKILL) for uri in uris)
    Label.objects.bulk_create(
        Label(concept=concept, lang="nb", kind="preferred", place=0, text=f"ferdighet {number:03}", ours=True)
        for number, concept in enumerate(concepts)
    )
    add(by, *uris)
    return uris


# --- What may be said -------------------------------------------------------------------------------------------------


def test_five_levels_and_three_interests_each_with_a_sentence_in_every_language() -> None:
    assert [step.number for step in LEVELS] == [1, 2, 3, 4, 5]
    assert [step.number for step in INTERESTS] == [1, 2, 3]
    for lang, i in (("nb", "Jeg "), ("nn", "Eg "), ("en", "I ")):
        with translation.override(lang):
            sentences = [str(step.sentence) for step in (*LEVELS, *INTERESTS)]
        assert all(sentence.startswith(i) and sentence.endswith(".") for sentence in sentences)
        assert len(set(sentences)) == 8


def test_what_is_held_is_the_accepted_skills_with_what_was_said(kari: User) -> None:
    add(kari, SING, WELD)
    actions.suggest_skills(by=kari, content="Kan bake.")
    actions.set_standing(by=kari, concept_uri=SING, level=3, interest=1, last_used=2020)

    held = queries.held(kari)

    assert set(held) == {SING, WELD}
    assert (held[SING].level, held[SING].interest, held[SING].last_used) == (3, 1, 2020)
    assert (held[WELD].level, held[WELD].interest, held[WELD].last_used) == (None, None, None)
    assert queries.held(make_user()) == {}


def test_what_is_left_out_stays_and_none_empties_it(kari: User) -> None:
    add(kari, SING)
    actions.set_standing(by=kari, concept_uri=SING, level=3, interest=1)
    actions.set_standing(by=kari, concept_uri=SING, interest=None, last_used=2020)

    row = SkillStanding.objects.get()
    assert (row.level, row.interest, row.last_used) == (3, None, 2020)
    actions.set_standing(by=kari, concept_uri=SING, level=None, last_used=None)
    assert not SkillStanding.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 0},
        {"level": 6},
        {"interest": 0},
        {"interest": 4},
        {"last_used": 1899},
        {"last_used": date.max.year},
        {"rank": 1},
    ],
    ids=str,
)
def test_a_value_that_means_nothing_is_refused(kari: User, wrong: dict[str, int]) -> None:
    add(kari, SING)

    with pytest.raises(Invalid):
        actions.set_standing(by=kari, concept_uri=SING, **wrong)

    assert not SkillStanding.objects.exists()


def test_this_year_is_fine_and_next_year_is_not(kari: User) -> None:
    add(kari, SING)
    year = timezone.localdate().year

    actions.set_standing(by=kari, concept_uri=SING, last_used=year)
    with pytest.raises(Invalid):
        actions.set_standing(by=kari, concept_uri=SING, last_used=year + 1)

    assert queries.held(kari)[SING].last_used == year


def test_only_what_is_in_the_profile_has_a_standing(kari: User) -> None:
    actions.suggest_skills(by=kari, content="Kan bake.")
    add(make_user(), BAKE)

    with pytest.raises(NotFound):
        actions.set_standing(by=kari, concept_uri=BAKE, level=1)
    changed = actions.set_standings(by=kari, standings={BAKE: {"level": 1}})

    assert changed == 0
    assert not SkillStanding.objects.exists()


def test_many_at_once_are_all_checked_before_any_is_kept(kari: User) -> None:
    add(kari, SING, WELD)

    with pytest.raises(Invalid):
        actions.set_standings(by=kari, standings={SING: {"level": 2}, WELD: {"level": 9}})
    assert not SkillStanding.objects.exists()
    assert actions.set_standings(by=kari, standings={SING: {"level": 2}, WELD: {"level": None}}) == 1


def test_many_skills_are_added_together_or_not_at_all(kari: User) -> None:
    with pytest.raises(Invalid):
        add(kari, SING, SKILL + "unknown")
    with pytest.raises(Invalid):
        add(kari, SMITH)
    assert queries.held(kari) == {}

    assert actions.add_skills(by=kari, concept_uris=[SING, WELD, SING]) == 2
    assert actions.add_skills(by=kari, concept_uris=[SING, BAKE]) == 1
    assert set(queries.held(kari)) == {SING, WELD, BAKE}


# --- The page of one skill --------------------------------------------------------------------------------------------


def test_the_page_saves_and_shows_what_was_said(kari: User) -> None:
    add(kari, SING)
    client = signed_in(kari)

    saved = client.post(skill_page(), {"level": "4", "interest": "3", "last_used": "2021"}, follow=True)

    assert saved.redirect_chain == [(skill_page(), 302)]
    body = saved.content.decode()
    assert '<input type="radio" name="level" value="4" class="ds-input" id="id_level_4" checked>' in body
    assert 'name="last_used" value="2021"' in body
    assert "Nivå: erfaren" in body
    again = client.post(skill_page(), {"level": "", "interest": "", "last_used": ""})
    assert again.status_code == 302
    assert not SkillStanding.objects.exists()


@pytest.mark.parametrize("wrong", [{"level": "6"}, {"interest": "x"}, {"last_used": "2999"}, {"last_used": "i fjor"}])
def test_the_page_says_what_is_wrong_beside_the_field_and_keeps_the_rest(kari: User, wrong: dict[str, str]) -> None:
    add(kari, SING)

    page = signed_in(kari).post(skill_page(), {"level": "2"} | wrong)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(wrong)
    assert not SkillStanding.objects.exists()


@pytest.mark.parametrize("uri", [SING, BAKE, SKILL + "unknown"])
def test_a_skill_that_is_not_mine_has_no_page(kari: User, uri: str) -> None:
    """Whether someone else has it, it only was suggested, or there is none."""
    add(kari, SING)
    ola = make_user()
    actions.suggest_skills(by=ola, content="Kan bake.")

    assert signed_in(ola).get(skill_page(uri)).status_code == 404
    assert signed_in(ola).post(skill_page(uri), {"level": "1"}).status_code == 404
    assert Client().get(skill_page(uri)).status_code == 302
    assert not SkillStanding.objects.exists()


def test_ones_own_word_and_a_proof_are_told_apart(kari: User, no_places: list[queries.PlaceSource]) -> None:
    add(kari, SING, WELD)
    places = {
        SING: [
            Place("experience", "Korsanger, Domkoret", "/profil/erfaring/1"),
            Place("credential", "Kordiplom", "/profil/bevis/2"),
        ]
    }
    queries.places_from(lambda of: places if of == kari else {})

    sing, weld = (overview.own_skill(kari, uri, lang="nb") for uri in (SING, WELD))

    assert (sing.basis, weld.basis) == ("credential", "self")
    assert [place.words for place in sing.credentials] == ["Kordiplom"]
    assert [place.words for place in sing.uses] == ["Korsanger, Domkoret"]
    page = signed_in(kari).get(skill_page()).content.decode()
    own, proof = page.index("Du sier det selv"), page.index("Vist med kursbevis")
    assert own < page.index("Korsanger, Domkoret") < proof < page.index("Kordiplom")
    assert "Ingen bevis er knyttet" in signed_in(kari).get(skill_page(WELD)).content.decode()


def test_a_source_of_places_is_asked_once_however_often_it_says_so(
    kari: User, no_places: list[queries.PlaceSource]
) -> None:
    def source(of: User) -> dict[str, list[Place]]:
        return {SING: [Place("education", "Musikklinja", "/x")]}

    queries.places_from(source)
    queries.places_from(source)

    assert len(queries.places_of(kari)[SING]) == 1


# --- The list ---------------------------------------------------------------------------------------------------------


def broader(*pairs: tuple[str, str]) -> None:
    version = TaxonomyVersion.objects.get(active=True)
    for below, above in pairs:
        ends = [
            Concept.objects.get_or_create(
                version=version, uri=uri, defaults={"kind": Kind.SKILL_GROUP, "code": uri.removeprefix(GROUP)}
            )[0]
            for uri in (below, above)
        ]
        Relation.objects.create(source=ends[0], target=ends[1], type=RelationType.BROADER, ours=False)


def named(**labels: str) -> None:
    for code, text in labels.items():
        concept = Concept.objects.get(uri=GROUP + code)
        Label.objects.create(concept=concept, lang="nb", kind="preferred", place=0, text=text, ours=False)


def hierarchy() -> None:
    """sing → S1.2 → S1 → S, weld → sing (a narrower skill), bake → S2.1 and S1.3, teach nowhere."""
    broader((SING, GROUP + "S1.2"), (GROUP + "S1.2", GROUP + "S1"), (GROUP + "S1", GROUP + "S"))
    broader((WELD, SING), (BAKE, GROUP + "S2.1"), (GROUP + "S2.1", GROUP + "S2"), (GROUP + "S2", GROUP + "S"))
    broader((BAKE, GROUP + "S1.3"), (GROUP + "S1.3", GROUP + "S1"))
    named(S1="å øve", S2="bruke verktøy", S="ferdigheter")


def test_skills_stand_under_the_group_below_the_top_each_once(kari: User) -> None:
    assert groups_of([SING, WELD]) == {}
    hierarchy()

    assert groups_of([SING, WELD, BAKE, TEACH]) == dict.fromkeys((SING, WELD, BAKE), GROUP + "S1")
    assert groups_of([]) == {}


def test_a_hierarchy_that_goes_in_a_ring_has_no_top_and_ends_all_the_same() -> None:
    broader((SING, GROUP + "A"), (GROUP + "A", GROUP + "B"), (GROUP + "B", GROUP + "A"))

    assert groups_of([SING]) == {}


def test_the_list_is_grouped_where_the_classification_can_and_says_why_not(kari: User) -> None:
    add(kari, SING, WELD, BAKE, TEACH)
    add_many(kari, 3)
    client = signed_in(kari)
    page = client.get(reverse("profiles:profile")).content.decode()
    assert "I alfabetisk rekkefølge" in page
    assert "Andre ferdigheter" not in page

    hierarchy()

    page = client.get(reverse("profiles:profile")).content.decode()
    assert "I alfabetisk rekkefølge" not in page
    order = [page.index(f">{words}<") for words in ("å øve", "bake brød", "sveise metall", "ånde og synge")]
    assert order == sorted(order)
    assert order[-1] < page.index("Andre ferdigheter") < page.index(">undervise voksne<")


@pytest.mark.parametrize(
    ("text", "choice", "found"),
    [
        ("", "", ["bake brød", "sveise metall", "ånde og synge"]),
        ("SYNGE ånde", "", ["ånde og synge"]),
        ("brø", "", ["bake brød"]),
        ("", "uten-niva", ["sveise metall", "ånde og synge"]),
        ("", "mer", ["bake brød"]),
        ("", "bevis", ["sveise metall"]),
        ("metall", "mer", []),
        ("", "noe annet", ["bake brød", "sveise metall", "ånde og synge"]),
    ],
)
def test_ones_own_skills_are_narrowed_down(
    kari: User, no_places: list[queries.PlaceSource], text: str, choice: str, found: list[str]
) -> None:
    add(kari, SING, WELD, BAKE)
    queries.places_from(lambda of: {WELD: [Place("credential", "Sveisesertifikat", "/x")]})
    actions.set_standing(by=kari, concept_uri=BAKE, level=1, interest=3)

    page = signed_in(kari).get(reverse("profiles:profile"), {"q": text, "vis": choice})

    assert [skill.label for skill in page.context["skills"]] == found
    assert ("Ingen ferdighet passer" in page.content.decode()) == (not found)


def test_a_long_list_is_paged_and_costs_as_many_queries_as_a_short_one(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    text = actions.suggest_skills(by=kari, content="Sveise, bake og undervise. Smed.")
    actions.accept_sure_ones(by=kari, text=text)
    add_many(kari)
    client = signed_in(kari)
    client.get(reverse("profiles:profile"))

    for address, most in (("profiles:profile", 18), ("profiles:levels", 14)):
        with django_assert_max_num_queries(most):
            page = client.get(reverse(address))
        assert len(page.context["skills"]) == 50
        assert page.context["skills"].paginator.num_pages == 4
    hits = client.get(reverse("profiles:profile"), {"q": "ferdighet 1", "side": "2"})
    # 100-149 are fifty, 010-019 ten, and 001, 021, 031 … 091 nine.
    assert hits.context["skills"].paginator.count == 69


# --- Many levels at once ----------------------------------------------------------------------------------------------


def test_levels_of_many_skills_are_saved_together(kari: User) -> None:
    uris = add_many(kari, 60)
    client = signed_in(kari)
    shown = [skill.uri for skill in client.get(reverse("profiles:levels")).context["skills"]]
    assert shown == uris[:50]

    saved = client.post(
        reverse("profiles:levels"), {"concept": shown, "level": ["3", *[""] * 48, "5"], "side": "2"}, follow=True
    )

    assert saved.redirect_chain == [("/profil/niva?side=2", 302)]
    assert "2 nivåer er lagret." in saved.content.decode()
    assert {uri: held.level for uri, held in queries.held(kari).items() if held.level} == {shown[0]: 3, shown[49]: 5}


def test_a_skill_that_has_left_the_profile_loses_only_its_own_answer(kari: User) -> None:
    add(kari, SING, WELD)
    actions.remove_skill(by=kari, concept_uri=WELD)

    signed_in(kari).post(reverse("profiles:levels"), {"concept": [SING, WELD], "level": ["1", "2"]})

    assert list(SkillStanding.objects.values_list("concept_uri", "level")) == [(SING, 1)]


@pytest.mark.parametrize(
    "sent",
    [{"concept": [SING], "level": []}, {"concept": [SING], "level": ["6"]}, {"concept": [SING], "level": ["tre"]}],
    ids=str,
)
def test_a_list_that_does_not_add_up_is_refused(kari: User, sent: dict[str, list[str]]) -> None:
    add(kari, SING)

    assert signed_in(kari).post(reverse("profiles:levels"), sent).status_code == 422
    assert not SkillStanding.objects.exists()


def test_nobody_sets_levels_for_someone_else(kari: User) -> None:
    add(kari, SING)
    ola = signed_in(make_user())

    assert ola.post(reverse("profiles:levels"), {"concept": [SING], "level": ["1"]}).status_code == 302
    assert Client().get(reverse("profiles:levels")).headers["Location"].startswith("/konto/login/")
    assert not SkillStanding.objects.exists()
    assert list(ola.get(reverse("profiles:levels")).context["skills"]) == []
