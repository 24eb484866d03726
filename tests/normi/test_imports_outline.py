"""What is understood of a CV: periods, headings, entries, contact and languages, in bokmål, nynorsk and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normi.imports.found import Remark, Source
from normi.imports.outline.contact import person
from normi.imports.outline.entries import named
from normi.imports.outline.languages import in_lines
from normi.imports.outline.parts import heading, lines_of
from normi.imports.outline.periods import dated, iso
from normi.imports.outline.reading import read
from normi.imports.outline.words import HEADING, MONTHS, Part
from normi.portability.document import Document
from tests.normi import curricula

PERIODS = {
    "2015–2019": ("2015", "2019", False),
    "2015 - 2019": ("2015", "2019", False),
    "2015-19": ("2015", "2019", False),
    "1998–02": ("1998", "2002", False),
    "2008-12": ("2008", "2012", False),
    "aug. 2015 - d.d.": ("2015-08", "", True),
    "08/2015–nå": ("2015-08", "", True),
    "08.2015 – 12.2016": ("2015-08", "2016-12", False),
    "01.02.2015-31.12.2016": ("2015-02-01", "2016-12-31", False),
    "2019-08 – 2020-01": ("2019-08", "2020-01", False),
    "januar 2018 til mars 2020": ("2018-01", "2020-03", False),
    "Desember 2010 – no": ("2010-12", "", True),
    "frå mai 2012 til i dag": ("2012-05", "", True),
    "Mar 2015 – Present": ("2015-03", "", True),
    "October 2015 to December 2016": ("2015-10", "2016-12", False),
    "mars–juni 2014": ("2014-03", "2014-06", False),
    "høsten 2012 – våren 2014": ("2012", "2014", False),
    "siden 2019": ("2019", "", True),
    "2019–": ("2019", "", True),
    "august 2015 - Present (4 years 2 months)": ("2015-08", "", True),
}


@pytest.mark.parametrize(("words", "period"), PERIODS.items(), ids=PERIODS)
def test_periods_are_read_as_people_write_them(words: str, period: tuple[str, str, bool]) -> None:
    for line, at_start in (
        (f"{words} Kokk, Hotellet", True),
        (f"Kokk, Hotellet {words}", False),
        (f"{words}\tKokk, Hotellet", True),
    ):
        if words.endswith("–") and at_start:
            continue
        found = dated(line)
        assert found is not None, line
        assert (found.period.started, found.period.ended, found.period.is_current) == period
        assert (found.words, found.at_start) == ("Kokk, Hotellet", at_start)


@pytest.mark.parametrize(
    "line",
    [
        "Rema 1000 Sentrum",
        "Telefon 99 88 77 66",
        "I perioden 2015–2018 ledet jeg et prosjekt",
        "Omorganiserte avdelingen i 2014",
        "Ansvar for 2500 medlemmer",
        "Laget mat til 300 pasienter.",
    ],
)
def test_a_sentence_with_numbers_begins_no_entry(line: str) -> None:
    assert dated(line) is None


@given(st.integers(1940, 2039), st.sampled_from(sorted(MONTHS)), st.sampled_from(["{} {}", "{}. {}", "1. {} {}"]))
def test_every_month_name_gives_its_month(year: int, month: str, form: str) -> None:
    assert iso(form.format(month, year)) == f"{year}-{MONTHS[month]:02d}"


@given(st.text(max_size=60))
def test_no_line_is_too_strange(line: str) -> None:
    found = dated(line, lone_dates=True)
    assert found is None or found.period.started or found.period.ended


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("ARBEIDSERFARING", Part.WORK),
        ("2. Utdanning:", Part.EDUCATION),
        ("Kurs & sertifikater", Part.CREDENTIAL),
        ("Språkkunnskapar", Part.LANGUAGE),
        ("Frivillig arbeid", Part.VOLUNTARY),
        ("Kven er eg", Part.SUMMARY),
        ("Work Experience", Part.WORK),
        ("• Erfaring", None),
        ("Erfaring med barn er en fordel", None),
    ],
)
def test_headings_are_known_in_three_languages(line: str, part: Part | None) -> None:
    assert heading(line) is part


@pytest.mark.parametrize("word", sorted(HEADING))
def test_every_heading_of_the_table_is_recognised_in_capitals_and_with_a_colon(word: str) -> None:
    assert heading(word.upper()) is heading(f"{word.capitalize()}:") is HEADING[word]


@pytest.mark.parametrize(
    ("head", "title", "organisation", "place"),
    [
        (["Sykepleier, St. Olavs hospital, Trondheim"], "Sykepleier", "St. Olavs hospital", "Trondheim"),
        (["Bergen kommune", "Rådgiver"], "Rådgiver", "Bergen kommune", ""),
        (["Konsulent hos Vestdata AS"], "Konsulent", "Vestdata AS", ""),
        (["Nordlys Bakeri – Baker"], "Baker", "Nordlys Bakeri", ""),
        (["Developer at Vestdata"], "Developer", "Vestdata", ""),
        (["Lærer"], "Lærer", "", ""),
    ],
)
def test_title_and_organisation_are_told_apart(head: list[str], title: str, organisation: str, place: str) -> None:
    found = named(head)
    assert (found.title, found.organisation, found.place) == (title, organisation, place)


def test_contact_is_found_at_the_top_in_any_order() -> None:
    found, left = person(
        [
            "CURRICULUM VITAE",
            "Navn: Ola Nordås",
            "Adresse: Fjellveien 4, 5019 Bergen",
            "Mobil: +47 900 11 222",
            "E-post: ola@example.no",
        ]
    )
    assert (found.name, found.address, found.postal_code, found.place) == (
        "Ola Nordås",
        "Fjellveien 4",
        "5019",
        "Bergen",
    )
    assert (found.phone, found.email) == ("+47 900 11 222", "ola@example.no")
    assert left == []


def test_languages_keep_only_levels_that_were_written() -> None:
    found, left = in_lines(
        ["Norsk (morsmål), engelsk (flytende, C1) og tysk", "Spansk: grunnleggjande", "Liker å lese"]
    )
    levels = {language.code: language.reading for language in found}
    assert levels == {"no": "", "en": "C1", "de": "", "es": "A2"}
    assert [language.code for language in found if language.is_mother_tongue] == ["no"]
    assert left == ["Liker å lese"]


def of(text: str) -> Document:
    return read(text, Source.TEXT).document


def test_a_bokmål_cv_becomes_a_profile() -> None:
    found = of(curricula.NURSE)
    assert [(e.title, e.organisation, e.started, e.ended, e.is_current, e.kind) for e in found.experiences] == [
        ("Sykepleier", "St. Olavs hospital", "2019", "", True, "work"),
        ("Sykepleier", "Orkdal kommune", "2015-08", "2019-06", False, "work"),
        ("Butikkmedarbeider", "Rema 1000", "2012-08", "2013-07", False, "work"),
        ("Fotballtrener", "Nardo fotballklubb", "2016", "", True, "voluntary"),
    ]
    assert found.experiences[0].description == "• Ansvar for medisinering\n• Opplæring av nyansatte"
    assert [(e.qualification, e.institution, e.started, e.ended) for e in found.educations] == [
        ("Bachelor i sykepleie", "NTNU", "2012", "2015"),
        ("Studiekompetanse", "Strinda videregående skole", "", "2011"),
    ]
    assert [(c.name, c.issuer, c.issued) for c in found.credentials] == [
        ("Hjerte-lunge-redning (HLR)", "Norsk Førstehjelpsråd", "2022"),
        ("Truckførerbevis T1–T4", "", "2010"),
    ]
    assert found.named == ("Gerica", "Excel", "medisinhåndtering")
    assert found.person.summary == "Rolig og grundig sykepleier med ti års erfaring."


def test_a_nynorsk_cv_with_the_period_under_its_head_becomes_a_profile() -> None:
    found = of(curricula.COOK)
    assert [(e.title, e.organisation, e.started, e.is_current) for e in found.experiences] == [
        ("Kokk", "St. Olavs hospital", "2015-08", True),
        ("Lærling", "Britannia Hotel", "2012-01", False),
    ]
    assert found.experiences[0].description == "Trondheim, Noreg\nLaga mat til 300 pasientar."
    assert found.educations[0].institution == "Strinda vidaregåande skule"
    assert (found.languages[0].code, found.languages[0].is_mother_tongue) == ("nn", True)


def test_an_english_cv_with_the_period_over_its_head_becomes_a_profile() -> None:
    found = of(curricula.DEVELOPER)
    assert [(e.title, e.organisation, e.started, e.ended) for e in found.experiences] == [
        ("Developer", "Bergen kommune", "2018", ""),
        ("Consultant", "Vestdata AS", "2015-03", "2018-02"),
    ]
    assert found.educations[0].qualification == "Master of Science"
    assert (found.person.phone, found.person.email) == ("+47 900 11 222", "per@example.no")


@pytest.mark.parametrize(
    "lines",
    [
        "NTNU\nÅrsstudium i økonomi 2014 – 2015\nElvebakken skole\nPåbygg 2011 – 2014",
        "Årsstudium i økonomi 2014 – 2015\nNTNU\nPåbygg 2011 – 2014\nElvebakken skole",
        "2014 – 2015 Årsstudium i økonomi\nNTNU\n2011 – 2014\nPåbygg\nElvebakken skole",
    ],
    ids=["school over", "school under", "period first"],
)
def test_the_school_goes_to_the_study_it_stands_with(lines: str) -> None:
    found = of(f"Utdanning\n{lines}")
    assert [(study.qualification, study.institution) for study in found.educations] == [
        ("Årsstudium i økonomi", "NTNU"),
        ("Påbygg", "Elvebakken skole"),
    ]


def test_a_head_of_three_lines_that_stands_alone_is_one_head() -> None:
    text = "Erfaring\nUtvikler\nVestdata AS\nOslo\n2019 - 2021\nLaget ting.\n\n"
    text += "Konsulent\nNordlys AS\nBergen\n2015 - 2019\n"
    assert [(e.title, e.organisation, e.place) for e in of(text).experiences] == [
        ("Utvikler", "Vestdata AS", "Oslo"),
        ("Konsulent", "Nordlys AS", "Bergen"),
    ]


def test_referees_are_left_out_and_it_is_said() -> None:
    found = read(curricula.NURSE, Source.TEXT)
    assert "Ola Hansen" not in found.text
    assert Remark.REFERENCES in {note.remark for note in found.notes}


def test_a_text_without_structure_is_kept_whole_and_it_is_said() -> None:
    found = read("Jeg har sveiset i ti år.\nJeg liker det.", Source.TEXT)
    assert found.text == "Jeg har sveiset i ti år.\nJeg liker det."
    assert [note.remark for note in found.notes] == [Remark.NO_STRUCTURE]


words = st.text(alphabet="abcdefgæøåABCØ ", min_size=3, max_size=40).map(str.strip).filter(lambda w: len(w) > 2)
headings = st.sampled_from(
    sorted(word for word, part in HEADING.items() if part not in (Part.CONTACT, Part.REFERENCES))
)
body = st.lists(
    st.one_of(words, words.map("• {}".format), st.builds("{} {}".format, st.sampled_from(sorted(PERIODS)), words)),
    max_size=8,
)
parts = st.lists(st.tuples(headings, body), min_size=1, max_size=6)


@given(parts)
def test_nothing_is_lost(generated: list[tuple[str, list[str]]]) -> None:
    """Every line under a heading is in the text that is offered for reading, whatever became of it."""
    text = "\n".join("\n".join([head, *lines]) for head, lines in generated)
    found = read(text, Source.TEXT)
    kept = set(lines_of(found.text))
    assert {line for line in lines_of(text) if line} <= kept


@given(parts)
def test_every_line_is_an_entry_or_said_to_be_unplaced(generated: list[tuple[str, list[str]]]) -> None:
    text = "\n".join("\n".join([head, *lines]) for head, lines in generated)
    found = read(text, Source.TEXT)
    whole = repr(found.document) + repr(found.unplaced)
    for _head, lines in generated:
        for line in lines:
            plain = dated(line.removeprefix("• ")) if not line.startswith("• ") else None
            bare = plain.words if plain else line.removeprefix("• ").strip()
            last = bare.split()[-1] if bare.split() else ""
            assert last in whole or heading(bare) is not None or heading(line) is not None
