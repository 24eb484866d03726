"""
A person's goals: choosing, ordering, the gap with its points, what to learn, roles near them, and advice.

The stand-in's roles: the smith needs welding and teaching (essential, 9 points each) and singing (optional, 3); the
baker needs baking (9) and singing (3). In the space below, baking and welding are nearly the same; nothing else is.
"""

import json
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from normi.accounts import actions as accounts
from normi.accounts.models import User
from normi.errors import Conflict, Invalid, NotFound
from normi.goals import actions, advice, nearby, queries, reasons
from normi.goals.models import Dismissal, Goal
from normi.ports import skill_space
from normi.profiles import actions as profiles
from normi.roles import queries as roles
from normi.taxonomy.models import Concept, Relation, TaxonomyVersion
from skillengine.encoder import Vectors
from skillengine.gap import Line, State
from skillengine.types import RelationType
from tests.factories import make_user
from tests.stand_ins import BAKE, BAKER, OCCUPATION, SING, SKILL, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
DIRECTIONS = {WELD: (1.0, 0.0, 0.0), BAKE: (0.9, 0.43589, 0.0), TEACH: (0.0, 0.0, 1.0), SING: (0.0, 0.0, -1.0)}


class FlatSpace:
    """Where the stand-in's four skills stand: real code, with vectors worked out by hand."""

    def vectors(self, uris: Sequence[str]) -> Vectors:
        return np.array([DIRECTIONS.get(uri, (0.0, 0.0, 0.0)) for uri in uris], np.float32).reshape(-1, 3)


@pytest.fixture(autouse=True)
def space(settings: Settings) -> Iterator[None]:
    settings.SKILL_SPACE = "tests.normi.test_goals.FlatSpace"
    skill_space.cache_clear()
    yield
    skill_space.cache_clear()


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def knows(user: User, **levels: int | None) -> None:
    """The person accepts skills by their last word, each with a level or none."""
    for name, level in levels.items():
        profiles.add_skill(by=user, concept_uri=SKILL + name)
        if level:
            profiles.set_standing(by=user, concept_uri=SKILL + name, level=level, interest=None, last_used=None)


def aim(user: User, *uris: str) -> None:
    for uri in uris:
        actions.choose_goal(by=user, occupation_uri=uri)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Roles ------------------------------------------------------------------------------------------------------------


def test_a_role_says_what_it_asks_for_and_who_made_the_list() -> None:
    smith, baker = roles.requirements(SMITH, "nb"), roles.requirements(BAKER, "nb")

    assert (smith.label.text, [need.uri for need in smith.essential]) == ("smed", [WELD, TEACH])
    assert [need.uri for need in smith.optional] == [SING]
    assert (smith.ours, baker.ours) == (True, False)


@pytest.mark.parametrize("uri", [WELD, OCCUPATION + "nobody", "http://example.org/x", "", "\x00"])
def test_what_is_no_role_is_not_found(uri: str) -> None:
    with pytest.raises(NotFound):
        roles.requirements(uri, "nb")


def test_the_table_is_read_once_and_again_when_another_version_answers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = roles.table()
    with django_assert_num_queries(1):
        again = roles.table()

    old = TaxonomyVersion.objects.get(active=True)
    TaxonomyVersion.objects.update(active=False)
    TaxonomyVersion.objects.create(version="9", source="ours", ready=True, active=True, installed_at=old.installed_at)

    assert again is first
    assert (first.roles, roles.table().roles) == ([BAKER, SMITH], [])


# --- Goals ------------------------------------------------------------------------------------------------------------


def test_goals_keep_their_order_and_can_be_moved(kari: User) -> None:
    aim(kari, SMITH, BAKER, SMITH)
    assert queries.goal_uris(kari) == [SMITH, BAKER]

    actions.move_goal(by=kari, occupation_uri=BAKER, steps=-1)
    assert queries.goal_uris(kari) == [BAKER, SMITH]

    actions.move_goal(by=kari, occupation_uri=BAKER, steps=-1)
    actions.order_goals(by=kari, occupation_uris=[SMITH, BAKER])
    assert [(goal.occupation_uri, goal.place) for goal in Goal.objects.visible_to(kari)] == [(SMITH, 1), (BAKER, 2)]


def test_a_removed_goal_can_be_put_back_where_it_was(kari: User) -> None:
    aim(kari, SMITH, BAKER)

    place = actions.remove_goal(by=kari, occupation_uri=SMITH)
    assert (place, queries.goal_uris(kari)) == (1, [BAKER])
    assert actions.remove_goal(by=kari, occupation_uri=SMITH) is None

    actions.choose_goal(by=kari, occupation_uri=SMITH, place=place)
    assert queries.goal_uris(kari) == [SMITH, BAKER]


@pytest.mark.parametrize("uri", [WELD, OCCUPATION + "nobody", "", "\x00"])
def test_only_a_role_can_be_a_goal(kari: User, uri: str) -> None:
    with pytest.raises(Invalid):
        actions.choose_goal(by=kari, occupation_uri=uri)


def test_there_is_an_end_to_how_many_goals_one_can_have(kari: User) -> None:
    version = TaxonomyVersion.objects.get(active=True)
    for number in range(actions.MOST_GOALS):
        Concept.objects.create(version=version, uri=f"{OCCUPATION}{number}", kind="occupation")
        actions.choose_goal(by=kari, occupation_uri=f"{OCCUPATION}{number}")

    with pytest.raises(Conflict):
        actions.choose_goal(by=kari, occupation_uri=SMITH)


def test_an_order_must_name_each_goal_once(kari: User) -> None:
    aim(kari, SMITH, BAKER)

    for uris in ([SMITH], [SMITH, SMITH], [SMITH, BAKER, BAKER], []):
        with pytest.raises(Invalid):
            actions.order_goals(by=kari, occupation_uris=uris)
    with pytest.raises(Conflict):
        actions.move_goal(by=make_user(), occupation_uri=SMITH, steps=1)


def test_a_goal_that_was_never_ranked_comes_after_the_others(kari: User) -> None:
    Goal.objects.create(owner=kari, occupation_uri=SMITH, chosen_at=timezone.now())
    Goal.objects.create(owner=kari, occupation_uri=BAKER, chosen_at=timezone.now(), place=1)

    assert queries.goal_uris(kari) == [BAKER, SMITH]


# --- The gap ----------------------------------------------------------------------------------------------------------


def test_each_line_has_its_points_and_the_page_their_sum(kari: User) -> None:
    """
    Baking without a level counts as level 3. In the smith it stands in for welding, one level lower: 3 × 2 = 6 of 9.
    Teaching at level 1: 3 × 1 = 3 of 9. Singing is missing: 0 of 3. Together 9 of 21, which is 42 percent.
    """
    knows(kari, bake=None, teach=1)

    gap = queries.gap(kari, SMITH, "nb")

    assert [(line.need.uri, line.state, line.points, line.possible) for line in gap.lines] == [
        (WELD, State.PARTLY, 6, 9),
        (TEACH, State.HAVE, 3, 9),
        (SING, State.MISSING, 0, 3),
    ]
    assert (gap.points.have, gap.points.partly, gap.points.missing, gap.points.possible) == (3, 6, 12, 21)
    assert (gap.points.points, gap.points.percent) == (9, 42)


def test_every_line_says_why_in_plain_words(kari: User) -> None:
    knows(kari, bake=None, teach=1)

    why = {line.need.uri: line.why for line in queries.gap(kari, SMITH, "nb").lines}
    own = queries.gap(kari, BAKER, "nb").lines[0].why

    assert why == {
        WELD: "Du har «bake brød», som er nesten det samme. Det teller som nivå 2 her.",
        TEACH: "Du kan dette på nivå 1. Fra nivå 3 teller det fullt.",
        SING: "Den står ikke i profilen din.",
    }
    assert own == "Du kan dette. Du har ikke sagt hvor godt, så det teller fullt."


def test_a_level_that_is_enough_counts_in_full(kari: User) -> None:
    knows(kari, teach=4)

    line = queries.gap(kari, SMITH, "nb").lines[1]

    assert (line.points, line.why) == (9, "Du kan dette på nivå 4. Nivå 3 er nok til at det teller fullt.")


def test_a_related_skill_is_named_as_one() -> None:
    line = Line(WELD, RelationType.ESSENTIAL, State.PARTLY, None, counted=1, neighbour=BAKE, lost=2)

    assert reasons.line(line, {BAKE: "bake brød"}) == "Du har «bake brød», som er i slekt. Det teller som nivå 1 her."


def test_only_what_the_person_has_accepted_counts(kari: User) -> None:
    profiles.suggest_skills(by=kari, content="Kan sveise og bake.")

    assert queries.gap(kari, SMITH, "nb").points.points == 0


def test_without_a_text_model_no_skill_stands_in_for_another(kari: User, settings: Settings) -> None:
    settings.SKILL_SPACE = "normi.adapters.local.LocalSkillSpace"
    skill_space.cache_clear()
    knows(kari, bake=None, teach=None)

    assert queries.gap(kari, SMITH, "nb").points.points == 9


def test_a_goal_without_a_list_has_nothing_to_count(kari: User, client: Client) -> None:
    Relation.objects.filter(source__uri=BAKER).delete()
    aim(kari, BAKER)

    assert queries.goals_of(kari, "nb")[0].points.percent == 0
    for name in ("overview", "learn", "near", "openings"):
        assert signed_in(kari).get(reverse(f"goals:{name}")).status_code == 200
    assert "Ingen liste" in signed_in(kari).get(reverse("goals:gap", args=["occupation/baker"])).content.decode()
    assert "Ingen liste" in client.get(reverse("goals:role", args=["occupation/baker"])).content.decode()


def test_a_goal_that_a_new_version_lacks_goes_by_its_address(kari: User) -> None:
    Goal.objects.create(owner=kari, occupation_uri=OCCUPATION + "gone", chosen_at=timezone.now())

    (found,) = queries.goals_of(kari, "nb")

    assert found.role.label.text == "occupation/gone"
    assert signed_in(kari).get(reverse("goals:overview")).status_code == 200


# --- What to learn, and roles nearby ----------------------------------------------------------------------------------


def test_what_to_learn_is_ordered_by_what_it_adds_to_all_goals(kari: User) -> None:
    """
    Goals: smith (21 points), baker (12). Baking is held at level 3: baker 9, smith 6.

    Singing: 3 of 21 and 3 of 12, 0.39. Teaching: 9 of 21, 0.43. Welding: from 6 to 9, 3 of 21, 0.14; to the baker,
    who has baking in full, it adds nothing.
    """
    knows(kari, bake=3)
    aim(kari, SMITH, BAKER)

    steps = queries.next_steps(kari, "nb")

    assert [(s.skill.uri, [(e.role.uri, e.points, e.before, e.after) for e in s.effects]) for s in steps] == [
        (TEACH, [(SMITH, 9, 28, 71)]),
        (SING, [(SMITH, 3, 28, 42), (BAKER, 3, 75, 100)]),
        (WELD, [(SMITH, 3, 28, 42)]),
    ]
    assert steps[1].why == "2 av målene dine ber om den."


def test_roles_nearby_say_what_they_use_and_what_is_lacking(kari: User) -> None:
    """Welding at level 3: smith 9 of 21 (42 percent); as baking it counts 6 of 12 in the baker (50 percent)."""
    knows(kari, weld=3)
    aim(kari, SMITH)
    person = queries.measured(kari)

    (baker,) = nearby.described(person, nearby.near_roles(person, goal=SMITH), "nb")
    nearest = nearby.near_roles(person, goal=None)

    assert [(near.role, near.percent) for near in nearest] == [(BAKER, 50), (SMITH, 42)]
    assert ([used.uri for used in baker.used], [lack.uri for lack in baker.lacking]) == ([WELD], [SING])
    assert (baker.covers, baker.covered) == (42, 75)
    assert baker.why == "1 av de 1 ferdighetene dine kommer til nytte her, og gir 6 av 12 poeng."


def test_two_skills_that_open_most_roles(kari: User) -> None:
    """
    Sixty percent opens: 8 of 12 for the baker, 13 of 21 for the smith. Nothing is known. Baking alone opens the baker;
    with teaching the smith has 6 + 9 = 15. Welding gives the baker 6 alone; with singing 9. So baking and teaching open
    both, and no other two do.
    """
    found = nearby.openings(kari, "nb")

    assert (found.open_now, found.roles) == (0, 2)
    assert (found.pairs[0].first.uri, found.pairs[0].second.uri) == (BAKE, TEACH)
    assert {role.uri for role in found.pairs[0].opens} == {SMITH, BAKER}
    assert all(len(pair.opens) == 1 for pair in found.pairs[1:])


# --- Advice -----------------------------------------------------------------------------------------------------------


def test_advice_for_a_newcomer_is_about_the_profile(kari: User) -> None:
    found = advice.recommendations(kari, "nb")

    assert [one.about for one in found.profile] == [advice.SKILLS, advice.GOAL]
    assert (found.skills, found.roles) == ((), ())


def test_advice_has_a_reason_and_follows_the_goals(kari: User) -> None:
    knows(kari, bake=None)
    aim(kari, SMITH)
    profiles.suggest_skills(by=kari, content="Kan sveise.")

    found = advice.recommendations(kari, "nb")

    assert [one.about for one in found.profile] == [advice.ANSWERS, advice.LEVELS]
    assert found.skills[0].about == TEACH
    assert "fra 28 til 71 prosent" in found.skills[0].why
    assert [one.about for one in found.roles] == [BAKER]
    assert all(one.why for one in found.all)


def test_advice_that_is_put_away_stays_away_until_it_is_brought_back(kari: User) -> None:
    knows(kari, bake=3)
    aim(kari, SMITH)
    for kind, about in (("skill", TEACH), ("role", BAKER)):
        actions.dismiss(by=kari, advice=kind, about=about)
        actions.dismiss(by=kari, advice=kind, about=about)

    found = advice.recommendations(kari, "nb")
    assert TEACH not in {one.about for one in found.skills}
    assert found.roles == ()
    assert [(one.kind, one.heading) for one in advice.put_away(kari, "nb")] == [
        ("role", "baker"),
        ("skill", "undervise voksne"),
    ]

    actions.bring_back(by=kari, advice="skill", about="\x00")
    actions.bring_back(by=kari, advice="skill", about=TEACH)
    assert advice.recommendations(kari, "nb").skills[0].about == TEACH


@pytest.mark.parametrize(
    ("kind", "about"),
    [("other", TEACH), ("skill", ""), ("skill", SMITH), ("role", TEACH), ("profile", "x"), ("skill", "\x00")],
)
def test_what_is_no_advice_cannot_be_put_away(kari: User, kind: str, about: str) -> None:
    with pytest.raises(Invalid):
        actions.dismiss(by=kari, advice=kind, about=about)

    assert not Dismissal.objects.exists()


def test_one_persons_advice_does_not_change_with_another_persons_data(kari: User) -> None:
    knows(kari, bake=None)
    aim(kari, SMITH)
    before = advice.recommendations(kari, "nb"), queries.next_steps(kari, "nb"), nearby.openings(kari, "nb")

    for _ in range(3):
        other = make_user()
        knows(other, weld=5, teach=5, sing=5)
        aim(other, BAKER, SMITH)
        actions.dismiss(by=other, advice="skill", about=TEACH)

    assert before == (advice.recommendations(kari, "nb"), queries.next_steps(kari, "nb"), nearby.openings(kari, "nb"))


# --- Pages ------------------------------------------------------------------------------------------------------------

PAGES = ("overview", "learn", "near", "openings", "put_away")


def body(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_visitor_sees_what_a_role_asks_for_and_nothing_of_anybody(client: Client) -> None:
    page = body(client.get(reverse("goals:role", args=["occupation/smith"])))

    assert "sveise metall" in page
    assert "poeng" not in page
    assert client.get(reverse("goals:role", args=["skill/weld"])).status_code == 404


def test_one_finds_a_role_by_searching(kari: User, client: Client) -> None:
    assert "smed" not in body(client.get(reverse("goals:roles")))
    assert client.get(reverse("goals:roles"), {"q": "x\x00"}).status_code == 200
    assert "Fant ingen" in body(client.get(reverse("goals:roles"), {"q": "zzz"}))


def test_the_whole_way_without_javascript(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    browser = signed_in(kari)

    chosen = browser.post(reverse("goals:choose"), {"rolle": SMITH}, follow=True)
    browser.post(reverse("goals:choose"), {"rolle": BAKER})
    moved = browser.post(reverse("goals:move"), {"rolle": BAKER, "retning": "opp"}, follow=True)
    gap = browser.get(reverse("goals:gap", args=["occupation/smith"]))
    removed = browser.post(reverse("goals:remove"), {"rolle": BAKER}, follow=True)
    browser.post(reverse("goals:choose"), {"rolle": BAKER, "plass": "1"})

    assert "9 av 21 poeng" in body(chosen)
    assert body(moved).index("baker") < body(moved).index("smed")
    assert "6 av 9" in body(gap)
    assert "Angre" in body(removed)
    assert queries.goal_uris(kari) == [BAKER, SMITH]


def test_advice_on_the_front_page_can_be_put_away_and_brought_back(kari: User, client: Client) -> None:
    browser = signed_in(kari)
    front = body(browser.get(reverse("front")))

    browser.post(reverse("goals:dismiss"), {"slag": "profile", "om": "goal"})
    after = body(browser.get(reverse("front")))
    away = body(browser.get(reverse("goals:put_away")))
    browser.post(reverse("goals:bring_back"), {"slag": "profile", "om": "goal"})

    assert "Velg et mål" in front
    assert "ingenting som andre" in front
    assert "Velg et mål" not in after
    assert "Velg et mål" in away
    assert "Velg et mål" in body(browser.get(reverse("front")))
    assert "Velg et mål" not in body(client.get(reverse("front")))


def test_what_is_said_first_and_every_reason_is_free_of_jargon(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    aim(kari, SMITH, BAKER)
    browser = signed_in(kari)
    addresses = [reverse(f"goals:{name}") for name in (*PAGES, "roles")]
    addresses += [reverse(f"goals:{name}", args=["occupation/smith"]) for name in ("role", "gap")]

    said = [re.findall(r'class="lead[^>]*>([^<]+)<', body(browser.get(address)))[0] for address in addresses]
    said += [one.why for one in advice.recommendations(kari, "nb").all]
    said += [line.why for line in queries.gap(kari, SMITH, "nb").lines]
    said += [step.why for step in queries.next_steps(kari, "nb")]

    assert len(said) > len(addresses)
    assert not [
        words for words in said if re.search(r"esco|uri\b|konsept|begrep|vektor|cosinus|score", words, re.IGNORECASE)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_ones_own_need_a_login(client: Client, name: str) -> None:
    assert client.get(reverse(f"goals:{name}")).status_code == 302


@pytest.mark.parametrize("name", ["choose", "remove", "move", "dismiss", "bring_back"])
def test_changes_need_a_login_and_a_post(client: Client, kari: User, name: str) -> None:
    assert client.post(reverse(f"goals:{name}"), {"rolle": SMITH}).status_code == 302
    assert signed_in(kari).get(reverse(f"goals:{name}")).status_code == 405
    assert not Goal.objects.exists()


def test_a_stranger_reaches_nothing_of_anothers(kari: User) -> None:
    knows(kari, bake=None, teach=1)
    aim(kari, SMITH, BAKER)
    actions.dismiss(by=kari, advice="skill", about=TEACH)
    stranger = signed_in(make_user())

    stranger.post(reverse("goals:remove"), {"rolle": SMITH})
    stranger.post(reverse("goals:bring_back"), {"slag": "skill", "om": TEACH})
    pages = [body(stranger.get(reverse(f"goals:{name}"))) for name in PAGES]
    gap = body(stranger.get(reverse("goals:gap", args=["occupation/smith"])))

    assert stranger.post(reverse("goals:move"), {"rolle": SMITH, "retning": "ned"}).status_code == 409
    assert (queries.goal_uris(kari), Dismissal.objects.count()) == ([SMITH, BAKER], 1)
    assert not any("smed" in page or "undervise" in page for page in (pages[0], pages[1], pages[2], pages[4]))
    assert "0 av 21 poeng" in gap


def test_no_page_asks_the_database_more_for_a_longer_list(
    kari: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    knows(kari, bake=None, teach=1, sing=2, weld=4)
    aim(kari, SMITH, BAKER)
    browser = signed_in(kari)
    addresses = [reverse(f"goals:{name}") for name in PAGES]
    addresses += [reverse(f"goals:{name}", args=["occupation/smith"]) for name in ("role", "gap")]
    browser.get(reverse("front"))

    for address in (*addresses, reverse("front")):
        with django_assert_max_num_queries(14):
            assert browser.get(address).status_code == 200


# --- The API ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def token(kari: User) -> dict[str, str]:
    secret = accounts.create_token(by=kari, name="test", scope="goals:write", days=30).secret
    return {"Authorization": f"Bearer {secret}"}


def test_the_same_in_the_api(kari: User, client: Client, token: dict[str, str]) -> None:
    knows(kari, bake=None, teach=1)

    def send(method: str, path: str, sent: object) -> int:
        url = f"/api/v1/goals{path}"
        kind = "application/json"
        return client.generic(method, url, json.dumps(sent), content_type=kind, headers=token).status_code

    def read(path: str, **asked: object) -> object:
        return client.get(f"/api/v1/goals{path}", asked, headers=token).json()

    sent = [
        send("POST", "", {"uri": SMITH}),
        send("POST", "", {"uri": BAKER}),
        send("POST", "", {"uri": WELD}),
        send("PUT", "/order", {"uris": [BAKER, SMITH]}),
        send("PUT", "/order", {"uris": [BAKER]}),
        send("DELETE", f"?uri={BAKER}", {}),
        send("POST", "/advice/put-away", {"kind": "skill", "about": TEACH}),
    ]
    gap = read("/gap", role="occupation/smith")
    near = read("/near-roles")

    assert sent == [204, 204, 422, 204, 422, 204, 204]
    assert read("") == [
        {
            "role": {"uri": SMITH, "label": "smed"},
            "place": 1,
            "points": {"points": 9, "possible": 21, "have": 3, "partly": 6, "percent": 42},
            "missing": 1,
        }
    ]
    assert sum(line["points"] for line in gap["lines"]) == gap["points"]["points"] == 9  # type: ignore[index]
    assert (gap["source"], gap["goal"], gap["lines"][0]["neighbour"]) == ("ours", 1, BAKE)  # type: ignore[index]
    assert [step["skill"]["uri"] for step in read("/next-steps")] == [TEACH, SING, WELD]  # type: ignore[attr-defined]
    assert (near["goal"], near["roles"][0]["role"]["uri"]) == (SMITH, BAKER)  # type: ignore[index]
    assert read("/what-if")["open_at_percent"] == 60  # type: ignore[index]
    assert [one["about"] for one in read("/advice/put-away")] == [TEACH]  # type: ignore[attr-defined]
    assert TEACH not in {one["about"] for one in read("/advice")}  # type: ignore[attr-defined]
    assert send("DELETE", f"/advice/put-away?kind=skill&about={TEACH}", {}) == 204
    assert TEACH in {one["about"] for one in read("/advice")}  # type: ignore[attr-defined]


def test_a_token_for_something_else_opens_no_goals(kari: User, client: Client) -> None:
    secret = accounts.create_token(by=kari, name="other", scope="career:write", days=30).secret
    reading = accounts.create_token(by=kari, name="read", scope="goals:read", days=30).secret

    def ask(secret: str, **sent: object) -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        if sent:
            body = json.dumps(sent)
            return client.post("/api/v1/goals", body, content_type="application/json", headers=headers).status_code
        return client.get("/api/v1/goals", headers=headers).status_code

    assert (ask(secret), ask(reading), ask(reading, uri=SMITH)) == (403, 200, 403)
    assert client.get("/api/v1/goals").status_code == 401
