"""The facts of a report: what is counted, what the JSON holds, and that reading it gives the same facts back."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine.errors import NotAReport
from skillengine.gap import State
from skillengine.report import (
    HOLDS,
    Basis,
    Contact,
    Credential,
    Evidence,
    Goal,
    Language,
    Need,
    Period,
    Report,
    Skill,
    basis_of,
    canonical,
    document,
    level_counts,
    read,
    state_counts,
)

MADE_AT = "2026-11-25T09:00:00Z"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
levels = st.none() | st.integers(1, 5)
evidence = st.builds(Evidence, kind=st.sampled_from(["text", "experience", "credential"]), words=texts)
skills = st.builds(
    Skill,
    uri=texts,
    label=texts,
    level=levels,
    last_used=st.none() | st.integers(1900, 2200),
    basis=st.sampled_from(Basis),
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
periods = st.builds(
    Period, title=texts, kind=texts, place=texts, is_current=st.booleans(), eqf_level=st.none() | st.integers(1, 8)
)
points = st.integers(0, 10)
needs = st.builds(
    Need, label=texts, state=st.sampled_from(State), points=points, possible=points, essential=st.booleans(), by=texts
)
goals = st.builds(Goal, uri=texts, label=texts, needs=st.lists(needs, max_size=3).map(tuple))
reports = st.builds(
    Report,
    lang=st.sampled_from(["nb", "nn", "en"]),
    made_at=st.just(MADE_AT),
    name=texts,
    about=texts,
    contact=st.builds(Contact, email=texts, phone=texts),
    skills=st.lists(skills, max_size=4).map(tuple),
    experiences=st.lists(periods, max_size=2).map(tuple),
    educations=st.lists(periods, max_size=2).map(tuple),
    languages=st.lists(st.builds(Language, code=texts, is_mother_tongue=st.booleans()), max_size=2).map(tuple),
    credentials=st.lists(st.builds(Credential, name=texts, issued=texts), max_size=2).map(tuple),
    goals=st.lists(goals, max_size=2).map(tuple),
)

KARI = Report(
    lang="nb",
    made_at=MADE_AT,
    name="Kari Nordmann",
    skills=(Skill("esco:weld", "sveise", Basis.CREDENTIAL, 4, 2024, (Evidence("credential", "Sveisesertifikat"),)),),
)


def test_a_report_worked_by_hand_is_written_so() -> None:
    assert canonical(document(KARI)).decode() == (
        '{"format":"normi-report","report":{"lang":"nb","made_at":"2026-11-25T09:00:00Z","name":"Kari Nordmann",'
        '"skills":[{"basis":"credential","evidence":[{"kind":"credential","words":"Sveisesertifikat"}],'
        '"label":"sveise","last_used":2024,"level":4,"uri":"esco:weld"}]},"version":1}'
    )


@given(reports)
def test_reading_a_document_gives_the_facts_that_were_written(report: Report) -> None:
    assert read(json.loads(canonical(document(report)))) == report


@given(reports)
def test_the_bytes_do_not_depend_on_the_order_or_the_spaces_of_the_json(report: Report) -> None:
    found = document(report)
    turned = json.loads(json.dumps(dict(reversed(found.items())), indent=4, ensure_ascii=True))

    assert canonical(turned) == canonical(found)


@given(reports, reports)
def test_two_reports_that_differ_have_different_bytes(one: Report, other: Report) -> None:
    assert (canonical(document(one)) == canonical(document(other))) == (one == other)


@given(st.lists(skills))
def test_every_skill_is_counted_at_one_level(found: list[Skill]) -> None:
    counts = level_counts(found)

    assert sum(counts.values()) == len(found)
    assert list(counts) == [1, 2, 3, 4, 5, None]


def test_the_lines_of_a_goal_are_counted_by_hand() -> None:
    """Two of four are there, one partly, one missing: 9 + 3 + 6 + 0 = 18 of 9 + 3 + 9 + 9 = 30 points, 60 %."""
    needs = (
        Need("a", State.HAVE, 9, 9, essential=True),
        Need("b", State.HAVE, 3, 3),
        Need("c", State.PARTLY, 6, 9, essential=True, by="d"),
        Need("e", State.MISSING, 0, 9, essential=True),
    )
    goal = Goal("esco:smith", "smed", needs)

    assert state_counts(goal) == {State.HAVE: 2, State.PARTLY: 1, State.MISSING: 1}
    assert (goal.points, goal.possible, goal.percent) == (18, 30, 60)
    assert Goal("esco:smith", "smed").percent == 0


def test_only_a_credential_lifts_a_skill_above_the_persons_own_word() -> None:
    own = [Evidence("text", "sveiset"), Evidence("experience", "Sveiser, Verftet")]

    assert basis_of([]) == basis_of(own) == Basis.SELF
    assert basis_of([*own, Evidence("credential", "Sveisesertifikat")]) == Basis.CREDENTIAL


def test_what_says_nothing_is_left_out_and_zero_is_said() -> None:
    goal = Goal("esco:smith", "smed", (Need("sveise", State.MISSING, 0, 9),))
    facts = document(Report("nb", MADE_AT, goals=(goal,)))["report"]

    (written,) = facts.pop("goals")
    assert facts == {"lang": "nb", "made_at": MADE_AT}
    assert written["needs"] == [{"label": "sveise", "state": "missing", "points": 0, "possible": 9}]


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"format": "another", "version": 1, "report": {}},
        {"format": "normi-report", "version": 2, "report": {"lang": "nb", "made_at": MADE_AT}},
        {"format": "normi-report", "version": 1},
        {"format": "normi-report", "version": 1, "report": []},
        {"format": "normi-report", "version": 1, "report": {"lang": "nb", "made_at": MADE_AT, "age": 40}},
        {"format": "normi-report", "version": 1, "report": {"lang": "nb", "made_at": MADE_AT, "skills": [{"x": 1}]}},
        {
            "format": "normi-report",
            "version": 1,
            "report": {"lang": "nb", "made_at": MADE_AT, "skills": [{"uri": "a", "label": "a", "basis": "rumour"}]},
        },
    ],
)
def test_what_is_no_report_of_ours_is_refused(found: dict[str, object]) -> None:
    with pytest.raises(NotAReport):
        read(found)


def test_every_nested_part_is_known_to_the_reader() -> None:
    """A field added to the facts must be readable again: whatever is no text or number stands in HOLDS."""
    plain = {"str", "int", "bool", "int | None", "<class 'str'>", "<class 'int'>", "<class 'bool'>"}
    kinds = {kind for kind, _ in HOLDS} | {held for held in HOLDS.values() if hasattr(held, "__dataclass_fields__")}
    for kind in kinds:
        for field in fields(kind):
            assert str(field.type) in plain or (kind, field.name) in HOLDS, (kind, field.name)
