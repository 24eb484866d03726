"""Fixtures of the product's tests."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from normi.ports import skill_space, text_model
from tests.stand_ins import install_labels


@pytest.fixture
def dictionary(settings: Settings) -> Iterator[None]:
    """A text model that knows a few words, and the labels it speaks of."""
    settings.TEXT_MODEL = "tests.stand_ins.DictionaryModel"
    text_model.cache_clear()
    install_labels()
    yield
    text_model.cache_clear()


@pytest.fixture
def flat_space(settings: Settings) -> Iterator[None]:
    """Where the dictionary's four skills stand in meaning, by vectors worked out by hand."""
    settings.SKILL_SPACE = "tests.normi.flat_space.FlatSpace"
    skill_space.cache_clear()
    yield
    skill_space.cache_clear()
