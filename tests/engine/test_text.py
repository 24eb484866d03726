"""Words and sentences: their places in the text as it was given, whatever its Unicode form."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine.text import LONGEST_SENTENCE, folded, forms, sentences, tokens


def parts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@given(st.text())
def test_tokens_are_in_order_and_never_overlap(text: str) -> None:
    places = [(t.start, t.end) for t in tokens(text)]
    assert all(a < b for a, b in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


@given(st.text(alphabet=st.sampled_from("aåéñ \n.,-•|:;ø\u0301\u030a1A")))
def test_sentences_are_in_order_without_outer_space(text: str) -> None:
    found = sentences(text)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(alphabet="abcåøé ,.\n"))
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(unicodedata.normalize("NFC", text))


@given(st.text())
def test_forms_are_those_of_the_tokens(text: str) -> None:
    assert forms(text) == [token.form for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C++, C# og .NET", ["c++", "c#", "og", ".net"]),
        ("CI/CD", ["ci", "cd"]),
        ("java-utvikler", ["java", "utvikler"]),
        ("don’t", ["don't"]),
        ("bla\u00adbla", ["blabla"]),
        ("x" * 61, []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert forms(text) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ledet prosjekter. Skrev kode.", ["Ledet prosjekter.", "Skrev kode."]),
        ("Brukte f.eks. Excel. Ferdig!", ["Brukte f.eks. Excel.", "Ferdig!"]),
        ("Bl.a. Oslo og Bergen. Kort.", ["Bl.a. Oslo og Bergen.", "Kort."]),
        ("Født 1. januar. Kokk fra 2. Mer", ["Født 1. januar.", "Kokk fra 2.", "Mer"]),
        ("J. Hansen skrev. B", ["J. Hansen skrev.", "B"]),
        ("Brukte ca. to. små ord", ["Brukte ca. to. små ord"]),
        ("• sveising\n- maling\n3) muring\no rydding", ["sveising", "maling", "muring", "rydding"]),
        ("Java | SQL • Python", ["Java", "SQL", "Python"]),
        ("Hva?! Jo…", ["Hva?!", "Jo…"]),
        ("a\r\nb\u2028c", ["a", "b", "c"]),
        (" \t\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_wrapped_line_goes_on() -> None:
    text = "Hadde ansvar for innkjøp av varer og utstyr til hele\navdelingen.\nSkrev rapporter"
    assert len(parts(text)) == 2


def test_an_endless_sentence_is_cut_at_a_space() -> None:
    text = "ord " * 1000 + "x" * (2 * LONGEST_SENTENCE)
    assert all(len(part) <= LONGEST_SENTENCE for part in parts(text))
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


def test_folded_takes_away_what_cannot_be_seen() -> None:
    assert folded("A\u030a\u200bRSAK’S") == "årsak's"
