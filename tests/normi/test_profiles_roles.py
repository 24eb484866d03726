"""What is usual in a role that a text names: offered apart, nobody's skill until its person ticks it."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.errors import Invalid, NotAllowed
from normi.profiles import actions, queries
from normi.profiles.models import NamedRole, ProfileSkill, Text
from normi.taxonomy.models import Relation
from tests.factories import make_user
from tests.stand_ins import BAKE, BAKER, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
CV = "Jobbet som smed i ti år, så som baker. Kan sveise."
MOST_QUERIES = 18


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def stored(by: User, content: str = CV) -> Text:
    return actions.suggest_skills(by=by, content=content)


def role_in(text: Text, uri: str = SMITH) -> NamedRole:
    return text.roles.get(concept_uri=uri)


def offer_of(text: Text, uri: str = SMITH) -> queries.RoleOffer:
    return next(offer for offer in queries.stored_page(text, lang="nb").roles if offer.role.uri == uri)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_role_puts_nothing_in_the_profile_and_asks_for_no_answer(kari: User) -> None:
    stored(kari)

    assert queries.accepted_skill_uris(kari) == set()
    assert queries.awaiting_count(kari) == 1


def test_each_role_is_offered_with_its_words_and_the_source_of_its_list(kari: User) -> None:
    smith, baker = queries.stored_page(stored(kari), lang="nb").roles

    assert (smith.role.label, smith.places, smith.ours) == ("smed", ((11, 15, "smed"),), True)
    assert (baker.role.label, baker.quotes, baker.ours) == ("baker", ("baker",), False)


def test_what_the_text_shows_itself_is_not_offered_again(kari: User) -> None:
    """The smith needs weld, teach (essential) and sing (optional); the text itself shows weld."""
    offer = offer_of(stored(kari))

    assert [skill.uri for skill in offer.essential] == [TEACH]
    assert [skill.uri for skill in offer.optional] == [SING]


def test_what_is_in_the_profile_is_shown_as_had(kari: User) -> None:
    text = stored(kari)
    actions.accept_skill(by=kari, suggestion=text.suggestions.get())
    actions.add_skill(by=kari, concept_uri=SING)

    offer = offer_of(text)

    assert {(skill.uri, skill.pk) for skill in offer.had} == {(WELD, None), (SING, None)}
    assert [skill.uri for skill in offer.open_essential] == [TEACH]
    assert offer.open_optional == ()


def test_ticking_makes_the_skill_ones_own_with_the_role_as_evidence(kari: User) -> None:
    text = stored(kari)

    count = actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH, SING])

    assert count == 2
    sing, teach = sorted(queries.accepted_skills(kari, lang="nb"), key=lambda skill: skill.uri)
    (evidence,) = teach.evidence
    assert (evidence.kind, evidence.quote, evidence.role.label) == ("role", "smed", "smed")  # type: ignore[union-attr]
    assert (evidence.before, evidence.text_id) == ("Jobbet som ", text.pk)
    assert (sing.uri, queries.awaiting_count(kari)) == (SING, 1)
    assert [f.quote for f in queries.stored_page(text, lang="nb").findings] == ["sveise"]


def test_ticking_twice_or_what_one_has_is_harmless(kari: User) -> None:
    text = stored(kari)
    actions.add_skill(by=kari, concept_uri=SING)

    counts = [actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH, TEACH, SING]) for _ in range(2)]

    assert counts == [1, 0]
    assert ProfileSkill.objects.ticked().count() == 1


def test_a_tick_can_be_taken_back_and_set_again(kari: User) -> None:
    text = stored(kari)
    for _ in range(2):
        actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])
        row = ProfileSkill.objects.ticked().get()
        assert offer_of(text).had == (queries.Usual(TEACH, "undervise voksne", True, row.pk),)

        actions.untick_skill(by=kari, ticked=row)

        assert queries.accepted_skill_uris(kari) == set()
        assert offer_of(text).had == ()


def test_what_was_removed_from_the_profile_can_be_ticked_again_or_put_back(kari: User) -> None:
    text = stored(kari)
    actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])
    actions.remove_skill(by=kari, concept_uri=TEACH)
    assert [skill.uri for skill in offer_of(text).open_essential] == [TEACH]

    actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])
    actions.remove_skill(by=kari, concept_uri=TEACH)
    actions.restore_skill(by=kari, concept_uri=TEACH)

    (skill,) = queries.accepted_skills(kari, lang="nb")
    assert [item.kind for item in skill.evidence] == ["role"]


def test_a_deleted_text_leaves_what_was_ticked_as_the_persons_word(kari: User) -> None:
    text = stored(kari)
    actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])

    actions.delete_text(by=kari, text=text)

    assert not NamedRole.objects.exists()
    assert [(s.uri, s.evidence) for s in queries.accepted_skills(kari, lang="nb")] == [(TEACH, ())]


@pytest.mark.parametrize("uris", [[], [BAKE], [TEACH, BAKE], ["http://example.org/x"], ["\x00"], [SMITH]])
def test_only_skills_of_the_role_can_be_ticked_and_at_least_one(kari: User, uris: list[str]) -> None:
    text = stored(kari)

    with pytest.raises(Invalid):
        actions.tick_skills(by=kari, role=role_in(text), concept_uris=uris)

    assert queries.accepted_skill_uris(kari) == set()


def test_a_stranger_can_neither_tick_nor_untick(kari: User) -> None:
    text = stored(kari)
    actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])

    with pytest.raises(NotAllowed):
        actions.tick_skills(by=make_user(), role=role_in(text), concept_uris=[SING])
    with pytest.raises(NotAllowed):
        actions.untick_skill(by=make_user(), ticked=ProfileSkill.objects.ticked().get())

    assert queries.accepted_skill_uris(kari) == {TEACH}


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("nobody", 302)])
def test_a_strangers_address_finds_nothing(kari: User, who: str, status: int) -> None:
    role = role_in(stored(kari))
    actions.tick_skills(by=kari, role=role, concept_uris=[TEACH])
    client = signed_in(make_user()) if who == "stranger" else Client()

    answers = [
        client.post(reverse("profiles:tick", args=[role.pk]), {"concept": SING}),
        client.post(reverse("profiles:untick", args=[ProfileSkill.objects.ticked().get().pk])),
    ]

    assert [answer.status_code for answer in answers] == [status, status]
    assert queries.accepted_skill_uris(kari) == {TEACH}


def test_a_tick_is_no_suggestion_that_can_be_answered(kari: User) -> None:
    actions.tick_skills(by=kari, role=role_in(stored(kari)), concept_uris=[TEACH])
    row = ProfileSkill.objects.ticked().get()

    answers = [signed_in(kari).post(reverse(f"profiles:{name}", args=[row.pk])) for name in ("accept", "undo")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_answers_to_a_suggestion_leave_the_ticks_alone(kari: User) -> None:
    text = stored(kari, "smed som vil undervise")
    actions.tick_skills(by=kari, role=role_in(text), concept_uris=[TEACH])
    suggestion = text.suggestions.suggested().get()

    actions.accept_skill(by=kari, suggestion=suggestion)
    actions.undo_answer(by=kari, suggestion=suggestion)

    assert queries.accepted_skill_uris(kari) == {TEACH}
    assert queries.awaiting_count(kari) == 1


def test_the_page_ticks_and_takes_back_without_a_script(kari: User) -> None:
    text = stored(kari)
    client = signed_in(kari)

    ticked = client.post(reverse("profiles:tick", args=[role_in(text).pk]), {"concept": [TEACH, SING]}, follow=True)
    row = ProfileSkill.objects.ticked().get(concept_uri=SING)
    undone = client.post(reverse("profiles:untick", args=[row.pk]), follow=True)

    assert ticked.redirect_chain == [(f"/profil/tekst/{text.pk}/#roles", 302)]
    assert "2 ferdigheter ligger nå i profilen din." in ticked.content.decode()
    assert undone.status_code == 200
    assert queries.accepted_skill_uris(kari) == {TEACH}
    profile = client.get(reverse("profiles:profile")).content.decode()
    assert "Vanlig i rollen" in profile
    assert "krysset den av selv" in profile


def test_nothing_is_ticked_beforehand_and_nothing_ticked_is_refused_in_words(kari: User) -> None:
    text = stored(kari)
    client = signed_in(kari)

    page = client.get(reverse("profiles:text", args=[text.pk])).content.decode()
    answer = client.post(reverse("profiles:tick", args=[role_in(text).pk]))

    assert 'type="checkbox"' in page
    assert " checked" not in page
    assert "våre egne rolleprofiler" in page
    assert "Listen er fra ESCO" in page
    assert answer.status_code == 422
    assert "kryss av" in answer.content.decode()


def test_anyone_may_see_what_is_usual_but_without_a_form(client: Client) -> None:
    page = client.post("/", {"content": CV}).content.decode()

    assert "Vanlig i rollene teksten nevner" in page
    assert "ånde og synge" in page
    assert 'type="checkbox"' not in page
    assert not NamedRole.objects.exists()


@pytest.mark.parametrize("content", ["Kan sveise.", "Ingenting her."])
def test_without_a_role_there_is_no_such_part(kari: User, client: Client, content: str) -> None:
    text = stored(kari, content)

    pages = [client.post("/", {"content": content}), signed_in(kari).get(reverse("profiles:text", args=[text.pk]))]

    assert all('id="roles"' not in page.content.decode() for page in pages)


def test_a_role_without_a_profile_is_left_out(kari: User) -> None:
    Relation.objects.filter(source__uri=SMITH).delete()

    assert [offer.role.uri for offer in queries.stored_page(stored(kari), lang="nb").roles] == [BAKER]


def test_a_role_named_twice_is_offered_once_and_at_most_three_are_offered(kari: User) -> None:
    text = stored(kari, "smed, smed og baker")

    assert [len(offer.places) for offer in queries.stored_page(text, lang="nb").roles] == [2, 1]
    assert queries.MOST_ROLES == 3


def test_the_surest_roles_are_kept_in_the_order_of_the_text(kari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ROLES", 1)

    assert [o.role.uri for o in queries.stored_page(stored(kari, "baker og smed"), lang="nb").roles] == [SMITH]


def test_the_number_of_queries_does_not_grow_with_the_roles(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    text = stored(kari, "smed og baker " * 30)
    for uri, skills in ((SMITH, [TEACH, WELD]), (BAKER, [BAKE, SING])):
        actions.tick_skills(by=kari, role=text.roles.filter(concept_uri=uri)[0], concept_uris=skills)
    client = signed_in(kari)
    client.get(reverse("profiles:profile"))

    for address in (reverse("profiles:text", args=[text.pk]), reverse("profiles:profile")):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)


def test_the_database_keeps_a_tick_whole(kari: User) -> None:
    """A tick has an answer, no place in the text, and stands once for a role."""
    role = role_in(stored(kari))
    row = {"owner": kari, "text": role.text, "role": role, "concept_uri": TEACH, "suggested_at": timezone.now()}
    accepted = row | {"accepted_at": timezone.now()}
    ProfileSkill.objects.create(**accepted)

    for broken in (row, accepted, accepted | {"start": 1, "end": 2}, accepted | {"text": None, "concept_uri": SING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProfileSkill.objects.create(**broken)


def test_the_same_in_the_api(kari: User, client: Client) -> None:
    secret = accounts.create_token(by=kari, name="test", scope="write", days=30).secret
    headers = {"Authorization": f"Bearer {secret}"}

    def post(path: str, body: object) -> object:
        return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)

    read = post("/skills/map", {"text": CV}).json()  # type: ignore[attr-defined]
    text = post("/profile/texts", {"text": CV}).json()  # type: ignore[attr-defined]
    smith = text["roles"][0]
    answers = [
        post(f"/profile/roles/{smith['id']}/skills", {"uris": uris}).status_code  # type: ignore[attr-defined]
        for uris in ([TEACH], [TEACH], [], [BAKE])
    ]
    profile = client.get("/api/v1/profile", headers=headers).json()

    assert read["roles"] == [{k: v for k, v in role.items() if k != "id"} for role in text["roles"]]
    assert read["roles"][0] == {
        "uri": SMITH,
        "label": "smed",
        "confidence": 0.95,
        "places": [{"start": 11, "end": 15, "quote": "smed"}],
        "source": "ours",
        "skills": [
            {"uri": TEACH, "label": "undervise voksne", "type": "essential", "in_profile": False},
            {"uri": SING, "label": "ånde og synge", "type": "optional", "in_profile": False},
        ],
    }
    assert answers == [204, 204, 422, 422]
    assert profile["skills"][0]["evidence"] == [
        {"text_id": text["id"], "kind": "role", "quote": "smed", "role": SMITH},
    ]
