"""The history of skills: one line for each real change, none without, and played back it is the profile."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from normi.accounts.models import User
from normi.errors import Refused
from normi.profiles import actions, queries
from normi.profiles.history import Standing, before_removal, replayed
from normi.profiles.models import ProfileSkill, SkillChange, SkillStanding, Text
from normi.profiles.overview import words
from tests.factories import make_user
from tests.stand_ins import BAKE, SING, SMITH, TEACH, WELD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dictionary")]
CV = "Jobbet som smed. Kan sveise og bake."
What = SkillChange.What


@pytest.fixture
def kari() -> User:
    return make_user("kari@example.no")


def stored(by: User, content: str = CV) -> Text:
    return actions.suggest_skills(by=by, content=content)


def suggestion(by: User, uri: str = WELD) -> ProfileSkill:
    return ProfileSkill.objects.suggested().get(owner=by, concept_uri=uri, text__content=CV)


def lines(of: User) -> list[SkillChange]:
    """Oldest first."""
    return list(SkillChange.objects.filter(owner=of).order_by("changed_at", "pk"))


def told(of: User) -> list[tuple[str, str]]:
    return [(line.what, line.concept_uri) for line in lines(of)]


def standing(of: User) -> dict[str, Standing]:
    """The profile as the history should lead to it."""
    return {
        uri: {"level": found.level, "interest": found.interest, "last_used": found.last_used}
        for uri, found in queries.held(of).items()
    }


def test_adding_and_removing_are_one_line_each_and_twice_is_no_line(kari: User) -> None:
    for _ in range(2):
        actions.add_skill(by=kari, concept_uri=SING)
    for _ in range(2):
        actions.remove_skill(by=kari, concept_uri=SING)

    assert told(kari) == [("accepted", SING), ("removed", SING)]


def test_a_skill_that_two_texts_show_comes_in_once_and_goes_out_once(kari: User) -> None:
    first, second = stored(kari), stored(kari, "Sveise på verft.")
    actions.accept_skill(by=kari, suggestion=first.suggestions.get(concept_uri=WELD))
    actions.accept_skill(by=kari, suggestion=second.suggestions.get())
    actions.undo_answer(by=kari, suggestion=first.suggestions.get(concept_uri=WELD))
    assert told(kari) == [("accepted", WELD)]

    actions.undo_answer(by=kari, suggestion=second.suggestions.get())
    assert told(kari) == [("accepted", WELD), ("removed", WELD)]


def test_reading_a_text_and_saying_no_change_nothing(kari: User) -> None:
    stored(kari)
    actions.reject_skill(by=kari, suggestion=suggestion(kari), why="wrong")
    actions.undo_answer(by=kari, suggestion=suggestion(kari))

    assert told(kari) == []


def test_deleting_a_text_keeps_skill_standing_and_first_day_and_writes_no_line(kari: User) -> None:
    text = stored(kari)
    actions.accept_skill(by=kari, suggestion=suggestion(kari))
    actions.set_standing(by=kari, concept_uri=WELD, level=4)
    before = queries.held(kari)[WELD]

    actions.delete_text(by=kari, text=text)

    assert queries.held(kari) == {WELD: before}
    assert told(kari) == [("accepted", WELD), ("level", WELD)]


def test_choosing_an_alternative_tells_of_the_skill_that_was_chosen(kari: User) -> None:
    stored(kari)
    actions.accept_skill(by=kari, suggestion=suggestion(kari, BAKE), concept_uri=SING)

    assert told(kari) == [("accepted", SING)]


def test_the_sure_ones_and_the_ticked_ones_are_a_line_each(kari: User) -> None:
    text = stored(kari)
    actions.accept_sure_ones(by=kari, text=text)
    actions.tick_skills(by=kari, role=text.roles.get(concept_uri=SMITH), concept_uris=[TEACH, WELD])
    actions.untick_skill(by=kari, ticked=ProfileSkill.objects.ticked().get())

    assert told(kari) == [("accepted", BAKE), ("accepted", WELD), ("accepted", TEACH), ("removed", TEACH)]


def test_only_the_values_that_changed_are_told_with_what_they_were(kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    actions.set_standing(by=kari, concept_uri=SING, level=2, interest=3)
    actions.set_standing(by=kari, concept_uri=SING, level=4, interest=3, last_used=None)
    actions.set_standing(by=kari, concept_uri=SING, level=None)

    assert [(line.what, line.before, line.after) for line in lines(kari)] == [
        ("accepted", None, None),
        ("level", None, 2),
        ("interest", None, 3),
        ("level", 2, 4),
        ("level", 4, None),
    ]


def test_a_removal_takes_the_standing_and_undo_brings_it_back(kari: User) -> None:
    stored(kari)
    actions.accept_skill(by=kari, suggestion=suggestion(kari))
    actions.set_standing(by=kari, concept_uri=WELD, level=3, last_used=2019)

    actions.remove_skill(by=kari, concept_uri=WELD)
    assert not SkillStanding.objects.exists()
    assert told(kari)[-1] == ("removed", WELD)
    actions.restore_skill(by=kari, concept_uri=WELD)

    assert standing(kari) == {WELD: {"level": 3, "interest": None, "last_used": 2019}}
    assert told(kari)[-3:] == [("accepted", WELD), ("level", WELD), ("last_used", WELD)]


def test_saying_yes_again_later_starts_without_a_standing(kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    actions.set_standing(by=kari, concept_uri=SING, level=5)
    actions.remove_skill(by=kari, concept_uri=SING)
    actions.add_skill(by=kari, concept_uri=SING)

    assert queries.held(kari)[SING].level is None


def test_undoing_a_removal_of_what_is_in_the_profile_changes_nothing(kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    actions.set_standing(by=kari, concept_uri=SING, level=5)
    actions.remove_skill(by=kari, concept_uri=SING)
    actions.add_skill(by=kari, concept_uri=SING)
    before = told(kari)

    actions.restore_skill(by=kari, concept_uri=SING)

    assert told(kari) == before
    assert queries.held(kari)[SING].level is None


def test_what_was_set_before_an_earlier_removal_does_not_come_back(kari: User) -> None:
    """In and out twice; the level is from the first time only."""
    for level in (5, None):
        actions.add_skill(by=kari, concept_uri=SING)
        actions.set_standing(by=kari, concept_uri=SING, level=level)
        actions.remove_skill(by=kari, concept_uri=SING)

    assert before_removal(lines(kari)) == {"level": None, "interest": None, "last_used": None}


def test_a_refused_change_leaves_no_line(kari: User) -> None:
    actions.add_skill(by=kari, concept_uri=SING)

    for wrong in ({"level": 6}, {"level": 1, "interest": 4}):
        with pytest.raises(Refused):
            actions.set_standing(by=kari, concept_uri=SING, **wrong)

    assert told(kari) == [("accepted", SING)]
    assert not SkillStanding.objects.exists()


def test_another_persons_history_is_untouched(kari: User) -> None:
    ola = make_user()
    for person in (kari, ola):
        actions.add_skill(by=person, concept_uri=SING)
        actions.set_standing(by=person, concept_uri=SING, level=2)

    actions.remove_skill(by=ola, concept_uri=SING)

    assert standing(kari) == {SING: {"level": 2, "interest": None, "last_used": None}}
    assert told(kari) == [("accepted", SING), ("level", SING)]


WRITES: dict[str, Callable[[User], object]] = {
    "accept": lambda by: actions.accept_skill(by=by, suggestion=suggestion(by)),
    "accept sure": lambda by: actions.accept_sure_ones(by=by, text=suggestion(by).text),  # type: ignore[arg-type]
    "undo": lambda by: actions.undo_answer(by=by, suggestion=suggestion(by)),
    "add": lambda by: actions.add_skill(by=by, concept_uri=SING),
    "remove": lambda by: actions.remove_skill(by=by, concept_uri=SING),
    "restore": lambda by: actions.restore_skill(by=by, concept_uri=SING),
    "set": lambda by: actions.set_standings(by=by, standings={SING: {"level": 2}}),
}


@pytest.mark.parametrize("name", WRITES)
def test_two_writers_of_one_profile_wait_for_each_other(kari: User, name: str) -> None:
    """The person's row is locked before anything about the skills is written, and in a way that holds up no reader."""
    stored(kari)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        WRITES[name](kari)

    statements = [query["sql"] for query in asked]
    locked = next(n for n, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql and "accounts_user" in sql)
    written = [n for n, sql in enumerate(statements) if sql.startswith(("UPDATE", "INSERT", "DELETE"))]
    assert all(locked < number for number in written)


@pytest.mark.parametrize(
    ("what", "before", "after", "said"),
    [
        (What.ACCEPTED, None, None, "Lagt til i profilen"),
        (What.REMOVED, None, None, "Tatt ut av profilen"),
        (What.LEVEL, None, 3, "Nivå: selvstendig"),
        (What.LEVEL, 3, 4, "Nivå: fra selvstendig til erfaren"),
        (What.LEVEL, 4, None, "Nivå: tatt bort, var erfaren"),
        (What.INTEREST, 1, 3, "Interesse: fra helst ikke til mer av dette"),
        (What.LAST_USED, None, 2021, "Sist brukt: 2021"),
        (What.LAST_USED, 2021, 2026, "Sist brukt: fra 2021 til 2026"),
    ],
)
def test_each_line_is_told_in_plain_words(what: str, before: int | None, after: int | None, said: str) -> None:
    assert words(SkillChange(what=what, before=before, after=after)) == said


def test_the_page_has_a_heading_for_each_day_and_the_newest_first(kari: User) -> None:
    for day, uri in ((1, SING), (1, WELD), (2, BAKE)):
        actions.add_skill(by=kari, concept_uri=uri)
        SkillChange.objects.filter(concept_uri=uri).update(changed_at=datetime(2026, 3, day, 22, 30, tzinfo=UTC))
    actions.remove_skill(by=kari, concept_uri=BAKE)
    SkillChange.objects.filter(what="removed").update(changed_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    page = signed_in(kari).get(reverse("profiles:history"))

    assert [(str(line.on), line.label) for line in page.context["lines"]] == [
        ("2026-03-03", "bake brød"),
        ("2026-03-02", "bake brød"),
        ("2026-03-01", "sveise metall"),
        ("2026-03-01", "ånde og synge"),
    ]
    body = page.content.decode()
    assert body.count('id="day-') == 3
    assert 'href="/profil/ferdighet/skill/weld"' in body
    assert 'href="/profil/ferdighet/skill/bake"' not in body


def test_the_history_page_is_for_its_person_and_paged(kari: User, django_assert_max_num_queries: object) -> None:
    actions.add_skill(by=kari, concept_uri=SING)
    for number in range(1, 60):
        actions.set_standing(by=kari, concept_uri=SING, level=1 + number % 5)
    client = signed_in(kari)

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page = client.get(reverse("profiles:history"))

    assert [len(page.context["lines"]), page.context["page"].paginator.count] == [50, 60]
    assert len(client.get(reverse("profiles:history"), {"side": "2"}).context["lines"]) == 10
    assert Client().get(reverse("profiles:history")).status_code == 302
    others = signed_in(make_user()).get(reverse("profiles:history"))
    assert others.context["lines"] == []
    assert "Ingenting er endret ennå" in others.content.decode()


def test_the_traces_of_a_removed_skill_can_be_deleted_and_nothing_else_goes(kari: User) -> None:
    ola = make_user()
    for person in (kari, ola):
        for uri in (SING, BAKE):
            actions.add_skill(by=person, concept_uri=uri)
        actions.set_standing(by=person, concept_uri=SING, level=2)
        actions.remove_skill(by=person, concept_uri=BAKE)
    client = signed_in(kari)
    assert "Slett sporene" in client.get(reverse("profiles:history")).content.decode()

    answer = client.post(reverse("profiles:forget_removed"), follow=True)

    assert told(kari) == [("accepted", SING), ("level", SING)]
    assert replayed(lines(kari)) == standing(kari)
    assert len(lines(ola)) == 4
    assert "Slett sporene" not in answer.content.decode()
    assert client.get(reverse("profiles:forget_removed")).status_code == 405
    assert Client().post(reverse("profiles:forget_removed")).headers["Location"].startswith("/konto/login/")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tick(by: User, text: Text) -> None:
    actions.tick_skills(by=by, role=text.roles.get(concept_uri=SMITH), concept_uris=[TEACH, SING])


def untick(by: User, text: Text) -> None:
    for row in ProfileSkill.objects.ticked().filter(owner=by)[:1]:
        actions.untick_skill(by=by, ticked=row)


def first(by: User, text: Text) -> ProfileSkill:
    return text.suggestions.suggested().order_by("pk")[0]


URIS = st.sampled_from([WELD, BAKE, TEACH, SING])
NUMBERS = st.one_of(st.none(), st.integers(0, 6))
Step = Callable[[User, Text], object]
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.just(lambda by, text: actions.accept_skill(by=by, suggestion=first(by, text))),
    st.just(lambda by, text: actions.reject_skill(by=by, suggestion=first(by, text), why="not_me")),
    st.just(lambda by, text: actions.undo_answer(by=by, suggestion=first(by, text))),
    st.just(lambda by, text: actions.accept_sure_ones(by=by, text=text)),
    st.just(tick),
    st.just(untick),
    st.just(lambda by, text: actions.forget_removed(by=by)),
    st.just(lambda by, text: actions.delete_text(by=by, text=text)),
    URIS.map(lambda uri: lambda by, text: actions.add_skill(by=by, concept_uri=uri)),
    URIS.map(lambda uri: lambda by, text: actions.remove_skill(by=by, concept_uri=uri)),
    URIS.map(lambda uri: lambda by, text: actions.restore_skill(by=by, concept_uri=uri)),
    st.tuples(URIS, NUMBERS, NUMBERS).map(
        lambda said: lambda by, text: actions.set_standing(by=by, concept_uri=said[0], level=said[1], interest=said[2])
    ),
)


def changes_between(before: dict[str, Standing], after: dict[str, Standing]) -> int:
    """How many lines the way from one profile to the other takes."""
    nothing: Standing = {"level": None, "interest": None, "last_used": None}
    in_and_out = len(before.keys() ^ after.keys())
    return in_and_out + sum(
        values[name] != before.get(uri, nothing)[name] for uri, values in after.items() for name in values
    )


class AnythingAPersonDoes(PropertyTestCase):
    """Whatever a person does in whatever order, and however often it is refused."""

    @given(st.lists(STEPS, max_size=12))
    def test_the_history_played_back_is_the_profile_and_has_no_line_too_many(self, steps: list[Step]) -> None:
        person = make_user()
        for step in steps:
            text = stored(person, CV)
            before, written = standing(person), len(lines(person))
            try:
                step(person, text)
            except Refused:
                assert standing(person) == before
            after = standing(person)
            assert replayed(lines(person)) == after
            if len(lines(person)) < written:
                assert after == before  # the traces of removed skills were deleted
            else:
                assert len(lines(person)) - written == changes_between(before, after)
            assert set(SkillStanding.objects.filter(owner=person).values_list("concept_uri", flat=True)) <= set(after)
