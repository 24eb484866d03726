"""Mapping: laws that hold for any text, the example everyone starts with, and the traps."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillengine.candidates import Engine, counting
from skillengine.errors import TextRefused
from skillengine.spans import passages
from skillengine.text import LONGEST_TEXT
from skillengine.types import Aside, Kind, Mention, Reading
from tests.engine.conftest import SKILL

EXAMPLE = "Jobbet fem år som sykepleier på sengepost, hadde ansvar for medisinering og opplæring av nyansatte."
SENTENCES = [
    EXAMPLE,
    "Førte regnskap og brukte Excel.",
    "Eg har ikkje erfaring med sveising.",
    "Ønsker å lære Java.",
    "Vi tilbyr konkurransedyktig lønn.",
    "I managed projects and trained employees.",
    "Min kone er rørlegger.",
    "Erfaring med Kubernetes og kundebehandling.",
]


def all_of(reading: Reading) -> list[Mention]:
    return sorted([*reading.skills, *reading.unmatched, *reading.aside], key=lambda mention: mention.span.start)


def quotes(text: str, mentions: tuple[Mention, ...]) -> dict[str, str]:
    """Quote to the last part of the first candidate's URI."""
    return {m.span.cut(text): m.candidates[0].uri.removeprefix(SKILL) if m.candidates else "" for m in mentions}


def shape(text: str, reading: Reading) -> set[tuple[object, ...]]:
    return {(" ".join(m.span.cut(text).split()), m.candidates, m.aside, m.lang) for m in all_of(reading)}


texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from([*SENTENCES, "\n", "• ", "🙂", "\u202e", "\ud800", "\x00", " "]), max_size=8).map(
        " ".join
    ),
)


@given(texts)
@settings(deadline=None)
def test_spans_cut_the_text_and_never_overlap(tiny: Engine, text: str) -> None:
    mentions = all_of(tiny.map(text))
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in mentions)
    assert all(m.span.cut(text) == m.span.cut(text).strip() for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@given(texts)
@settings(deadline=None)
def test_candidates_are_few_distinct_and_best_first(tiny: Engine, text: str) -> None:
    for mention in all_of(tiny.map(text)):
        sure = [candidate.confidence for candidate in mention.candidates]
        assert sure == sorted(sure, reverse=True)
        assert len({candidate.uri for candidate in mention.candidates}) == len(sure) <= 4
        assert all(0 <= value <= 1 for value in sure)


@given(st.lists(st.sampled_from(SENTENCES), max_size=6), st.sampled_from(SENTENCES))
@settings(deadline=None)
def test_adding_a_sentence_changes_no_other(tiny: Engine, some: list[str], more: str) -> None:
    before, after = " ".join(some), " ".join([*some, more])
    kept = [m for m in all_of(tiny.map(after)) if m.span.end <= len(before)]
    assert kept == all_of(tiny.map(before))


@given(st.permutations(SENTENCES), st.sampled_from([" ", "\n", "\n\n", "  "]))
@settings(deadline=None)
def test_order_and_space_make_no_difference(tiny: Engine, order: list[str], space: str) -> None:
    one, other = " ".join(SENTENCES), space.join(order)
    assert shape(one, tiny.map(one)) == shape(other, tiny.map(other))


def test_words_may_stand_far_apart(tiny: Engine) -> None:
    wide = EXAMPLE.replace(" ", "   ")
    assert shape(EXAMPLE, tiny.map(EXAMPLE)) == shape(wide, tiny.map(wide))


def test_the_example(tiny: Engine) -> None:
    found = quotes(EXAMPLE, tiny.map(EXAMPLE).skills)
    assert found == {"sykepleier": "nursing", "medisinering": "medicines", "opplæring av nyansatte": "training"}


def test_the_example_among_all_of_esco(whole: Engine) -> None:
    labels = {
        quote: whole.label(SKILL + uri, "en") for quote, uri in quotes(EXAMPLE, whole.map(EXAMPLE).skills).items()
    }
    assert "nurs" in labels["sykepleier"]
    assert "medic" in labels["medisinering"]
    assert labels["opplæring av nyansatte"] == "train employees"


@pytest.mark.parametrize(
    ("text", "quote", "skill"),
    [
        ("God på kunde behandling.", "kunde behandling", "customers"),
        ("Kundebehandlinga var mi oppgåve.", "Kundebehandlinga", "customers"),
        ("Eg har vore sjukepleiar.", "sjukepleiar", "nursing"),
        ("Prosjektstyring og bokføring", "Prosjektstyring", "projects"),
        ("Jeg kan java og excel.", "excel", "spreadsheets"),
        ("Jeg kan java og excel.", "java", "java"),
        ("Programmerte i Rust.", "Rust", "rust"),
        ("Kompetanse: regnskap, EXCEL, Java", "EXCEL", "spreadsheets"),
        ("Trained employees in shops.", "Trained employees", "training"),
    ],
)
def test_what_is_found(tiny: Engine, text: str, quote: str, skill: str) -> None:
    assert quotes(text, tiny.map(text).skills).get(quote) == skill


TRAPS = [
    "Vi var på ferie på Java i juli.",
    "You will excel in this role.",
    "Rørlegger, Regnskap AS",
    "Bilen var full av rust.",
    "Rust på bilen er dyrt.",
    "Jeg bor i Norge og er født i mars.",
    "Hun heter Maria Hansen og bor i Bergen.",
    "E-post: regnskap@example.com",
    "Sveisevegen 12, 0155 Oslo",
    "12.03.2020 – 14.05.2021",
    "Vi tilbyr kurs i regnskap og konkurransedyktig lønn.",
    "Jeg har ikke erfaring med regnskap.",
    "Ønsker å bli sykepleier.",
    "Min kone er sykepleier.",
    "",
    "🙂🙂🙂",
]


TITLES = [
    "Vi samarbeider med frisører og elektrikere.",
    "2015-2019 Bussjåfør, Nordlandsbuss",
    "Vekter ved Aker brygge siden 2019.",
    "Blomsterdekoratør.",
]


@pytest.mark.parametrize("text", TITLES)
def test_a_title_is_no_proof_of_what_others_with_it_do(whole: Engine, text: str) -> None:
    assert whole.map(text).skills == ()


@pytest.mark.parametrize("text", ["Jobbet fem år som sykepleier.", "Autorisert sykepleier.", "Vi søker sykepleier."])
def test_ones_own_title_shows_the_skill_of_its_name(whole: Engine, text: str) -> None:
    (mention,) = whole.map(text).skills
    assert mention.span.cut(text) == "sykepleier"
    assert whole.label(mention.candidates[0].uri, "nb") == "utøve sykepleie"


def test_what_one_answers_for_is_surer_than_what_is_mentioned(whole: Engine) -> None:
    def sure(text: str) -> float:
        return next(m.candidates[0].confidence for m in whole.map(text).skills if "opplæring" in m.span.cut(text))

    assert sure("Har ansvar for opplæring av nyansatte.") > sure("Fredager har vi opplæring av nyansatte.")


@pytest.mark.parametrize("text", TRAPS)
def test_traps_give_no_skill(tiny: Engine, text: str) -> None:
    assert tiny.map(text).skills == ()


@pytest.mark.parametrize(
    "text", ["Bilen var full av rust.", "Hun heter Maria og bor i Bergen.", "Vi var på ferie i mars."]
)
def test_rust_and_its_like_among_all_of_esco(whole: Engine, text: str) -> None:
    assert not [m for m in whole.map(text).skills if m.candidates[0].confidence > 0.9]


@pytest.mark.parametrize(
    ("text", "quote", "aside"),
    [
        ("Jeg har ikke erfaring med bokføring.", "bokføring", Aside.NEGATED),
        ("Min kone er sykepleier.", "sykepleier", Aside.OTHERS),
        ("Ønsker å lære sveising.", "sveising", Aside.GOAL),
        ("Om oss\nVi driver med sveising.", "sveising", Aside.BOILERPLATE),
    ],
)
def test_what_is_kept_apart_is_still_read(tiny: Engine, text: str, quote: str, aside: Aside) -> None:
    assert {m.span.cut(text): m.aside for m in tiny.map(text).aside}[quote] is aside


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Erfaring med Kubernetes og regnskap.", "Kubernetes"),
        ("Erfaring med Kubernetes og Terraform.", "Terraform"),
        ("Experience with tvangsvedtak.", "tvangsvedtak"),
        ("Programmerte i Go og Terraform.", "Terraform"),
        ("Jeg førte regnskap i Tripletex og brukte Xledger.", "Xledger"),
    ],
)
def test_what_looks_like_a_skill_is_kept_unmatched(tiny: Engine, text: str, quote: str) -> None:
    assert quote in {m.span.cut(text) for m in tiny.map(text).unmatched}


@pytest.mark.parametrize(
    "text", ["Jobbet hos Equinor med regnskap.", "Kunnskap om kunder.", "Kontoret i Oslo.", "Rørlegger, Veidekke"]
)
def test_employers_and_vague_words_are_no_proposals(tiny: Engine, text: str) -> None:
    assert tiny.map(text).unmatched == ()


def test_the_language_of_the_whole_and_of_each(tiny: Engine) -> None:
    text = "Jeg førte regnskap for butikken. I trained employees."
    reading = tiny.map(text)
    assert reading.lang == "nb"
    assert [m.lang for m in reading.skills] == ["nb", "en"]
    assert tiny.map("", "nn").lang == "nn"
    assert tiny.map(text, "en").lang == "en"


def test_what_is_no_text_of_ours_is_refused(tiny: Engine) -> None:
    with pytest.raises(TextRefused, match="characters"):
        tiny.map("x" * (LONGEST_TEXT + 1))
    with pytest.raises(TextRefused, match="language"):
        tiny.map("x", "de")


HOSTILE = ["x", " ", ".", "1", "\n", "e\u0301", "🙂", "a@", "1 ", "( ", "x x", "-\n", "\u202e", "\ud800", "www."]


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_any_text_is_read_in_linear_time(tiny: Engine, piece: str) -> None:
    """Ten times the text takes about ten times as long; a square would take a hundred."""
    long = (piece * 20_000)[:20_000]
    started = time.process_time()
    tiny.map(long[:2_000])
    tenth = time.process_time() - started
    started = time.process_time()
    assert tiny.map(long).skills == ()
    assert time.process_time() - started < 40 * max(tenth, 0.05)


@pytest.mark.parametrize("piece", ["x", "🙂", " "], ids=ascii)
def test_the_longest_text_is_read(tiny: Engine, piece: str) -> None:
    assert tiny.map(piece * LONGEST_TEXT).skills == ()


def test_threads_share_an_engine(tiny: Engine) -> None:
    some = [random.Random(n).sample(SENTENCES, 4) for n in range(12)]
    joined = [" ".join(sentences) for sentences in some]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tiny.map, joined)) == [tiny.map(text) for text in joined]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jeg er tømrer. Har aldri jobbet med sveising.", "Jeg er tømrer"),
        ("Jeg er tømrer og har aldri jobbet med sveising.", "Jeg er tømrer og har aldri jobbet med sveising."),
        ("Min kone er advokat. Jeg fører regnskap.", "Jeg fører regnskap"),
        ("Vi tilbyr kurs i sveising.\nDu skal føre regnskap.", "Du skal føre regnskap"),
        ("Ønsker å bli sykepleier.", "Ønsker å bli sykepleier."),
        ("Min kone er advokat.", "Min kone er advokat."),
        ("Førte regnskap;  brukte Excel.", "Førte regnskap;  brukte Excel."),
    ],
)
def test_what_counts_for_nothing_is_left_out_of_what_is_ranked(text: str, left: str) -> None:
    kept, read = counting(text, "nb")
    assert kept == left
    assert read == list(passages(left, "nb"))


def test_what_somebody_lacks_is_not_what_they_are_ranked_by(whole: Engine) -> None:
    (first,) = whole.rank("Utvikler i PHP. Har aldri jobbet med Java.", kind=Kind.SKILL, top=1)
    assert whole.label(first.uri, "nb") == "PHP"
