"""What must hold of cutting words into pieces: nothing is lost, and no other cut is likelier."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from skillengine.pieces import BEGIN, END, START, UNKNOWN, Vocabulary

MARKS = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = {BEGIN: -3.0, BEGIN + "a": -2.0, "a": -2.5, "b": -2.5, "ab": -3.0, "ba": -4.0, "aba": -6.5, BEGIN + "ab": -5.0}
NAMES = [*MARKS, *PIECES]
VOCABULARY = Vocabulary(NAMES, [0.0] * 4 + list(PIECES.values()))


def cuts(text: str) -> list[list[str]]:
    """Every way to cut a text in known pieces."""
    inside = range(1, len(text))
    places = [[0, *some, len(text)] for count in range(len(text)) for some in combinations(inside, count)]
    ways = [[text[a:b] for a, b in pairwise(row)] for row in places]
    return [way for way in ways if all(piece in PIECES for piece in way)]


@given(st.text("ab", min_size=1, max_size=7))
def test_the_likeliest_cut_is_found(word: str) -> None:
    found = [NAMES[i] for i in VOCABULARY.numbers(word, 100)[1:-1]]
    assert "".join(found) == BEGIN + word
    likeliest = max(sum(PIECES[piece] for piece in way) for way in cuts(BEGIN + word))
    assert abs(sum(PIECES[piece] for piece in found) - likeliest) < 1e-9


@given(st.text(max_size=200), st.integers(2, 12))
def test_any_text_stands_between_its_marks_and_within_the_limit(text: str, most: int) -> None:
    numbers = VOCABULARY.numbers(text, most)
    assert numbers[0] == START
    assert numbers[-1] == END
    assert 2 <= len(numbers) <= most


def test_what_no_piece_covers_is_unknown() -> None:
    assert VOCABULARY.numbers("aøb", 100) == [START, NAMES.index(BEGIN + "a"), UNKNOWN, NAMES.index("b"), END]


def test_words_are_cut_apart() -> None:
    assert VOCABULARY.numbers("ab  ba\n", 100) == [
        START,
        *VOCABULARY.numbers("ab", 9)[1:-1],
        *VOCABULARY.numbers("ba", 9)[1:-1],
        END,
    ]
