"""
What a person tells about their working life. Each is one event in one transaction, by the owner alone.

Work, voluntary work, care and projects are treated the same. All of it is the person's own word; what is wrong is
refused with advice, and nothing is corrected behind their back but the way a date or an address is written.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TypedDict, TypeVar, Unpack

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from normi.accounts.models import User
from normi.careers import periods, pictures
from normi.careers.checks import problems
from normi.careers.languages import language_code
from normi.careers.models import Contact, Credential, Education, Experience, LanguageSkill, Picture, SkillUse
from normi.careers.pictures import MIDDLE, Crop
from normi.careers.queries import Place, contact_of, kind_of
from normi.errors import Conflict, Invalid, NotAllowed
from normi.ports import file_store
from normi.profiles.actions import suggest_skills
from normi.profiles.models import ProfileSkill, Text
from normi.profiles.queries import accepted_skill_uris

MOST_ENTRIES = 300
"""Of each kind, for one person."""
PICTURES = "picture"
GRACE = timedelta(hours=1)
"""A file younger than this may belong to a row that is just being written."""

Row = TypeVar("Row", Contact, Experience, Education, Credential, LanguageSkill)


class ContactFields(TypedDict, total=False):
    name: str
    headline: str
    summary: str
    phone: str
    address: str
    postal_code: str
    place: str
    country: str
    website: str


class PeriodFields(TypedDict, total=False):
    started: str
    ended: str
    is_current: bool
    place: str
    description: str
    website: str


class ExperienceFields(PeriodFields, total=False):
    kind: str
    title: str
    organisation: str
    occupation_uri: str


class EducationFields(PeriodFields, total=False):
    qualification: str
    institution: str
    field: str
    grade: str
    eqf_level: int | None


class CredentialFields(TypedDict, total=False):
    name: str
    issuer: str
    issued: str
    expires: str
    number: str
    website: str


class LanguageFields(TypedDict, total=False):
    code: str
    is_mother_tongue: bool
    listening: str
    reading: str
    interaction: str
    production: str
    writing: str


@transaction.atomic
def save_contact(*, by: User, **fields: Unpack[ContactFields]) -> Contact:
    """What is not named stays as it was, here and below. Raises Invalid with advice."""
    _one_at_a_time(by)
    return _saved(contact_of(by), dict(fields))


@transaction.atomic
def save_experience(
    *, by: User, experience: Experience | None = None, **fields: Unpack[ExperienceFields]
) -> Experience:
    """A new experience, or changes to one that is there. Raises Invalid, or Conflict where there is no room."""
    return _saved(_own_or_new(by, experience, Experience), dict(fields))


@transaction.atomic
def save_education(*, by: User, education: Education | None = None, **fields: Unpack[EducationFields]) -> Education:
    return _saved(_own_or_new(by, education, Education), dict(fields))


@transaction.atomic
def save_credential(
    *, by: User, credential: Credential | None = None, **fields: Unpack[CredentialFields]
) -> Credential:
    return _saved(_own_or_new(by, credential, Credential), dict(fields))


@transaction.atomic
def save_language(
    *, by: User, language: LanguageSkill | None = None, **fields: Unpack[LanguageFields]
) -> LanguageSkill:
    """A language is listed once. Mother tongue and levels may both be given; neither is needed."""
    _one_at_a_time(by)
    if code := fields.get("code"):
        fields["code"] = language_code(code) or code[:3]
    row = _own_or_new(by, language, LanguageSkill)
    same = LanguageSkill.objects.visible_to(by).filter(code=fields.get("code", row.code)).exclude(pk=row.pk)
    if same.exists():
        raise Conflict(_("This language is in your list already."), remedy=_("Change the one that is there."))
    return _saved(row, dict(fields))


def _own_or_new(by: User, row: Row | None, model: type[Row]) -> Row:
    if row is not None:
        if row.owner_id != by.pk:
            raise NotAllowed
        return row
    _one_at_a_time(by)
    if model._default_manager.filter(owner=by).count() >= MOST_ENTRIES:
        raise Conflict(
            _("You have as many entries of this kind as we allow."), remedy=_("Delete one that you do not need.")
        )
    return model(owner=by)


def _one_at_a_time(by: User) -> None:
    """What the person sends twice at once is taken one after the other, so that counts and lists hold."""
    User.objects.select_for_update().get(pk=by.pk)


def _saved(row: Row, fields: dict[str, object]) -> Row:
    for name, value in fields.items():
        setattr(row, name, tidy(name, value))
    if wrong := problems(row, today=timezone.localdate()):
        raise Invalid(wrong[0].reason, remedy=wrong[0].remedy)
    row.save(update_fields=list(fields) if row.pk else None)
    return row


def tidy(name: str, value: object) -> object:
    """Without blanks at the ends or characters that cannot be stored, dates in ISO 8601."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\x00", "").strip()
    return periods.as_written(value) if name in periods.FIELDS else value


@transaction.atomic
def delete_experience(*, by: User, experience: Experience) -> None:
    """Gone at once, with what was said of skills used there. Its own text, and what was accepted in it, stay."""
    _delete(by, experience)


@transaction.atomic
def delete_education(*, by: User, education: Education) -> None:
    _delete(by, education)


@transaction.atomic
def delete_credential(*, by: User, credential: Credential) -> None:
    _delete(by, credential)


@transaction.atomic
def delete_language(*, by: User, language: LanguageSkill) -> None:
    _delete(by, language)


@transaction.atomic
def delete_contact(*, by: User) -> None:
    """Forget name, phone, address and the rest. Twice is harmless."""
    Contact.objects.visible_to(by).delete()


def _delete(by: User, row: Model) -> None:
    if getattr(row, "owner_id", None) != by.pk:
        raise NotAllowed
    row.delete()


@transaction.atomic
def set_picture(*, by: User, content: bytes, crop: Crop = MIDDLE) -> Picture:
    """
    Keep the square that `crop` cuts out, instead of the one before. Raises TooLarge or Invalid with advice.

    The file is written first: should the rest fail, it is one that nobody points at, and `sweep_files` takes it.
    """
    key = f"{PICTURES}-{secrets.token_hex(16)}"
    file_store().save(key, pictures.portrait(content, crop), pictures.MEDIA_TYPE)
    _one_at_a_time(by)
    remove_picture(by=by)
    return Picture.objects.create(owner=by, key=key, media_type=pictures.MEDIA_TYPE, stored_at=timezone.now())


@transaction.atomic
def remove_picture(*, by: User) -> None:
    """Back to initials. The file goes when the row is gone for good. Twice is harmless."""
    Picture.objects.visible_to(by).delete()


def sweep_files(*, now: datetime) -> int:
    """Delete pictures that no row points at: what a crash between two writes left behind. Answers how many."""
    old = set(file_store().older_than(now - GRACE, prefix=PICTURES))
    lost = old - set(Picture.objects.filter(key__in=old).values_list("key", flat=True))
    for key in sorted(lost):
        file_store().delete(key)
    return len(lost)


@transaction.atomic
def choose_skills(*, by: User, concept_uris: Collection[str], place: Place) -> int:
    """
    Exactly these of the person's skills are ticked for an entry. Answers how many that is.

    What was accepted in the entry's own text counts whether it is ticked or not.
    """
    _check_mine(by, concept_uris, place)
    here = {kind_of(place): place}
    SkillUse.objects.visible_to(by).filter(**here).exclude(concept_uri__in=concept_uris).delete()
    SkillUse.objects.bulk_create(
        (SkillUse(owner=by, concept_uri=uri, **here) for uri in sorted(set(concept_uris))), ignore_conflicts=True
    )
    return len(set(concept_uris))


def _check_mine(by: User, concept_uris: Collection[str], place: Place) -> None:
    if place.owner_id != by.pk:
        raise NotAllowed
    if not set(concept_uris) <= accepted_skill_uris(by):
        raise Invalid(
            _("That skill is not in your profile."), remedy=_("Add it to your profile first, and then choose it here.")
        )


@transaction.atomic
def read_description(*, by: User, place: Experience | Education) -> Text:
    """
    Find the skills in the entry's own words: they are stored as a text, and wait for the person's answers there.

    Raises Invalid where there is nothing to read. What was accepted in an older wording stays used here.
    """
    if place.owner_id != by.pk:
        raise NotAllowed
    if not place.description.strip():
        raise Invalid(
            _("You have not written anything here yet."),
            remedy=_("Describe in your own words what you did, and try again."),
        )
    text = suggest_skills(by=by, content=place.description)
    if place.text_id and place.text_id != text.pk:
        keep_uses(place=place)
    place.text = text
    place.save(update_fields=["text"])
    return text


def keep_uses(*, place: Experience | Education) -> None:
    """Write down what was accepted in the entry's text, before the text goes."""
    accepted = ProfileSkill.objects.accepted().filter(text=place.text_id)
    uris = set(accepted.values_list("concept_uri", flat=True))
    SkillUse.objects.bulk_create(
        (SkillUse(owner_id=place.owner_id, concept_uri=uri, **{kind_of(place): place}) for uri in sorted(uris)),
        ignore_conflicts=True,
    )
