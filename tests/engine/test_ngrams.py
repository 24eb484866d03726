"""Numbers for letters: the same for the same letters, wherever they stand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skillengine.ngrams import char_grams, word_hashes

words = st.lists(st.text(alphabet="abcæøå", min_size=1, max_size=8), max_size=6)


@given(st.lists(words, max_size=5))
def test_each_text_has_the_grams_it_has_alone(texts: list[list[str]]) -> None:
    together = char_grams(texts, (3, 4))
    for number, text in enumerate(texts):
        alone = char_grams([text], (3, 4))
        assert sorted(together.hashes[together.owners == number]) == sorted(alone.hashes)


def test_grams_stay_inside_a_word() -> None:
    """ " ab " has the windows " ab" and "ab "; two words have each their own and none across."""
    assert len(char_grams([["ab"]], (3,)).hashes) == 2
    assert len(char_grams([["ab", "cd"]], (3,)).hashes) == 4


def test_an_open_end_has_no_space_after_the_last_word() -> None:
    closed, open_ended = char_grams([["ab", "cd"]], (3,)), char_grams([["ab", "cd"]], (3,), open_end=True)
    assert set(open_ended.hashes) < set(closed.hashes)
    assert len(open_ended.hashes) == 3


def test_words_have_numbers_by_their_letters_in_order() -> None:
    grams = word_hashes([["ab", "ba"], [], ["ab"]])
    assert grams.owners.tolist() == [0, 0, 2]
    assert grams.hashes[0] == grams.hashes[2] != grams.hashes[1]


def test_nothing_has_no_grams() -> None:
    assert len(char_grams([], (3,)).hashes) == len(word_hashes([[]]).hashes) == 0
    assert char_grams([["\ud800"]], (3,)).hashes.dtype == np.uint64
