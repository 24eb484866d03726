"""Finding by letters: the arithmetic by hand, and what must be found."""

from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest

from skillengine.lexical import LexicalIndex, StemDictionary, build_postings, key_number


def index_of(*texts: str, owners: list[int] | None = None, sizes: tuple[int, ...] = (3,)) -> LexicalIndex:
    return LexicalIndex(build_postings(texts, owners or list(range(len(texts))), sizes), sizes)


def test_cosine_by_hand() -> None:
    """
    Two strings, grams of three: "ab" has {" ab", "ab "}, "abc" has {" ab", "abc", "bc "}.

    idf = 1 + ln((1 + 2) / (1 + df)): " ab" is in both, so 1; the others are in one, so x = 1 + ln(3/2) = 1.405.
    The query "ab" is the first string: cosine 1. With the second it shares " ab": 1·1 / (|q| · |s|),
    |q| = sqrt(1 + x²), |s| = sqrt(1 + 2x²).
    """
    x = 1 + log(3 / 2)
    scores = index_of("ab", "abc").string_scores("ab")
    assert scores[0] == pytest.approx(1, abs=0.005)
    assert scores[1] == pytest.approx(1 / (sqrt(1 + x * x) * sqrt(1 + 2 * x * x)), abs=0.005)


def test_a_gram_that_occurs_twice_counts_more_but_not_double() -> None:
    """tf = 1 + ln(count): in "aaaa" the gram "aaa" is found twice, " aa" and "aa " once; every idf is 1."""
    tf = 1 + log(2)
    scores = index_of("aaaa").string_scores("aaa")
    assert scores[0] == pytest.approx((1 + tf + 1) / (sqrt(3) * sqrt(2 + tf * tf)), abs=0.01)


def test_an_owner_has_the_score_of_its_best_string() -> None:
    index = index_of("sveise", "lodde", "male", owners=[0, 0, 2])
    scores = index.owner_scores(index.string_scores("lodde"), 4)
    assert scores[0] == pytest.approx(1, abs=0.01)
    assert scores[1] == scores[3] == 0
    assert index.owners.tolist() == [0, 0, 2]


@pytest.mark.parametrize("query", ["", "🙂", "xyz", "\ud800"])
def test_nothing_alike_scores_nothing(query: str) -> None:
    assert not index_of("sveise", "lodde").string_scores(query).any()


def test_an_index_without_strings_answers() -> None:
    index = index_of()
    assert len(index.string_scores("sveise")) == 0
    assert index.owner_scores(index.string_scores("sveise"), 2).tolist() == [0, 0]


def test_a_query_of_common_grams_only_is_still_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillengine.lexical.SMALL_INDEX", 1)
    assert index_of(*["sveise"] * 50).string_scores("sveise").all()


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    index = index_of("sveise", "lodde")
    index.save(tmp_path, "labels")
    loaded = LexicalIndex.load(tmp_path, "labels", (3,))
    assert np.array_equal(loaded.string_scores("sveis"), index.string_scores("sveis"))


LABELS = ["kundebehandling", "opplæring av ansatte", "kunde", "behandling", "project management", "arbeid", "miljø"]
DICTIONARY = StemDictionary.build(LABELS, ["en" if label.startswith("project") else "nb" for label in LABELS])


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("kundebehandling", "kundebehandling"),
        ("kunde behandling", "kundebehandling"),
        ("kundebehandlinger", "kundebehandling"),
        ("opplæringa av ansatte", "opplæring av ansatte"),
    ],
)
def test_inflection_and_writing_apart_make_no_difference(phrase: str, label: str) -> None:
    (strings,) = DICTIONARY.find([DICTIONARY.key(phrase.split(), "nb")])
    assert [LABELS[s] for s in strings] == [label]


def test_the_languages_are_kept_apart() -> None:
    english, norwegian = DICTIONARY.find([DICTIONARY.key(["projects", "managed"], lang) for lang in ("en", "nb")])
    assert [LABELS[s] for s in english] == ["project management"]
    assert not len(norwegian)
    assert key_number(["java"], "en") != key_number(["java"], "nb") == key_number(["java"], "nn")


def test_the_dictionary_is_the_same_after_saving(tmp_path: Path) -> None:
    DICTIONARY.save(tmp_path, "d")
    loaded = StemDictionary.load(tmp_path, "d")
    key = loaded.key(["kunde", "behandling"], "nb")
    assert loaded.find([key])[0].tolist() == DICTIONARY.find([key])[0].tolist() == [0]
