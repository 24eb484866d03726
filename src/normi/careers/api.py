"""The same as the pages, as JSON: experience, education, certificates, languages, contact and picture."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from normi.accounts.models import User
from normi.careers import actions, queries
from normi.careers.pictures import CLOSEST, MOST_BYTES, Crop
from normi.errors import NotFound

career = Router(tags=["career"])
# What joins a career to the skills of the profile: for tokens that may both.
skill_uses = Router(tags=["career"])
PARTIAL_DATE = "A year, a month or a day: 2019, 2019-08 or 2019-08-15. Empty where it is not known."
CEFR_LEVEL = "A1 to C2; empty where it is not said."


class FromPerson(HttpRequest):
    """A request with a valid token; `auth` is its person."""

    auth: User


class ContactIn(Schema):
    """What is left out stays as it was. All of it may be empty."""

    name: str = ""
    headline: str = ""
    summary: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    place: str = ""
    country: str = Field("", description="ISO 3166-1, two letters.")
    website: str = ""


class PeriodIn(Schema):
    started: str = Field("", description=PARTIAL_DATE)
    ended: str = Field("", description=PARTIAL_DATE)
    is_current: bool = False
    place: str = ""
    description: str = Field("", description="In the person's own words, up to 8,000 characters.")
    website: str = ""


class ExperienceIn(PeriodIn):
    """What is left out stays as it was; a new one needs a title."""

    kind: str = Field("work", description="work, voluntary, care or project. All count the same.")
    title: str = ""
    organisation: str = ""
    occupation_uri: str = ""


class EducationIn(PeriodIn):
    """What is left out stays as it was; a new one needs a qualification."""

    qualification: str = ""
    institution: str = ""
    field: str = ""
    grade: str = ""
    eqf_level: int | None = Field(None, description="1 to 8, of the European Qualifications Framework.")


class CredentialIn(Schema):
    """What is left out stays as it was; a new one needs a name."""

    name: str = ""
    issuer: str = ""
    issued: str = Field("", description=PARTIAL_DATE)
    expires: str = Field("", description=PARTIAL_DATE)
    number: str = ""
    website: str = ""


class LanguageIn(Schema):
    """What is left out stays as it was; a new one needs a code."""

    code: str = Field("", description="ISO 639.")
    is_mother_tongue: bool = False
    listening: str = Field("", description=CEFR_LEVEL)
    reading: str = Field("", description=CEFR_LEVEL)
    interaction: str = Field("", description=CEFR_LEVEL)
    production: str = Field("", description=CEFR_LEVEL)
    writing: str = Field("", description=CEFR_LEVEL)


class ExperienceOut(ExperienceIn):
    id: int
    text_id: int | None = Field(description="The text that its words were read as, if they were.")


class EducationOut(EducationIn):
    id: int
    text_id: int | None = Field(description="The text that its words were read as, if they were.")


class CredentialOut(CredentialIn):
    id: int


class LanguageOut(LanguageIn):
    id: int


class CareerOut(Schema):
    contact: ContactIn
    has_picture: bool
    experiences: list[ExperienceOut]
    educations: list[EducationOut]
    credentials: list[CredentialOut]
    languages: list[LanguageOut]


class UseOut(Schema):
    """`kind` is experience, education or credential; `from_text`: accepted in the entry's own words, not ticked."""

    kind: str
    id: int
    from_text: bool


class SkillUsesOut(Schema):
    uri: str
    places: list[UseOut]


class SkillsIn(Schema):
    uris: list[str] = Field(max_length=1000, description="Skills that are in the profile.")


class ReadOut(Schema):
    """Where the suggestions wait for an answer: under /profile/texts."""

    text_id: int


class CropIn(Schema):
    """Which square to keep, in percent: how close, and where."""

    zoom: int = Field(100, ge=100, le=CLOSEST)
    across: int = Field(50, ge=0, le=100)
    down: int = Field(50, ge=0, le=100)


@career.get("", response=CareerOut, summary="My experience and education", operation_id="read_career")
def read_career(request: FromPerson) -> CareerOut:
    found = queries.career_of(request.auth)
    return CareerOut(
        contact=ContactIn.from_orm(found.contact),
        has_picture=found.picture is not None,
        experiences=[ExperienceOut.from_orm(row) for row in found.experiences],
        educations=[EducationOut.from_orm(row) for row in found.educations],
        credentials=[CredentialOut.from_orm(row) for row in found.credentials],
        languages=[LanguageOut.from_orm(row) for row in found.languages],
    )


@career.patch("/contact", response=ContactIn, summary="Change contact details", operation_id="change_contact")
def change_contact(request: FromPerson, body: ContactIn) -> ContactIn:
    return ContactIn.from_orm(actions.save_contact(by=request.auth, **_said(body)))


@career.delete("/contact", response={204: None}, summary="Forget contact details", operation_id="delete_contact")
def delete_contact(request: FromPerson) -> Status[None]:
    actions.delete_contact(by=request.auth)
    return Status(204, None)


@career.post("/experiences", response={201: ExperienceOut}, summary="Add experience", operation_id="add_experience")
def add_experience(request: FromPerson, body: ExperienceIn) -> Status[ExperienceOut]:
    return Status(201, ExperienceOut.from_orm(actions.save_experience(by=request.auth, **_said(body))))


@career.patch(
    "/experiences/{int:pk}", response=ExperienceOut, summary="Change experience", operation_id="change_experience"
)
def change_experience(request: FromPerson, pk: int, body: ExperienceIn) -> ExperienceOut:
    row = queries.experience_of(request.auth, pk)
    return ExperienceOut.from_orm(actions.save_experience(by=request.auth, experience=row, **_said(body)))


@career.delete(
    "/experiences/{int:pk}", response={204: None}, summary="Delete experience", operation_id="delete_experience"
)
def delete_experience(request: FromPerson, pk: int) -> Status[None]:
    actions.delete_experience(by=request.auth, experience=queries.experience_of(request.auth, pk))
    return Status(204, None)


@career.post("/educations", response={201: EducationOut}, summary="Add education", operation_id="add_education")
def add_education(request: FromPerson, body: EducationIn) -> Status[EducationOut]:
    return Status(201, EducationOut.from_orm(actions.save_education(by=request.auth, **_said(body))))


@career.patch(
    "/educations/{int:pk}", response=EducationOut, summary="Change education", operation_id="change_education"
)
def change_education(request: FromPerson, pk: int, body: EducationIn) -> EducationOut:
    row = queries.education_of(request.auth, pk)
    return EducationOut.from_orm(actions.save_education(by=request.auth, education=row, **_said(body)))


@career.delete(
    "/educations/{int:pk}", response={204: None}, summary="Delete education", operation_id="delete_education"
)
def delete_education(request: FromPerson, pk: int) -> Status[None]:
    actions.delete_education(by=request.auth, education=queries.education_of(request.auth, pk))
    return Status(204, None)


@career.post("/credentials", response={201: CredentialOut}, summary="Add a certificate", operation_id="add_credential")
def add_credential(request: FromPerson, body: CredentialIn) -> Status[CredentialOut]:
    return Status(201, CredentialOut.from_orm(actions.save_credential(by=request.auth, **_said(body))))


@career.patch(
    "/credentials/{int:pk}", response=CredentialOut, summary="Change a certificate", operation_id="change_credential"
)
def change_credential(request: FromPerson, pk: int, body: CredentialIn) -> CredentialOut:
    row = queries.credential_of(request.auth, pk)
    return CredentialOut.from_orm(actions.save_credential(by=request.auth, credential=row, **_said(body)))


@career.delete(
    "/credentials/{int:pk}", response={204: None}, summary="Delete a certificate", operation_id="delete_credential"
)
def delete_credential(request: FromPerson, pk: int) -> Status[None]:
    actions.delete_credential(by=request.auth, credential=queries.credential_of(request.auth, pk))
    return Status(204, None)


@career.post("/languages", response={201: LanguageOut}, summary="Add a language", operation_id="add_language")
def add_language(request: FromPerson, body: LanguageIn) -> Status[LanguageOut]:
    return Status(201, LanguageOut.from_orm(actions.save_language(by=request.auth, **_said(body))))


@career.patch("/languages/{int:pk}", response=LanguageOut, summary="Change a language", operation_id="change_language")
def change_language(request: FromPerson, pk: int, body: LanguageIn) -> LanguageOut:
    row = queries.language_of(request.auth, pk)
    return LanguageOut.from_orm(actions.save_language(by=request.auth, language=row, **_said(body)))


@career.delete("/languages/{int:pk}", response={204: None}, summary="Delete a language", operation_id="delete_language")
def delete_language(request: FromPerson, pk: int) -> Status[None]:
    actions.delete_language(by=request.auth, language=queries.language_of(request.auth, pk))
    return Status(204, None)


@skill_uses.get("/skills", response=list[SkillUsesOut], summary="Where skills were used", operation_id="read_uses")
def read_uses(request: FromPerson) -> list[SkillUsesOut]:
    """The skills of the profile that were used, learned or proved somewhere, each with where."""
    return [
        SkillUsesOut(uri=uri, places=[UseOut(kind=u.kind, id=u.pk, from_text=u.from_text) for u in uses])
        for uri, uses in queries.uses_of(request.auth).items()
    ]


@skill_uses.put(
    "/{kind}/{int:pk}/skills", response={204: None}, summary="Say which skills were used", operation_id="choose_skills"
)
def choose_skills(request: FromPerson, kind: str, pk: int, body: SkillsIn) -> Status[None]:
    """
    Exactly these are ticked for an entry of `experiences`, `educations` or `credentials`.

    What was accepted in the entry's own text counts as well, whether it is ticked or not.
    """
    place = queries.place_of(request.auth, _kind(kind, queries.PLACES), pk)
    actions.choose_skills(by=request.auth, concept_uris=body.uris, place=place)
    return Status(204, None)


@skill_uses.post("/{kind}/{int:pk}/text", response={201: ReadOut}, summary="Find its skills", operation_id="read_entry")
def read_entry(request: FromPerson, kind: str, pk: int) -> Status[ReadOut]:
    """Read the words of an entry of `experiences` or `educations`. Nothing is in the profile before it is accepted."""
    place = queries.readable_of(request.auth, _kind(kind, queries.READABLE), pk)
    return Status(201, ReadOut(text_id=actions.read_description(by=request.auth, place=place).pk))


@career.get("/picture", summary="My picture", operation_id="read_picture")
def read_picture(request: FromPerson) -> HttpResponse:
    found = queries.picture_content(request.auth)
    if found is None:
        raise NotFound
    content, media_type = found
    return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "private, no-store"})


@career.post("/picture", response={204: None}, summary="Set the picture", operation_id="set_picture")
def set_picture(request: FromPerson, picture: File[UploadedFile], crop: Form[CropIn]) -> Status[None]:
    """JPEG, PNG or WebP, up to 10 MB. Only the square is kept, drawn anew, without what the camera wrote."""
    content = picture.read(MOST_BYTES + 1)
    actions.set_picture(by=request.auth, content=content, crop=Crop(crop.zoom, crop.across, crop.down))
    return Status(204, None)


@career.delete("/picture", response={204: None}, summary="Delete the picture", operation_id="delete_picture")
def delete_picture(request: FromPerson) -> Status[None]:
    actions.remove_picture(by=request.auth)
    return Status(204, None)


def _said(body: Schema) -> Any:
    """Only what the caller named."""
    return body.dict(exclude_unset=True)


def _kind(plural: str, among: dict[str, Any]) -> str:
    kind = plural.removesuffix("s")
    if kind not in among or plural != f"{kind}s":
        raise NotFound
    return kind
