"""The language of one sentence."""

import pytest

from skillengine.language import language_of, main_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Jeg har jobbet som kokk og ikke annet.", "nb"),
        ("Eg har arbeidd som kokk og ikkje anna.", "nn"),
        ("Pasientar, brukarar og pårørande fekk rettleiing.", "nn"),
        ("I have worked as a cook and nothing else.", "en"),
        ("Managing budgets and suppliers", "en"),
        ("Sykepleier på sengepost", "nb"),
        ("håndverk", "nb"),
    ],
)
def test_language_of(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize("fallback", ["nb", "nn", "en"])
@pytest.mark.parametrize("text", ["", "Java", "12 345", "🙂"])
def test_what_tells_nothing_is_in_the_language_asked_for(text: str, fallback: str) -> None:
    assert language_of(text, fallback) == fallback


def test_one_telling_nynorsk_word_is_enough() -> None:
    assert language_of("ikkje", "en") == "nn"


def test_main_language_is_that_of_most_characters() -> None:
    assert main_language([("nb", 10), ("en", 15), ("nb", 6)]) == "nb"
    assert main_language([], "nn") == "nn"
    assert main_language([("en", 1), ("nb", 1)]) == "en"
