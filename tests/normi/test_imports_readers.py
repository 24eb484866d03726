"""Each kind of file: what it holds is what is read, in whatever order, encoding and completeness it comes."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from normi.imports import limits, packing, sandbox
from normi.imports.fitting import fitted
from normi.imports.found import Found, Note, Remark, Source
from normi.imports.readers import every_kind
from normi.imports.readers.linkedin_tables import TABLES, Table
from normi.portability.document import Document, Experience, Language, Person
from normi.portability.formats import json_resume, own
from tests.documents import documents
from tests.normi import curricula

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


# --- Text, Word, PDF -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_the_same_in_every_encoding(encoding: str) -> None:
    text = curricula.COOK.replace("\n", "\r\n")
    found = every_kind.read(text.encode(encoding))
    assert found == every_kind.read(curricula.COOK.encode())
    assert "Strinda vidaregåande skule" in found.text


@pytest.mark.parametrize(
    "text", [curricula.NURSE, curricula.COOK, curricula.DEVELOPER], ids=["nurse", "cook", "developer"]
)
@pytest.mark.parametrize("make", [curricula.word, curricula.printed], ids=["word", "pdf"])
def test_the_same_cv_is_the_same_profile_in_every_file(make: Any, text: str) -> None:
    assert every_kind.read(make(text)).document == every_kind.read(text.encode()).document


def test_a_word_document_with_a_column_of_periods_and_the_name_in_the_page_header() -> None:
    rows = [
        ("2019–d.d.", "Sykepleier, St. Olavs hospital\nAnsvar for medisinering"),
        ("2015–2019", "Sykepleier, Orkdal kommune"),
    ]
    found = every_kind.read(curricula.word_with_table(rows, header="Kari Anne Lindbråten"))
    assert found.document.person.name == "Kari Anne Lindbråten"
    assert [(e.title, e.organisation, e.started) for e in found.document.experiences] == [
        ("Sykepleier", "St. Olavs hospital", "2019"),
        ("Sykepleier", "Orkdal kommune", "2015"),
    ]
    assert found.document.experiences[0].description == "Ansvar for medisinering"


def test_a_text_box_is_read_once() -> None:
    """Word writes every text box twice, for new programs and for old ones."""
    box = "<w:txbxContent><w:p><w:r><w:t>Språk: Fransk B2</w:t></w:r></w:p></w:txbxContent>"
    paragraph = parse_xml(
        f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document = docx.Document()
    document.add_paragraph("Per Åsen")
    document.element.body.insert(1, paragraph)
    found = every_kind.read(curricula.saved(document))
    assert found.document.languages == (Language("fr", False, "B2", "B2", "B2", "B2", "B2"),)
    assert found.text.count("Fransk") == 1


def test_a_pdf_that_only_its_owner_may_change_can_be_read() -> None:
    found = every_kind.read(curricula.encrypted(curricula.printed(curricula.NURSE), password=""))
    assert len(found.document.experiences) == 4


def test_a_text_that_is_too_long_is_cut_at_a_line_and_it_is_said() -> None:
    line = "Jeg har jobbet med mange forskjellige ting i mange år.\n"
    found = every_kind.read((line * 1_000).encode())
    assert limits.LONGEST_TEXT - len(line) <= len(found.text) <= limits.LONGEST_TEXT
    assert found.text.endswith("år.")
    assert Note(Remark.TEXT_CUT, limits.LONGEST_TEXT) in found.notes


def test_of_a_very_long_file_the_start_is_read_and_it_is_said() -> None:
    text = "Erfaring\n" + "2015–2019 Kokk, Hotellet\nLaget mat.\n" * 20_000
    found = every_kind.read(text.encode())
    assert Note(Remark.FILE_CUT, limits.MOST_CHARACTERS) in found.notes
    assert len(found.document.experiences) == limits.MOST_ENTRIES


# --- LinkedIn ------------------------------------------------------------------------------------------------------
names = st.text(alphabet="abcæøåABCÆØÅ ,;\"'\n", min_size=1, max_size=20).map(str.strip).filter(bool)
CELLS: dict[str, Any] = {
    "positions": {
        "title": names,
        "organisation": names,
        "description": names,
        "started": st.just("Aug 2015"),
        "ended": st.sampled_from(["", "Jun 2019"]),
    },
    "education": {"institution": names, "qualification": names, "started": st.just("2010"), "ended": st.just("2013")},
    "certifications": {"name": names, "issuer": names, "started": st.just("Jan 2020")},
    "volunteering": {"title": names, "organisation": names, "cause": names, "started": st.just("2012")},
    "projects": {
        "title": names,
        "description": names,
        "website": st.just("https://example.no"),
        "started": st.just("2021"),
    },
    "skills": {"name": names},
    "languages": {
        "name": st.sampled_from(["Norwegian", "Engelsk", "Tysk"]),
        "level": st.just("Full professional proficiency"),
    },
}
BY_KIND = {table.kind: table for table in TABLES}
EXTRA = {
    "Connections.csv": "First Name,Last Name,Company,Position,Connected On\nOla,Hansen,Hotellet,Kokk,01 Jan 2020\n",
    "Recommendations_Received.csv": "First Name,Last Name,Company,Job Title,Text\nOla,Hansen,Hotellet,Kokk,Flink\n",
    "messages.csv": "CONVERSATION ID,FROM,CONTENT\n1,Ola Hansen,Hei\n",
    "Ad_Targeting.csv": "Member Age,Company Names\n35,Hotellet\n",
    "Rich Media.csv": "Date/Time,Media Link\n2020,x\n",
}
PREAMBLES = ("", "Notes:\n", 'Notes:\n"When exporting your data, some of it may be missing."\n\n', "\ufeff")


def table(draw: Any, kind: str, rows: list[dict[str, str]], *, renamed: bool) -> tuple[str, str]:
    """A file of these rows, with its columns in any order and under any of their names."""
    known = BY_KIND[kind]
    columns = draw(st.permutations(sorted(CELLS[kind])))
    header = [draw(st.sampled_from(sorted(spelled(known, name)))) for name in columns]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=draw(st.sampled_from(",;")))
    writer.writerow(header)
    writer.writerows([row[name] for name in columns] for row in rows)
    name = f"eksport-{kind[::-1]}.csv" if renamed else f"{draw(st.sampled_from(sorted(known.files)))}.csv"
    return name, draw(st.sampled_from(PREAMBLES)) + file.getvalue()


def spelled(known: Table, name: str) -> set[str]:
    """The names of a column that mean this column alone in its table."""
    others = {word for other, words in known.columns.items() if other != name for word in words}
    return set(known.columns[name]) - others


@examples(max_examples=150)
@given(st.data())
def test_a_linkedin_archive_is_read_whatever_is_missing_renamed_moved_or_extra(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, unique=True))
    rows = {
        kind: data.draw(st.lists(st.fixed_dictionaries(CELLS[kind]), min_size=1, max_size=3), label=kind)
        for kind in kinds
    }
    files = dict(table(data.draw, kind, rows[kind], renamed=False) for kind in kinds)
    files |= {name: EXTRA[name] for name in data.draw(st.lists(st.sampled_from(sorted(EXTRA)), unique=True))}

    document = every_kind.read(curricula.archive(files)).document

    assert "Hansen" not in repr(document)
    got = {(e.kind, e.title, e.organisation) for e in document.experiences}
    wanted = {("work", row["title"], row["organisation"]) for row in rows.get("positions", [])}
    wanted |= {("voluntary", row["title"], row["organisation"]) for row in rows.get("volunteering", [])}
    wanted |= {("project", row["title"], "") for row in rows.get("projects", [])}
    assert got == wanted
    assert {(e.qualification, e.institution, e.ended) for e in document.educations} == {
        (row["qualification"], row["institution"], "2013") for row in rows.get("education", [])
    }
    assert {(c.name, c.issuer, c.issued) for c in document.credentials} == {
        (row["name"], row["issuer"], "2020-01") for row in rows.get("certifications", [])
    }
    assert set(document.named) == {row["name"] for row in rows.get("skills", [])}
    assert {language.reading for language in document.languages} == ({"C1"} if "languages" in kinds else set())


@examples(max_examples=50)
@given(
    st.data(), st.sampled_from(["positions", "education", "certifications", "volunteering", "projects", "languages"])
)
def test_a_table_in_a_renamed_file_is_known_by_its_columns(data: st.DataObject, kind: str) -> None:
    rows = data.draw(st.lists(st.fixed_dictionaries(CELLS[kind]), min_size=1, max_size=2))
    name, text = table(data.draw, kind, rows, renamed=True)
    document = every_kind.read(curricula.archive({name: text, **EXTRA})).document
    assert document != Document()
    assert "Hansen" not in repr(document)


def test_a_whole_linkedin_archive() -> None:
    files = {
        "Profile.csv": "First Name,Last Name,Headline,Summary,Geo Location,Zip Code,Websites\n"
        'Kari,Lindbråten,Sykepleier,"Rolig, grundig","Trondheim, Norway",7010,[PERSONAL:https://example.no]\n',
        "Email Addresses.csv": "Email Address,Confirmed,Primary\ngammel@example.no,Yes,No\nkari@example.no,Yes,Yes\n",
        "PhoneNumbers.csv": "Extension,Number,Type\n,41234567,Mobile\n",
        "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
        "St. Olavs,Sykepleier,Medisin,Trondheim,Aug 2015,\n",
        "Courses.csv": "Name,Number\nHLR,12\n",
        "Jobs/Job Applications.csv": "Application Date,Contact Email,Company Name,Job Title\n"
        "2020,ola@example.no,Hotellet,Kokk\n",
    }
    found = every_kind.read(curricula.archive(files))
    who = found.document.person
    assert (who.name, who.email, who.phone, who.place) == (
        "Kari Lindbråten",
        "kari@example.no",
        "41234567",
        "Trondheim",
    )
    assert who.website == "https://example.no"
    (job,) = found.document.experiences
    assert (job.title, job.started, job.is_current, job.place) == ("Sykepleier", "2015-08", True, "Trondheim")
    assert [credential.name for credential in found.document.credentials] == ["HLR"]
    assert Note(Remark.OTHER_FILES, 1) in found.notes
    assert "Medisin" in found.text


# --- Europass, JSON Resume, our own ---------------------------------------------------------------------------------
PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><Identification>
<PersonName><FirstName>Ola</FirstName><Surname>Myrvold</Surname></PersonName>
<ContactInfo><Address><Contact><AddressLine>Fjellveien 4</AddressLine><PostalCode>5019</PostalCode>
<Municipality>Bergen</Municipality><Country><Code>NO</Code><Label>Norge</Label></Country></Contact></Address>
<Email><Contact>ola@example.no</Contact></Email></ContactInfo></Identification>
<WorkExperienceList><WorkExperience><Period><From year="2007" month="--08" day="---15"/><To year="2010"/></Period>
<Position><Label>Kokk</Label></Position>
<Activities>&lt;p&gt;Laget mat&lt;/p&gt;&lt;ul&gt;&lt;li&gt;til mange&lt;/li&gt;&lt;/ul&gt;</Activities>
<Employer><Name>Hotellet</Name></Employer></WorkExperience></WorkExperienceList>
<EducationList><Education><Period><From year="2004"/><To year="2007"/></Period><Title>Fagbrev</Title>
<Organisation><Name>Strinda</Name></Organisation><Level><Code>4</Code></Level></Education></EducationList>
<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>no</Code></Description></MotherTongue>
</MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Code>en</Code></Description>
<ProficiencyLevel><Listening>C1</Listening>
<Reading>C1</Reading><SpokenInteraction>B2</SpokenInteraction><SpokenProduction>B2</SpokenProduction><Writing>B1</Writing>
</ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
<Computer><Description>Kan Excel godt</Description></Computer></Skills></LearnerInfo></SkillsPassport>"""
CANDIDATE = """<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
 xmlns:hr="http://www.hr-xml.org/3" xmlns:eures="http://www.europass_eures.eu/1.0"><CandidatePerson>
<PersonName><oa:GivenName>Ola</oa:GivenName><hr:FamilyName>Myrvold</hr:FamilyName></PersonName>
<Communication><ChannelCode>Email</ChannelCode><oa:URI>ola@example.no</oa:URI></Communication>
<Communication><ChannelCode>Telephone</ChannelCode><CountryDialing>47</CountryDialing>
<oa:DialNumber>41234567</oa:DialNumber></Communication>
<PrimaryLanguageCode>nor</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile><EmploymentHistory><EmployerHistory><hr:OrganizationName>Hotellet</hr:OrganizationName>
<PositionHistory><PositionTitle>Kokk</PositionTitle><eures:EmploymentPeriod>
<eures:StartDate><hr:FormattedDateTime>2019-08</hr:FormattedDateTime></eures:StartDate>
<hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod><oa:Description>Laget mat</oa:Description>
</PositionHistory></EmployerHistory></EmploymentHistory><EducationHistory><EducationOrganizationAttendance>
<hr:OrganizationName>Strinda</hr:OrganizationName><AttendancePeriod>
<StartDate><hr:FormattedDateTime>2004</hr:FormattedDateTime></StartDate>
<EndDate><hr:FormattedDateTime>2007</hr:FormattedDateTime></EndDate></AttendancePeriod>
<EducationLevelCode>4</EducationLevelCode><EducationDegree><hr:DegreeName>Fagbrev</hr:DegreeName></EducationDegree>
</EducationOrganizationAttendance></EducationHistory><PersonQualifications><PersonCompetency>
<CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID><CompetencyDimension>
<hr:CompetencyDimensionTypeCode>CEF-Understanding-Reading</hr:CompetencyDimensionTypeCode>
<eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></CompetencyDimension></PersonCompetency></PersonQualifications>
</CandidateProfile></Candidate>"""


def test_an_old_europass_passport() -> None:
    found = every_kind.read(PASSPORT.encode())
    (job,) = found.document.experiences
    assert (job.title, job.organisation, job.started, job.ended) == ("Kokk", "Hotellet", "2007-08-15", "2010")
    assert job.description == "Laget mat\n• til mange"
    (study,) = found.document.educations
    assert (study.qualification, study.eqf_level, study.ended) == ("Fagbrev", 4, "2007")
    assert found.document.languages == (Language("no", True), Language("en", False, "C1", "C1", "B2", "B2", "B1"))
    assert (found.document.person.country, found.document.person.place) == ("NO", "Bergen")
    assert found.unplaced == ("Kan Excel godt",)


def test_a_new_europass_candidate() -> None:
    found = every_kind.read(CANDIDATE.encode())
    (job,) = found.document.experiences
    assert (job.title, job.organisation, job.started, job.is_current) == ("Kokk", "Hotellet", "2019-08", True)
    (study,) = found.document.educations
    assert (study.qualification, study.institution, study.eqf_level, study.ended) == ("Fagbrev", "Strinda", 4, "2007")
    assert found.document.languages == (Language("no", True), Language("en", False, reading="C1"))
    assert found.document.person.phone == "+47 41234567"


@pytest.mark.parametrize("attached", [PASSPORT, CANDIDATE], ids=["passport", "candidate"])
def test_a_europass_pdf_is_read_by_its_attachment(attached: str) -> None:
    pdf = curricula.with_attachment(curricula.printed("Noe helt annet"), "cv.xml", attached.encode())
    assert every_kind.read(pdf) == every_kind.read(attached.encode())


def test_an_attachment_that_is_something_else_is_left_alone() -> None:
    pdf = curricula.with_attachment(curricula.printed(curricula.NURSE), "x.xml", b"<note>Hei</note>")
    assert every_kind.read(pdf).source is Source.PDF


def test_a_resume_from_elsewhere_is_written_out_to_be_read_for_skills() -> None:
    resume = {
        "basics": {"name": "Ola Myrvold", "summary": "Liker mat"},
        "work": [{"name": "Hotellet", "position": "Kokk", "startDate": "2019-08", "summary": "Laget mat"}],
        "skills": [{"name": "Baking"}],
    }
    found = every_kind.read(json.dumps(resume).encode())
    assert found.document.experiences[0].title == "Kokk"
    assert all(words in found.text for words in ("Liker mat", "Kokk, Hotellet", "Laget mat", "Baking"))


@examples(max_examples=30)
@given(documents())
def test_what_we_wrote_comes_back_as_it_was(document: Document) -> None:
    assume(document != Document())
    assert every_kind.read(own.write(document)).document == document


@examples(max_examples=30)
@given(documents())
def test_our_resume_with_answers_comes_back_as_it_was(document: Document) -> None:
    found = Found(Source.JSON_RESUME, document)
    if found.is_whole:
        assert every_kind.read(json_resume.write(document)).document == document


@examples(max_examples=30)
@given(documents())
def test_the_way_from_the_worker_changes_nothing(document: Document) -> None:
    found = Found(Source.OWN, document, "tekst", ("linje",), (Note(Remark.TEXT_CUT, 7),))
    assert packing.unpack(Found, packing.pack(found)) == found


@pytest.mark.parametrize("make", [
    lambda: curricula.printed(curricula.NURSE), lambda: curricula.word(curricula.NURSE),
    lambda: curricula.COOK.encode("cp1252"),
    lambda: curricula.archive({"Positions.csv": "Title,Company Name\nKokk,Hotellet\n"}),
    lambda: PASSPORT.encode(), lambda: CANDIDATE.encode(),
    lambda: json.dumps({"basics": {"name": "Ola"}, "work": [{"position": "Kokk"}]}).encode(),
    lambda: own.write(Document(person=Person(name="Ola", country="NO"))),
], ids=["pdf", "word", "text", "linkedin", "passport", "candidate", "resume", "own"])  # fmt: skip
def test_every_kind_is_read_in_the_worker_as_outside_it(make: Any) -> None:
    """Nothing that a reader needs was left outside the closed doors."""
    content = make()
    result = sandbox.parse(content)
    assert result.found == every_kind.read(content)
    assert result.memory < limits.WORKER_MEMORY / 2


# --- What has no room -----------------------------------------------------------------------------------------------
def test_what_does_not_fit_is_kept_aside_and_said() -> None:
    long = "x" * 300
    jobs = [
        Experience("a", long, started="2019-02-31", website="www.example.no"),
        Experience("b", "Kokk", started="2019", ended="2015"),
        Experience("c", "Kokk", is_current=True, ended="2015"),
        Experience("d", "", organisation="Hotellet"),
    ]
    found = fitted(
        Found(Source.LINKEDIN, Document(experiences=(*jobs, *[replace(jobs[1], key=str(n)) for n in range(200)])))
    )
    first, second, third, fourth, *_rest = found.document.experiences
    assert (len(first.title), first.started, first.website) == (160, "", "https://www.example.no")
    assert (second.started, second.ended, third.ended, fourth.title) == ("2019", "", "", "–")
    assert long in found.unplaced
    assert any("2019-02-31" in line for line in found.unplaced)
    assert len(found.document.experiences) == limits.MOST_ENTRIES
    assert Note(Remark.TOO_MANY, 204 - limits.MOST_ENTRIES) in found.notes


def test_as_much_text_is_offered_as_is_read_for_skills(settings: Settings) -> None:
    assert limits.LONGEST_TEXT == settings.LONGEST_TEXT
