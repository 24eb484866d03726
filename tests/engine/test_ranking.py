"""Ordering: the fusion by hand, always as many as asked for, and search as it is typed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillengine.candidates import Engine
from skillengine.errors import TextRefused, UnknownConcept
from skillengine.ranking import (
    CHANNELS,
    OCCUPATION_WEIGHTS,
    PHRASE,
    SENTENCE,
    SEVERAL,
    SKILL_WEIGHTS,
    best_of_owners,
    fuse,
    weighing,
)
from skillengine.types import Kind
from tests.engine.conftest import OCCUPATION, SKILL


def test_fusion_by_hand() -> None:
    """0.5 · 0.8 + 2 · 0.1 = 0.6 for the first, 0.5 · 0.4 + 2 · 0.3 = 0.8 for the second."""
    channels = [np.array([0.8, 0.4], np.float32), np.array([0.1, 0.3], np.float32)]
    assert fuse(channels, [0.5, 2]).tolist() == pytest.approx([0.6, 0.8])


def test_the_best_of_each_owner() -> None:
    scores = np.array([0.1, 0.7, 0.3], np.float32)
    assert best_of_owners(scores, np.array([1, 1, 3], np.int32), 5).tolist() == pytest.approx([0, 0.7, 0, 0.3, 0])
    assert best_of_owners(scores[:0], np.zeros(0, np.int32), 2).tolist() == [0, 0]


def test_every_length_weighs_every_channel() -> None:
    assert set(SKILL_WEIGHTS) == {PHRASE, SENTENCE, SEVERAL}
    assert all(len(weights) == len(CHANNELS) for weights in [*SKILL_WEIGHTS.values(), OCCUPATION_WEIGHTS])


def test_a_phrase_several_sentences_and_one_are_weighed_apart() -> None:
    one, two = "Jeg har sveist rør på land i ti år.", "Jeg liker det."
    assert weighing("sveise rør", []) == PHRASE
    assert weighing(one, []) == SENTENCE
    assert weighing(f"{one} {two}", [one, two]) == SEVERAL


# The first text waits for the network to be read.
@settings(deadline=None)
@given(st.text(max_size=200), st.integers(1, 15), st.sampled_from([Kind.SKILL, Kind.OCCUPATION]))
def test_rank_gives_as_many_as_asked_or_all_best_first(tiny: Engine, text: str, top: int, kind: Kind) -> None:
    ranked = tiny.rank(text, kind=kind, top=top)
    assert len(ranked) == min(top, 10 if kind is Kind.SKILL else 2)
    assert len({hit.uri for hit in ranked}) == len(ranked)
    assert all(a.score >= b.score for a, b in pairwise(ranked))


@pytest.mark.parametrize("lang", [None, "nb", "nn", "en"])
@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Delte ut medisiner til beboerne", "medicines"),
        ("handing out medication", "medicines"),
        ("Jeg førte regnskap for tre firmaer", "accounts"),
        ("Sveiste i ti år", "welding"),
    ],
)
def test_rank_finds_the_skill(tiny: Engine, text: str, best: str, lang: str | None) -> None:
    assert tiny.rank(text, kind=Kind.SKILL, top=1, lang=lang)[0].uri == SKILL + best


def test_groups_are_never_ranked(tiny: Engine) -> None:
    assert tiny.rank("professionals", kind=Kind.ISCO_GROUP, top=3) == ()


def test_only_known_languages_are_ranked(tiny: Engine) -> None:
    with pytest.raises(TextRefused, match="language"):
        tiny.rank("sveise", kind=Kind.SKILL, top=1, lang="xx")


@pytest.mark.parametrize(
    ("query", "uri"),
    [
        ("sykepl", OCCUPATION + "nurse"),
        ("sjukepleiar", OCCUPATION + "nurse"),
        ("nurs", OCCUPATION + "nurse"),
        ("sykepliere", OCCUPATION + "nurse"),
        ("rørlegger", OCCUPATION + "plumber"),
        ("kundebehandling", SKILL + "customers"),
        ("prosjektstyring", SKILL + "projects"),
        ("project manag", SKILL + "projects"),
        ("excel", SKILL + "spreadsheets"),
        ("JAVA", SKILL + "java"),
        ("sv", SKILL + "welding"),
    ],
)
def test_search_finds_while_it_is_typed(tiny: Engine, query: str, uri: str) -> None:
    assert tiny.search(query)[0].uri == uri


def test_search_keeps_to_a_kind_and_a_limit(tiny: Engine) -> None:
    assert {hit.uri for hit in tiny.search("sykepleier", kind=Kind.SKILL, limit=1)} == {SKILL + "nursing"}
    assert tiny.search("sykepleier", kind=Kind.OCCUPATION)[0].uri == OCCUPATION + "nurse"
    assert all(hit.uri.startswith(OCCUPATION) for hit in tiny.search("sykepleier", kind=Kind.OCCUPATION))
    assert tiny.search("sykepleier", kind=Kind.ISCO_GROUP) == ()
    assert tiny.search("sykepleier", limit=0) == ()


@pytest.mark.parametrize("query", ["", "   ", "🙂", "\ud800", "\x00", "%", "'; drop table"])
def test_search_for_nothing_finds_nothing_that_is_sure(tiny: Engine, query: str) -> None:
    assert all(hit.score < 1 for hit in tiny.search(query))


def test_neighbours_are_others_of_the_same_kind(tiny: Engine) -> None:
    found = [hit.uri for hit in tiny.neighbours(SKILL + "nursing", 3)]
    assert SKILL + "medicines" in found
    assert SKILL + "nursing" not in found
    assert all(uri.startswith(SKILL) for uri in found)
    with pytest.raises(UnknownConcept):
        tiny.neighbours("http://example.com", 3)


def test_labels_follow_the_language(tiny: Engine) -> None:
    uri = SKILL + "accounts"
    assert [tiny.label(uri, lang) for lang in ("nb", "nn", "en")] == ["føre regnskap", "føre regnskap", "keep accounts"]
    assert tiny.language("I have been a cook") == "en"
    assert tiny.uris(Kind.OCCUPATION) == [OCCUPATION + "nurse", OCCUPATION + "plumber"]
    assert len(tiny.channels("sveise", kind=Kind.SKILL)) == len(CHANNELS)


@pytest.mark.parametrize(("lang", "holds_it"), [("nb", "same"), ("nn", "same"), ("en", "other")])
def test_sentences_in_the_language_of_the_text_have_channels_of_their_own(
    tiny: Engine, lang: str, holds_it: str
) -> None:
    """A text that is one of our Norwegian sentences: all of it is in one channel of each encoder, by the language."""
    text = "Delte ut medisiner og målte opp doser på sykehjemmet."
    place = tiny.uris(Kind.SKILL).index(SKILL + "medicines")
    said = dict(zip(CHANNELS, tiny.channels(text, kind=Kind.SKILL, lang=lang), strict=True))
    for encoder in ("shown", "read"):
        in_channels = {side: float(said[f"{encoder}_{side}"][place]) for side in ("same", "other")}
        assert in_channels.pop(holds_it) == pytest.approx(1, abs=0.02)
        assert all(score < 0.98 for score in in_channels.values())
