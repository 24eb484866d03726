"""Folding: the same stem for the same word, and no stem for two."""

import pytest

from skillengine.morphology import bokmal, split_compound, stem, stem_english, stem_norwegian
from skillengine.text import words

ONE_STEM = [
    "behandle behandler behandlet behandling behandlingen behandlinger",
    "sykepleie sykepleier sykepleiere sykepleierne sjukepleiar sjukepleiarane",
    "kunde kunden kunder kundene kundar kundane",
    "lede leder ledelse leiar leiarar leiing",
    "prosjekt prosjekter prosjektet prosjektene prosjekta",
    "skole skolen skule skulen skular",
    "male malte malere",
    "pasient pasienter pasientar pasientane",
]
ONE_ENGLISH_STEM = [
    "manage managing managed management manages",
    "study studies studied",
    "teach teaches teaching teacher",
]
APART = [("male", "måle"), ("kun", "kunde"), ("rust", "rør"), ("lære", "lede"), ("bane", "barn"), ("vare", "være")]


@pytest.mark.parametrize("row", ONE_STEM)
def test_inflected_words_share_a_stem(row: str) -> None:
    assert len({stem_norwegian(word) for word in row.split()}) == 1


@pytest.mark.parametrize("row", ONE_ENGLISH_STEM)
def test_inflected_english_words_share_a_stem(row: str) -> None:
    assert len({stem(word, "en") for word in row.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem_norwegian(one) != stem_norwegian(other)


@pytest.mark.parametrize(
    ("nynorsk", "expected"),
    [
        ("ikkje", "ikke"), ("sjukepleiar", "sykepleier"), ("prosjektleiarar", "prosjektledere"),
        ("verksemd", "virksomhet"), ("lærarane", "lærerne"), ("tydelege", "tydelige"),
        ("rekneskapsførar", "regnskapsfører"), ("skulehelse", "skolehelse"),
    ],
)  # fmt: skip
def test_nynorsk_is_folded_to_bokmal(nynorsk: str, expected: str) -> None:
    assert bokmal(nynorsk) == expected


@pytest.mark.parametrize(
    "word", ["ansvar", "seminar", "programvare", "jernbane", "gitar", "fastlege", "vikar", "deltar"]
)
def test_bokmal_that_looks_like_nynorsk_stays(word: str) -> None:
    assert bokmal(word) == word


KNOWN = frozenset(map(stem_norwegian, words("kunde behandling arbeid miljø barn hage ansatte tilbud leke")))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kundebehandling", ("kunde", "behandling")),
        ("arbeidsmiljø", ("arbeids", "miljø")),
        ("barnehage", ("barne", "hage")),
        ("nyansatte", ("ny", "ansatte")),
        ("arbeidsmiljøtilbud", ("arbeids", "miljø", "tilbud")),
        ("sveising", ("sveising",)),
        ("kunde", ("kunde",)),
        ("xyzbehandling", ("xyzbehandling",)),
    ],
)
def test_compounds_are_split_where_both_parts_are_known(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word, KNOWN) == parts


def test_what_is_no_word_has_no_end_taken_off() -> None:
    assert stem_norwegian("covid19er") == "covid19er"
    assert stem_english("nurse's") == stem_english("nurse")
