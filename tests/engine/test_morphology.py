"""Folding: the same stem for the same word, and no stem for two."""

import pytest

from skillengine.morphology import bokmal, split_compound, stem, stem_english, stem_norwegian

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


@pytest.mark.parametrize("words", ONE_STEM)
def test_inflected_words_share_a_stem(words: str) -> None:
    assert len({stem_norwegian(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ONE_ENGLISH_STEM)
def test_inflected_english_words_share_a_stem(words: str) -> None:
    assert len({stem(word, "en") for word in words.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem_norwegian(one) != stem_norwegian(other)


@pytest.mark.parametrize(
    ("nynorsk", "expected"),
    [
        ("ikkje", "ikke"), ("sjukepleiar", "sykepleier"), ("prosjektleiarar", "prosjektledere"), ("verksemd", "virksomhet"),
        ("rekneskapsførar", "regnskapsfører"), ("skulehelse", "skolehelse"), ("tydelege", "tydelige"), ("lærarane", "lærerne"),
    ],
)  # fmt: skip
def test_nynorsk_is_folded_to_bokmal(nynorsk: str, expected: str) -> None:
    assert bokmal(nynorsk) == expected


@pytest.mark.parametrize(
    "word", "ansvar seminar programvare jernbane gitar fastlege vikar deltar fornybar forklare java".split()
)
def test_bokmal_that_looks_like_nynorsk_stays(word: str) -> None:
    assert bokmal(word) == word


KNOWN = frozenset(
    stem_norwegian(word) for word in "kunde behandling arbeid miljø barn hage ansatte tilbud leke".split()
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kundebehandling", ("kunde", "behandling")),
        ("arbeidsmiljø", ("arbeid", "miljø")),
        ("barnehage", ("barne", "hage")),
        ("nyansatte", ("ny", "ansatte")),
        ("arbeidsmiljøtilbud", ("arbeid", "miljø", "tilbud")),
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
