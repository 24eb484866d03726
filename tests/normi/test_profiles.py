"""From a text to a profile: nothing counts until its owner says so, and only the owner may say so."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase
from pytest_django import DjangoAssertNumQueries

from normi.accounts.models import User
from normi.errors import Conflict, Invalid, NotAllowed, TooLarge
from normi.ports import text_model
from normi.profiles import actions, queries
from normi.profiles.models import KeptApart, ProfileSkill, Text
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
CV = "Kan sveise og bake. Kan ikke synge. Litt kubernetes."
MOST_QUERIES = 18


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def suggested(by: User, content: str = CV) -> list[ProfileSkill]:
    return list(actions.suggest_skills(by=by, content=content).suggestions.all())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reading_a_text_puts_nothing_in_the_profile(kari: User) -> None:
    suggested(kari)

    assert queries.accepted_skill_uris(kari) == set()
    assert queries.awaiting_count(kari) == 2


def test_every_stored_span_cuts_the_words_it_stands_for(kari: User) -> None:
    text = actions.suggest_skills(by=kari, content=CV)

    page = queries.stored_page(text, lang="nb")

    assert [(f.quote, f.best.label) for f in page.findings] == [("sveise", "sveise metall"), ("bake", "bake brød")]
    assert [(a.quote, a.reason) for a in page.apart] == [("synge", "negated"), ("kubernetes", "unmatched")]


def test_the_same_text_twice_is_one_text_with_its_answers(kari: User) -> None:
    first, _ = suggested(kari)
    actions.accept_skill(by=kari, suggestion=first)

    again = suggested(kari)

    assert Text.objects.count() == 1
    assert [row.state for row in again] == ["accepted", "suggested"]


def test_two_people_may_have_the_same_text(kari: User) -> None:
    suggested(kari)
    suggested(make_user())

    assert Text.objects.count() == 2


def test_one_answer_counts_wherever_the_text_shows_the_same_skill(kari: User) -> None:
    first, other, again = suggested(kari, "sveise, bake, sveise")

    actions.accept_skill(by=kari, suggestion=again)

    (card, second) = queries.stored_page(first.text, lang="nb").cards  # type: ignore[arg-type]
    assert (card.state, card.quote, len(card.also), second.state) == ("accepted", "sveise", 1, "suggested")
    (skill,) = queries.accepted_skills(kari, lang="nb")
    assert len(skill.evidence) == 2
    actions.undo_answer(by=kari, suggestion=first)
    assert queries.awaiting_count(kari) == 2
    actions.accept_skill(by=kari, suggestion=other, concept_uri=SING)
    assert queries.accepted_skill_uris(kari) == {SING}


def test_an_alternative_takes_the_place_of_the_suggestion_and_undo_brings_it_back_to_choose(kari: User) -> None:
    bake = suggested(kari)[1]

    actions.accept_skill(by=kari, suggestion=bake, concept_uri=SING)

    bake.refresh_from_db()
    assert (bake.concept_uri, bake.confidence) == (SING, 0.2)
    assert bake.alternatives == [[BAKE, 0.9], [TEACH, 0.3]]
    actions.undo_answer(by=kari, suggestion=bake)
    assert queries.accepted_skill_uris(kari) == set()


def test_a_skill_that_was_not_offered_cannot_be_chosen(kari: User) -> None:
    bake = suggested(kari)[1]

    with pytest.raises(Invalid):
        actions.accept_skill(by=kari, suggestion=bake, concept_uri=WELD)

    assert queries.accepted_skill_uris(kari) == set()


def test_saying_yes_or_no_twice_is_harmless_but_not_both(kari: User) -> None:
    weld, bake = suggested(kari)
    for _ in range(2):
        actions.accept_skill(by=kari, suggestion=weld)
        actions.reject_skill(by=kari, suggestion=bake, why="not_me")

    with pytest.raises(Conflict):
        actions.reject_skill(by=kari, suggestion=weld, why="wrong")
    with pytest.raises(Conflict):
        actions.accept_skill(by=kari, suggestion=bake)

    assert queries.accepted_skill_uris(kari) == {WELD}


def test_no_needs_a_reason_we_know(kari: User) -> None:
    with pytest.raises(Invalid):
        actions.reject_skill(by=kari, suggestion=suggested(kari)[0], why="because")


def test_only_what_is_very_likely_is_accepted_together(kari: User) -> None:
    text = actions.suggest_skills(by=kari, content="sveise, bake og undervise")

    count = actions.accept_sure_ones(by=kari, text=text)

    assert count == 2
    assert queries.accepted_skill_uris(kari) == {WELD, BAKE}


def test_a_removed_skill_can_be_put_back_with_its_proof(kari: User) -> None:
    actions.accept_skill(by=kari, suggestion=suggested(kari)[0])

    actions.remove_skill(by=kari, concept_uri=WELD)
    assert queries.accepted_skill_uris(kari) == set()
    actions.restore_skill(by=kari, concept_uri=WELD)

    (skill,) = queries.accepted_skills(kari, lang="nb")
    assert [item.quote for item in skill.evidence] == ["sveise"]


def test_a_skill_added_by_hand_can_be_removed_and_put_back(kari: User) -> None:
    for _ in range(2):
        actions.add_skill(by=kari, concept_uri=TEACH)
    actions.remove_skill(by=kari, concept_uri=TEACH)
    assert not ProfileSkill.objects.exists()

    actions.restore_skill(by=kari, concept_uri=TEACH)

    assert [s.evidence for s in queries.accepted_skills(kari, lang="nb")] == [()]


def test_only_skills_of_the_classification_can_be_added(kari: User) -> None:
    with pytest.raises(Invalid):
        actions.add_skill(by=kari, concept_uri="http://example.org/skill")


def test_a_deleted_text_takes_its_suggestions_and_leaves_the_persons_word(kari: User) -> None:
    weld, _ = suggested(kari)
    actions.accept_skill(by=kari, suggestion=weld)

    actions.delete_text(by=kari, text=weld.text)  # type: ignore[arg-type]

    assert not Text.objects.exists()
    assert not KeptApart.objects.exists()
    assert [(s.uri, s.evidence) for s in queries.accepted_skills(kari, lang="nb")] == [(WELD, ())]


def test_skills_stand_in_norwegian_order_and_in_the_readers_language(kari: User) -> None:
    for uri in (SING, WELD, BAKE):
        actions.add_skill(by=kari, concept_uri=uri)

    def shown(lang: str) -> list[str]:
        return [skill.label for skill in queries.accepted_skills(kari, lang=lang)]

    assert shown("nn") == ["bake brød", "sveise metall", "ånde og synge"]
    assert shown("en") == ["bake bread", "sing", "weld metal"]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("", Invalid),
        (" \n\t ", Invalid),
        ("a\x00b", Invalid),
        ("\x01\x02\x03\x04\x05", Invalid),
        ("\ud800", Invalid),
        ("\N{REPLACEMENT CHARACTER}" * 40, Invalid),
        ("x" * 20_001, TooLarge),
    ],
)
def test_what_is_no_text_is_refused_and_nothing_is_stored(kari: User, content: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.suggest_skills(by=kari, content=content)

    assert not Text.objects.exists()


def test_the_longest_text_is_read(kari: User) -> None:
    content = "bake " * 4000

    assert actions.suggest_skills(by=kari, content=content).suggestions.count() == 4000


ACTIONS = {
    "accept": lambda by, row: actions.accept_skill(by=by, suggestion=row),
    "reject": lambda by, row: actions.reject_skill(by=by, suggestion=row, why="wrong"),
    "undo": lambda by, row: actions.undo_answer(by=by, suggestion=row),
    "accept all": lambda by, row: actions.accept_sure_ones(by=by, text=row.text),
    "delete text": lambda by, row: actions.delete_text(by=by, text=row.text),
}


@pytest.mark.parametrize("act", ACTIONS.values(), ids=ACTIONS)
def test_a_stranger_cannot_act_for_someone_else(kari: User, act: object) -> None:
    row = suggested(kari)[0]

    with pytest.raises(NotAllowed):
        act(make_user(), row)  # type: ignore[operator]

    assert Text.objects.count() == 1
    assert queries.accepted_skill_uris(kari) == set()


OWNED = ["accept", "reject", "undo", "text", "accept_sure", "delete_text"]


@pytest.mark.parametrize("name", OWNED)
@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_a_strangers_number_in_an_address_finds_nothing(kari: User, name: str, who: str) -> None:
    row = suggested(kari)[0]
    number = row.text_id if "text" in name or name == "accept_sure" else row.pk
    client = signed_in(make_user()) if who == "stranger" else Client()
    address = reverse(f"profiles:{name}", args=[number])

    response = client.get(address) if name == "text" else client.post(address, {"why": "wrong"})

    assert response.status_code == (404 if who == "stranger" else 302)
    assert Text.objects.count() == 1
    assert queries.awaiting_count(kari) == 2


def test_trying_a_text_stores_nothing(client: Client) -> None:
    response = client.post("/", {"content": CV})

    assert response.status_code == 200
    assert "sveise metall" in response.content.decode()
    assert not Text.objects.exists()
    assert not ProfileSkill.objects.exists()
    assert set(client.cookies) <= {"normi_csrf"}


def test_a_refused_text_is_answered_in_words(client: Client) -> None:
    empty = client.post("/", {"content": ""})
    missing = client.post("/", {})

    assert empty.status_code == missing.status_code == 422
    assert "Lim inn" in empty.content.decode()


def test_answers_come_back_as_a_part_of_the_page(kari: User) -> None:
    row = suggested(kari)[0]
    client = signed_in(kari)

    part = client.post(reverse("profiles:accept", args=[row.pk]), headers={"HX-Request": "true"})
    whole = client.post(reverse("profiles:undo", args=[row.pk]))

    assert "<html" not in part.content.decode()
    assert 'hx-swap-oob="true"' in part.content.decode()
    assert whole.status_code == 302


def test_what_a_person_writes_is_never_markup(kari: User) -> None:
    attack = "<script>alert(1)</script> {{ 7*7 }} '; drop table profiles_text; -- sveise"
    text = actions.suggest_skills(by=kari, content=attack)

    for address in (reverse("profiles:text", args=[text.pk]), reverse("profiles:profile")):
        body = signed_in(kari).get(address).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert" in body


def test_the_number_of_queries_does_not_grow_with_the_profile(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        text = actions.suggest_skills(by=kari, content=f"sveise, bake og undervise {number}")
        actions.accept_sure_ones(by=kari, text=text)
    client = signed_in(kari)
    client.get(reverse("profiles:profile"))

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("profiles:profile"))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("profiles:text", args=[text.pk]))


class AnyOrderOfAnswers(PropertyTestCase):
    """Whatever a person does in whatever order, a row has at most one answer, and undo gives the question back."""

    @given(st.lists(st.sampled_from(["accept", "reject", "undo"]), max_size=8))
    def test_a_suggestion_is_open_or_has_one_answer(self, steps: list[str]) -> None:
        settings_model = text_model()
        assert settings_model is not None
        owner = make_user()
        row = suggested(owner)[0]
        expected = "suggested"
        for step in steps:
            try:
                ACTIONS[step](owner, row)
            except Conflict:
                assert (step, expected) in {("accept", "wrong"), ("reject", "accepted")}
            else:
                expected = {"accept": "accepted", "reject": "wrong", "undo": "suggested"}[step]
        row.refresh_from_db()
        assert row.state == expected
