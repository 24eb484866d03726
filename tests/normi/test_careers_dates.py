"""Dates as people know them: what is written is understood, what is impossible is not, and no order is turned round."""

import doctest
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from normi.careers import checks, languages, levels, overview, periods, pictures
from normi.careers.models import Credential, Education, Experience, LanguageSkill

TODAY = date(2026, 5, 17)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
precision = st.sampled_from([4, 7, 10])


def cut(day: date, length: int) -> str:
    return day.isoformat()[:length]


partials = st.builds(cut, days, precision)


@pytest.mark.parametrize("module", [periods, languages, overview, pictures], ids=lambda module: module.__name__)
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(partials)
def test_a_date_survives_being_shown_for_writing(partial: str) -> None:
    assert periods.as_written(periods.to_write(partial)) == partial
    assert periods.as_written(partial) == partial


@given(day=days, sign=st.sampled_from([".", "/", ". "]), zeros=st.booleans())
def test_every_norwegian_way_of_writing_a_day_is_that_day(day: date, sign: str, zeros: bool) -> None:
    parts = [f"{day.day:02}", f"{day.month:02}"] if zeros else [str(day.day), str(day.month)]

    assert periods.as_written(sign.join([*parts, str(day.year)])) == day.isoformat()


@given(st.text(max_size=20))
def test_any_writing_is_a_date_that_exists_or_is_left_alone(written: str) -> None:
    found = periods.as_written(written)

    assert found == written.strip() or periods.PARTS.fullmatch(found)


@given(partials)
def test_every_day_of_the_calendar_exists_and_is_named(partial: str) -> None:
    assert periods.exists(partial)
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            assert partial[:4] in periods.in_words(partial)


@pytest.mark.parametrize(
    "partial", ["", "2019-00", "2019-13", "2019-02-29", "2019-04-31", "1899", "0000", "20190", "19"]
)
def test_what_no_calendar_has_does_not_exist(partial: str) -> None:
    assert not periods.exists(partial)


@given(one=partials, other=partials)
def test_before_never_holds_both_ways(one: str, other: str) -> None:
    assert not (periods.is_before(one, other) and periods.is_before(other, one))


@given(first=days, second=days, length=precision, other=precision)
def test_days_in_order_are_never_called_out_of_order(first: date, second: date, length: int, other: int) -> None:
    start, end = sorted([first, second])

    assert not periods.is_before(cut(end, length), cut(start, other))


def wrong(row: object) -> set[str]:
    return {problem.field for problem in checks.problems(row, today=TODAY)}  # type: ignore[arg-type]


@given(start=days, end=days, length=precision, other=precision, kind=st.sampled_from([Experience, Education]))
def test_a_period_is_taken_when_and_only_when_it_can_be(
    start: date, end: date, length: int, other: int, kind: type[Experience | Education]
) -> None:
    name = {"title": "Baker"} if kind is Experience else {"qualification": "Fagbrev"}
    started, ended = cut(start, length), cut(end, other)
    row = kind(owner_id=1, started=started, ended=ended, **name)

    known = min(length, other)
    too_far = {n for n, year, most in (("started", start.year, 2029), ("ended", end.year, 2038)) if year > most}
    turned = set() if too_far or ended[:known] >= started[:known] else {"ended"}

    assert wrong(row) == too_far | turned


@given(issued=partials, expires=partials)
def test_a_credential_is_never_valid_before_it_is_issued(issued: str, expires: str) -> None:
    found = wrong(Credential(owner_id=1, name="Bevis", issued=issued, expires=expires))

    assert ("issued" in found) == (int(issued[:4]) > TODAY.year)
    if periods.is_before(expires, issued):
        assert found


@pytest.mark.parametrize(
    ("started", "ended", "is_current", "words"),
    [
        ("2019-08", "2021", False, "aug. 2019 – 2021"),
        ("2019", "", True, "2019 – nå"),
        ("", "", True, "Nå"),
        ("", "2020-05-17", False, "til 17. mai 2020"),
        ("2018", "", False, "2018"),
        ("", "", False, ""),
    ],
)
def test_a_period_is_told_in_words(started: str, ended: str, is_current: bool, words: str) -> None:
    with translation.override("nb"):
        assert periods.period_in_words(started, ended, is_current=is_current) == words


@pytest.mark.parametrize(("expires", "words"), [("2026", "gyldig til 2026"), ("2026-04", "gikk ut apr. 2026")])
def test_a_credential_has_run_out_when_all_of_its_last_month_is_over(expires: str, words: str) -> None:
    with translation.override("nb"):
        assert words in overview.facts_of(Credential(name="Bevis", expires=expires), TODAY)


@given(st.sampled_from(sorted(languages.language_names())))
def test_every_language_on_offer_is_taken_and_has_a_name(code: str) -> None:
    assert languages.language_code(code) == code
    assert wrong(LanguageSkill(owner_id=1, code=code)) == set()
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            assert languages.language_name(code)


@pytest.mark.parametrize(("older", "code"), [("tl", "fil"), ("tw", "ak"), ("sh", "sr"), ("nob", "nb"), ("nor", "no")])
def test_an_older_or_longer_code_is_the_language_it_means(older: str, code: str) -> None:
    assert languages.language_code(older) == code


def test_the_common_languages_exist_and_are_named_in_the_readers_language() -> None:
    with translation.override("nb"):
        names = [languages.language_name(code) for code in languages.COMMON]
        assert languages.country_name("NO") == "Norge"
    with translation.override("nn"):
        assert languages.country_name("NO") == "Noreg"

    assert names[:4] == ["norsk bokmål", "norsk nynorsk", "engelsk", "nordsamisk"]
    assert not set(names) & set(languages.COMMON)


def test_every_level_has_words_of_its_own_in_every_language() -> None:
    for ladder in (levels.EQF, levels.CEFR):
        said = []
        for language in ("nb", "nn", "en"):
            with translation.override(language):
                said.append([str(words) for words in ladder.values()])
        assert all(len(set(words)) == len(ladder) for words in said)
        assert said[0] != said[2]
