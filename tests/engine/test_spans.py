"""Reading: what is kept apart and why, what is not read, what may be a mention."""

import pytest

from skillengine.spans import Proposal, passages, proposals
from skillengine.types import Aside


def asides(text: str) -> dict[str, Aside | None]:
    """Each folded word of a text with why it is kept apart."""
    return {word.form: word.aside for passage in passages(text, "nb") for word in passage.words}


def proposed(text: str) -> set[str]:
    found = set()
    for passage in passages(text, "nb"):
        for p in proposals(passage):
            found.add(text[passage.words[p.first].token.start : passage.words[p.last].token.end])
    return found


NEGATED = [
    ("Jeg har ikke erfaring med regnskap.", "regnskap"),
    ("Regnskap har jeg ikke erfaring med.", "regnskap"),
    ("Jeg har aldri jobbet med sveising.", "sveising"),
    ("Ingen kunnskap om regnskap.", "regnskap"),
    ("Mangler førerkort.", "førerkort"),
    ("Uten erfaring fra regnskap.", "regnskap"),
    ("Eg har ikkje erfaring med rekneskap.", "regnskap"),
    ("I have never used SAP.", "sap"),
    ("I do not know accounting.", "accounting"),
    ("No experience with accounting.", "accounting"),
    ("Managed without accounting.", "accounting"),
]
KEPT = [
    ("Jeg har ikke erfaring med regnskap, men kan sveising.", "sveising"),
    ("Ikke bare sveising, også maling.", "sveising"),
    ("Not only accounting.", "accounting"),
    ("Vil du jobbe som sykepleier?", "sykepleier"),
    ("Veiledet mine kolleger i sveising.", "sveising"),
    ("Jeg ledet et team som utviklet Java.", "ledet"),
]
OTHERS = [
    ("Min kone er advokat.", "advokat"),
    ("Kona mi er advokat.", "advokat"),
    ("Sjefen min hadde ansvar for regnskap.", "regnskap"),
    ("Jobbet med utviklere som skrev Java.", "java"),
    ("My manager was responsible for budgets.", "budgets"),
    ("Worked with people who wrote software.", "software"),
]
GOALS = [
    ("Jeg vil lære sveising.", "sveising"),
    ("Ønsker å bli sykepleier.", "sykepleier"),
    ("Drømmer om å utdanne meg til ambulansearbeider.", "ambulansearbeider"),
    ("I would like to learn Python.", "python"),
    ("Interested in learning German.", "german"),
    ("Karrieremål: snekker.", "snekker"),
    ("Ønsker læreplass som elektriker.", "elektriker"),
    ("I gang med omskolering til tømrer.", "tømrer"),
]
HYPOTHETICAL = [
    ("Hvis jeg kunne sveise, hadde jeg fått jobben.", "sveise"),
    ("Dersom jeg bare hadde erfaring med regnskap!", "regnskap"),
    ("If I could weld, I would.", "weld"),
]
BOILERPLATE = [
    ("Vi tilbyr konkurransedyktig lønn og kurs.", "kurs"),
    ("Gode pensjonsordninger.", "gode"),
    ("Selskapet ble etablert i 1987 og selger maskiner.", "maskiner"),
    ("Vi er en av Norges største innen bygg.", "bygg"),
    ("Mangfold er viktig for rekruttering.", "rekruttering"),
    ("Vi oppfordrer kvalifiserte kandidater til å søke.", "kandidater"),
    ("We offer a competitive salary.", "salary"),
    ("We are an equal opportunity employer.", "employer"),
    ("The company was founded in 1987 and makes engines.", "engines"),
    ("Om oss\nVi lager maskiner.", "maskiner"),
    ("Vi tilbyr:\n- kurs i sveising", "sveising"),
    ("What we offer\n- training in welding", "welding"),
    ("Søknader behandles fortløpende.", "behandles"),
    ("Send CV på mail til butikken.", "mail"),
    ("Fristen er 1. mars, og intervjuer holdes uka etter.", "fristen"),
    ("Har du spørsmål, ring Kari.", "spørsmål"),
    ("Spørsmål?\nRing salgssjefen.", "salgssjefen"),
    ("Stillingen rapporterer til økonomisjefen.", "økonomisjefen"),
    ("Du rapporterer direkte til daglig leder.", "daglig"),
    ("Lønn etter kvalifikasjoner, medlemskap i pensjonskasse.", "lønn"),
    ("Vi dekker verktøy og arbeidsklær.", "verktøy"),
    ("Kommunen kan hjelpe med barnehageplass.", "hjelpe"),
    ("De ansatte skal gjenspeile befolkningen.", "befolkningen"),
    ("Dokumenter på andre språk må oversettes.", "språk"),
    ("Vi er 40 ansatte.", "ansatte"),
    ("Oppstart uke 34.", "oppstart"),
    ("Housing is provided.", "housing"),
    ("Apply with a short video.", "video"),
    ("Symaskin til salgs, lite brukt.", "symaskin"),
]


@pytest.mark.parametrize(
    ("text", "word", "aside"),
    [(*row, Aside.NEGATED) for row in [*NEGATED, *HYPOTHETICAL]]
    + [(*row, Aside.OTHERS) for row in OTHERS]
    + [(*row, Aside.GOAL) for row in GOALS]
    + [(*row, Aside.BOILERPLATE) for row in BOILERPLATE]
    + [(*row, None) for row in KEPT],
)
def test_what_is_kept_apart(text: str, word: str, aside: Aside | None) -> None:
    assert asides(text)[word] is aside


def test_a_new_heading_ends_the_boilerplate() -> None:
    found = asides("Om oss\nVi lager maskiner.\nKvalifikasjoner:\n- sveising")
    assert found["maskiner"] is Aside.BOILERPLATE
    assert found["sveising"] is None


@pytest.mark.parametrize(
    "text",
    [
        "E-post: kari@example.com",
        "Navn: Kari Nordmann",
        "Født: 12.03.1988",
        "Referanser oppgis ved forespørsel",
        "kari.nordmann@example.com",
        "https://www.example.com/sveising",
        "912 34 567",
        "Storgata 12, 0155 Oslo",
        "Ansettelser",
        "Utvalgte prosjekter",
        "",
        "🙂🙂",
    ],
)
def test_what_is_not_read(text: str) -> None:
    assert proposed(text) == set()


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Hadde ansvar for opplæring av nyansatte.", "opplæring av nyansatte"),
        ("Tok imot bestillinger på telefon", "imot bestillinger"),
        ("Jobbet som sykepleier på sengepost.", "sykepleier"),
        ("Skrev tester og satte opp gipsvegger.", "satte opp gipsvegger"),
        ("Kan CI/CD og Node.js.", "CI/CD"),
        ("Utviklet i Java på Equinor.", "Java"),
    ],
)
def test_mentions_that_are_proposed(text: str, mention: str) -> None:
    assert mention in proposed(text)


@pytest.mark.parametrize(
    ("text", "no_mention"),
    [
        ("Jobbet med sveising, maling og rydding.", "sveising, maling"),
        ("Hadde ansvar for innkjøp.", "ansvar"),
        ("Jobbet som kokk på Grand Hotel.", "kokk på Grand"),
        ("Sluttet i januar.", "januar"),
        ("Kan ikke regnskap men sveising.", "regnskap men sveising"),
    ],
)
def test_what_is_never_proposed(text: str, no_mention: str) -> None:
    assert no_mention not in proposed(text)


@pytest.mark.parametrize("text", ["Regnskapsfører, Tall & Bilag AS", "Regnskapsfører hos Tall & Bilag Regnskap AS"])
def test_the_name_of_a_firm_is_not_read(text: str) -> None:
    assert proposed(text) == {"Regnskapsfører"}


def test_capitals_in_a_title_tell_nothing() -> None:
    (passage,) = passages("Senior Software Developer", "en")
    assert not any(word.is_name for word in passage.words)
    (passage,) = passages("Jeg jobbet for Grand Hotel i to år", "nb")
    assert [word.form for word in passage.words if word.is_name] == ["grand", "hotel"]


def test_the_language_is_that_of_each_sentence() -> None:
    assert [p.lang for p in passages("Jeg har vært kokk og servitør. I have been a cook.", "nn")] == ["nb", "en"]


def test_proposals_at_one_word_are_few_and_distinct() -> None:
    (passage,) = passages("sveise " * 100, "nb")
    found = proposals(passage)
    assert len(found) == len(set(found)) <= 4 * 100
    assert Proposal(0, 0) in found
