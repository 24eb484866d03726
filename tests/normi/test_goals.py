"""
A person's goals: choosing, ordering, the gap with its points, what to learn, roles near them, and advice.

The stand-in's roles: the smith needs welding and teaching (essential, 9 points each) and singing (optional, 3); the
baker needs baking (9) and singing (3). In the space below, baking and welding are nearly the same; nothing else is.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from normi.accounts.models import User
from normi.errors import Conflict, Invalid
from normi.goals import actions, advice, nearby, queries, reasons
from normi.goals.models import Dismissal, Goal
from normi.ports import skill_space
from normi.profiles import actions as profiles
from normi.taxonomy.models import Concept, Relation, TaxonomyVersion
from skillengine.gap import Line, State
from skillengine.types import RelationType
from tests.factories import make_user
from tests.normi.flat_space import aim, knows, signed_in
from tests.stand_ins import BAKE, BAKER, OCCUPATION, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary", "flat_space")]


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


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
