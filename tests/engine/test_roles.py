"""Roles: which titles count, exactly where they stand, and whose title counts for nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillengine.candidates import Engine
from skillengine.errors import TextRefused
from skillengine.types import Role
from tests.engine.conftest import OCCUPATION

# Each text with the words that name a role and the role's bokmål label, in the order of the text.
NAMED = {
    "nb": [
        ("Jobbet fem år som sykepleier på sengepost.", [("sykepleier", "sykepleier")]),
        ("Jeg jobbet som snekker i Bergen.", [("snekker", "tømrer")]),
        ("Jobbet som kokk, servitør og bartender.", [("kokk",) * 2, ("servitør",) * 2, ("bartender",) * 2]),
        ("Jeg er utdannet barnehagelærer.", [("barnehagelærer",) * 2]),
        ("Autorisert fysioterapeut.", [("fysioterapeut",) * 2]),
        ("Har vært vaktmester i et borettslag.", [("vaktmester",) * 2]),
        ("Jeg heter Kari og er sykepleier.", [("sykepleier",) * 2]),
        ("Byttet jobb og ble butikksjef.", [("butikksjef",) * 2]),
        ("2018–2023 Prosjektleder, Veidekke", [("Prosjektleder", "prosjektleder")]),
        ("Veidekke – prosjektleder 2018–2023", [("prosjektleder",) * 2]),
        ("Erfaren prosjektleder med ti års erfaring", [("prosjektleder",) * 2]),
        ("Psykiatrisk sykepleier i FACT-team, 2018–", [("sykepleier",) * 2]),
        ("Stilling: renholder", [("renholder",) * 2]),
        ("Sveiser, Aker Kværner 2010–2014", [("Sveiser", "sveiser")]),
        ("Jobbet som selger i klesbutikk.", [("selger",) * 2]),
        ("Jobbet som helse fagarbeider.", [("helse fagarbeider", "helsefagarbeider")]),
        ("Jobbet som operasjonssykepleier.", [("operasjonssykepleier", "sykepleier")]),
        ("Jobber som software developer.", [("software developer", "programvareutvikler")]),
        ("Jobbet som CEO i ti år.", [("CEO", "administrerende direktør")]),
        ("Vi søker en dyktig og engasjert sykepleier.", [("sykepleier",) * 2]),
        ("Vi søker sykepleiere til ny avdeling.", [("sykepleiere", "sykepleier")]),
        ("Rema 1000 i Bergen søker butikksjef.", [("butikksjef",) * 2]),
        ("Sykepleier søkes", [("Sykepleier", "sykepleier")]),
        ("Vil du jobbe som sykepleier hos oss?", [("sykepleier",) * 2]),
        ("Du vil arbeide som sykepleier i team.", [("sykepleier",) * 2]),
        ("Søker du jobb som vaktmester?", [("vaktmester",) * 2]),
        ("Vi ser etter deg som er rørlegger.", [("rørlegger",) * 2]),
        ("Jeg har ikke jobbet som kokk, men som servitør.", [("servitør",) * 2]),
    ],
    "nn": [
        ("Eg har arbeidd som sjukepleiar på ein sjukeheim.", [("sjukepleiar", "sykepleier")]),
        ("Arbeidde som snikkar og tømrar.", [("snikkar", "tømrer"), ("tømrar", "tømrer")]),
        ("Har jobba som programvareutviklar.", [("programvareutviklar", "programvareutvikler")]),
        ("Eg er utdanna sjukepleiar.", [("sjukepleiar", "sykepleier")]),
        ("Bilmekanikar. Lite verkstad, alle bilmerke.", [("Bilmekanikar", "bilmekaniker")]),
        ("Vi søkjer barnehagelærar.", [("barnehagelærar", "barnehagelærer")]),
        ("Røyrleggjar, 2012–2019", [("Røyrleggjar", "rørlegger")]),
        ("Dei tre siste som vaktmeister.", []),
    ],
    "en": [
        ("I worked as a software developer for ten years.", [("software developer", "programvareutvikler")]),
        ("Five years as a nurse on a ward.", [("nurse", "sykepleier")]),
        ("I am a qualified electrician.", [("electrician", "elektriker")]),
        ("Carpenter at Hansen Bygg, 2010–2014", [("Carpenter", "tømrer")]),
        ("We are looking for an experienced welder.", [("welder", "sveiser")]),
        ("Looking for nurses to join our ward.", [("nurses", "sykepleier")]),
        ("Chef at a hotel, 2015–2018", [("Chef", "gourmetkokk")]),
    ],
}
TRAPS = {
    "others": [
        "Tett samarbeid med sykepleiere og leger.",
        "Samarbeidet med sykepleier og lege.",
        "Assisterte tannlege ved behandling.",
        "Leder for 10 sykepleiere.",
        "Min kone er advokat.",
        "Pappa jobbet som snekker.",
        "Hun er snekker.",
        "Hun jobber i kommunen som vaktmester.",
        "She worked as a nurse.",
        "Jobbet sammen med fagfolk som snekker og murer.",
        "Kontakt lege ved behov.",
        "Oppfølging av autorisert elektriker.",
        "Kunden trenger en rørlegger.",
        "Jeg trenger en elektriker.",
        "My father worked as an electrician.",
        "I worked with nurses and doctors.",
        "Eg hjelpte sjukepleiaren.",
    ],
    "negated": [
        "Jeg har ikke jobbet som kokk.",
        "Jeg er ikke sykepleier.",
        "Har aldri vært vaktmester.",
        "Eg er ikkje sjukepleiar.",
        "I am not a nurse.",
        "I have never worked as a welder.",
    ],
    "goals": [
        "Jeg vil bli snekker.",
        "Ønsker å utdanne meg til sykepleier.",
        "Drømmer om å jobbe som pilot.",
        "Studerer til sykepleier.",
        "Jeg søker jobb som vaktmester.",
        "Søker jobb som vaktmester.",
        "Jeg håper å få jobb som renholder.",
        "Karrieremål: snekker.",
        "Eg vil bli sjukepleiar.",
        "I want to become a carpenter.",
        "I am applying for a position as a welder.",
    ],
    "verbs": [
        "Leder et team på fem.",
        "Lærer opp nyansatte.",
        "Selger klær og sko.",
        "Sveiser rustfritt stål.",
        "Jobbet i et firma som selger klær.",
        "Cook meals for guests.",
        "Guide tourists in the city.",
    ],
    "neither": [
        "Sykepleie og omsorg.",
        "Jobbet som ceo i ti år.",
        "Jobbet som modell.",
        "Leder for salg, og selger kaker.",
        "Jeg er sykepleierstudent.",
        "Bachelor i sykepleie.",
        "Yrker som snekker og maler er viktige.",
        "Snekkerarbeid og maling.",
        "Heter Kokk til etternavn.",
        "Vi tilbyr god lønn til sykepleier og kokk.",
        "",
        "🔥🔥🔥",
    ],
}
CASES = [(lang, text, roles) for lang, rows in NAMED.items() for text, roles in rows]


def in_bokmal(engine: Engine, text: str, lang: str | None = None) -> list[tuple[str, str]]:
    return [(role.quote, engine.label(role.uri, "nb")) for role in engine.roles(text, lang)]


@pytest.mark.parametrize(("lang", "text", "roles"), CASES, ids=[text for _, text, _ in CASES])
def test_a_role_is_found_where_it_stands(whole: Engine, lang: str, text: str, roles: list[tuple[str, str]]) -> None:
    assert in_bokmal(whole, text, lang) == roles
    assert all(role.quote == text[role.start : role.end] for role in whole.roles(text, lang))


@pytest.mark.parametrize("text", [t for rows in TRAPS.values() for t in rows])
def test_what_only_looks_like_ones_own_role_is_left(whole: Engine, text: str) -> None:
    assert in_bokmal(whole, text) == []


def test_a_role_is_labelled_in_the_language_of_the_text_or_the_one_asked_for(whole: Engine) -> None:
    text = "I worked as a software developer."

    assert [role.label for role in whole.roles(text)] == ["software developer"]
    assert [role.label for role in whole.roles(text, "nb")] == ["programvareutvikler"]


def test_the_surer_the_naming_the_higher_the_confidence(whole: Engine) -> None:
    """0.95 for "jobbet som" and a preferred label; 0.8 of that for the end of a compound; 0.93 for another name."""

    def sure(text: str) -> float:
        return whole.roles(text)[0].confidence

    assert sure("Jobbet som sykepleier.") == 0.95
    assert sure("Jobbet som operasjonssykepleier.") == pytest.approx(0.95 * 0.8)
    assert sure("Jobbet som snekker.") == pytest.approx(0.95 * 0.93, abs=1e-4)
    assert sure("Sykepleier, Ullevål") == 0.9


def test_a_title_of_several_roles_is_the_one_the_sentence_is_about(whole: Engine) -> None:
    (role,) = whole.roles("Jobbet som utvikler og laget systemer i Java.")

    assert role.label in {"systemutvikler", "applikasjonsutvikler", "programvareutvikler"}
    assert role.confidence < 0.6


def test_the_same_role_may_be_named_in_several_places(whole: Engine) -> None:
    found = whole.roles("Sykepleier, Ullevål, 2010–2015\nSykepleier, Haukeland, 2015–2020")

    assert [role.start for role in found] == [0, 31]
    assert len({role.uri for role in found}) == 1


def test_reading_a_text_gives_the_same_roles(whole: Engine) -> None:
    text = "Jobbet som sykepleier. Samarbeid med leger. Vi søker kokk."

    read = [(role.span.start, role.span.end, role.uri, role.confidence) for role in whole.map(text).roles]

    assert read == [(role.start, role.end, role.uri, role.confidence) for role in whole.roles(text)]
    assert len(read) == 2


def test_a_language_that_is_not_known_is_refused(tiny: Engine) -> None:
    with pytest.raises(TextRefused):
        tiny.roles("sykepleier", "xx")


def test_a_tiny_taxonomy_answers_too(tiny: Engine) -> None:
    assert tiny.roles("Jobbet som rørlegger") == (Role(OCCUPATION + "plumber", "rørlegger", 0.95, 11, 20, "rørlegger"),)


PIECES = st.sampled_from(
    [
        "jobbet som",
        "sykepleier",
        "Vi søker",
        "kokk",
        "og",
        ",",
        ".",
        "\n",
        "ikke",
        "leder",
        "a",
        "as",
        "nurse",
        "é",
        "–",
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from([" ", "  ", "\t"]))
def test_spans_cut_what_they_quote_in_order_and_apart(tiny: Engine, pieces: list[str], space: str) -> None:
    text = space.join(pieces)

    found = tiny.roles(text)

    assert all(text[role.start : role.end] == role.quote and 0 < role.confidence <= 1 for role in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(PIECES, max_size=10))
def test_a_sentence_added_changes_no_role_before_it(tiny: Engine, pieces: list[str]) -> None:
    text = " ".join(pieces).replace("\n", " ") + ".\n\n"

    alone = tiny.roles(text, "nb")

    assert tiny.roles(text + "Jobbet som rørlegger.", "nb")[: len(alone)] == alone
