"""Every format gives back what it was given; what cannot be a profile is refused, with the place of the fault."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normi.errors import Invalid, Refused, TooLarge
from normi.portability.document import (
    Answer,
    Change,
    Credential,
    Document,
    Education,
    Experience,
    Goal,
    Language,
    Person,
    Picture,
    Skill,
    Text,
)
from normi.portability.formats import any_json, csv_files, europass, json_resume, json_text, own, shape
from tests.documents import OCCUPATION, SKILL, documents

MOMENT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
THOROUGH = settings(max_examples=1_000, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=60, suppress_health_check=list(HealthCheck))
LOSSLESS = (own, json_resume)
KARI = Document(
    person=Person(
        name="Kari Nordmann",
        headline="Smed",
        summary="Liker jern.",
        email="kari@example.no",
        phone="+47 412 34 567",
        address="Gata 1",
        postal_code="7030",
        place="Trondheim",
        country="NO",
        website="https://example.no",
    ),
    experiences=(
        Experience(
            key="jobb",
            title="Smed",
            organisation="Verkstedet",
            place="Trondheim",
            started="2019-08",
            is_current=True,
            description="Sveiser og smir.",
            occupation_uri=OCCUPATION + "smith",
        ),
        Experience(key="omsorg", title="Pleide mor", kind="care", started="2015", ended="2017-03-01"),
        Experience(key="verv", title="Trener", kind="voluntary", organisation="Idrettslaget"),
        Experience(key="prosjekt", title="Bygde båt", kind="project"),
    ),
    educations=(Education("skole", "Fagbrev", "Fagskolen", "Smed", "Bestått", 4, "Oslo", "2012", "2015"),),
    credentials=(Credential("bevis", "Sveisesertifikat", "Kontrollen", "2020", "2024-02-01", "N-1"),),
    languages=(Language("nb", is_mother_tongue=True), Language("en", False, "C1", "C1", "B2", "B1", "B2")),
    skills=(
        Skill(SKILL + "weld", "sveise metall", 4, 3, 2024, ("jobb", "skole")),
        Skill(SKILL + "bake", "bake brød", 2),
    ),
)


# --- Round trips ------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@THOROUGH
@given(documents())
def test_a_thousand_profiles_come_back_the_same_from_our_own_file_and_from_json_resume(document: Document) -> None:
    for format_ in LOSSLESS:
        content = format_.write(document)
        assert format_.read(content) == document
        assert any_json.read(content) == document
        assert format_.read(content).not_understood == ()


@pytest.mark.parametrize("format_", LOSSLESS)
def test_a_round_trip_can_fail(format_: ModuleType) -> None:
    """The check above sees a difference as small as one letter."""
    other = replace(KARI, person=replace(KARI.person, name="Kari Nordman"))

    assert format_.read(format_.write(other)) != KARI
    assert format_.read(format_.write(KARI)) == KARI


@SOME
@given(documents())
def test_what_we_write_follows_the_schema_we_publish(document: Document) -> None:
    published().validate(json.loads(own.write(document)))


def test_the_example_in_the_documentation_is_a_profile() -> None:
    page = (django_settings.ROOT / "docs" / "profile-format.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]

    assert own.read(example.encode()).skills[0].uses == ("experience-1",)


def published() -> jsonschema.Draft202012Validator:
    schema = own.current().schema
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


ODD_VALUES: tuple[Any, ...] = (None, True, 0, -1, 3.5, 9, 1e300, "", "x", "x" * 9_000, [], [1], {}, {"x": 1}, "2019-13")


@SOME
@given(documents(), st.data())
def test_our_reader_agrees_with_a_complete_implementation_of_json_schema(
    document: Document, data: st.DataObject
) -> None:
    """One value anywhere in a file is replaced, removed or added: both say yes, or both say no."""
    values = json.loads(own.write(document))
    spoil(values, data)

    assert says_yes(values) is published().is_valid(values)


def says_yes(values: object) -> bool:
    try:
        own.current().check(values)
    except Invalid:
        return False
    return True


def spoil(values: Any, data: st.DataObject) -> None:
    inside = values
    while isinstance(inside, dict | list) and inside:
        step = data.draw(st.sampled_from(list(inside) if isinstance(inside, dict) else range(len(inside))))
        if not isinstance(inside[step], dict | list) or not inside[step] or data.draw(st.booleans()):
            break
        inside = inside[step]
    how = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if how == "replace":
        inside[step] = data.draw(st.sampled_from(ODD_VALUES))
    elif how == "remove":
        del inside[step]
    elif isinstance(inside, dict):
        inside["unknown"] = 1
    else:
        inside.append(data.draw(st.sampled_from(ODD_VALUES)))


def test_a_schema_that_asks_for_what_we_cannot_check_is_never_used() -> None:
    with pytest.raises(NotImplementedError, match="multipleOf"):
        shape._refuse_unknown_keywords({"type": "array", "items": {"type": "integer", "multipleOf": 2}})


def test_version_one_stays_readable() -> None:
    """A file that was once saved. It is never changed: a reader that no longer takes it has broken a promise."""
    assert own.read(VERSION_1) == Document(
        person=Person(name="Kari", email="kari@example.no", country="NO"),
        picture=Picture("image/png", b"PNG"),
        experiences=(Experience("e1", "Smed", "care", "Gården", started="2019-08", is_current=True),),
        educations=(Education("u1", "Fagbrev", eqf_level=4, ended="2015"),),
        credentials=(Credential("b1", "Sertifikat", issued="2020"),),
        languages=(Language("en", listening="C1"),),
        skills=(Skill(SKILL + "weld", "sveise", 4, 3, 2024, ("e1",)),),
        named=("Excel",),
        texts=(
            Text(
                "Kan sveise.",
                "nb",
                MOMENT,
                answers=(Answer(SKILL + "weld", 4, 10, 0.5, ((SKILL + "bake", 0.25),), accepted_at=MOMENT),),
                of=("e1",),
            ),
        ),
        history=(Change(SKILL + "weld", "level", MOMENT, None, 4),),
        goals=(Goal(OCCUPATION + "smith", "smed", MOMENT),),
    )


VERSION_1 = b"""{
  "format": "normi-profile", "version": 1, "classification": "1.2.0",
  "person": {"name": "Kari", "email": "kari@example.no", "country": "NO"},
  "picture": {"media_type": "image/png", "content": "UE5H"},
  "experiences": [{"key": "e1", "title": "Smed", "kind": "care", "organisation": "G\\u00e5rden", "started": "2019-08",
    "is_current": true}],
  "educations": [{"key": "u1", "qualification": "Fagbrev", "eqf_level": 4, "ended": "2015"}],
  "credentials": [{"key": "b1", "name": "Sertifikat", "issued": "2020"}],
  "languages": [{"code": "en", "listening": "C1"}],
  "skills": [{"concept_uri": "http://data.europa.eu/esco/skill/weld", "label": "sveise", "level": 4, "interest": 3,
    "last_used": 2024, "uses": ["e1"]}],
  "named": ["Excel"],
  "texts": [{"content": "Kan sveise.", "lang": "nb", "read_at": "2026-11-25T08:30:00+00:00", "of": ["e1"],
    "answers": [{"concept_uri": "http://data.europa.eu/esco/skill/weld", "start": 4, "end": 10, "confidence": 0.5,
      "alternatives": [["http://data.europa.eu/esco/skill/bake", 0.25]], "accepted_at": "2026-11-25T09:30:00+01:00"}]}],
  "history": [{"concept_uri": "http://data.europa.eu/esco/skill/weld", "what": "level",
    "changed_at": "2026-11-25T08:30:00Z", "after": 4}],
  "goals": [{"occupation_uri": "http://data.europa.eu/esco/occupation/smith", "label": "smed",
    "chosen_at": "2026-11-25T08:30:00+00:00"}]
}"""


# --- Hostile and broken files -----------------------------------------------------------------------------------------
def ours(**values: object) -> bytes:
    return json.dumps({"format": "normi-profile", "version": 1, **values}).encode()


DEEP = b'{"format":"normi-profile","version":1,"skills":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HOSTILE: dict[str, tuple[bytes, type[Refused]]] = {
    "20 MB": (b'{"x": "' + b"x" * 20_000_000 + b'"}', TooLarge),
    "a million brackets": (b"[" + b"{}," * 1_000_000 + b"{}]", TooLarge),
    "deep": (DEEP, Invalid),
    "rather deep": (b'{"basics":' * 60 + b"1" + b"}" * 60, Invalid),
    "a number without end": (b'{"format":"normi-profile","version":' + b"9" * 100_000 + b"}", Invalid),
    "infinity": (b'{"format":"normi-profile","version":1e999}', Invalid),
    "not a number": (b'{"format":"normi-profile","version":NaN}', Invalid),
    "the same name twice": (b'{"format":"normi-profile","version":1,"version":1}', Invalid),
    "cut off": (own.write(KARI)[:-40], Invalid),
    "not text": (b"\xff\xfe\x00\x01", Invalid),
    "nothing": (b"", Invalid),
    "half a character": (ours(person={"name": "\ud800"}), Invalid),
    "no character": (ours(person={"name": "a\0b"}), Invalid),
    "a script for an address": (ours(person={"website": "javascript:alert(1)"}), Invalid),
    "an address that is no skill": (ours(skills=[{"concept_uri": "http://example.org/skill/1"}]), Invalid),
    "a line break behind an address": (ours(skills=[{"concept_uri": SKILL + "a\n"}]), Invalid),
    "a list for a group": (ours(person=[]), Invalid),
    "text for a number": (ours(educations=[{"key": "a", "qualification": "b", "eqf_level": "4"}]), Invalid),
    "true for a number": (ours(educations=[{"key": "a", "qualification": "b", "eqf_level": True}]), Invalid),
    "an unknown field": (ours(is_admin=True), Invalid),
    "a moment that never was": (
        ours(goals=[{"occupation_uri": OCCUPATION + "a", "chosen_at": "2019-02-30T00:00:00Z"}]),
        Invalid,
    ),
    "a broken picture": (ours(picture={"media_type": "image/png", "content": "AAAAA"}), Invalid),
    "a newer version": (ours(version=2), Invalid),
    "a version in words": (ours(version="1"), Invalid),
    "true for a version": (ours(version=True), Invalid),
    "another format": (b'{"format":"other"}', Invalid),
    "a list": (b"[]", Invalid),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("read", [own.read, any_json.read, json_resume.read, europass.read])
def test_a_hostile_file_is_refused_with_a_reason_and_advice(name: str, read: Any) -> None:
    content, expected = HOSTILE[name]

    with pytest.raises(Refused) as refused:
        read(content)

    assert str(refused.value.reason)
    assert str(refused.value.remedy)
    if read is own.read:
        assert isinstance(refused.value, expected)


def test_the_fault_is_named_with_its_place() -> None:
    with pytest.raises(Invalid, match=r"experiences\[1\]\.kind.*work"):
        own.read(ours(experiences=[{"key": "a", "title": "b"}, {"key": "c", "title": "d", "kind": "hobby"}]))


WRONG_INSIDE: dict[str, dict[str, object]] = {
    "a key twice": {"experiences": [{"key": "a", "title": "b"}] * 2},
    "a use of nothing": {"skills": [{"concept_uri": SKILL + "a", "uses": ["x"]}]},
    "a skill twice": {"skills": [{"concept_uri": SKILL + "a"}] * 2},
    "a language twice": {"languages": [{"code": "nb"}] * 2},
    "an end of what goes on": {"experiences": [{"key": "a", "title": "b", "is_current": True, "ended": "2020"}]},
    "a place outside the text": {"texts": [{"apart": [{"start": 1, "end": 99, "reason": "goal"}]}]},
    "a place without length": {"texts": [{"apart": [{"start": 1, "end": 1, "reason": "goal"}]}]},
    "a suggestion without a place": {"texts": [{"answers": [{"concept_uri": SKILL + "a"}]}]},
    "a role that is not there": {
        "texts": [{"answers": [{"concept_uri": SKILL + "a", "role": 0, "accepted_at": "2020-01-01T00:00:00Z"}]}]
    },
    "yes and no": {
        "added": [
            {
                "concept_uri": SKILL + "a",
                "accepted_at": "2020-01-01T00:00:00Z",
                "rejected_at": "2020-01-01T00:00:00Z",
                "rejection": "wrong",
            }
        ]
    },
    "a no without a reason": {"added": [{"concept_uri": SKILL + "a", "rejected_at": "2020-01-01T00:00:00Z"}]},
    "an added skill with a place": {"added": [{"concept_uri": SKILL + "a", "start": 1}]},
    "a text of nothing": {"texts": [{"of": ["x"]}]},
    "a text twice": {"texts": [{}, {}]},
}


@pytest.mark.parametrize("name", WRONG_INSIDE)
def test_what_contradicts_itself_is_refused(name: str) -> None:
    values: dict[str, Any] = dict(WRONG_INSIDE[name])
    if "texts" in values:
        whole = {"content": "Kan sveise.", "lang": "nb", "read_at": "2020-01-01T00:00:00Z"}
        values["texts"] = [whole | text for text in values["texts"]]

    with pytest.raises(Invalid, match="henger ikke sammen"):
        own.read(ours(**values))


def test_a_large_profile_is_read_quickly_enough_to_wait_for() -> None:
    """As much as a person may have: 2,000 skills and 20,000 lines of history are well within the limits."""
    skills = tuple(Skill(f"{SKILL}{number}", f"ferdighet {number}", 3) for number in range(2_000))
    history = tuple(Change(f"{SKILL}{number % 2_000}", "level", MOMENT, None, 3) for number in range(20_000))
    document = replace(KARI, skills=skills, history=history)

    content = own.write(document)

    assert len(content) < json_text.MOST_BYTES
    assert own.read(content) == document


# --- JSON Resume from other tools -------------------------------------------------------------------------------------
FOREIGN = {
    "basics": {
        "name": "Ola",
        "label": "Utvikler",
        "image": "https://example.org/ola.jpg",
        "email": "ola@example.no",
        "url": "www.example.no",
        "location": {"city": "Oslo", "region": "Akershus", "countryCode": "no"},
        "profiles": [{"network": "Eksempel", "username": "ola"}],
    },
    "work": [
        {
            "company": "Bedriften",
            "position": "Sveiser",
            "startDate": "2019-08-15T00:00:00Z",
            "endDate": "Present",
            "summary": "Sveiset.",
            "highlights": ["Bygde bru", "Lærte opp to"],
            "team": "Nord",
        }
    ],
    "volunteer": [{"organization": "Røde Kors", "position": "Sjåfør", "startDate": "2010", "endDate": "2012"}],
    "education": [{"institution": "NTNU", "area": "Data", "studyType": "Bachelor", "courses": ["TDT1", "TDT2"]}],
    "awards": [{"title": "Beste bru", "date": "2020", "awarder": "Kommunen"}],
    "publications": [{"name": "Om bruer", "publisher": "Forlaget"}],
    "references": [{"name": "Sjefen", "reference": "Flink."}],
    "skills": [{"name": "Nettsider", "level": "Mester", "keywords": ["HTML", "CSS"]}],
    "languages": [
        {"language": "Norsk", "fluency": "Morsmål"},
        {"language": "English", "fluency": "Fluent"},
        {"language": "Tysk", "fluency": "B2"},
        {"language": "Volapykk fra Mars", "fluency": "Litt"},
    ],
    "hobbies": "Fiske",
}


def test_a_resume_from_another_tool_is_read_and_nothing_is_lost() -> None:
    found = json_resume.read(json.dumps(FOREIGN).encode())

    work, voluntary = found.experiences
    assert (work.title, work.organisation, work.started, work.is_current) == (
        "Sveiser",
        "Bedriften",
        "2019-08-15",
        True,
    )
    assert work.description == "Sveiset.\n• Bygde bru\n• Lærte opp to\nteam: Nord"
    assert (voluntary.kind, voluntary.ended) == ("voluntary", "2012")
    assert found.person.place == "Oslo, Akershus"
    assert found.person.country == "NO"
    assert found.named == ("Nettsider", "HTML", "CSS")
    assert [(one.code, one.is_mother_tongue, one.reading) for one in found.languages] == [
        ("nb", True, ""),
        ("en", False, ""),
        ("de", False, "B2"),
    ]
    everywhere = " ".join([str(found), *found.not_understood])
    for said in ("Beste bru", "Kommunen", "Om bruer", "Sjefen", "Flink.", "Fiske", "TDT2", "Eksempel", "ola", "Mester"):
        assert said in everywhere, said
    for said in ("Fluent", "Volapykk", "www.example.no"):
        assert said in " ".join(found.not_understood), said


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 3_000) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("name", "position", "summary", "startDate", "endDate", "url", "highlights", "keywords", "language", "x-normi")
entries = st.lists(st.dictionaries(st.sampled_from(NAMES), json_values, max_size=5) | json_values, max_size=2)
SECTIONS = (
    "basics",
    "work",
    "volunteer",
    "education",
    "skills",
    "languages",
    "projects",
    "certificates",
    "awards",
    "meta",
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(SECTIONS), entries | json_values, max_size=5))
def test_whatever_another_tool_writes_is_read_or_refused_and_never_breaks_us(values: dict[str, Any]) -> None:
    try:
        found = json_resume.read(json.dumps(values).encode())
    except Refused:
        found = Document()

    assert own.read(own.write(found)) == found


def test_a_change_in_another_tool_counts() -> None:
    values = json.loads(json_resume.write(KARI))
    values["basics"]["name"] = "Kari Hansen"
    values["work"][0]["endDate"] = "2026-01"

    found = json_resume.understood(values)

    assert found.person.name == "Kari Hansen"
    assert (found.experiences[0].ended, found.experiences[0].is_current) == ("2026-01", False)
    assert found.experiences[0].occupation_uri == OCCUPATION + "smith"


RESUME_FIELDS = {
    "basics": {"name", "label", "image", "email", "phone", "url", "summary", "location", "profiles"},
    "work": {"name", "location", "description", "position", "url", "startDate", "endDate", "summary", "highlights"},
    "volunteer": {"organization", "position", "url", "startDate", "endDate", "summary", "highlights"},
    "education": {"institution", "url", "area", "studyType", "startDate", "endDate", "score", "courses"},
    "certificates": {"name", "date", "url", "issuer"},
    "skills": {"name", "level", "keywords"},
    "languages": {"language", "fluency"},
    "projects": {"name", "description", "startDate", "endDate", "url", "entity", "type", "roles", "keywords"},
    "meta": {"canonical", "version", "lastModified"},
}


def test_what_we_write_has_only_the_fields_of_json_resume_and_ours_beside_them() -> None:
    """The schema of version 1.0.0 refuses unknown sections, and allows unknown fields in them."""
    values = json.loads(json_resume.write(KARI))

    assert set(values) == {"$schema", *RESUME_FIELDS}
    for section, names in RESUME_FIELDS.items():
        for entry in values[section] if isinstance(values[section], list) else [values[section]]:
            assert set(entry) - names <= {"x-normi"}, section


# --- Europass ---------------------------------------------------------------------------------------------------------
def test_europass_keeps_all_that_the_model_has_words_for() -> None:
    found = europass.read(europass.write(KARI))

    assert found.person == KARI.person
    assert found.languages == KARI.languages
    keys = dict(zip(all_keys(found), all_keys(KARI), strict=True))
    assert without_keys(found) == without_keys(KARI)
    assert [replace(s, uses=tuple(keys[key] for key in s.uses)) for s in found.skills] == [
        replace(skill, interest=None) for skill in KARI.skills
    ]


def all_keys(document: Document) -> list[str]:
    return [entry.key for entry in (*document.experiences, *document.educations, *document.credentials)]


def without_keys(document: Document) -> list[object]:
    entries: list[Any] = [*document.experiences, *document.educations, *document.credentials]
    return [replace(entry, key="") for entry in entries]


@SOME
@given(documents())
def test_any_profile_can_be_written_for_europass_and_read_again(document: Document) -> None:
    found = europass.read(europass.write(document))

    assert {skill.concept_uri for skill in found.skills} == {skill.concept_uri for skill in document.skills}
    assert len(all_keys(found)) == len(all_keys(document))


def test_europass_says_skills_by_their_esco_address_and_claims_no_issuer() -> None:
    written = europass.write(KARI).decode()

    assert '"relatedESCOSkill"' in written
    assert SKILL + "weld" in written
    assert "issuer" not in written
    assert "VerifiableCredential" not in written


def test_a_credential_from_a_school_is_read_as_education_with_its_skills() -> None:
    credential = {
        "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialSubject": {
            "type": "Person",
            "givenName": {"en": ["Kari"]},
            "familyName": {"en": "Nordmann"},
            "hasClaim": {
                "type": "LearningAchievement",
                "title": {"en": "Welding course", "nb": "Sveisekurs"},
                "awardedBy": {
                    "awardingBody": {"legalName": {"nb": "Fagskolen"}},
                    "awardingDate": "2021-06-15T00:00:00+02:00",
                },
                "specifiedBy": {
                    "type": "Qualification",
                    "eqfLevel": {"id": "http://data.europa.eu/snb/eqf/5"},
                    "learningOutcome": [
                        {"title": {"nb": "Sveise"}, "relatedESCOSkill": {"id": SKILL + "weld"}},
                        {"title": {"nb": "Lodde tinn"}},
                    ],
                },
            },
        },
    }

    found = any_json.read(json.dumps(credential).encode())

    (course,) = found.educations
    assert found.person.name == "Kari Nordmann"
    assert (course.qualification, course.institution, course.ended, course.eqf_level) == (
        "Sveisekurs",
        "Fagskolen",
        "2021-06-15",
        5,
    )
    assert found.skills == (Skill(SKILL + "weld", "Sveise", uses=(course.key,)),)
    assert found.named == ("Lodde tinn",)


# --- Tables -----------------------------------------------------------------------------------------------------------
def tables(content: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
        }


def test_the_tables_say_what_the_profile_says() -> None:
    found = tables(csv_files.write(KARI))

    assert found["skills.csv"][0] == ["label", "level", "interest", "last_used", "used_in", "concept_uri"]
    assert found["skills.csv"][1] == ["sveise metall", "4", "3", "2024", "Smed; Fagbrev", SKILL + "weld"]
    assert [row[1] for row in found["experience.csv"]] == ["title", "Smed", "Pleide mor", "Trener", "Bygde båt"]
    assert found["goals.csv"] == [["label", "chosen_at", "occupation_uri"]]
    with zipfile.ZipFile(io.BytesIO(csv_files.write(KARI))) as archive:
        assert archive.read("skills.csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "  @"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    document = Document(experiences=(Experience("a", f"{start}HYPERLINK(1)"),))

    (_, row) = tables(csv_files.write(document))["experience.csv"]

    assert row[1] == f"'{start}HYPERLINK(1)"


@SOME
@given(documents())
def test_the_same_profile_gives_the_same_tables_and_none_of_them_a_formula(document: Document) -> None:
    content = csv_files.write(document)

    assert content == csv_files.write(document)
    cells = [cell for rows in tables(content).values() for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(csv_files.FORMULA_STARTS)]
